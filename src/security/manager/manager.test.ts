// Tests of Managers: the code, what both ends make of it, its lifetime, how a system is recognised, and what is asked of preferences.

import assert from 'node:assert/strict';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { issueServer, makeAuthority } from '../certificates/issue.ts';
import { makeCode, parseCode, printCode, systemMark } from './code.ts';
import { enrolmentKey, isProven, proveKey } from './enrolment-key.ts';
import { Enrolments } from './enrolments.ts';
import { derOf, fingerprintOf, isIssuedFor, isServerOf, makePcKey, recognise } from './pins.ts';
import { checkPreferences } from './requirements.ts';

const authority = Buffer.from('an authority');

test('a code is read as it was printed, however it is typed, and a slip of the hand is found', () => {
  const code = makeCode(authority);
  const printed = printCode(code);
  assert.match(printed, /^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/);
  for (const typed of [
    printed,
    printed.toLowerCase(),
    printed.replaceAll('-', ''),
    ` ${printed.replaceAll('-', ' ')}\n`,
  ])
    assert.deepEqual(parseCode(typed), code);
  assert.deepEqual(parseCode(printed.replaceAll('1', 'l').replaceAll('0', 'o')), code);
  let found = 0;
  for (let at = 0; at < printed.length; at++) {
    const other = printed[at] === 'A' ? 'B' : 'A';
    if (printed[at] !== '-' && parseCode(printed.slice(0, at) + other + printed.slice(at + 1)) === undefined) found++;
  }
  assert.ok(found >= 38, `${found} of 40 slips`);
  for (const wrong of ['', 'ABCDE', `${printed}0`, printed.slice(1)]) assert.equal(parseCode(wrong), undefined, wrong);
});

test('a code names its system: another authority, or another certificate that is shown, has another mark', () => {
  const shown = Buffer.from('a certificate');
  const marks = [systemMark(authority), systemMark(Buffer.from('another')), systemMark(authority, shown)];
  assert.equal(new Set(marks).size, 3);
  assert.equal(makeCode(authority, shown).system, systemMark(authority, shown));
});

test('both ends make the same certificate of a code, and nobody else does', async () => {
  const code = makeCode(authority);
  const [one, same, other] = await Promise.all([code, code, makeCode(authority)].map(enrolmentKey));
  assert.ok(one && same && other);
  assert.deepEqual(one.certificate, same.certificate);
  assert.notDeepEqual(one.certificate, other.certificate);
  const read = new X509Certificate(one.certificate);
  assert.ok(read.verify(read.publicKey) && !read.ca);
  assert.notEqual(read.subject, new X509Certificate(other.certificate).subject);
});

test('a proof holds for one key of a computer, at one system, by one code', async () => {
  const code = makeCode(authority);
  const { key } = await enrolmentKey(code);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const [mine, anothers] = [makePcKey().publicKey, makePcKey().publicKey];
  const proof = proveKey(key, mine, code.system);
  assert.ok(isProven(publicKey, proof, mine, code.system));
  assert.ok(!isProven(publicKey, proof, anothers, code.system));
  assert.ok(!isProven(publicKey, proof, mine, 'another system'));
  assert.ok(!isProven(publicKey, `A${proof.slice(1)}`, mine, code.system) || proof.startsWith('A'));
});

/** Takes a code up with what somebody makes of it. */
async function takeWith(enrolments: Enrolments, printed: string, wrong = false) {
  const code = parseCode(printed);
  assert.ok(code);
  const { key, certificate } = await enrolmentKey(code);
  const { publicKey } = makePcKey();
  const proof = proveKey(key, wrong ? makePcKey().publicKey : publicKey, code.system);
  return enrolments.take(fingerprintOf(certificate), publicKey, proof);
}

