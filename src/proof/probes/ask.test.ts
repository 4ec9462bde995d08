// Tests of the probes against servers of every kind: what they see is what is there, and nothing of it can hold them up.

import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { systemClock } from '#base';
import { type Made, makeCertificate, makeRoot } from '../../security/certificates/testing.ts';
import { ask, askAll } from './ask.ts';
import { type Answered, placeOf, type Spoken, type Target } from './live.ts';
import { openPorts, unlistedOf } from './sockets.ts';

const servers: { close(): unknown }[] = [];
let made: Made;

before(async () => {
  const issuer = await makeCertificate({ issuer: await makeRoot(), name: 'Issuing', ca: true });
  made = await makeCertificate({ issuer, key: 'rsa2048', names: ['127.0.0.1'] });
});
after(() => {
  for (const server of servers) server.close();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const target = (port: number, speaks: Spoken): Target => ({ name: speaks, speaks, address: '127.0.0.1', port });

/** A server over TLS that answers every first line with `answer`. */
async function overTls(speaks: Spoken, answer: string, options: TlsOptions = {}): Promise<Answered> {
  const server = createTlsServer({ cert: made.chain, key: made.key, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(answer));
  });
  server.on('tlsClientError', () => undefined);
  return ask(target(await portOf(server), speaks), systemClock);
}

test('of a good listener: handshake, chain, and everything old or weak refused', async () => {
  const seen = await overTls('https', 'HTTP/1.1 200 OK\r\n', {
    minVersion: 'TLSv1.2',
    ciphers: 'TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384',
  });
  assert.deepEqual([seen.handshake?.version, seen.handshake?.suite], ['TLSv1.3', 'TLS_AES_256_GCM_SHA384']);
  assert.deepEqual(
    seen.handshake?.chain.map((der) => Buffer.from(der).equals(made.der)),
    [true, false],
  );
  assert.deepEqual([seen.oldVersions, seen.weakSuite, seen.shortSuite, seen.plainAnswer], [[], '', '', '']);
  assert.equal(seen.strangerAnswer, 'HTTP/1.1 200 OK');
  assert.match(placeOf(seen), /^127\.0\.0\.1:\d+ at \d\d:\d\d:\d\d UTC$/);
});

test('old versions and weak suites are seen where they are', async () => {
  const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA@SECLEVEL=0';
  const seen = await overTls('sip-tls', 'SIP/2.0 401 Unauthorized\r\n', {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.2',
    ciphers,
  });
  assert.deepEqual(seen.oldVersions, ['TLSv1', 'TLSv1.1']);
  assert.equal(seen.weakSuite, 'AES128-SHA');
  assert.equal(seen.shortSuite, 'ECDHE-RSA-AES128-GCM-SHA256');
  assert.equal(seen.registerAnswer, 'SIP/2.0 401 Unauthorized');
});

test('a listener that asks for a certificate lets no stranger be answered', async () => {
  const seen = await overTls('https', 'HTTP/1.1 200 OK\r\n', {
    requestCert: true,
    rejectUnauthorized: true,
    ca: made.certificate,
  });
  assert.equal(seen.strangerAnswer, '');
  assert.ok(seen.isOpen);
  assert.ok(seen.handshake?.chain.length, 'what it shows is read all the same');
});

test('a port for TLS that answers in the clear is seen', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  const seen = await ask(target(await portOf(server), 'https'), systemClock);
  assert.equal(seen.handshake, undefined);
  assert.equal(seen.plainAnswer, 'HTTP/1.1 400 Bad Request');
});

test('a port for SIP over TLS that speaks in the clear is seen, and nothing of SIP is said to it', async () => {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard.push(bytes.toString('latin1'));
      if (heard.at(-1) === '\r\n\r\n') socket.write('\r\n');
      else socket.end();
    });
  });
  const seen = await ask(target(await portOf(server), 'sip-tls'), systemClock);
  assert.equal(seen.plainAnswer, 'a pong');
  assert.deepEqual(
    heard.filter((text) => /SIP|REGISTER/.test(text)),
    [],
  );
});

test('unencrypted listeners are asked in their own tongue', async () => {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      heard.push(bytes.toString().split(' ', 1)[0] ?? '');
      socket.end('SIP/2.0 401 Unauthorized\r\n\r\n');
    });
  });
  const port = await portOf(server);
  assert.equal((await ask(target(port, 'sip-tcp'), systemClock)).registerAnswer, 'SIP/2.0 401 Unauthorized');
  await ask(target(port, 'http'), systemClock);
  assert.deepEqual(heard, ['REGISTER', 'GET']);
  const udp: Socket = createSocket('udp4', (_, { port: from, address }) =>
    udp.send('SIP/2.0 403 Forbidden\r\n', from, address),
  );
  servers.push(udp);
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const seen = await ask(target(udp.address().port, 'sip-udp'), systemClock);
  assert.deepEqual([seen.isOpen, seen.registerAnswer], [true, 'SIP/2.0 403 Forbidden']);
});

test('nobody connects where whoever does is a reader: in the clear it is open, of TLS nothing is known', async () => {
  let connections = 0;
  const server = createServer(() => connections++);
  const port = await portOf(server);
  const [clear, tls] = [await ask(target(port, 'smdr'), systemClock), await ask(target(port, 'smdr-tls'), systemClock)];
  assert.deepEqual([clear.isOpen, tls.isOpen, connections], [true, false, 0]);
  assert.match(tls.why, /whoever connects is a reader/);
});

test('who is not there, and who never answers, is told so in time', async () => {
  const gone = createServer();
  const port = await portOf(gone);
  gone.close();
  const closed = await ask(target(port, 'https'), systemClock);
  assert.deepEqual([closed.isOpen, closed.why], [false, 'econnrefused']);
  const silent = createServer((socket) => socket.on('error', () => undefined));
  const hasty = { ...systemClock, after: (_: number, task: () => void) => systemClock.after(20, task) };
  const seen = await ask(target(await portOf(silent), 'sip-tls'), hasty);
  assert.deepEqual([seen.isOpen, seen.handshake, seen.why], [true, undefined, 'it did not answer in time']);
});

test('what floods the probe, or writes what is no text, is cut', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(Buffer.alloc(1_000_000, 0x1b));
  });
  const seen = await ask(target(await portOf(server), 'sip-tcp'), systemClock);
  assert.match(seen.registerAnswer, /^·{100}$/);
});

test('several are asked together and told in their order', async () => {
  const ports = await Promise.all([1, 2, 3].map(() => portOf(createServer((socket) => socket.end('x\r\n')))));
  const targets = ports.map((port, index) => ({ ...target(port, 'http' as const), name: `http-${index}` }));
  const seen = await askAll(targets, systemClock);
  assert.deepEqual(
    seen.map(({ name }) => name),
    ['http-0', 'http-1', 'http-2'],
  );
});

test('a port that nobody listed is found by asking the operating system', {
  skip: process.platform !== 'linux',
}, async () => {
  const port = await portOf(createServer());
  const ports = await openPorts(process.pid);
  assert.ok(ports !== undefined);
  const words = `TCP 127.0.0.1:${port}`;
  assert.ok(unlistedOf(ports, []).includes(words));
  assert.ok(!unlistedOf(ports, [target(port, 'http')]).includes(words));
  assert.ok(unlistedOf(ports, [target(port, 'sip-udp')]).includes(words), 'another protocol is another port');
  assert.equal(await openPorts(2 ** 30), undefined, 'of whom nothing is told');
});
