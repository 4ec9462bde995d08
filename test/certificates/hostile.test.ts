// What strangers may show: whatever it is, `check` gives a verdict, soon, and never throws; what was accepted is remembered only while
// it holds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '#base';
import { type ParsedCertificate, parseCertificate } from '../../src/security/certificates/parsed.ts';
import { readCrl } from '../../src/security/certificates/revocation/crl.ts';
import { printRequest, readAnswer } from '../../src/security/certificates/revocation/ocsp.ts';
import { answerOcsp, type Made, makeCertificate, makeCrl, makeRoot } from '../../src/security/certificates/testing.ts';
import { World } from './world.ts';

const world = await World.make();
const { nowMs } = world;
const root = await makeRoot('Root', { nowMs });
const between = await world.make({ name: 'Between', issuer: root, ca: 0, usage: undefined, permitted: ['example'] });
const leaf = await world.make({
  issuer: between,
  names: ['phone.example', 'a.phone.example'],
  crl: 'http://pki.example/list',
  ocsp: 'http://pki.example/ocsp',
});
world.trust(root, leaf);

const read = ({ der }: Made): ParsedCertificate => {
  const certificate = parseCertificate(der);
  assert.ok(typeof certificate !== 'string');
  return certificate;
};

interface Damage {
  readonly at: number;
  readonly kind: 'set' | 'cut' | 'repeat' | 'insert';
  readonly byte: number;
  readonly count: number;
}

const damages = fc.array(
  fc.record<Damage>({
    at: fc.nat(2_000),
    kind: fc.constantFrom('set', 'cut', 'repeat', 'insert'),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x30, 0x31, 0x80, 0x84, 0xa0, 0xa3, 0xff)),
    count: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 4 },
);

function spoil(der: Buffer, given: readonly Damage[]): Buffer {
  let bytes = Buffer.from(der);
  for (const { at, kind, byte, count } of given) {
    const place = at % Math.max(1, bytes.length);
    const [head, tail] = [bytes.subarray(0, place), bytes.subarray(place)];
    const middle = {
      set: () => Buffer.concat([Buffer.from([byte]), tail.subarray(1)]),
      cut: () => tail.subarray(count),
      repeat: () => Buffer.concat([tail.subarray(0, count), tail]),
      insert: () => Buffer.concat([Buffer.alloc(count, byte), tail]),
    }[kind]();
    bytes = Buffer.concat([head, middle]);
  }
  return bytes;
}

test('a damaged certificate is refused or judged at every place of a chain and at every level; nothing is thrown', async () => {
  const levels = ['none', 'low', 'medium', 'high'] as const;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(damages, fc.nat(1), fc.constantFrom(...levels), async (given, place, level) => {
      const chain = leaf.ders.map((der, index) => (index === place ? spoil(der, given) : der));
      const { ok } = await world.checks.check('telephony', chain, { level });
      const isWhole = chain.every((der, index) => leaf.ders[index]?.equals(der) === true);
      if (!ok) refused++;
      // A chain in which anything signed was changed is good for nothing where signatures count.
      assert.ok(level === 'none' || level === 'low' || isWhole || !ok, JSON.stringify(given));
    }),
    { numRuns: 500, seed: 5 },
  );
  assert.ok(refused > 300);
});

test('any bytes are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 3 }), async (chain) => {
      assert.equal((await world.checks.check('management', chain, { level: 'none' })).ok, false);
    }),
    { numRuns: 300, seed: 6 },
  );
});

