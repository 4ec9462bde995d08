// Tests of uploads: what is taken in each form that people have it, and each refusal with what it refuses.

import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { before, test } from 'node:test';
import { FakeClock, ok, type Result, Secret } from '#base';
import type { AnyRecord, Patch } from '#forms';
import { makeRequest } from '../request.ts';
import { type Made, makeCertificate, makeRoot, unknownCritical } from '../testing.ts';
import { der, derNumber, derOid, readDer, tags } from './der.ts';
import { certificate, keys, modern, passphrase, rc2, tripleDes } from './testing.ts';
import { Uploads } from './uploads.ts';
import { writePkcs12 } from './write-pkcs12.ts';

const nowMs = Date.UTC(2027, 5, 1);
const dayMs = 86_400_000;
const names = ['localhost', '192.0.2.10', 'pbx.example.com'];
const uploads = new Uploads({ clock: new FakeClock(nowMs), names: () => names });

type Secrets = Readonly<Record<string, string>>;

function take(patch: Patch, before: AnyRecord = { source: 'authority', certificate: '' }, secrets: Secrets = {}) {
  const reveal = (field: string): Result<Secret> | undefined =>
    secrets[field] === undefined ? undefined : ok(new Secret(secrets[field]));
  return uploads.take({ patch, before, reveal });
}

