// A peer's certificates are judged before anything of it is read, and again later.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { limits } from '#base';
import { requestText, StreamPeer, TestTransport, testIdentity } from './testing.ts';
import type { Judge } from './tls.ts';

const [server, client] = await Promise.all([testIdentity('server'), testIdentity('client')]);

async function setUp(t: TestContext, judge: Judge, staple?: (certificate: Buffer) => Buffer | undefined) {
  const host = new TestTransport();
  t.after(() => host.transport.shutdown());
  const more = staple === undefined ? {} : { staple };
  const port = await host.listen('TLS', () => ({ ...server, judge, ...more }));
  return { host, port, counters: host.transport.counters };
}

/** A client that sends its request as soon as it may. */
function join(t: TestContext, port: number, more: ConnectionOptions = {}): StreamPeer {
  const socket = connectTls({ port, host: '127.0.0.1', ca: server.cert, ...more });
  t.after(() => socket.destroy());
  const peer = new StreamPeer(socket);
  peer.send(requestText());
  return peer;
}

const shown = { cert: client.cert, key: client.key };

test('what a peer sends is read once its certificates are judged, and not before', async (t) => {
  const asked: [readonly Buffer[], string][] = [];
  let say: (why: string | undefined) => void = () => undefined;
  const { host, port } = await setUp(t, (chain, address) => {
    asked.push([chain, address]);
    return new Promise((resolve) => {
      say = resolve;
    });
  });
  const peer = join(t, port, shown);
  await once(peer.socket, 'secureConnect');
  while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([host.arrivals.length, host.transport.connections], [0, 0]);
  assert.deepEqual(asked[0]?.[0], [new X509Certificate(client.cert).raw]);
  assert.equal(asked[0]?.[1], '127.0.0.1');
  say(undefined);
  assert.match((await host.arrival()).flow.tls?.peerFingerprint ?? '', /^[0-9A-F:]{95}$/);
});

test('who is refused, shows nothing, or meets a judge that fails is cut off unread', async (t) => {
  const { host, port, counters } = await setUp(t, async (chain) => {
    if (chain.length === 0) return 'no certificate';
    throw new Error('the judge is ill');
  });
  await join(t, port).gone;
  await join(t, port, shown).gone;
  await join(t, port, { ...shown, maxVersion: 'TLSv1.2' }).gone;
  assert.deepEqual([counters.notRecognised, counters.received, host.transport.connections], [3, 0, 0]);
});

test('who was let in is judged again, and ended when it would not be let in now', async (t) => {
  let isRevoked = false;
  const { host, port, counters } = await setUp(t, async () => (isRevoked ? 'revoked' : undefined));
  const peer = join(t, port, shown);
  await host.arrival();
  await host.transport.judgeAgain();
  assert.equal(host.transport.connections, 1);
  isRevoked = true;
  await host.transport.judgeAgain();
  await peer.gone;
  assert.equal(counters.notRecognised, 1);
  await host.until(() => host.closed.length === 1);
  assert.match(host.reasons[0] ?? '', /no longer let in: revoked/);
});

test('a judge that never answers keeps a connection no longer than a handshake may take', async (t) => {
  const { host, port } = await setUp(t, () => new Promise(() => undefined));
  const peer = join(t, port, shown);
  await once(peer.socket, 'secureConnect');
  host.clock.advance(limits.sip.handshakeMs + 2_000);
  await peer.gone;
  assert.equal(host.arrivals.length, 0);
});

test('what is known of our certificate is stapled for peers that ask', async (t) => {
  const { port } = await setUp(
    t,
    async () => undefined,
    (certificate) => Buffer.concat([Buffer.from('about '), certificate.subarray(0, 2)]),
  );
  const peer = join(t, port, { ...shown, requestOCSP: true });
  const [answer] = await once(peer.socket, 'OCSPResponse');
  assert.equal(answer.subarray(0, 6).toString(), 'about ');
  const plain = join(t, port, shown);
  await once(plain.socket, 'secureConnect');
});
