// Unknown extension, wrong secret, another's secret, disabled extension: the same answer, after the same work and in the
// same time; the audit trail alone is told the reason.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AuditLine } from '../../apps/core/protocol.ts';
import { TestNode } from '../node.ts';
import { UdpPlace } from '../raw/udp-place.ts';
import { mainThreadMicros } from '../vitals.ts';
import { type Guess, plain, tryGuess } from './guess.ts';

const secrets = { 201: 'first-secret-of-201', 202: 'first-secret-of-202', 203: 'first-secret-of-203' } as const;

/** What is tried, and the reason that the audit trail is to tell. */
const guesses: Readonly<Record<string, Guess & { readonly reason: string }>> = {
  'an unknown extension': { claimed: '299', username: '299', secret: secrets[201], reason: 'unknown user' },
  'a wrong secret': { claimed: '201', username: '201', secret: secrets[202], reason: 'wrong secret' },
  "another's name and secret": {
    claimed: '201',
    username: '202',
    secret: secrets[202],
    reason: 'the secret of extension 202 was used',
  },
  'a disabled extension': {
    claimed: '203',
    username: '203',
    secret: secrets[203],
    reason: 'the extension is disabled',
  },
};

const rounds = 400;
const freshExtensions = 200;
/** Tries at one address stay below the number after which it is held off. */
const triesPerPlace = 200;
/** What nobody measures over a network. */
const leastMicros = 15;

let node: TestNode;
let port: number;

before(async () => {
  node = await TestNode.start({
    set: ['network-listeners.sip-udp.enabled=true', 'system-options.setRegistrationSecurity=255'],
  });
  port = await node.port('sip-udp');
  for (const [number, sipSecret] of Object.entries(secrets))
    await node.addExtension(number, { sipSecret, enabled: number !== '203' });
});

after(() => node?.remove());

test('the same challenge and the same refusal, byte for byte; the audit trail tells the true reason', async () => {
  const place = await UdpPlace.open('127.0.45.1', port);
  const challenges = new Set<string>();
  const refusals = new Set<string>();
  for (const [name, { reason, ...guess }] of Object.entries(guesses)) {
    const { challenge, refusal } = await tryGuess(place, guess);
    assert.deepEqual([challenge.status, refusal.status], [401, 403], name);
    challenges.add(plain(challenge));
    refusals.add(plain(refusal));
    const [entry] = await node.ask<AuditLine[]>('audit.list', { limit: 1 });
    const { user, sourceIp, action, data } = entry ?? assert.fail('nothing in the audit trail');
    assert.deepEqual([user, sourceIp, action], [guess.claimed, '127.0.45.1', 'registration refused'], name);
    assert.equal(data, `Reason: ${reason}; Transport: UDP`, name);
  }
  place.close();
  assert.equal(challenges.size, 1, [...challenges].join('\n'));
  assert.equal(refusals.size, 1, [...refusals].join('\n'));
});

test('the same work and the same time, in 400 tries of each, turn about', async (t) => {
  const kinds = Object.entries(guesses).map(([name, { reason, ...guess }]) => ({
    name,
    guess,
    tookMicros: [] as number[],
    workMicros: [] as number[],
  }));
  const count = Math.ceil((rounds * kinds.length) / triesPerPlace);
  const places = await Promise.all(Array.from({ length: count }, (_, at) => UdpPlace.open(`127.0.45.${at + 2}`, port)));
  for (let round = -20; round < rounds; round++) {
    // Each round begins with another kind, so that no kind always follows the same one.
    for (let turn = 0; turn < kinds.length; turn++) {
      const kind = kinds[(round + 20 + turn) % kinds.length];
      const place = places[(round + 20) % places.length];
      if (kind === undefined || place === undefined) continue;
      const before = mainThreadMicros(node.pid);
      const { refusal, tookMs } = await tryGuess(place, kind.guess);
      assert.equal(refusal.status, 403);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (round < 0) continue;
      kind.tookMicros.push(tookMs * 1_000);
      kind.workMicros.push(mainThreadMicros(node.pid) - before);
    }
  }
  for (const place of places) place.close();
  for (const measure of ['tookMicros', 'workMicros'] as const) {
    const medians = kinds.map((kind) => quantile(kind[measure], 0.5));
    const apart = Math.max(...medians) - Math.min(...medians);
    const noise = noiseOfMedian(
      kinds.flatMap((kind) => kind[measure]),
      kinds.length,
    );
    const told = kinds.map(({ name }, at) => `${name} ${medians[at]?.toFixed(1)}`).join(', ');
    t.diagnostic(`${measure}: ${told}: ${apart.toFixed(1)} apart; the noise of a median is ${noise.toFixed(1)}`);
    assert.ok(apart < 6 * noise + leastMicros, `${measure}: ${told}`);
  }
});

test('the very first guess at an extension takes no longer than one at none', async (t) => {
  const numbers = Array.from({ length: freshExtensions }, (_, at) => String(500 + at));
  const changes = numbers.map((number) => ({ kind: 'add', form: 'users-and-services', patch: { number } }));
  await node.ask('form.change', { changes });
  const [one, other] = await Promise.all(['127.0.45.101', '127.0.45.102'].map((at) => UdpPlace.open(at, port)));
  assert.ok(one !== undefined && other !== undefined);
  const took = { known: [] as number[], unknown: [] as number[] };
  for (const number of numbers) {
    const unknown = String(Number(number) + 400);
    took.known.push((await tryGuess(one, { claimed: number, username: number, secret: 'a guess' })).tookMs * 1_000);
    took.unknown.push(
      (await tryGuess(other, { claimed: unknown, username: unknown, secret: 'a guess' })).tookMs * 1_000,
    );
  }
  for (const place of [one, other]) place.close();
  const [known, unknown] = [quantile(took.known, 0.5), quantile(took.unknown, 0.5)];
  const noise = noiseOfMedian([...took.known, ...took.unknown]);
  t.diagnostic(
    `known ${known.toFixed(1)}, unknown ${unknown.toFixed(1)}; the noise of a median is ${noise.toFixed(1)}`,
  );
  assert.ok(Math.abs(known - unknown) < 4 * noise + leastMicros, `${known} ${unknown}`);
});

/** The standard error of one kind's median, from how far tries of all kinds lie apart, whatever their outliers. */
const noiseOfMedian = (all: readonly number[], kinds = 2): number =>
  (1.25 * (quantile(all, 0.75) - quantile(all, 0.25))) / 1.35 / Math.sqrt(all.length / kinds);

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
