// The life of an alarm: told when it begins, gets worse and ends, and once for each quiet time whatever it does in between.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import type { Condition, Severity } from './alarm.ts';
import { type Happened, Lives } from './lives.ts';

const { quietMs } = limits.alarms;
const minuteMs = 60_000;
const condition = (severity: Severity = 'major', more: Partial<Condition> = {}): Condition => ({
  ...{ severity, words: 'It is so.', remedy: 'Do so.', form: 'f', ...more },
});

/** A clock, lives, and all that was told of them, each as "kind severity times". */
function begin(known: ConstructorParameters<typeof Lives>[1] = []) {
  const clock = new FakeClock();
  const lives = new Lives(clock, known, 1);
  const told: string[] = [];
  const hear = (happened: Happened | undefined): void => {
    if (happened !== undefined) told.push(`${happened.kind} ${happened.alarm.severity} ${happened.alarm.times}`);
  };
  const set = (given: Condition | undefined, id = 'a'): boolean => {
    const { changed, told: now } = lives.set(id, given);
    hear(now);
    return changed !== undefined;
  };
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += minuteMs) {
      clock.advance(Math.min(minuteMs, ms - passed));
      for (const happened of lives.sweep()) hear(happened);
    }
  };
  return { clock, lives, told, set, pass };
}

test('a condition is told when it begins and when it ends; the same again is nothing new', () => {
  const { lives, told, set } = begin();
  assert.equal(set(condition()), true);
  assert.equal(set(condition()), false);
  assert.equal(set(undefined), true);
  assert.equal(set(undefined), false);
  assert.deepEqual(told, ['raised major 1', 'cleared major 1']);
  assert.deepEqual([...lives.active()], []);
});

test('what comes and goes a hundred times in an hour is told a dozen times, with its count', () => {
  const { told, set, pass } = begin();
  for (let times = 0; times < 100; times++) {
    set(condition());
    pass(18_000);
    set(undefined);
    pass(18_000);
  }
  pass(2 * quietMs);
  assert.ok(told.length <= 3 + (60 * minuteMs) / quietMs, told.join('\n'));
  assert.deepEqual(told.slice(0, 2), ['raised major 1', 'cleared major 1']);
  assert.equal(told.at(-1), 'cleared major 100');
});

test('what came back and stays is told when the quiet time is over', () => {
  const { told, set, pass, lives } = begin();
  set(condition());
  set(undefined);
  set(condition());
  assert.equal([...lives.active()].length, 1);
  assert.equal(told.length, 2);
  pass(quietMs);
  assert.deepEqual(told.slice(2), ['repeated major 2']);
});

test('a cause that comes back the next day is another alarm', () => {
  const { told, set, pass, lives } = begin();
  set(condition());
  set(undefined);
  pass(quietMs + minuteMs);
  set(condition());
  assert.deepEqual(told, ['raised major 1', 'cleared major 1', 'raised major 1']);
  assert.equal(lives.get('a')?.number, 2);
});

test('what gets worse is told at once and cries again; what gets better, when the quiet time is over', () => {
  const { told, set, pass, lives } = begin();
  set(condition('minor'));
  assert.equal(lives.acknowledge(1, 'anna')?.acknowledgedBy, 'anna');
  set(condition('critical'));
  assert.equal(lives.get('a')?.acknowledgedAtMs, 0);
  for (let times = 0; times < 5; times++) {
    set(condition('major'));
    set(condition('critical'));
  }
  set(condition('major'));
  assert.deepEqual(told, ['raised minor 1', 'worsened critical 1']);
  pass(quietMs);
  assert.deepEqual(told.slice(2), ['eased major 1']);
  assert.equal(lives.get('a')?.worst, 'critical');
});

test('more of the same is a worsening, less and then more of it again within the quiet time is not', () => {
  const { told, set, lives } = begin();
  set(condition('minor', { extent: 1 }));
  lives.acknowledge(1, 'anna');
  set(condition('minor', { extent: 2, words: 'Two are.' }));
  assert.equal(lives.get('a')?.acknowledgedBy, '');
  set(condition('minor', { extent: 1 }));
  set(condition('minor', { extent: 2 }));
  assert.deepEqual(told, ['raised minor 1', 'worsened minor 1']);
});

test('new words are kept and not told', () => {
  const { told, set, lives } = begin();
  set(condition());
  assert.equal(set(condition('major', { words: 'In 11 days.' })), true);
  assert.equal(lives.get('a')?.words, 'In 11 days.');
  assert.equal(told.length, 1);
});

test('who has acknowledged what comes and goes is left alone', () => {
  const { set, lives } = begin();
  set(condition());
  lives.acknowledge(1, 'anna');
  set(undefined);
  set(condition());
  assert.equal(lives.get('a')?.acknowledgedBy, 'anna');
  assert.equal(lives.acknowledge(1, 'bert')?.acknowledgedBy, 'anna');
});

test('what is not there cannot be acknowledged', () => {
  const { set, lives } = begin();
  set(condition());
  set(undefined);
  assert.equal(lives.acknowledge(1, 'anna'), undefined);
  assert.equal(lives.acknowledge(7, 'anna'), undefined);
});

test('what was there before a restart goes on: not told again while it is so, told when it ends', () => {
  const { lives } = begin();
  const raised = lives.set('a', condition()).changed;
  assert.ok(raised);
  const again = begin([raised]);
  assert.equal(again.set(condition()), false);
  again.set(undefined);
  assert.deepEqual(again.told, ['cleared major 1']);
});
