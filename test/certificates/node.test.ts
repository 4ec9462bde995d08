// The running system: what Trusted Certificates takes in, and telephones that show a certificate or none at each level.

import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { IssuedLine, PageLine, RecordLine } from '../../apps/core/protocol.ts';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { Refused, TestNode } from '../node.ts';

const dayMs = 86_400_000;
const [node, root, stranger] = await Promise.all([TestNode.start(), makeRoot(), makeRoot('Stranger')]);
after(() => node.remove());
const authority = node.authorityPem;

const form = 'trusted-certificates';
const add = (name: string, certificate: string, further = {}) =>
  node.ask('form.change', { changes: [{ kind: 'add', form, patch: { name, certificate, ...further } }] });
const remove = (key: string) => node.ask('form.change', { changes: [{ kind: 'delete', form, key }] });

/** The codes of a refusal. */
async function refusedWith(asked: Promise<unknown>): Promise<string[]> {
  const refused = await asked.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  assert.ok(refused instanceof Refused, 'it was not refused');
  return refused.refusals.map(({ code }) => code.replace('security.', ''));
}

const request =
  'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:5999;branch=z9hG4bK1;rport\r\nFrom: <sip:c@d>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n';

type Shown = Pick<Made, 'chain' | 'key'>;

async function open(made?: Shown, more: ConnectionOptions = {}): Promise<TLSSocket> {
  const shown = made === undefined ? {} : { cert: made.chain, key: made.key };
  const socket = connect({ port: await node.port('sip-tls'), host: '127.0.0.1', ca: authority, ...shown, ...more });
  socket.on('error', () => undefined);
  return socket;
}

/** Whether a telephone that shows `made` is answered; it speaks as soon as it may. */
async function isAnswered(made?: Shown, more: ConnectionOptions = {}): Promise<boolean> {
  const socket = await open(made, more);
  socket.write(request);
  const answer = once(socket, 'data').then(() => true);
  const end = new Promise<boolean>((resolve) => socket.once('close', () => resolve(false)));
  const answered = await Promise.race([answer.catch(() => false), end]);
  socket.destroy();
  return answered;
}

test('the store says what a certificate is, and refuses broken, ended, weak, doubled and secret ones by name', async () => {
  await add('root', root.certificate);
  const { values } = await node.ask<RecordLine>('form.get', { form, key: 'root' });
  assert.deepEqual(
    [values.kind, values.subject, values.issuer, values.key, values.fingerprint],
    ['Authority', 'CN=Test root', 'CN=Test root', 'P-256', root.fingerprint],
  );
  assert.equal(Date.parse(String(values.ends)), root.parsed.notAfter.getTime());
  const one = await makeCertificate({ issuer: root });
  const old = await makeCertificate({ issuer: root, startsMs: Date.now() - 9 * dayMs, endsMs: Date.now() - dayMs });
  const cases: readonly (readonly [string, string])[] = [
    ['hello', 'trusted-broken'],
    [one.certificate.replace(/[A-Z]{4}/, '!!!!'), 'trusted-broken'],
    [one.certificate + root.certificate, 'trusted-several'],
    [one.certificate + one.key, 'trusted-private-key'],
    [old.certificate, 'trusted-not-in-date'],
    [(await makeCertificate({ issuer: root, key: 'rsa1024' })).certificate, 'trusted-weak'],
    [(await makeCertificate({ issuer: root, hash: 'SHA-1' })).certificate, 'trusted-weak'],
    [root.certificate, 'trusted-twice'],
  ];
  for (const [certificate, code] of cases) assert.deepEqual(await refusedWith(add('x', certificate)), [code], code);
  const { total } = await node.ask<PageLine>('form.query', { form });
  assert.equal(total, 1, 'what was refused is not there');
});

/** OpenSSL shows weak certificates only at its lowest level. */
const weakToo = { ciphers: 'DEFAULT@SECLEVEL=0' } as const;

test('telephones are not asked at None; above it one without a certificate is cut off unread', async () => {
  assert.equal(await isAnswered(), true);
  await node.change('certificate-checks', { telephony: 'low' });
  assert.equal(await isAnswered(), false);
  assert.equal(await isAnswered(undefined, { maxVersion: 'TLSv1.2' }), false);
  assert.equal(await isAnswered(await makeCertificate({ name: 'anybody' })), true);
  assert.equal(await isAnswered(await makeCertificate({ name: 'weak', key: 'rsa1024' }), weakToo), false);
});

