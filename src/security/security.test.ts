// Tests of opening security: what the first start makes, what later starts keep, renew and refuse; TLS as clients see it.

import assert from 'node:assert/strict';
import { sign, verify, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type ConnectionOptions, connect, createServer } from 'node:tls';
import { FakeClock, silentLog } from '#base';
import { type KeptValues, MasterKey, openSecurity, type Security, tlsOptions, writePublicFiles } from './index.ts';

const directory = mkdtempSync(join(tmpdir(), 'ringfence-security-'));
after(() => rmSync(directory, { recursive: true }));
const dayMs = 86_400_000;

class InMemory implements KeptValues {
  readonly all = new Map<string, string>();
  writes = 0;
  async get(name: string): Promise<string | undefined> {
    return this.all.get(name);
  }
  async set(name: string, value: string): Promise<void> {
    this.writes++;
    this.all.set(name, value);
  }
}

const open = (values: KeptValues, clock = new FakeClock(Date.now()), names = ['ringfence'], fill = 1) =>
  openSecurity({
    ...{ master: new MasterKey(Buffer.alloc(32, fill)), masterKeyPath: '/k' },
    ...{ values, clock, log: silentLog, names },
  });

async function opened(values: KeptValues, clock?: FakeClock, names?: string[]): Promise<Security> {
  const result = await open(values, clock, names);
  assert.ok(result.ok);
  return result.value;
}

test('the first start makes keys and certificates, later starts keep them', async () => {
  const values = new InMemory();
  const first = await opened(values);
  const writes = values.writes;
  const second = await opened(values);
  assert.equal(values.writes, writes);
  assert.equal(second.auditKey.publicKeyPem, first.auditKey.publicKeyPem);
  assert.deepEqual(second.authority.facts, first.authority.facts);
  assert.equal(second.identities.of('telephony')[0].certificate, first.identities.of('telephony')[0].certificate);
  for (const value of values.all.values()) assert.doesNotMatch(value, /PRIVATE KEY/);
});

test('a wrong master key is refused before anything is written', async () => {
  const values = new InMemory();
  await opened(values);
  const before = new Map(values.all);
  const refused = await open(values, undefined, undefined, 2);
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.code, 'security.master-key-wrong');
  assert.deepEqual(values.all, before);
});

test('a key that was altered in the database is refused, not replaced', async () => {
  const values = new InMemory();
  await opened(values);
  values.all.set('security.authority', values.all.get('security.audit-signing-key') ?? '');
  const refused = await open(values);
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.code, 'security.seal-broken');
});

for (const name of ['security.authority', 'security.audit-signing-key'])
  test(`${name} that is gone from the database is refused, not made anew`, async () => {
    const values = new InMemory();
    await opened(values);
    values.all.delete(name);
    const before = new Map(values.all);
    const refused = await open(values);
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.code, 'security.key-lost');
    assert.deepEqual(values.all, before);
  });

test('a first start that was cut off is gone on with', async () => {
  const values = new InMemory();
  const first = await opened(values);
  values.all.delete('security.key-check');
  values.all.delete('security.authority');
  const second = await opened(values);
  assert.equal(second.auditKey.publicKeyPem, first.auditKey.publicKeyPem);
  assert.notEqual(second.authority.facts.fingerprint, first.authority.facts.fingerprint);
  assert.ok(values.all.has('security.key-check'));
});

test('the telephony certificate is a P-256 certificate for both ends of a connection, of 397 days, for every own name', async () => {
  const names = ['ringfence', 'pbx.example.com', '2001:db8::10'];
  const { authority, identities } = await opened(new InMemory(), undefined, names);
  const certificate = new X509Certificate(identities.of('telephony')[0].certificate);
  const issuer = new X509Certificate(authority.facts.certificatePem);
  assert.ok(certificate.verify(issuer.publicKey) && certificate.checkIssued(issuer));
  assert.ok(issuer.ca && !certificate.ca);
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.equal(certificate.validToDate.getTime() - certificate.validFromDate.getTime(), 397 * dayMs);
  assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  for (const name of ['localhost', 'ringfence', 'pbx.example.com'])
    assert.ok(certificate.checkHost(name), `not for ${name}`);
  for (const address of ['127.0.0.1', '::1', '2001:db8::10'])
    assert.ok(isIP(address) && certificate.checkIP(address), `not for ${address}`);
  assert.equal(authority.facts.fingerprint, issuer.fingerprint256);
});

