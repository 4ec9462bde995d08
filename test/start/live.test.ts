// The configuration changed while the system runs, against its real listeners and real phones: nothing is restarted.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { silentLog, systemClock } from '#base';
import { Handset, type HandsetCall } from '#handset';
import type { AuditLine, ListenerLine, RecordLine, RegistrationLine, StatusLine } from '../../apps/core/protocol.ts';
import { freePort, Refused, TestNode } from '../node.ts';
import { soonMs } from '../office/node.ts';

const patienceMs = 10_000;
const secretOf = (number: string): string => `secret-of-extension-${number}`;

let node: TestNode;
let pid: number;
const phones: Handset[] = [];

before(async () => {
  node = await TestNode.start({
    set: ['sip-tcp', 'sip-udp'].map((name) => `unsecured-interfaces.${name}.enabled=yes`),
  });
  pid = node.pid;
});
after(() => node.remove());

beforeEach(async () => {
  for (const number of ['201', '202']) await node.addExtension(number, { sipSecret: secretOf(number) });
});
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
  for (const key of ['201', '202'])
    await node.ask('form.change', { changes: [{ kind: 'delete', form: 'users-and-services', key }] }).catch(isMissing);
  assert.equal(node.pid, pid);
  assert.deepEqual(node.faults, []);
});

function isMissing(fault: unknown): void {
  if (!(fault instanceof Refused)) throw fault;
}

const change = (form: string, key: string, patch: Record<string, unknown>) => node.change(form, patch, key);
const listen = (name: string, patch: Record<string, unknown>) => change('network-listeners', name, patch);

async function listener(name: string): Promise<ListenerLine | undefined> {
  const { listeners } = await node.ask<StatusLine>('status');
  return listeners.find((line) => line.name === name);
}

/** A phone of the extension, registered. */
async function phone(number: string, settings: { secret?: string; port?: number } = {}): Promise<Handset> {
  const made = await unregistered(number, settings);
  made.register();
  const registered = await made.registered(patienceMs);
  assert.ok(registered.ok, JSON.stringify(registered));
  return made;
}

async function unregistered(number: string, { secret = secretOf(number), port = 0 }): Promise<Handset> {
  const server = { transport: 'TLS', address: '127.0.0.1', port: port || (await node.port('sip-tls')) } as const;
  const media = { policy: 'required', address: '127.0.0.1', sound: 'none' } as const;
  const common = { clock: systemClock, log: silentLog, ca: node.authorityPem };
  const made = new Handset({ ...common, number, secret, server, media, whenCalled: { do: 'answer', afterMs: 0 } });
  phones.push(made);
  return made;
}

/** A call that must be answered. */
async function talk(caller: Handset, number: string): Promise<HandsetCall> {
  const call = placed(caller, number);
  const established = await call.established(patienceMs);
  assert.ok(established.ok, JSON.stringify(established));
  return call;
}

function placed(caller: Handset, number: string): HandsetCall {
  const call = caller.call(number);
  assert.ok(call.ok);
  return call.value;
}

/** How a call ends that is not to be answered, or ends by itself. */
async function endOf(call: HandsetCall): Promise<number> {
  const end = await call.ended(patienceMs);
  assert.ok(end.ok);
  return end.value.status;
}

const registrations = async (number: string): Promise<number> =>
  (await node.ask<readonly RegistrationLine[]>('registrations.list')).filter(({ extension }) => extension === number)
    .length;

async function connects(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const opened = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return opened;
}

