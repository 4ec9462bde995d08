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

/** What has to come to pass for the walk to say anything: pairs that were looked at, and changes of party. */
const kinds = [
  'pairs',
  'secure',
  'shared',
  'alone',
  'told',
  'blindTransfer',
  'transfer',
  'pickup',
  'park',
  'retrieve',
  'moved',
  'recall',
];

test('random features', async () => {
  const sum = new Map<string, number>();
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
        const add = (name: string, count: number): void => void sum.set(name, (sum.get(name) ?? 0) + count);
        for (const [name, count] of Object.entries(crowd.secrecy.counted)) add(name, count);
        for (const { kind } of crowd.world.records.flatMap(({ details }) => details.changes)) add(kind, 1);
      },
    ),
    { seed: 20_261_201, numRuns: 500, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  );
  for (const kind of kinds) assert.ok((sum.get(kind) ?? 0) > 0, `too little happened: no ${kind}`);
});
