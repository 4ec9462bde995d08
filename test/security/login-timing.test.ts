// Timing: how long a refused login takes does not tell whether the name exists, nor why it was refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#base';
import { type Bureau, password, withBureau } from '../accounts/bureau.ts';

const tries = 100;
/** In the small what a quarter of a second is in the large: the hash here takes a tenth of a millisecond, not a tenth of a second. */
const answerEveryMs = 20;

const kinds: Readonly<Record<string, readonly [string, string]>> = {
  'unknown name': ['nobody', password],
  'wrong password': ['anne', 'Not-the-Password-1'],
  'disabled account': ['bert', password],
};

async function timed(bureau: Bureau, [loginId, clear]: readonly [string, string], count: number): Promise<number> {
  const address = `198.51.${Math.floor(count / 250)}.${count % 250}`;
  const began = performance.now();
  assert.deepEqual(await bureau.tries(loginId, clear, { tool: 'desktop', address }), ['security.login-refused']);
  return performance.now() - began;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The standard error of the mean. */
function errorOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)) / values.length);
}

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

test('unknown name, wrong password and disabled account differ by less than noise over a hundred tries each', () =>
  withBureau(
    async (bureau) => {
      for (const loginId of ['anne', 'bert']) await bureau.person(loginId, { desktop: true });
      await bureau.settings({ passwordRejectAction: 'none' });
      await bureau.set('bert', { status: 'disabled' });
      const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, [] as number[]]));
      let count = 0;
      for (let round = 0; round < tries; round++)
        for (const [kind, wish] of Object.entries(kinds)) times[kind]?.push(await timed(bureau, wish, count++));
      const measured = Object.entries(times);
      for (const [kind, values] of measured)
        for (const [other, others] of measured) {
          const between = Math.abs(middleOf(values) - middleOf(others));
          const noise = 4 * Math.hypot(errorOf(values), errorOf(others)) + 1;
          assert.ok(between < noise, `${kind} and ${other}: ${between.toFixed(2)} ms, noise ${noise.toFixed(2)} ms`);
        }
    },
    { answerEveryMs, clock: systemClock },
  ));