test('it is renewed when fewer than 60 days are left or the names change, else kept', async () => {
  const values = new InMemory();
  const clock = new FakeClock(Date.now());
  const telephony = async (names?: string[]): Promise<string> =>
    (await opened(values, clock, names)).identities.of('telephony')[0].certificate;
  const made = await telephony();
  clock.advance((397 - 62) * dayMs);
  assert.equal(await telephony(), made);
  clock.advance(2 * dayMs);
  const renewed = await telephony();
  assert.notEqual(renewed, made);
  assert.notEqual(await telephony(['ringfence', 'pbx.example.com']), renewed);
});

test('the web server has a certificate of its own key for the same names, renewed with the other', async () => {
  const values = new InMemory();
  const clock = new FakeClock();
  const { identities } = await opened(values, clock);
  const [web, telephony] = [identities.of('web')[0], identities.of('telephony')[0]].map(
    ({ certificate }) => new X509Certificate(certificate),
  );
  assert.equal(web?.subjectAltName, telephony?.subjectAltName);
  assert.notEqual(publicKeyOf(web), publicKeyOf(telephony));
  const again = (await opened(values, clock)).identities;
  assert.deepEqual(again.of('web'), identities.of('web'));
  assert.equal(again.facts('web').endsMs, Date.parse(web?.validTo ?? ''));
  const names = ['pbx.example.org', '192.0.2.10', '2001:db8::1', '::1'];
  assert.equal(await again.renew(names), true);
  assert.notEqual(again.of('web')[0].certificate, identities.of('web')[0].certificate);
  assert.equal(await again.renew(names), false, 'a name is not found again in its own certificate');
});

const publicKeyOf = (certificate: X509Certificate | undefined): string | undefined =>
  certificate?.publicKey.export({ format: 'der', type: 'spki' }).toString('hex');

test('signatures verify with the public file alone; the private halves are in no file', async () => {
  const security = await opened(new InMemory());
  writePublicFiles(directory, security);
  const publicKey = readFileSync(join(directory, 'audit-public-key.pem'), 'utf8');
  const bytes = Buffer.from('checkpoint');
  const signature = sign(null, bytes, security.auditKey.signingKey);
  assert.ok(verify(null, bytes, publicKey, signature));
  assert.equal(verify(null, Buffer.from('checkpoinT'), publicKey, signature), false);
  const authority = readFileSync(join(directory, 'authority.pem'), 'utf8');
  assert.equal(new X509Certificate(authority).fingerprint256, security.authority.facts.fingerprint);
  assert.doesNotMatch(publicKey + authority, /PRIVATE/);
});

test('level high: TLS 1.2 and 1.3 with AEAD suites and a trusted name; older versions and suites are turned away', async () => {
  const { authority, identities } = await opened(new InMemory());
  const server = createServer(tlsOptions('high', identities.of('telephony')), (socket) => socket.end()).listen(
    0,
    '127.0.0.1',
  );
  server.on('tlsClientError', () => undefined);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a path
  const reach = async (options: ConnectionOptions): Promise<string> => {
    const socket = connect({ host: '127.0.0.1', port, ca: authority.facts.certificatePem, ...options });
    try {
      await once(socket, 'secureConnect');
      return `${socket.getProtocol()} ${socket.getCipher().name}`;
    } catch (fault) {
      return fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);
    } finally {
      socket.destroy();
    }
  };
  const old = { ciphers: 'DEFAULT@SECLEVEL=0' };
  assert.equal(await reach({}), 'TLSv1.3 TLS_AES_256_GCM_SHA384');
  assert.equal(await reach({ maxVersion: 'TLSv1.2' }), 'TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384');
  assert.match(await reach({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ...old }), /ALERT_PROTOCOL_VERSION/);
  const cbc = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES256-SHA384' } as const;
  assert.match(await reach(cbc), /HANDSHAKE_FAILURE/);
  assert.match(await reach({ servername: 'other.example' }), /ALTNAME_INVALID/);
  server.close();
});