const options = (port: number): string =>
  [
    'OPTIONS sip:ringfence SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${port};rport`,
    'From: <sip:probe@ringfence>;tag=1',
    'To: <sip:ringfence>',
    `Call-ID: probe-${port}`,
    'CSeq: 1 OPTIONS',
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

/** The first line of the answer to an OPTIONS over UDP; blank when nobody is there. */
async function askOverUdp(port: number): Promise<string> {
  const socket = createSocket('udp4');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.send(options(socket.address().port));
  try {
    const [answer] = await once(socket, 'message');
    return String(answer).split('\r\n', 1)[0] ?? '';
  } catch {
    return '';
  } finally {
    socket.close();
  }
}

/** Has a port of 127.0.0.1 while `work` runs. */
async function withTaken(work: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await work(port).finally(() => server.close());
}

test('a listener is moved: the new port answers, the old one refuses, its connections stay', async () => {
  const [caller, called] = [await phone('201'), await phone('202')];
  const call = await talk(caller, '202');
  const [old, port] = [await node.port('sip-tls'), await freePort()];
  await listen('sip-tls', { port });
  assert.deepEqual(await listener('sip-tls'), {
    ...{ name: 'sip-tls', transport: 'TLS', address: '127.0.0.1', port, closedBecause: '' },
  });
  assert.deepEqual([await connects(old), await connects(port)], [false, true]);
  assert.equal(call.state, 'talking');
  call.hangUp();
  assert.equal(await endOf(call), 200);
  await talk(called, '201');
  await talk(await phone('202', { port }), '201');
  assert.equal(await registrations('202'), 2);
  await listen('sip-tls', { port: 0 });
});

test('a listener over UDP is switched on, and off again', async () => {
  assert.equal(await listener('sip-udp'), undefined);
  await listen('sip-udp', { enabled: true });
  const port = await node.port('sip-udp');
  assert.equal(await askOverUdp(port), 'SIP/2.0 200 OK');
  await listen('sip-udp', { enabled: false });
  assert.equal(await listener('sip-udp'), undefined);
  assert.equal(await askOverUdp(port), '');
});

test('a port that is in use: the status says why, the others go on, and it opens when the port is free', async () => {
  const caller = await phone('201');
  const before = await listener('sip-tls');
  await phone('202');
  const call = await talk(caller, '202');
  await withTaken(async (port) => {
    await listen('sip-tcp', { enabled: true, port });
    const closed = await listener('sip-tcp');
    assert.deepEqual([closed?.transport, closed?.port], ['TCP', port]);
    assert.match(closed?.closedBecause ?? '', /in use/);
    assert.deepEqual(await listener('sip-tls'), before);
    assert.equal(call.state, 'talking');
  });
  assert.match((await listener('sip-tcp'))?.closedBecause ?? '', /in use/);
  await listen('sip-udp', { enabled: true });
  assert.equal((await listener('sip-tcp'))?.closedBecause, '');
  await node.ask('form.change', {
    changes: ['sip-tcp', 'sip-udp'].map((key) => ({
      ...{ kind: 'change', form: 'network-listeners', key, patch: { enabled: false, port: 0 } },
    })),
  });
  assert.equal(await listener('sip-tcp'), undefined);
  node.faults.length = 0;
});

test('two listeners exchange their ports in one change', async () => {
  const [one, other] = [await freePort(), await freePort()];
  await listen('sip-tcp', { enabled: true, port: one });
  await listen('sip-tls', { port: other });
  const moves = { 'sip-tcp': other, 'sip-tls': one };
  await node.ask('form.change', {
    changes: Object.entries(moves).map(([key, port]) => ({
      ...{ kind: 'change', form: 'network-listeners', key, patch: { port } },
    })),
  });
  for (const [name, port] of Object.entries(moves)) {
    const line = await listener(name);
    assert.deepEqual([line?.port, line?.closedBecause], [port, '']);
  }
  await phone('201');
  await listen('sip-tcp', { enabled: false, port: 0 });
  await listen('sip-tls', { port: 0 });
  node.faults.length = 0;
});

test('a new secret: registrations end at once, the old secret is refused, the new one taken', async () => {
  await phone('201');
  assert.equal(await registrations('201'), 1);
  await change('users-and-services', '201', { sipSecret: 'another-secret-of-201' });
  assert.equal(await registrations('201'), 0);
  const old = await unregistered('201', {});
  old.register();
  const refused = await old.registered(patienceMs);
  assert.match(refused.ok ? '' : refused.refusal.words, /403/);
  await phone('201', { secret: 'another-secret-of-201' });
  assert.equal(await registrations('201'), 1);
});

test('a deleted extension: its registration ends at once, it can neither call nor be called', async () => {
  const [gone, caller] = [await phone('201'), await phone('202')];
  await node.ask('form.change', { changes: [{ kind: 'delete', form: 'users-and-services', key: '201' }] });
  assert.equal(await registrations('201'), 0);
  assert.equal(await endOf(placed(caller, '201')), 404);
  assert.equal(await endOf(placed(gone, '202')), 403);
  gone.register();
  assert.equal((await gone.registered(patienceMs)).ok, false);
  await node.addExtension('201', { sipSecret: secretOf('201') });
  await phone('201');
  await talk(caller, '201');
});

test('a disabled extension: its registration ends at once', async () => {
  await phone('201');
  await change('users-and-services', '201', { enabled: false });
  assert.equal(await registrations('201'), 0);
});

test('do not disturb is switched on and off by calling its codes, on record as done by the extension', async () => {
  const [quiet, caller] = [await phone('201'), await phone('202')];
  const isQuiet = async (): Promise<unknown> =>
    (await node.ask<RecordLine>('form.get', { form: 'users-and-services', key: '201' })).values.doNotDisturb;
  await endOf(placed(quiet, '*78'));
  assert.equal(await isQuiet(), true);
  assert.equal(await endOf(placed(caller, '201')), 486);
  await endOf(placed(quiet, '*79'));
  assert.equal(await isQuiet(), false);
  await talk(caller, '201');
  const entries = await node.ask<readonly AuditLine[]>('audit.list', { user: '201', action: 'change', limit: 2 });
  assert.deepEqual(
    entries.map(({ application, sourceIp, data }) => [application, sourceIp, data.split('; ').at(-1)]),
    [
      ['SIP', '127.0.0.1', 'Do not disturb: yes → no'],
      ['SIP', '127.0.0.1', 'Do not disturb: no → yes'],
    ],
  );
});

test('a feature code is another from now on', async () => {
  const caller = await phone('201');
  await node.change('numbering', { doNotDisturbOn: '*60' });
  assert.equal(await endOf(placed(caller, '*78')), 403);
  await endOf(placed(caller, '*60'));
  const { values } = await node.ask<RecordLine>('form.get', { form: 'users-and-services', key: '201' });
  assert.equal(values.doNotDisturb, true);
  await node.change('numbering', { doNotDisturbOn: '*78' });
});

test('fewer devices: the ones that registered last stay, and all that stay are rung', async () => {
  const devices = [await phone('201'), await phone('201'), await phone('201')];
  assert.equal(await registrations('201'), 3);
  await change('users-and-services', '201', { maxDevices: 1 });
  assert.equal(await registrations('201'), 1);
  const call = await talk(await phone('202'), '201');
  await soonMs(() => devices[2]?.calls.size === 1, 'the device that registered last has the call');
  assert.deepEqual(
    devices.map(({ calls }) => calls.size),
    [0, 0, 1],
  );
  call.hangUp();
  await phone('201');
  assert.equal(await registrations('201'), 1);
});

test('a realm is another from now on, and phones that register anew are let in', async () => {
  await node.change('system-options', { realm: 'pbx.example.com' });
  await phone('201');
  await node.change('system-options', { realm: 'ringfence' });
});
