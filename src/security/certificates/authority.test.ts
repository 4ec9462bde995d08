// Tests of the authority's book and of the certificates in force: what is issued, revoked, listed, chosen and made anew.

import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { X509Crl } from '@peculiar/x509';
import { FakeClock, Secret, silentLog } from '#base';
import type { AuditFact } from '#records';
import { openStorage, type Storage } from '#storage';
import { localActor } from '../actor.ts';
import { keptIn, SealedValues } from '../kept.ts';
import { MasterKey } from '../masterkey.ts';
import { Sealer } from '../sealer.ts';
import { Authority } from './authority.ts';
import { certificateFacts } from './facts.ts';
import { Identities, type Place } from './identities.ts';
import { makeRequest } from './request.ts';
import { makeCertificate } from './testing.ts';
import { readPkcs12 } from './upload/pkcs12.ts';

const dayMs = 86_400_000;
const directories: string[] = [];
const storages: Storage[] = [];
after(async () => {
  for (const storage of storages) await storage.close();
  for (const path of directories) rmSync(path, { recursive: true });
});

class Room {
  readonly clock = new FakeClock(Date.UTC(2027, 0, 1));
  readonly facts: AuditFact[] = [];
  settings = { name: 'Example', issuedDays: 200, crlLifetimeDays: 8, crlAddress: '' };
  readonly storage: Storage;
  isFailing = false;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  static async make(): Promise<Room> {
    const path = mkdtempSync(join(tmpdir(), 'ringfence-authority-'));
    directories.push(path);
    const storage = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
    assert.ok(storage.ok);
    storages.push(storage.value);
    return new Room(storage.value);
  }

  get values(): SealedValues {
    return new SealedValues(keptIn(this.storage), new Sealer(new MasterKey(Buffer.alloc(32, 1))), true);
  }

  async authority(): Promise<Authority> {
    const opened = await Authority.open(this.values, this.clock, silentLog);
    assert.ok(opened.ok);
    const append = async (_: unknown, fact: AuditFact) => {
      if (this.isFailing) throw new Error('made to fail');
      this.facts.push(fact);
    };
    await opened.value.openBook({ storage: this.storage, trail: { append }, settings: () => this.settings });
    return opened.value;
  }

  async identities(authority: Authority, names = ['pbx.example.com']): Promise<Identities> {
    const parts = { values: this.values, authority, clock: this.clock, log: silentLog, names };
    const opened = await Identities.open(parts);
    assert.ok(opened.ok);
    return opened.value;
  }
}

const actor = localActor('test');
const person = { kind: 'person', actor } as const;
const publicKey = (type: 'rsa' | 'ec', option: object): string =>
  // The options are those of the type.
  (type === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2_048, ...option })
    : generateKeyPairSync('ec', { namedCurve: 'prime256v1', ...option })
  ).publicKey
    .export({ type: 'spki', format: 'pem' })
    .toString();

function issuedTo(authority: Authority, pem: string): X509Certificate {
  const certificate = new X509Certificate(pem);
  assert.ok(certificate.verify(createPublicKey(authority.facts.certificatePem)));
  return certificate;
}

const listOf = (authority: Authority): X509Crl => new X509Crl(authority.crl());
const numberOf = (crl: X509Crl): number => {
  const extension = crl.extensions.find(({ type }) => type === '2.5.29.20');
  const number = Buffer.from(extension?.value ?? new ArrayBuffer());
  return number.readUIntBE(2, number.length - 2);
};