test('at Medium the chain counts, at High a copy; what is taken out of the store is out', async () => {
  await node.change('certificate-checks', { telephony: 'medium' });
  const between = await makeCertificate({ name: 'Between', issuer: root, ca: 0, usage: undefined });
  const phone = await makeCertificate({ name: 'phone', issuer: between });
  assert.equal(await isAnswered(phone), true, 'the intermediate is shown with it');
  assert.equal(await isAnswered({ ...phone, chain: phone.certificate }), false, 'a hole in the chain');
  assert.equal(await isAnswered(await makeCertificate({ issuer: stranger })), false);
  assert.equal(await isAnswered(await makeCertificate({ issuer: root, usage: ['server'] })), false);
  await add('between', between.certificate, { purposes: ['telephony'] });
  assert.equal(await isAnswered({ ...phone, chain: phone.certificate }), true, 'the store fills it');
  await node.change('certificate-checks', { telephony: 'high' });
  assert.equal(await isAnswered(phone), false);
  await add('phone', phone.certificate, { purposes: ['management'] });
  assert.equal(await isAnswered(phone), false, 'a copy for another purpose');
  await node.change(form, { purposes: ['telephony'] }, 'phone');
  assert.equal(await isAnswered(phone), true);
  await remove('phone');
  assert.equal(await isAnswered(phone), false);
});

test('what our own authority issued is known at High; revoked, it is out at once, and its open connection ends', async () => {
  await node.change('certificate-checks', { telephony: 'high' });
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const wish = { name: 'phone-201', kind: 'phone', request: publicKey };
  const issued = await node.ask<IssuedLine>('certificate.issue', wish);
  const phone = { chain: issued.certificatePem, key: privateKey };
  assert.equal(await isAnswered(phone), true);
  const person = await node.ask<IssuedLine>('certificate.issue', { ...wish, name: 'anne', kind: 'person' });
  assert.equal(await isAnswered({ ...phone, chain: person.certificatePem }), false, 'known for another purpose');
  const socket = await open(phone);
  socket.write(request);
  await once(socket, 'data');
  const closed = once(socket, 'close');
  await node.ask('form.act', { view: 'issued-certificates', action: 'revokeStolen', key: issued.serial });
  await closed;
  assert.equal(await isAnswered(phone), false);
});

test('a session is not resumed past the judge, and every refusal is on record with its rule', async () => {
  await node.change('certificate-checks', { telephony: 'medium' });
  const phone = await makeCertificate({ name: 'phone two', issuer: root });
  const options = {
    port: await node.port('sip-tls'),
    host: '127.0.0.1',
    ca: authority,
    cert: phone.chain,
    key: phone.key,
  };
  const socket = connect({ ...options, maxVersion: 'TLSv1.2' });
  await once(socket, 'secureConnect');
  const session = socket.getSession();
  assert.ok(session);
  const again = connect({ ...options, maxVersion: 'TLSv1.2', session });
  await once(again, 'secureConnect');
  assert.equal(again.isSessionReused(), false);
  for (const one of [socket, again]) one.destroy();
  const { records } = await node.ask<PageLine>('form.query', {
    form: 'audit-trail-logs',
    search: 'certificate refused',
  });
  const data = records.map(({ values }) => JSON.stringify(values));
  for (const code of ['missing', 'key-size', 'chain', 'usage', 'pinned'])
    assert.ok(
      data.some((text) => text.includes(`security.certificate-${code}`)),
      code,
    );
});

test('a list that a believed certificate names is not fetched from this machine unless that is allowed', async () => {
  await node.change('certificate-checks', { telephony: 'medium', revocation: 'refuse' });
  const phone = await makeCertificate({ name: 'phone three', issuer: root, crl: 'http://127.0.0.1:9/list' });
  assert.equal(await isAnswered(phone), false);
  await node.change('certificate-checks', { revocation: 'accept' });
  assert.equal(await isAnswered(phone), true);
  assert.deepEqual(node.faults, []);
});
