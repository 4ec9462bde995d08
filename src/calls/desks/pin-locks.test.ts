// Tests of wrong PINs that are counted, on a clock that stands still.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { PinLocks } from './pin-locks.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

function begin() {
  const clock = new FakeClock();
  const locks = new PinLocks(clock, () => 15);
  /** Wrong PINs until it is locked; how many that took. */
  const guess = (who: string): number => {
    for (let count = 1; count < 100; count++) if (locks.strike(who, 5)) return count;
    return 0;
  };
  return { clock, locks, guess };
}

test('the last attempt locks, one person and no other, and the time is over at its minute', () => {
  const { clock, locks, guess } = begin();
  assert.equal(guess('201'), 5);
  assert.deepEqual([locks.isLocked('201'), locks.isLocked('202'), locks.locked()], [true, false, ['201']]);
  clock.advance(15 * minuteMs - 1);
  assert.equal(locks.isLocked('201'), true);
  clock.advance(1);
  assert.equal(locks.isLocked('201'), false);
});

test('each lock is twice as long as the one before, up to a day: a year brings few guesses', () => {
  const { clock, locks, guess } = begin();
  let guesses = 0;
  for (let day = 0; day < 365 * 24 * 4; day++) {
    if (!locks.isLocked('201')) guesses += guess('201');
    clock.advance(15 * minuteMs);
  }
  assert.ok(guesses < 2_000, `${guesses} guesses`);
  assert.ok(guesses > 1_500, `${guesses} guesses`);
});

test('while it is locked nothing is counted, so nobody can be kept out for longer', () => {
  const { clock, locks, guess } = begin();
  guess('201');
  for (let count = 0; count < 100; count++) assert.equal(locks.strike('201', 5), false);
  clock.advance(15 * minuteMs);
  assert.equal(locks.isLocked('201'), false);
});

test('a success forgives, and so does a day', () => {
  const { clock, locks, guess } = begin();
  for (let count = 0; count < 4; count++) locks.strike('201', 5);
  locks.forgive('201');
  assert.equal(guess('201'), 5);
  clock.advance(2 * dayMs);
  assert.equal(guess('201'), 5);
  clock.advance(15 * minuteMs);
  assert.equal(locks.isLocked('201'), false, 'the time is that of a first lock again');
});

test('numbers at random do not push a lock out of the memory', () => {
  const { locks, guess } = begin();
  guess('201');
  for (let number = 0; number < limits.desks.counted + 1_000; number++) locks.strike(`x${number}`, 5);
  assert.equal(locks.isLocked('201'), true);
});