test('a client’s certificate for a key, for a request, and with a key made here', async () => {
  const room = await Room.make();
  room.settings = { ...room.settings, crlAddress: 'http://pbx.example.com/authority.crl' };
  const authority = await room.authority();
  const forKey = await authority.issueClient('anne-laptop', publicKey('ec', {}), 30, person);
  const { request } = await makeRequest(['intruder.example']);
  const forRequest = await authority.issueClient('bob', request, 0, person);
  assert.ok(forKey.ok && forRequest.ok);
  const [first, second] = [forKey.value, forRequest.value].map((pem) => issuedTo(authority, pem));
  assert.equal(first?.subject, 'CN=anne-laptop\nO=Example');
  assert.deepEqual(first?.keyUsage, ['1.3.6.1.5.5.7.3.2']);
  assert.equal(first.ca, false);
  assert.equal(first.validToDate.getTime(), room.clock.nowMs() + 29 * dayMs);
  assert.equal(second?.subject, 'CN=bob\nO=Example', 'a request does not name anybody');
  assert.equal(second.subjectAltName, undefined);
  assert.equal(second.validToDate.getTime(), room.clock.nowMs() + 199 * dayMs);
  const made = await authority.makeClient('carol', 0, person);
  assert.ok(made.ok);
  const file = await readPkcs12(made.value.pkcs12, made.value.passphrase);
  assert.ok(file.ok);
  assert.deepEqual(
    file.value.certificates.map((der) => new X509Certificate(der).fingerprint256),
    [new X509Certificate(made.value.certificate).fingerprint256, authority.facts.fingerprint],
  );
  assert.deepEqual(
    authority.issued().map(({ name, kind, state, issuedBy }) => [name, kind, state, issuedBy]),
    ['anne-laptop', 'bob', 'carol'].map((name) => [name, 'person', 'good', 'local']),
  );
  assert.deepEqual(
    room.facts.map(({ action }) => action),
    Array(3).fill('certificate issued'),
  );
  assert.doesNotMatch(JSON.stringify(room.facts), /PRIVATE|passphrase/);
});

