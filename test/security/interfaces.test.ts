// Unsecured Interfaces over a running system (SEC-3): off as installed, opened only with their switch, closed at once without it.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import type { ListenerLine, PageLine } from '../../apps/core/protocol.ts';
import { interfaceNames } from '../../src/security/interfaces/interfaces.ts';
import { TestNode } from '../node.ts';

const form = 'unsecured-interfaces';
let node: TestNode;

before(async () => {
  node = await TestNode.start({ https: true });
});

after(() => node?.remove());

const turn = (name: string, enabled: boolean): Promise<void> => node.change(form, { enabled }, name);
const enable = (name: string, enabled = true): Promise<void> => node.change('network-listeners', { enabled }, name);

async function listener(name: string): Promise<ListenerLine | undefined> {
  const { listeners } = await node.ask<{ listeners: ListenerLine[] }>('status');
  return listeners.find((line) => line.name === name);
}

const options = (transport: string): string =>
  [
    'OPTIONS sip:ringfence SIP/2.0',
    `Via: SIP/2.0/${transport} 127.0.0.1:5999;branch=z9hG4bK1;rport`,
    ...['From: <sip:a@b>;tag=1', 'To: <sip:ringfence>', 'Call-ID: 1', 'CSeq: 1 OPTIONS', 'Max-Forwards: 70'],
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');

test('a new system has every interface in its list, switched off, each with what it is for', async () => {
  const { records } = await node.ask<PageLine>('form.query', { form });
  assert.deepEqual(records.map(({ key }) => key).sort(), [...interfaceNames].sort());
  for (const { values } of records) {
    assert.equal(values.enabled, false);
    assert.ok(String(values.purpose).length > 20 && String(values.withoutIt).length > 20);
  }
});

test('a listener whose interface is off is not enabled, and the refusal says what to do', async () => {
  for (const name of ['sip-udp', 'sip-tcp', 'http']) await assert.rejects(enable(name), /security\.interface-off/);
  await turn('http', true);
  await assert.rejects(enable('http'), /security\.http-secured/);
  await turn('http', false);
  const both = [
    { kind: 'change', form, key: 'sip-tcp', patch: { enabled: true } },
    { kind: 'change', form: 'network-listeners', key: 'sip-tcp', patch: { enabled: true } },
  ];
  await node.ask('form.change', { changes: both });
  assert.equal((await listener('sip-tcp'))?.closedBecause, '');
  await enable('sip-tcp', false);
  await turn('sip-tcp', false);
});

/** A connection to the listener of TCP that has been answered. */
async function answeredOverTcp(): Promise<Socket> {
  const socket = connect(await node.port('sip-tcp'), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(options('TCP'));
  const [bytes] = await once(socket, 'data');
  assert.match(String(bytes), /^SIP\/2\.0 200/);
  return socket;
}

async function overUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  const heard = new Promise<boolean>((resolve) => {
    socket.once('message', () => resolve(true));
    setTimeout(() => resolve(false), 300);
  });
  socket.send(options('UDP'), port, '127.0.0.1');
  const isHeard = await heard;
  socket.close();
  return isHeard;
}

test('switched off, its listeners close at once with their connections, and say why; switched on, they open again', async () => {
  for (const name of ['sip-udp', 'sip-tcp']) {
    await turn(name, true);
    await enable(name);
  }
  const udpPort = await node.port('sip-udp');
  assert.equal(await overUdp(udpPort), true);
  const socket = await answeredOverTcp();
  const closed = once(socket, 'close');
  for (const name of ['sip-udp', 'sip-tcp']) await turn(name, false);
  await closed;
  assert.equal(await overUdp(udpPort), false);
  for (const name of ['sip-udp', 'sip-tcp'])
    assert.match((await listener(name))?.closedBecause ?? '', /SIP over \w+ is switched off in Unsecured Interfaces/);
  await turn('sip-tcp', true);
  (await answeredOverTcp()).destroy();
  await turn('sip-tcp', false);
});

test('a start does not open what is switched off, nor fail for it', async () => {
  assert.equal(await node.stop(), 0);
  await node.run();
  for (const name of ['sip-udp', 'sip-tcp']) assert.match((await listener(name))?.closedBecause ?? '', /switched off/);
  assert.equal((await listener('sip-tls'))?.closedBecause, '');
});

test('plain HTTP opens with its switch and its service level, closes without either, and lets nobody log in', async () => {
  await turn('http', true);
  await node.change('service-security-levels', { http: 'unsecure-secure' });
  await enable('http');
  const port = await node.port('http');
  for (const [method, path] of [
    ['POST', '/api/v1/login'],
    ['GET', '/api/v1/welcome'],
  ] as const)
    assert.notEqual(await statusOf(port, method, path), 200, path);
  await node.change('service-security-levels', { http: 'secure-medium' });
  assert.match((await listener('http'))?.closedBecause ?? '', /service level of HTTP is secure-medium/);
  await assert.rejects(statusOf(port, 'GET', '/'));
  await node.change('service-security-levels', { http: 'unsecure' });
  assert.equal((await listener('http'))?.closedBecause, '');
  await turn('http', false);
  assert.match((await listener('http'))?.closedBecause ?? '', /Plain HTTP is switched off/);
});

function statusOf(port: number, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { host: 'localhost' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('the list is that of the program: no row is added, deleted or told otherwise', async () => {
  const patch = { interface: 'sip-udp', enabled: true };
  await assert.rejects(
    node.ask('form.change', { changes: [{ kind: 'delete', form, key: 'sip-udp' }] }),
    /interface-stays/,
  );
  await assert.rejects(node.ask('form.change', { changes: [{ kind: 'add', form, patch }] }), /forms\.duplicate-key/);
  await assert.rejects(node.ask('form.change', { changes: [{ kind: 'add', form, patch: { interface: 'telnet' } }] }));
  await node.change(form, { purpose: 'harmless' }, 'sip-udp');
  const { records } = await node.ask<PageLine>('form.query', { form });
  assert.doesNotMatch(JSON.stringify(records), /harmless/);
});

test('nobody but the security administrator switches an interface on', async () => {
  const root = await node.loggedIn('administrator', 'Plum-7-Cedar-9-Walk');
  const officer = await node.loggedIn('security', 'Plum-7-Cedar-9-Walk');
  const body = { enabled: true };
  assert.equal((await root.send('PATCH', `forms/${form}/records/sip-udp`, { body })).status, 403);
  assert.equal((await officer.send('PATCH', `forms/${form}/records/sip-udp`, { body })).status, 200);
  for (const one of [root, officer]) one.close();
});
