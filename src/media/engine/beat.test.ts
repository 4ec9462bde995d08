// The beat: every part once in 20 ms, pauses made up for without a burst, and what is too much given up for all parts alike.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Cancel, type Clock, FakeClock } from '#base';
import { Beat } from './beat.ts';
import { Lateness } from './lateness.ts';

interface Ticked {
  readonly atMs: number;
  readonly dueMs: number;
  readonly part: number;
  readonly missed: number;
}

/** A clock whose timers sleep through a pause. */
class SleepyClock implements Clock {
  readonly fake = new FakeClock();
  pauseMs = 0;
  nowMs = () => this.fake.nowMs();
  steadyMs = () => this.fake.steadyMs();
  afterAbout = (ms: number, task: () => void): Cancel => this.after(ms, task);
  after(ms: number, task: () => void): Cancel {
    const pause = this.pauseMs;
    this.pauseMs = 0;
    return this.fake.after(ms + pause, task);
  }
}

function begin() {
  const clock = new SleepyClock();
  const ticks: Ticked[] = [];
  const beat = new Beat(clock, (dueMs, part, missed) => ticks.push({ atMs: clock.steadyMs(), dueMs, part, missed }));
  beat.start();
  return { clock, ticks, beat };
}

test('every part is served once in 20 ms, in time', () => {
  const { clock, ticks, beat } = begin();
  beat.start();
  clock.fake.advance(200);
  assert.equal(ticks.length, 40);
  for (const [index, { atMs, dueMs, part, missed }] of ticks.entries())
    assert.deepEqual(
      { atMs, dueMs, part, missed },
      { atMs: 5 * index + 5, dueMs: 5 * index + 5, part: index % 4, missed: 0 },
    );
  beat.stop();
  assert.equal(clock.fake.waiting, 0);
});

test('a pause is made up for, one beat after the other, until it is in time again', () => {
  const { clock, ticks } = begin();
  clock.pauseMs = 100;
  clock.fake.advance(1_000);
  assert.equal(ticks.length, 200);
  assert.ok(ticks.every(({ atMs }, index) => index === 0 || atMs - (ticks[index - 1]?.atMs ?? 0) >= 1));
  assert.ok(ticks.every(({ missed }) => missed === 0));
  const last = ticks.at(-1);
  assert.equal(last?.atMs, last?.dueMs);
});

test('a long pause is given up, the same of every part', () => {
  const { clock, ticks } = begin();
  clock.pauseMs = 1_000;
  clock.fake.advance(2_000);
  const missed = [0, 0, 0, 0];
  const served = [0, 0, 0, 0];
  for (const tick of ticks) {
    missed[tick.part] = (missed[tick.part] ?? 0) + tick.missed;
    served[tick.part] = (served[tick.part] ?? 0) + 1;
  }
  assert.ok(missed.every((frames) => frames === missed[0] && frames >= 45));
  assert.deepEqual(
    served.map((frames, part) => frames + (missed[part] ?? 0)),
    [100, 100, 100, 100],
  );
});

test('lateness knows its quantiles', () => {
  const lateness = new Lateness();
  assert.equal(lateness.quantile(0.99), 0);
  for (let at = 0; at < 100; at++) lateness.add(at < 98 ? 1 : 30);
  assert.equal(lateness.quantile(0.5), 1.25);
  assert.equal(lateness.quantile(0.99), 30.25);
  lateness.add(10_000);
  assert.equal(lateness.quantile(1), 64);
  lateness.clear();
  assert.equal(lateness.quantile(1), 0);
});
