// Proofs of names: a handshake for `acme-tls/1` gets the certificate of its challenge; everybody else what they always get.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { type TestIdentity, testIdentity } from '../../sip/transport/testing.ts';
import { TestPortal } from '../testing.ts';
import { peekClientHello } from './client-hello.ts';

async function opened(t: TestContext): Promise<{ portal: TestPortal; proof: TestIdentity }> {
  const portal = await TestPortal.open();
  t.after(() => portal.close());
  return { portal, proof: await testIdentity('proof') };
}

async function show(portal: TestPortal, proof: TestIdentity | undefined): Promise<void> {
  const configuration = portal.configuration(0, portal.identity);
  const [listener] = configuration.listeners;
  const tls = listener?.tls;
  assert.ok(tls);
  const proofs = proof && [{ serverName: 'pbx.example', tls: { ...tls, cert: [proof.cert], key: [proof.key] } }];
  const [line] = await portal.core.configure({ ...configuration, ...(proofs === undefined ? {} : { proofs }) });
  assert.equal(line?.port, portal.port, 'the listener stays open');
}

/** The certificate's common name and the protocol that a handshake gets, or why it gets none. */
function handshake(port: number, servername: string, protocols: readonly string[]): Promise<string> {
  const wish = { host: '127.0.0.1', port, servername, rejectUnauthorized: false };
  return new Promise((resolve) => {
    const socket: TLSSocket = connect(
      protocols.length === 0 ? wish : { ...wish, ALPNProtocols: [...protocols] },
      () => {
        resolve(`${socket.getPeerCertificate().subject.CN} ${socket.alpnProtocol || 'none'}`);
        socket.destroy();
      },
    );
    socket.on('error', (fault) =>
      resolve(/alert|hang up|disconnected|reset/i.test(fault.message) ? 'refused' : fault.message),
    );
  });
}

test('while an order runs, the proof is shown to whoever asks for it alone, under its name', async (t) => {
  const { portal, proof } = await opened(t);
  const { port } = portal;
  assert.equal(await handshake(port, 'pbx.example', ['acme-tls/1']), 'refused', 'nothing is proved yet');
  await show(portal, proof);
  assert.equal(await handshake(port, 'pbx.example', ['acme-tls/1']), 'proof acme-tls/1');
  assert.equal(await handshake(port, 'PBX.example', ['acme-tls/1']), 'proof acme-tls/1');
  assert.equal(await handshake(port, 'other.example', ['acme-tls/1']), 'refused');
  assert.equal(await handshake(port, 'pbx.example', ['acme-tls/1', 'http/1.1']), 'test http/1.1');
  assert.equal(await handshake(port, 'pbx.example', ['http/1.1']), 'test http/1.1');
  assert.equal(await handshake(port, 'pbx.example', []), 'test none');
  await show(portal, undefined);
  assert.equal(await handshake(port, 'pbx.example', ['acme-tls/1']), 'refused');
});

test('requests go on as ever while a name is proved, and connections that were open stay', async (t) => {
  const { portal, proof } = await opened(t);
  portal.core.scripts.set('welcome', () => ({ systemName: 'Test', banner: '' }));
  const before = await portal.connect();
  t.after(() => before.destroy());
  await show(portal, proof);
  assert.equal((await portal.ask('/api/v1/welcome')).status, 200);
  before.write('GET /api/v1/welcome HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [answer] = await once(before, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 200 /);
});

/** A whole ClientHello as a client of Node sends it. */
async function helloOf(t: TestContext): Promise<Buffer> {
  const { createServer } = await import('node:net');
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const place = server.address();
  assert.ok(place !== null && typeof place === 'object');
  const client = connect({
    host: '127.0.0.1',
    port: place.port,
    servername: 'pbx.example',
    ALPNProtocols: ['acme-tls/1'],
  });
  client.on('error', () => undefined);
  const [socket] = (await once(server, 'connection')) as [Socket];
  const [hello] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return hello;
}

test('a first message that comes byte by byte, or in many records, is read as one; anything else is none', async (t) => {
  const hello = await helloOf(t);
  assert.deepEqual(peekClientHello(hello), { serverName: 'pbx.example', protocols: ['acme-tls/1'] });
  for (let size = 0; size < hello.length; size++)
    assert.equal(peekClientHello(hello.subarray(0, size)), 'more', `${size} bytes`);
  const records: Buffer[] = [];
  for (let at = 5; at < hello.length; at += 100) {
    const part = hello.subarray(at, at + 100);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
  }
  assert.deepEqual(peekClientHello(Buffer.concat(records)), { serverName: 'pbx.example', protocols: ['acme-tls/1'] });
  for (const text of [
    'GET / HTTP/1.1\r\n',
    '\x16\x03\x01\xff\xff',
    '\x16\x03\x01\x00\x00',
    '\x16\x03\x01\x00\x04\x02\x00\x00\x00',
  ])
    assert.equal(peekClientHello(Buffer.from(text, 'latin1')), 'none', text);
});

test('no change of any byte of a first message is a fault, and none makes it endless', async (t) => {
  const hello = await helloOf(t);
  for (let at = 0; at < hello.length; at++)
    for (const value of [0, 1, 127, 255]) {
      const changed = Buffer.from(hello);
      changed[at] = value;
      assert.notEqual(peekClientHello(changed), undefined);
    }
  const endless = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.from([22, 3, 1, 0, 1, 1])));
  assert.equal(peekClientHello(endless.subarray(0, 60_000)), 'none');
});

test('who begins a handshake and says no more holds nothing up, and leaves', async (t) => {
  const { portal, proof } = await opened(t);
  await show(portal, proof);
  const silent = connectPlain(portal.port, '127.0.0.1');
  t.after(() => silent.destroy());
  silent.write(Buffer.from([22, 3, 1]));
  assert.equal(await handshake(portal.port, 'pbx.example', ['acme-tls/1']), 'proof acme-tls/1');
  silent.end();
  await once(silent, 'close');
  assert.match(await plain(portal.port), /^$|400/);
});

/** What is answered to a request that is not encrypted. */
async function plain(port: number): Promise<string> {
  const socket = connectPlain(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(socket, 'close');
  return text.startsWith('HTTP') ? text : '';
}
