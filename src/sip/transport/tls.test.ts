import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { limits } from '#base';
import { requestText, responseText, StreamPeer, type TestIdentity, TestTransport, testIdentity } from './testing.ts';
import type { SecureListenerOptions } from './tls.ts';
import type { TransportOptions } from './transport.ts';

const [server, other, client] = await Promise.all([
  testIdentity('server'),
  testIdentity('other'),
  testIdentity('client'),
]);

async function setUp(
  t: TestContext,
  secureContext: () => SecureListenerOptions = () => server,
  options: Partial<TransportOptions> = {},
) {
  const host = new TestTransport(options);
  t.after(() => host.transport.shutdown());
  const port = await host.listen('TLS', secureContext);
  return { host, port, counters: host.transport.counters };
}

/** A TLS client that trusts `authority`, its handshake done. */
async function join(t: TestContext, port: number, authority: TestIdentity, more: ConnectionOptions = {}) {
  const socket = connectTls({ port, host: '127.0.0.1', ca: authority.cert, ...more });
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  return { socket, peer: new StreamPeer(socket) };
}

function dialler(t: TestContext, ca: string, more = {}): TestTransport {
  const near = new TestTransport({ tls: { ca, ...more } });
  t.after(() => near.transport.shutdown());
  return near;
}