test('a controller’s certificate is for its name, as server and as client; its name is a host’s', async () => {
  const authority = await (await Room.make()).authority();
  const controller = { kind: 'controller', actor } as const;
  const { request } = await makeRequest(['intruder.example']);
  const issued = await authority.issueClient('branch.example.com', request, 0, controller);
  assert.ok(issued.ok);
  const certificate = issuedTo(authority, issued.value);
  assert.equal(certificate.subjectAltName, 'DNS:branch.example.com');
  assert.deepEqual(certificate.keyUsage, ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  for (const name of ['Branch office', 'a@b', '-a', 'a..b', 'x'.repeat(65)])
    assert.equal((await authority.issueClient(name, request, 0, controller)).ok, false, name);
});

test('a weak key, a forged request and a name that is none are refused', async () => {
  const authority = await (await Room.make()).authority();
  const code = async (name: string, key: string): Promise<string> => {
    const issued = await authority.issueClient(name, key, 0, person);
    return issued.ok ? 'ok' : issued.refusal.code;
  };
  const good = publicKey('ec', {});
  for (const name of ['', '-x', 'a"b', 'a\nb', 'ü', 'x'.repeat(65), '#0c'])
    assert.equal(await code(name, good), 'security.issued-name', name);
  const { request, key } = await makeRequest(['x.example']);
  const bytes = Buffer.from(request.replace(/-----[^-]+-----/g, ''), 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
  const weak = [publicKey('rsa', { modulusLength: 1_024 }), publicKey('ec', { namedCurve: 'secp256k1' })];
  for (const given of [forged, ...weak, key.reveal(), 'none', 'x'.repeat(40_000)])
    assert.equal(await code('anne', given), 'security.certificate-not-requested');
  assert.equal(await code('anne', publicKey('rsa', {})), 'ok');
});

test('what is revoked is in the list at once, with its reason, and stays revoked', async () => {
  const room = await Room.make();
  const authority = await room.authority();
  let told = 0;
  authority.changed.on(() => told++);
  const issued = await authority.issueClient('anne', publicKey('ec', {}), 0, person);
  assert.ok(issued.ok);
  const { serial } = certificateFacts(issued.value);
  assert.equal(listOf(authority).findRevoked(serial), null);
  const before = numberOf(listOf(authority));
  assert.ok((await authority.revoke(serial.toUpperCase(), actor, 'stolen')).ok);
  assert.deepEqual([told, authority.isRevoked(serial)], [3, true]);
  const list = listOf(authority);
  assert.equal(numberOf(list), before + 1);
  assert.equal(list.findRevoked(serial)?.reason, 1);
  const again = await authority.revoke(serial, actor);
  assert.equal(!again.ok && again.refusal.code, 'security.certificate-revoked-already');
  const unknown = await authority.revoke('4711', actor);
  assert.equal(!unknown.ok && unknown.refusal.code, 'security.certificate-unknown');
  authority.close();
  const later = await room.authority();
  assert.ok(later.isRevoked(serial));
  assert.deepEqual(later.crl(), authority.crl(), 'a list that is good is not signed anew');
  assert.deepEqual(
    room.facts.map(({ action }) => action),
    ['certificate issued', 'certificate revoked'],
  );
});

test('nothing is issued or revoked that cannot be recorded', async () => {
  const room = await Room.make();
  const authority = await room.authority();
  const issued = await authority.issueClient('anne', publicKey('ec', {}), 0, person);
  assert.ok(issued.ok);
  const { serial } = certificateFacts(issued.value);
  const before = authority.crl();
  room.isFailing = true;
  await assert.rejects(authority.revoke(serial, actor), /made to fail/);
  await assert.rejects(authority.issueClient('bob', publicKey('ec', {}), 0, person), /made to fail/);
  assert.equal(authority.isRevoked(serial), false);
  assert.deepEqual(authority.crl(), before);
  assert.equal(authority.issued().length, 1);
  room.isFailing = false;
  assert.ok((await authority.revoke(serial, actor)).ok, 'a failure does not stand in the way of the next');
});

test('a list that was lost or altered is signed anew, with a number above those that others may have', async () => {
  const room = await Room.make();
  const first = listOf(await room.authority());
  room.clock.advance(120_000);
  await room.storage.transaction((tx) => room.storage.system.put(tx, 'security.crl', '{"number":1'));
  const second = listOf(await room.authority());
  assert.ok(numberOf(second) > numberOf(first));
});

test('the list is signed anew in half of its time, by itself, and what ended long ago leaves it', async () => {
  const room = await Room.make();
  const authority = await room.authority();
  const issued = await authority.issueClient('anne', publicKey('ec', {}), 10, person);
  assert.ok(issued.ok);
  const { serial } = certificateFacts(issued.value);
  await authority.revoke(serial, actor);
  const first = listOf(authority);
  assert.equal(Number(first.nextUpdate) - Number(first.thisUpdate), 8 * dayMs);
  const pass = async (days: number): Promise<void> => {
    room.clock.advance(days * dayMs);
    await authority.refresh();
  };
  await pass(3.9);
  assert.equal(numberOf(listOf(authority)), numberOf(first));
  await pass(0.2);
  const second = listOf(authority);
  assert.ok(numberOf(second) > numberOf(first));
  assert.ok(second.findRevoked(serial) !== null);
  await pass(50);
  assert.equal(listOf(authority).findRevoked(serial), null);
  assert.deepEqual(
    authority.issued().map(({ state }) => state),
    ['revoked'],
  );
  await pass(60);
  assert.deepEqual(authority.issued(), []);
  assert.deepEqual(await room.storage.issuedCertificates.all(), []);
  room.settings = { ...room.settings, crlLifetimeDays: 2 };
  await authority.refresh();
  const last = listOf(authority);
  assert.equal(Number(last.nextUpdate) - Number(last.thisUpdate), 2 * dayMs, 'another lifetime holds at once');
  const waiting = room.clock.waiting;
  authority.close();
  assert.equal(room.clock.waiting, waiting - 1);
});

/** What each place tells of itself. */
function heard(identities: Identities): Place[] {
  const told: Place[] = [];
  identities.changed.on((place) => told.push(place));
  return told;
}

test('what is chosen is shown at once: uploaded, by ACME when it is there, the web server’s, or the own one', async () => {
  const room = await Room.make();
  const identities = await room.identities(await room.authority());
  const told = heard(identities);
  const own = identities.of('web')[0];
  const made = await makeCertificate({ nowMs: room.clock.nowMs(), names: ['pbx.example.com'] });
  const uploaded = { certificate: made.certificate, key: new Secret(made.key) };
  identities.choose('device', { source: 'web' });
  identities.choose('web', { source: 'uploaded', identity: uploaded });
  assert.deepEqual([identities.of('web')[0], identities.of('device')[0]], [uploaded, uploaded]);
  assert.deepEqual([identities.facts('web').source, identities.facts('device').source], ['uploaded', 'web']);
  assert.deepEqual(told, ['device', 'web', 'device']);
  identities.choose('web', { source: 'acme' });
  assert.equal(identities.of('web')[0], own, 'until one has come');
  assert.equal(identities.facts('web').source, 'authority');
  told.length = 0;
  assert.ok((await identities.install('web', { ...uploaded, source: 'acme' })).ok);
  assert.deepEqual(identities.of('web')[0], uploaded);
  assert.deepEqual(told, ['web', 'device']);
  await identities.install('telephony', { ...uploaded, source: 'acme' });
  const wrong = await identities.install('web', { ...uploaded, key: own.key, source: 'acme' });
  assert.equal(!wrong.ok && wrong.refusal.code, 'security.upload-key-mismatch');
  assert.notDeepEqual(identities.of('telephony')[0], uploaded, 'kept, and not chosen');
  const later = await room.identities(await room.authority());
  later.choose('web', { source: 'acme' });
  assert.equal(later.of('web')[0].key.reveal(), made.key, 'it is kept over a restart');
  assert.ok(later.covers('web', 'pbx.example.com') && !later.covers('web', 'localhost'));
});

test('what does not fit its key is never shown: the own one is', async () => {
  const room = await Room.make();
  const identities = await room.identities(await room.authority());
  const [own] = identities.of('web');
  const [one, other] = await Promise.all([1, 2].map(() => makeCertificate({ nowMs: room.clock.nowMs() })));
  for (const certificate of [one?.certificate ?? '', 'nothing', '']) {
    const identity = { certificate, key: new Secret(other?.key ?? '') };
    identities.choose('web', { source: 'uploaded', identity });
    assert.deepEqual([identities.of('web')[0], identities.facts('web').source], [own, 'authority']);
    assert.equal(identities.isUnusable('web'), true);
  }
  identities.choose('web', { source: 'authority' });
  assert.equal(identities.isUnusable('web'), false);
});

test('an RSA certificate stands beside the first only while it is needed, and not beside one of RSA', async () => {
  const room = await Room.make();
  const identities = await room.identities(await room.authority());
  const kinds = () => identities.of('telephony').map(({ certificate }) => certificateFacts(certificate).keyKind);
  assert.deepEqual(kinds(), ['P-256']);
  await identities.setRsa('telephony', true);
  assert.deepEqual(kinds(), ['P-256', 'RSA 2048']);
  assert.deepEqual(identities.of('web').length, 1);
  const [, first] = identities.of('telephony');
  const rsa = await makeCertificate({ nowMs: room.clock.nowMs(), key: 'rsa2048' });
  identities.choose('telephony', {
    source: 'uploaded',
    identity: { certificate: rsa.certificate, key: new Secret(rsa.key) },
  });
  assert.deepEqual(kinds(), ['RSA 2048']);
  identities.choose('telephony', { source: 'authority' });
  await identities.setRsa('telephony', false);
  assert.deepEqual(kinds(), ['P-256']);
  await identities.setRsa('telephony', true);
  assert.equal(identities.of('telephony')[1], first, 'it is not made anew');
});

test('own ones are renewed in time and for new names, on record; made anew by hand, the old ones are revoked', async () => {
  const room = await Room.make();
  const authority = await room.authority();
  const identities = await room.identities(authority);
  assert.equal(authority.issued().length, 3);
  const told = heard(identities);
  assert.equal(await identities.renew(['pbx.example.com']), false);
  assert.equal(await identities.renew(['pbx.example.com', '192.0.2.1']), true);
  assert.deepEqual(told, ['web', 'telephony', 'device']);
  assert.ok(
    authority.issued().every(({ state }) => state === 'good'),
    'a renewal revokes nothing',
  );
  const old = identities.of('web')[0];
  await identities.renewNow('web', actor);
  assert.notEqual(identities.of('web')[0].key.reveal(), old.key.reveal());
  const { serial } = certificateFacts(old.certificate);
  assert.ok(authority.isRevoked(serial));
  assert.equal(listOf(authority).findRevoked(serial)?.reason, 4);
});
