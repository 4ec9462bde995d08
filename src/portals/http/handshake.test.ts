// Tests of handshakes with client certificates: the core's verdict comes before a byte of HTTP is read, and goes with every request.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import type { PortalListener } from '../../../apps/core/portal-protocol.ts';
import { testIdentity } from '../../sip/transport/testing.ts';
import { TestPortal } from '../testing.ts';

const client = await testIdentity('client');
const showing: ConnectionOptions = { cert: client.cert, key: client.key };
const accepted = { accepted: true, fingerprint: 'AB:CD', why: '' };
const refused = { accepted: false, fingerprint: 'AB:CD', why: 'It was revoked.' };

let portal: TestPortal;

before(async () => {
  portal = await TestPortal.open();
  portal.core.scripts.set('welcome', () => ({ systemName: 'x', banner: '' }));
});

after(() => portal?.close());

/** Renews the listener where it is. */
async function configure(wishes: Partial<PortalListener>): Promise<void> {
  const configuration = portal.configuration();
  const listeners = configuration.listeners.map((listener) => ({ ...listener, trust: [client.cert], ...wishes }));
  const [line] = await portal.core.configure({ ...configuration, listeners });
  assert.equal(line?.port, portal.port);
  portal.core.asked.length = 0;
}

/** What is answered to a request that is sent at once; blank where it ends without a byte. */
function heard(options: ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: portal.port, ca: portal.identity.cert, ...options });
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.write('GET /api/v1/welcome HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  });
}

const methods = (): string[] => portal.core.asked.map(({ method }) => method);

test('where none is asked for, none is judged', async () => {
  await configure({ clientCertificates: 'none' });
  assert.match(await heard(showing), / 200 OK/);
  assert.deepEqual(methods(), ['welcome']);
  const { from } = portal.core.asked[0] ?? assert.fail('nothing was asked');
  const { listener, version, suite, certificate } = from;
  assert.deepEqual([listener, version, suite, certificate], ['https', 'TLSv1.3', 'TLS_AES_256_GCM_SHA384', '']);
});

test('where one is asked for, the verdict goes with every request; a refused one lets in as none', async () => {
  await configure({ clientCertificates: 'asked' });
  portal.core.scripts.set('certificate.check', () => accepted);
  assert.match(await heard(showing), / 200 OK/);
  assert.deepEqual(methods(), ['certificate.check', 'welcome']);
  assert.equal(portal.core.asked[1]?.from.certificate, 'AB:CD');
  const { params } = portal.core.asked[0] ?? assert.fail('nothing was asked');
  assert.equal((params as { chain: readonly string[] }).chain.length, 1);
  portal.core.scripts.set('certificate.check', () => refused);
  assert.match(await heard(showing), / 200 OK/);
  const { from } = portal.core.asked.at(-1) ?? assert.fail('nothing was asked');
  assert.deepEqual([from.certificate, from.certificateRefused], ['', 'It was revoked.']);
  assert.match(await heard(), / 200 OK/);
  assert.deepEqual(portal.core.asked.at(-1)?.from.certificateRefused, '');
});

test('where one is required, nothing is read before the core has accepted it', async () => {
  await configure({ clientCertificates: 'required' });
  let decide = (_: unknown): void => undefined;
  portal.core.scripts.set('certificate.check', () => new Promise((resolve) => (decide = resolve)));
  const answer = heard(showing);
  while (!methods().includes('certificate.check')) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(methods(), ['certificate.check']);
  decide(accepted);
  assert.match(await answer, / 200 OK/);
});

test('where one is required, who has none, an unknown or a refused one is cut off without a byte', async () => {
  await configure({ clientCertificates: 'required' });
  portal.core.scripts.set('certificate.check', () => refused);
  const other = await testIdentity('other');
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    assert.equal(await heard({ maxVersion }), '');
    assert.equal(await heard({ maxVersion, cert: other.cert, key: other.key }), '');
    assert.deepEqual(methods(), [], 'the handshake alone was enough');
    assert.equal(await heard({ maxVersion, ...showing }), '');
    assert.deepEqual(methods(), ['certificate.check']);
    portal.core.asked.length = 0;
  }
  portal.core.scripts.delete('certificate.check');
  assert.equal(await heard(showing), '', 'a core that does not answer accepts nobody');
});