test('damaged lists and answers are none, and nothing is thrown', async () => {
  const issuer = read(between);
  const certificate = read(leaf);
  const list = await makeCrl(between, [leaf], { nowMs });
  const answer = answerOcsp(printRequest(certificate, issuer, Buffer.alloc(32)), between, { nowMs, status: 'revoked' });
  await fc.assert(
    fc.asyncProperty(damages, async (given) => {
      const [spoiltList, spoiltAnswer] = [spoil(list, given), spoil(answer, given)];
      const crl = await readCrl(spoiltList, issuer, 'http://pki.example/list', nowMs);
      assert.ok(
        typeof crl === 'string' || crl.revoked.has(certificate.serial),
        'a list that is believed says the same',
      );
      const told = readAnswer(spoiltAnswer, { certificate, issuer, nowMs });
      assert.ok(typeof told === 'string' || told.status === 'revoked', 'an answer that is believed says the same');
    }),
    { numRuns: 500, seed: 7 },
  );
});

test('what follows a certificate, too large ones, and ones with too much in them are refused', async () => {
  const check = async (...chain: Buffer[]) => {
    const checked = await world.checks.check('telephony', chain, { level: 'none' });
    return checked.ok ? 'accepted' : checked.refusal.words;
  };
  assert.match(await check(Buffer.concat([leaf.der, Buffer.from([0])])), /one encoding/);
  assert.match(await check(Buffer.alloc(limits.certificates.bytes + 1)), /more than 16384 bytes/);
  const many = Array.from({ length: limits.certificates.names + 1 }, (_, index) => `h${index}.example`);
  assert.match(await check((await world.make({ names: many })).der), /too many names/);
});

test('authorities of one name without end do not keep the judge busy', async () => {
  const same = await Promise.all(
    Array.from({ length: 9 }, () => makeCertificate({ name: 'Same', ca: true, usage: undefined, nowMs })),
  );
  const [first] = same;
  assert.ok(first);
  // Each claims to be issued by all of the others.
  const ring = await Promise.all(
    same.map((made) =>
      makeCertificate({ name: 'Same', issuer: first, keyOf: made, ca: true, usage: undefined, nowMs }),
    ),
  );
  const victim = await world.make({ name: 'Victim', issuer: first });
  const before = performance.now();
  const checked = await world.checks.check('telephony', [victim.der, ...ring.map(({ der }) => der)], {
    level: 'medium',
  });
  assert.equal(checked.ok ? '' : checked.refusal.code, 'security.certificate-chain');
  assert.ok(performance.now() - before < 2_000);
});

test('a verdict is remembered for a short while: not past the end of the certificate, nor past a change of what is trusted', async () => {
  const here = await World.make();
  const own = await makeRoot('Root', { nowMs: here.nowMs });
  const short = await here.make({ issuer: own, endsMs: here.nowMs + 60_000 });
  const long = await here.make({ issuer: own, name: 'long' });
  const check = async ({ ders }: Made) => {
    const checked = await here.checks.check('telephony', ders);
    return checked.ok ? checked.value.level : checked.refusal.code.replace('security.certificate-', '');
  };
  assert.equal(await check(short), 'none');
  here.set({ telephony: 'medium' });
  assert.equal(await check(short), 'chain');
  here.trust(own);
  assert.equal(await check(short), 'medium');
  here.clock.advance(61_000);
  assert.equal(await check(short), 'in-date');
  here.set({ telephony: 'high' });
  assert.equal(await check(long), 'pinned');
  here.trust(own, long);
  assert.equal(await check(long), 'high');
  here.trust(own);
  here.enrolled.add(long.fingerprint);
  assert.equal(await check(long), 'high', 'enrolled certificates are known one by one');
  here.enrolled.clear();
  here.checks.forget();
  assert.equal(await check(long), 'pinned');
});

test('authorities are named by purpose; public ones for servers alone, and only where that is set', async () => {
  const here = await World.make();
  const own = await makeRoot('Root', { nowMs: here.nowMs });
  here.trust(own, await here.make({ issuer: own }));
  assert.deepEqual(here.checks.trustAnchors('management'), [here.authority.certificate, own.certificate]);
  assert.ok(here.checks.trustAnchors('outgoing').length > 50);
  here.set({ publicAuthorities: false });
  assert.equal(here.checks.trustAnchors('outgoing').length, 2);
});