test('a message over TLS, with the facts of its handshake', async (t) => {
  const { host, port } = await setUp(t);
  const { peer } = await join(t, port, server);
  peer.send(requestText());
  const { flow } = await host.arrival();
  assert.deepEqual([flow.transport, flow.reliable, flow.secure], ['TLS', true, true]);
  assert.deepEqual(flow.tls, { version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384', peerFingerprint: '' });
  flow.send(responseText);
  assert.equal(await peer.until('\r\n\r\n'), responseText);
});

test('TLS 1.2 is taken and named as IANA does; TLS 1.1 is not, even where it is asked for', async (t) => {
  const { host, port, counters } = await setUp(t, () => ({ ...server, minVersion: 'TLSv1' }));
  const { peer } = await join(t, port, server, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' });
  peer.send(requestText());
  const { flow } = await host.arrival();
  assert.equal(flow.tls?.version, 'TLSv1.2');
  assert.equal(flow.tls?.suite, 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256');
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await assert.rejects(join(t, port, server, old));
  await untilCounted(() => counters.handshakesFailed === 1);
});

test("a peer's certificate is asked for, checked, and its fingerprint told", async (t) => {
  const mutual = (): SecureListenerOptions => ({ ...server, ca: client.cert, requestCert: true });
  const { host, port } = await setUp(t, mutual);
  const { socket, peer } = await join(t, port, server, { cert: client.cert, key: client.key });
  peer.send(requestText());
  const { flow } = await host.arrival();
  assert.match(flow.tls?.peerFingerprint ?? '', /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(flow.tls?.peerFingerprint, socket.getX509Certificate()?.fingerprint256);
  for (const identity of [{}, { cert: other.cert, key: other.key }]) {
    const stranger = await join(t, port, server, { ...identity, maxVersion: 'TLSv1.3' });
    stranger.peer.send(requestText());
    await stranger.peer.gone;
  }
  assert.equal(host.arrivals.length, 1);
});

test('we connect to a server whose certificate is for the address, or for the name', async (t) => {
  const { host, port } = await setUp(t);
  const near = dialler(t, server.cert);
  const flow = near.transport.flowTo('TLS', '127.0.0.1', port);
  assert.equal(flow.localPort, 5061);
  assert.ok(flow.send(requestText()));
  const arrival = await host.arrival();
  arrival.flow.send(responseText);
  assert.equal((await near.arrival()).message.status, 200);
  assert.equal(flow.tls?.version, 'TLSv1.3');
  assert.match(flow.tls.peerFingerprint, /^[0-9A-F:]{95}$/);
  assert.equal(near.transport.flowTo('TLS', '127.0.0.1', port), flow);
  const named = near.transport.flowTo('TLS', '127.0.0.1', port, 'server.example');
  assert.notEqual(named, flow, 'a name is not vouched for by a connection to the address');
  named.send(requestText());
  await host.arrival(1);
});

test('nothing is sent to a server that cannot prove who it is', async (t) => {
  const { host, port } = await setUp(t);
  for (const [ca, name, why] of [
    [other.cert, undefined, /certificate/],
    [server.cert, 'elsewhere.example', /does not match/],
  ] as const) {
    const near = dialler(t, ca);
    const flow = near.transport.flowTo('TLS', '127.0.0.1', port, name);
    assert.ok(flow.send(requestText()), 'it waits');
    await near.until(() => near.closed.length === 1);
    assert.match(near.reasons[0] ?? '', why);
    assert.deepEqual([flow.open, near.opened.length], [false, 0]);
  }
  await host.until(() => host.transport.connections === 0);
  assert.equal(host.arrivals.length, 0);
});

test('a renewed certificate is shown from then on; connections stay; an unusable one changes nothing', async (t) => {
  let identity: SecureListenerOptions = server;
  const { host, port } = await setUp(t, () => identity);
  const before = await join(t, port, server);
  identity = other;
  assert.ok(host.transport.renew('TLS').ok);
  const after = await join(t, port, other);
  await assert.rejects(join(t, port, server));
  identity = { ...other, key: server.key };
  const refused = host.transport.renew('TLS');
  assert.equal(refused.ok ? '' : refused.refusal.code, 'sip.certificate');
  const still = await join(t, port, other);
  for (const { peer } of [before, after, still]) peer.send(requestText());
  await host.arrival(2);
  assert.equal(host.transport.renew('none').ok, false);
});

test('a session from before a renewal is not resumed', async (t) => {
  const { host, port } = await setUp(t);
  const { socket } = await join(t, port, server, { maxVersion: 'TLSv1.2' });
  const session = socket.getSession();
  assert.ok(session);
  const resumed = async (): Promise<boolean> => {
    const again = await join(t, port, server, { maxVersion: 'TLSv1.2', session });
    return again.socket.isSessionReused();
  };
  assert.equal(await resumed(), true);
  assert.ok(host.transport.renew('TLS').ok);
  assert.equal(await resumed(), false);
});

test('an unusable certificate opens no listener', async () => {
  const host = new TestTransport();
  const settings = { name: 'x', transport: 'TLS', address: '127.0.0.1', port: 0 } as const;
  const opened = await host.transport.listen({ ...settings, secureContext: () => ({ cert: 'no', key: 'no' }) });
  assert.equal(opened.ok ? '' : opened.refusal.code, 'sip.certificate');
  await host.transport.shutdown();
});

test('handshakes are limited in number and time, and other protocols fail at once', async (t) => {
  const admissionLimits = { connections: 10, connectionsPerAddress: 10, handshakes: 2 };
  const { host, port, counters } = await setUp(t, undefined, { admissionLimits });
  const silent = [await StreamPeer.connect(port), await StreamPeer.connect(port)];
  t.after(() => silent.forEach((peer) => void peer.socket.destroy()));
  await StreamPeer.begin(port).gone;
  assert.equal(counters.refused, 1);
  host.clock.advance(limits.sip.handshakeMs + 2_000);
  await Promise.all(silent.map((peer) => peer.gone));
  const web = await StreamPeer.connect(port);
  web.send('GET / HTTP/1.1\r\n\r\n');
  await web.gone;
  const { peer } = await join(t, port, server);
  peer.send(requestText());
  await host.arrival();
  assert.equal(counters.handshakesFailed, 3);
});

test('one place that begins many handshakes and ends none keeps no other place out', async (t) => {
  const admissionLimits = { connections: 10, connectionsPerAddress: 10, handshakes: 2 };
  const { host, counters, port } = await setUp(t, undefined, { admissionLimits });
  const [first, second] = [await StreamPeer.connect(port), await StreamPeer.connect(port)];
  t.after(() => second.socket.destroy());
  const elsewhere = () => ({ socket: connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' }) });
  await join(t, port, server, elsewhere());
  await first.gone;
  await untilCounted(() => host.transport.connections === 1);
  const third = await StreamPeer.connect(port);
  t.after(() => third.socket.destroy());
  await join(t, port, server, elsewhere());
  await second.gone;
  assert.deepEqual([third.socket.closed, counters.refused], [false, 0], 'there is room again for who has fewer');
});

test('the gate is asked before a handshake begins', async (t) => {
  const { port, counters } = await setUp(t, undefined, { gate: () => false });
  await assert.rejects(join(t, port, server));
  assert.deepEqual([counters.gated, counters.handshakesFailed], [1, 0]);
});

async function untilCounted(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
