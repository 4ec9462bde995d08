// Long work gives way: others get their turn within a few milliseconds, and half of the time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pace } from './pace.ts';

function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('nothing is given up while the slice lasts', async () => {
  const pace = new Pace();
  assert.equal(pace.due, false);
  let others = 0;
  setImmediate(() => others++);
  await pace.step();
  assert.equal(others, 0);
});

test('a used up slice gives way to all that waits, and begins anew', async () => {
  const pace = new Pace();
  work(3);
  assert.equal(pace.due, true);
  let others = 0;
  setImmediate(() => others++);
  await pace.step();
  assert.deepEqual([others, pace.due], [1, false]);
});

test('work that gives way takes half of the time at most', async () => {
  const pace = new Pace();
  const startedMs = performance.now();
  let workedMs = 0;
  for (let count = 0; count < 20; count++) {
    work(2.5);
    workedMs += 2.5;
    await pace.step();
  }
  assert.ok(performance.now() - startedMs >= workedMs * 1.8);
});