test('a code holds once, for fifteen minutes, and for few wrong tries', async () => {
  const clock = new FakeClock();
  let changes = 0;
  const enrolments = new Enrolments(clock, () => changes++);
  const invite = async (name: string): Promise<string> => {
    const made = await enrolments.invite(name, 'security', authority);
    assert.ok(made.ok);
    return made.value.code;
  };
  const once = await invite('desk');
  assert.equal(enrolments.certificates.length, 1);
  const taken = await takeWith(enrolments, once);
  assert.deepEqual(taken.ok && taken.value, { manager: 'desk', by: 'security' });
  const again = await takeWith(enrolments, once);
  assert.equal(!again.ok && again.refusal.code, 'security.enrolment-refused');

  const late = await invite('desk');
  clock.advance(limits.managers.codeMs - 1);
  assert.equal(enrolments.certificates.length, 1);
  clock.advance(1);
  assert.equal(enrolments.certificates.length, 0);
  assert.ok(!(await takeWith(enrolments, late)).ok);

  const guessed = await invite('desk');
  for (let tries = 0; tries < limits.managers.triesPerCode; tries++)
    assert.ok(!(await takeWith(enrolments, guessed, true)).ok);
  assert.ok(!(await takeWith(enrolments, guessed)).ok, 'too many wrong proofs');
  assert.equal(changes, 6);
  enrolments.close();
});

test('a newer code for a computer replaces the older; there are so many at once', async () => {
  const enrolments = new Enrolments(new FakeClock(), () => undefined);
  const first = await enrolments.invite('desk', 'security', authority);
  await enrolments.invite('desk', 'security', authority);
  assert.equal(enrolments.certificates.length, 1);
  assert.ok(first.ok && !(await takeWith(enrolments, first.value.code)).ok);
  for (let count = 1; count < limits.managers.codes; count++)
    assert.ok((await enrolments.invite(`desk ${count}`, 'security', authority)).ok);
  const full = await enrolments.invite('one more', 'security', authority);
  assert.equal(!full.ok && full.refusal.code, 'security.enrolments-full');
  enrolments.close();
});

test('a system is recognised by its authority or by a certificate that was accepted, in date and for servers only', async () => {
  const nowMs = Date.now();
  const [ours, others] = await Promise.all([makeAuthority('ours', nowMs), makeAuthority('ours', nowMs)]);
  const [server, foreign] = await Promise.all(
    [ours, others].map(async (one) => derOf((await issueServer(one, { names: ['pbx'], nowMs })).certificate)),
  );
  assert.ok(server && foreign);
  const pins = { authority: ours.certificate, certificates: [] };
  assert.deepEqual(recognise(server, pins, nowMs), { known: true });
  assert.match(JSON.stringify(recognise(foreign, pins, nowMs)), /did not sign it/);
  assert.match(JSON.stringify(recognise(derOf(ours.certificate), pins, nowMs)), /did not sign it/);
  assert.deepEqual(recognise(foreign, { ...pins, certificates: [fingerprintOf(foreign)] }, nowMs), { known: true });
  assert.match(JSON.stringify(recognise(server, pins, nowMs + 400 * 86_400_000)), /has ended/);
  assert.match(JSON.stringify(recognise(server, pins, nowMs - 2 * 86_400_000)), /does not hold yet/);
  assert.match(JSON.stringify(recognise(Buffer.from('x'), pins, nowMs)), /no certificate/);
  assert.match(JSON.stringify(recognise(server, { authority: '', certificates: [] }, nowMs)), /never accepted/);
  assert.ok(isServerOf(server, ours.certificate) && !isServerOf(server, others.certificate));
  assert.ok(!isIssuedFor(ours.certificate, ours.certificate, makePcKey().publicKey));
});

test('who is less careful than the system asks is told all of it; who tells nothing is taken to be the least', () => {
  const codes = (...given: Parameters<typeof checkPreferences>): string[] =>
    checkPreferences(...given).map(({ code }) => code.replace('security.manager-', ''));
  const strict = { leastCheckLevel: 'high', offerCertificate: true, idleTimer: true } as const;
  const lax = { leastCheckLevel: 'low', offerCertificate: false, idleTimer: false } as const;
  assert.deepEqual(codes(strict, 'AB', { checkLevel: 'high', idleTimer: true }), []);
  assert.deepEqual(codes(strict, '', { checkLevel: 'medium', idleTimer: false }), [
    ...['offers-none', 'checks-less', 'never-idle'],
  ]);
  assert.deepEqual(codes(strict, 'AB'), ['checks-less', 'never-idle']);
  assert.deepEqual(codes(lax, ''), []);
  assert.deepEqual(codes({ ...lax, leastCheckLevel: 'medium' }, '', { checkLevel: 'high', idleTimer: false }), []);
});