async function taken(...given: Parameters<typeof take>): Promise<Patch> {
  const result = await take(...given);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

async function codes(...given: Parameters<typeof take>): Promise<string> {
  const result = await take(...given);
  return result.ok ? 'ok' : result.refusal.map(({ code }) => code.replace('security.', '')).join(' ');
}

/** What is in force then is a pair. */
function assertPair({ certificate: pem, privateKey }: Patch): void {
  assert.ok(new X509Certificate(String(pem)).checkPrivateKey(createPrivateKey(String(privateKey))));
  assert.match(String(privateKey), /^-----BEGIN PRIVATE KEY-----\n/);
}

let root: Made;
let middle: Made;
let leaf: Made;
before(async () => {
  root = await makeRoot('Root', { nowMs });
  middle = await makeRoot('Middle', { nowMs, issuer: root });
  leaf = await makeCertificate({ nowMs, issuer: middle, name: 'pbx', names: ['pbx.example.com'], usage: ['server'] });
});

test('a certificate and its key, in every form of the key, with the passphrase where it is encrypted', async () => {
  for (const [form, privateKey] of Object.entries(keys).filter(([name]) => name !== 'scrypt')) {
    const patch = await taken({ certificate, privateKey, passphrase: 'open' });
    assertPair(patch);
    assert.equal(patch.source, 'uploaded', form);
    assert.equal(patch.certificate, certificate);
  }
});

test('what is encrypted needs its passphrase, and the right one', async () => {
  assert.equal(await codes({ certificate, privateKey: keys.pbes2 }), 'upload-passphrase-needed');
  assert.equal(await codes({ certificate, privateKey: keys.old }), 'upload-passphrase-needed');
  for (const privateKey of [keys.pbes2, keys.old])
    assert.equal(await codes({ certificate, privateKey, passphrase: 'shut' }), 'upload-passphrase-wrong');
  assert.equal(await codes({ certificate, privateKey: keys.scrypt, passphrase: 'open' }), 'upload-encryption');
  assert.equal(await codes({ pkcs12: modern, passphrase: 'shut' }), 'upload-passphrase-wrong');
  assert.equal(await codes({ pkcs12: modern }), 'upload-passphrase-wrong');
});

test('PKCS#12 as OpenSSL and Windows export it; what is encrypted with RC2 is refused', async () => {
  for (const pkcs12 of [modern, tripleDes, modern.replace(/(.{64})/g, '$1\r\n')]) {
    const patch = await taken({ pkcs12, passphrase: 'open' });
    assertPair(patch);
    assert.equal(patch.certificate, certificate);
  }
  assert.equal(await codes({ pkcs12: rc2, passphrase: 'open' }), 'upload-encryption');
});

test('the chain is put in order, with the key beside it or in the same text', async () => {
  const inDisorder = [root, leaf, middle, leaf].map((one) => one.certificate).join('and then\r\n');
  const wanted = [leaf, middle, root].map((one) => one.certificate).join('');
  const beside = await taken({ certificate: inDisorder.replaceAll('\n', '\r\n'), privateKey: leaf.key });
  assert.equal(beside.certificate, wanted);
  const within = await taken({ certificate: inDisorder + leaf.key });
  assert.equal(within.certificate, wanted);
  assertPair(within);
  const certificates = [root, leaf, middle].map((one) => one.der);
  const key = createPrivateKey(leaf.key).export({ format: 'der', type: 'pkcs8' });
  const file = await writePkcs12({ name: 'pbx', key, certificates }, passphrase);
  assert.equal((await taken({ pkcs12: file.toString('base64'), passphrase: 'open' })).certificate, wanted);
});

test('a chain with a hole, a stranger in it, or a forged link is refused', async () => {
  const forged = await makeRoot('Middle', { nowMs, issuer: root });
  const without = leaf.certificate + root.certificate;
  assert.equal(await codes({ certificate: without, privateKey: leaf.key }), 'upload-chain-hole');
  assert.equal(await codes({ certificate: leaf.chain + certificate, privateKey: leaf.key }), 'upload-chain-hole');
  assert.equal(
    await codes({ certificate: leaf.certificate + forged.certificate, privateKey: leaf.key }),
    'upload-chain-hole',
  );
});

test('a key that does not match, none at all, and what is no key', async () => {
  const chain = { certificate: leaf.chain };
  assert.equal(await codes({ ...chain, privateKey: middle.key }), 'upload-key-mismatch');
  assert.equal(await codes({ ...chain, privateKey: keys.plain }), 'upload-key-mismatch');
  assert.equal(await codes(chain), 'upload-no-key');
  assert.equal(await codes(chain, undefined, { privateKey: keys.plain }), 'upload-key-mismatch');
  assert.equal(await codes({ ...chain, privateKey: 'secret' }), 'upload-key-unreadable');
  assert.equal(await codes({ ...chain, privateKey: leaf.key + leaf.key }), 'upload-key-unreadable');
  assert.equal(
    await codes({ ...chain, privateKey: leaf.key.replace(/MIG\w{8}/, 'MIGabcdefgh') }),
    'upload-key-unreadable',
  );
  assert.equal(await codes({ certificate: 'none', privateKey: leaf.key }), 'upload-no-certificate');
  const damaged = leaf.certificate.replace(/\n(\w{9})/, '\nAAAAAAAAA');
  assert.equal(await codes({ certificate: damaged, privateKey: leaf.key }), 'upload-no-certificate');
  const twins = [leaf, await makeCertificate({ nowMs, keyOf: leaf, names: ['pbx.example.com'] })];
  const both = { certificate: twins.map((one) => one.certificate).join(''), privateKey: leaf.key };
  assert.equal(await codes(both), 'upload-no-leaf');
});

/** WebCrypto does not sign with P-192: somebody else does. */
const issuerFor = (wish: Parameters<typeof makeCertificate>[0]): Made | undefined =>
  wish?.key === 'p192' ? root : undefined;

const wishes: readonly (readonly [string, Parameters<typeof makeCertificate>[0], string])[] = [
  ['one that has ended', { endsMs: nowMs - 1 }, 'upload-ended'],
  ['one of tomorrow', { startsMs: nowMs + dayMs }, 'upload-not-yet'],
  ['RSA of 1024 bits', { key: 'rsa1024' }, 'upload-weak-key'],
  ['P-192', { key: 'p192' }, 'upload-weak-key'],
  ['one for clients', { usage: ['client'] }, 'upload-usage'],
  ['one that may only sign certificates', { keyUsage: 4 }, 'upload-usage'],
  ['a critical extension that nobody understands', { further: [unknownCritical] }, 'upload-usage'],
  ['one for another name', { names: ['other.example.com'] }, 'upload-names'],
  ['one with its name in the subject alone', { name: 'pbx.example.com', names: [] }, 'upload-names'],
  ['that of an authority', { ca: true, usage: ['server'] }, 'upload-is-authority upload-usage'],
  ['two defects, told together', { endsMs: nowMs - 1, names: ['x.example'] }, 'upload-ended upload-names'],
  ['one that signed itself', {}, 'ok'],
  ['one for a wildcard', { names: ['*.example.com'] }, 'ok'],
  ['one for an address', { names: ['192.0.2.10'] }, 'ok'],
  ['RSA of 2048 bits', { key: 'rsa2048' }, 'ok'],
  ['P-384', { key: 'p384' }, 'ok'],
  ['Ed25519', { key: 'ed25519' }, 'ok'],
  ['one without extended usage', { usage: undefined }, 'ok'],
];
for (const [words, wish, wanted] of wishes)
  test(`${words}: ${wanted}`, async () => {
    const made = await makeCertificate({ nowMs, issuer: issuerFor(wish), names: ['pbx.example.com'], ...wish });
    assert.equal(await codes({ certificate: made.certificate, privateKey: made.key }), wanted);
  });

test('a signature with SHA-1 is refused, but for that of a root under itself', async () => {
  const old = await makeRoot('Old root', { nowMs, key: 'rsa2048', hash: 'SHA-1' });
  const good = await makeCertificate({ nowMs, issuer: old, names: ['pbx.example.com'] });
  assert.equal(await codes({ certificate: good.certificate + old.certificate, privateKey: good.key }), 'ok');
  const weak = await makeCertificate({ nowMs, issuer: old, hash: 'SHA-1', names: ['pbx.example.com'] });
  assert.equal(await codes({ certificate: weak.certificate, privateKey: weak.key }), 'upload-weak-signature');
});

test('an intermediate that has ended breaks the chain', async () => {
  const ended = await makeRoot('Ended', { nowMs, issuer: root, endsMs: nowMs - dayMs });
  const below = await makeCertificate({ nowMs, issuer: ended, names: ['pbx.example.com'] });
  assert.equal(await codes({ certificate: below.chain, privateKey: below.key }), 'upload-ended');
});

/** An EncryptedPrivateKeyInfo that asks for so many rounds. */
function costly(rounds: number): string {
  const kdf = der(
    tags.sequence,
    derOid('1.2.840.113549.1.5.12'),
    der(
      tags.sequence,
      der(tags.octets, Buffer.alloc(8)),
      derNumber(rounds),
      der(tags.sequence, derOid('1.2.840.113549.2.9')),
    ),
  );
  const cipher = der(tags.sequence, derOid('2.16.840.1.101.3.4.1.42'), der(tags.octets, Buffer.alloc(16)));
  const algorithm = der(tags.sequence, derOid('1.2.840.113549.1.5.13'), der(tags.sequence, kdf, cipher));
  const value = der(tags.sequence, algorithm, der(tags.octets, Buffer.alloc(32)));
  return `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${value.toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
}

/** The file with another number of rounds for its MAC, which is its last integer. */
const withMacRounds = (base64: string, rounds: number): string => {
  const [version, authSafe, mac] = readDer(Buffer.from(base64, 'base64')).children.map(({ whole }) => whole);
  const [digest, salt] = readDer(mac ?? Buffer.alloc(0)).children.map(({ whole }) => whole);
  const bomb = der(tags.sequence, digest ?? Buffer.alloc(0), salt ?? Buffer.alloc(0), derNumber(rounds));
  return der(tags.sequence, version ?? Buffer.alloc(0), authSafe ?? Buffer.alloc(0), bomb).toString('base64');
};

test('bombs are refused before they cost anything', async () => {
  const began = performance.now();
  for (const rounds of [2_000_001, 2_147_483_647]) {
    assert.equal(await codes({ certificate, privateKey: costly(rounds), passphrase: 'open' }), 'upload-costly');
    assert.equal(await codes({ pkcs12: withMacRounds(modern, rounds), passphrase: 'open' }), 'upload-costly');
    assert.equal(await codes({ pkcs12: withMacRounds(tripleDes, rounds), passphrase: 'open' }), 'upload-costly');
  }
  const nested = Buffer.concat([Buffer.from('3080'.repeat(20_000), 'hex'), Buffer.alloc(40_000)]);
  assert.equal(await codes({ pkcs12: nested.subarray(0, 40_000).toString('base64') }), 'upload-unreadable');
  const wide = der(tags.sequence, Buffer.from('0500'.repeat(20_000), 'hex'));
  assert.equal(await codes({ pkcs12: wide.toString('base64') }), 'upload-unreadable');
  assert.equal(await codes({ pkcs12: 'A'.repeat(65_540) }), 'upload-too-large');
  assert.equal(
    await codes({ certificate: leaf.certificate.repeat(9).padEnd(33_000), privateKey: leaf.key }),
    'upload-too-large',
  );
  const many = (await Promise.all(Array.from({ length: 9 }, () => makeCertificate({ nowMs })))).map(
    (one) => one.certificate,
  );
  assert.equal(await codes({ certificate: many.join(''), privateKey: leaf.key }), 'upload-too-large');
  assert.ok(performance.now() - began < 2_000, 'a bomb was run');
});

test('what is no PKCS#12 is refused, wherever it is cut', async () => {
  const file = Buffer.from(modern, 'base64');
  for (let size = 0; size < file.length; size += 37) {
    const pkcs12 = file.subarray(0, size).toString('base64');
    if (pkcs12 !== '') assert.equal(await codes({ pkcs12, passphrase: 'open' }), 'upload-unreadable', `${size} bytes`);
  }
  assert.equal(await codes({ pkcs12: 'not base64!' }), 'upload-unreadable');
  assert.equal(await codes({ pkcs12: modern, passphrase: 'open', privateKey: keys.plain }), 'upload-twice');
  assert.equal(await codes({ pkcs12: modern, passphrase: 'open', certificate }), 'upload-twice');
});

test('the answer to a signing request comes without a key, and closes the request', async () => {
  const { request, key } = await makeRequest(['pbx.example.com']);
  const asked = await taken({ request, requestKey: key.reveal() });
  assert.deepEqual(asked, { request, requestKey: key.reveal() });
  const record = { source: 'authority', certificate: '', request };
  const answer = await makeCertificate({
    nowMs,
    issuer: root,
    keyOf: { ...leaf, key: key.reveal() },
    names: ['pbx.example.com'],
  });
  const patch = await taken({ certificate: answer.certificate }, record, { requestKey: key.reveal() });
  assertPair(patch);
  assert.deepEqual([patch.source, patch.request, patch.requestKey], ['uploaded', '', '']);
  const other = await codes({ certificate: leaf.chain }, record, { requestKey: key.reveal() });
  assert.equal(other, 'upload-key-mismatch');
  assert.deepEqual(await taken({ request: '' }, record), { request: '', requestKey: '' });
});

test('a request that was not made here is no request', async () => {
  const { request, key } = await makeRequest(['pbx.example.com']);
  assert.equal(await codes({ request }), 'certificate-not-requested');
  assert.equal(await codes({ requestKey: key.reveal() }), 'certificate-not-requested');
  assert.equal(await codes({ request, requestKey: leaf.key }), 'certificate-not-requested');
  assert.equal(await codes({ request: 'x', requestKey: key.reveal() }), 'certificate-not-requested');
});

test('a certificate renewed for the same key needs no key, and the key is not written anew', async () => {
  const present = { source: 'uploaded', certificate: leaf.chain };
  const renewed = await makeCertificate({ nowMs, issuer: middle, keyOf: leaf, names: ['pbx.example.com'] });
  const patch = await taken({ certificate: renewed.chain }, present, { privateKey: leaf.key });
  assert.equal(patch.privateKey, undefined);
  assert.equal(patch.certificate, renewed.chain);
});

test('what was uploaded once is looked at again when it is chosen again; what else is changed is left alone', async () => {
  const ended = await makeCertificate({ nowMs, names: ['pbx.example.com'], endsMs: nowMs - 1 });
  const before = { source: 'authority', certificate: ended.certificate };
  assert.equal(await codes({ source: 'uploaded' }, before, { privateKey: ended.key }), 'upload-ended');
  assert.deepEqual(await taken({ source: 'authority' }, before), { source: 'authority' });
  assert.deepEqual(await taken({ expiryWarningDays: '90' }, { ...before, source: 'uploaded' }), {
    expiryWarningDays: '90',
  });
  assert.deepEqual(await taken({ certificate: '' }, before), { certificate: '', privateKey: '' });
});
