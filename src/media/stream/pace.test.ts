// The beat of a stream: steady, catching up a little, giving up a lot.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cancel, FakeClock, limits } from '#base';
import { Pace } from './pace.ts';

/** A clock whose timers come late by as much as it is told. */
class LateClock extends FakeClock {
  lateMs = 0;

  override after(delayMs: number, task: () => void): Cancel {
    return super.after(delayMs + this.lateMs, task);
  }
}

function beat(clock: FakeClock) {
  const missed: number[] = [];
  const pace = new Pace(clock, 20, (count) => missed.push(count));
  pace.start();
  return { pace, missed };
}

test('one tick at once, then one every period', () => {
  const clock = new FakeClock();
  const { pace, missed } = beat(clock);
  assert.equal(missed.length, 1);
  clock.advance(1_000);
  assert.equal(missed.length, 51);
  pace.start();
  clock.advance(20);
  assert.equal(missed.length, 52, 'a second start is none');
  pace.stop();
  clock.advance(1_000);
  assert.equal(missed.length, 52);
  assert.equal(clock.waiting, 0);
});

test('late timers do not add up', () => {
  const clock = new LateClock();
  clock.lateMs = 3;
  const { missed } = beat(clock);
  clock.advance(10_003);
  assert.equal(missed.length, 501);
});

test('a short delay is caught up, a long one is left out and told', () => {
  const clock = new LateClock();
  const { missed } = beat(clock);
  clock.lateMs = 100;
  clock.advance(20);
  clock.lateMs = 0;
  clock.advance(120);
  assert.equal(missed.length, 8, 'the ticks of 140 ms');
  assert.ok(missed.every((count) => count === 0));
  clock.lateMs = 20 * (limits.media.lateFrames + 5);
  clock.advance(20);
  clock.lateMs = 0;
  clock.advance(20 + 20 * (limits.media.lateFrames + 5));
  const left = missed.filter((count) => count > 0);
  assert.deepEqual(left, [limits.media.lateFrames + 5]);
});

test('a tick may stop the beat', () => {
  const clock = new FakeClock();
  let ticks = 0;
  const pace = new Pace(clock, 20, () => {
    if (++ticks === 3) pace.stop();
  });
  pace.start();
  clock.advance(1_000);
  assert.equal(ticks, 3);
  assert.equal(clock.waiting, 0);
});
