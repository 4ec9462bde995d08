// Connections of a trunk's own: what is demanded of the server, who judges it, and why it is not spoken to.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { makeCertificate, makeRoot } from '../../security/certificates/testing.ts';
import type { Dial } from './dial.ts';
import { requestText, TestTransport } from './testing.ts';
import type { SecureListenerOptions } from './tls.ts';

const root = await makeRoot('Provider root');
const other = await makeRoot('Another root');
const server = await makeCertificate({ name: 'sbc', issuer: root, names: ['sip.example.com', 'sip:example.com'] });
const client = await makeCertificate({ name: 'us', issuer: root, usage: ['client'] });

async function setUp(t: TestContext, options: SecureListenerOptions = {}) {
  const host = new TestTransport();
  const near = new TestTransport();
  t.after(async () => {
    await Promise.all([host.transport.shutdown(), near.transport.shutdown()]);
  });
  const port = await host.listen('TLS', () => ({ cert: server.chain, key: server.key, ...options }));
  const dial = (more: Partial<Dial>) =>
    near.transport.flowTo('TLS', '127.0.0.1', port, undefined, {
      ...{ key: 'a', tls: () => ({ ca: root.certificate }), serverName: 'sip.example.com' },
      ...more,
    });
  return { host, near, port, dial };
}

test('a server is spoken to by a name of its certificate: a host, or the SIP domain (RFC 5922)', async (t) => {
  const { host, near, dial } = await setUp(t);
  for (const [index, serverName] of ['sip.example.com', 'example.com', 'EXAMPLE.com'].entries()) {
    dial({ serverName, key: `k${index}` }).send(requestText());
    await host.arrival(index);
  }
  dial({ serverName: 'www.example.com' }).send(requestText());
  await near.until(() => near.closed.length === 1);
  assert.match(near.reasons[0] ?? '', /does not match/);
  assert.equal(host.arrivals.length, 3);
});

test('who judges the server hears the chain, and nothing is sent before it agrees', async (t) => {
  const { host, near, dial } = await setUp(t);
  let say: (why: string | undefined) => void = () => undefined;
  const shown: (readonly Buffer[])[] = [];
  const flow = dial({
    check: (chain) => {
      shown.push(chain);
      return new Promise((resolve) => {
        say = resolve;
      });
    },
  });
  assert.ok(flow.send(requestText()), 'it waits');
  while (shown.length === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(shown[0]?.[0]?.equals(server.der));
  assert.deepEqual([near.opened.length, host.arrivals.length], [0, 0]);
  say(undefined);
  await host.arrival();
  assert.deepEqual(near.opened, [flow]);
  void near.transport.judgeAgain();
  say('it was revoked');
  await near.until(() => near.closed.length === 1);
  assert.match(near.reasons[0] ?? '', /it was revoked/);
});

test('what the judge or TLS itself refuses gets nothing, with the reason; a judge that agrees is not enough', async (t) => {
  const { host, near, dial } = await setUp(t);
  const agree = async (): Promise<undefined> => undefined;
  dial({ check: async () => 'its issuer Provider root is not known', key: 'b' }).send(requestText());
  dial({ check: agree, tls: () => ({ ca: other.certificate }), key: 'c' }).send(requestText());
  dial({ check: agree, serverName: 'elsewhere.example', key: 'd' }).send(requestText());
  await near.until(() => near.closed.length === 3);
  assert.match(near.reasons.join('; '), /the certificate is refused: its issuer Provider root is not known/);
  assert.match(near.reasons.join('; '), /the certificate is refused: .*(UNABLE|unable)/);
  assert.match(near.reasons.join('; '), /the certificate is refused: .*(ALTNAME|does not match)/);
  await host.until(() => host.transport.connections === 0);
  assert.deepEqual([host.arrivals.length, near.transport.counters.notRecognised], [0, 3]);
});

test('our certificate is shown where it is offered, and connections of two trunks are kept apart', async (t) => {
  const asked = { requestCert: true, ca: root.certificate };
  const { host, near, dial } = await setUp(t, asked);
  const identity = { ca: root.certificate, cert: client.certificate, key: client.key };
  const flow = dial({ tls: () => identity });
  flow.send(requestText());
  const { flow: arrived } = await host.arrival();
  assert.equal(arrived.tls?.peerFingerprint, client.fingerprint);
  assert.equal(dial({ tls: () => identity }), flow);
  const another = dial({ tls: () => identity, key: 'b' });
  assert.notEqual(another, flow);
  near.transport.release('a');
  assert.ok(flow.open, 'what carries calls stays');
  assert.notEqual(dial({ tls: () => identity }), flow);
  near.transport.release('b', 'the trunk was changed');
  assert.deepEqual([flow.open, another.open], [true, false]);
});

test('options that cannot be used open nothing', async (t) => {
  const { dial } = await setUp(t);
  assert.equal(dial({ tls: () => ({ cert: 'no', key: 'no' }) }).open, false);
});

test('names of a peer are those that were recognised, and what it says of itself is none', async (t) => {
  let names: readonly string[] = ['sip.example.com'];
  const listener = { judge: async () => undefined, recognise: async () => names };
  const { host, dial } = await setUp(t, listener);
  const identity = { ca: root.certificate, cert: client.certificate, key: client.key };
  dial({ tls: () => identity }).send(requestText());
  const { flow } = await host.arrival();
  assert.deepEqual(flow.tls?.peerNames, ['sip.example.com']);
  names = [];
  await host.transport.judgeAgain();
  assert.deepEqual(flow.tls?.peerNames, []);
  dial({ key: 'b' }).send(requestText());
  assert.equal((await host.arrival(1)).flow.tls?.peerNames, undefined);
});
