// Secrecy holds, whatever features are used and in whatever order: phones of mixed security do things at random, and after every step what
// they believe of their media, what the call says of its security and what is on the wire are the same. At the end nothing is left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Crowd } from './crowd.ts';
import { type Deed, deeds, does, numbers } from './deeds.ts';

const step: fc.Arbitrary<Deed> = fc.record({
  deed: fc.constantFrom(...deeds),
  phone: fc.nat(10),
  line: fc.nat(7),
  number: fc.constantFrom(...numbers),
  isLate: fc.constantFrom(false, false, false, true),
  ms: fc.constantFrom(100, 600, 1_500, 5_000, 25_000),
});

const runs = Number(process.env.SECRECY_RUNS ?? 400);
const seed = Number(process.env.SECRECY_SEED ?? 20_261_201);
const limitMs = Number(process.env.SECRECY_MS ?? 18_000);

test('random features', async () => {
  const sum: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
      fc.nat(1_000_000),
      async (steps, luck) => {
        const crowd = new Crowd(luck);
        for (const one of steps) {
          does(crowd, one);
          await crowd.settle();
          crowd.secrecy.check();
        }
        await crowd.end();
        const add = (name: string, count: number): void => void (sum[name] = (sum[name] ?? 0) + count);
        for (const [name, count] of Object.entries(crowd.secrecy.counted)) add(name, count);
        for (const { kind } of crowd.world.records.flatMap(({ details }) => details.changes)) add(kind, 1);
      },
    ),
    {
      seed,
      numRuns: runs,
      interruptAfterTimeLimit: limitMs,
      markInterruptAsFailure: false,
      endOnFailure: process.env.SECRECY_FAST !== undefined,
    },
  );
  if (process.env.SECRECY_RUNS !== undefined) console.log(sum);
  assert.ok((sum.pairs ?? 0) > 100 && (sum.secure ?? 0) > 50, `too little happened: ${JSON.stringify(sum)}`);
});
