// Tests of what every room stands on: chance, clock, codes, events, log, secrets.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  defineCodes,
  Events,
  FakeClock,
  makeLog,
  randomHex,
  randomKey,
  randomSecret,
  Secret,
  sameText,
  silentLog,
  systemClock,
} from './index.ts';

test('chance has the size that was asked for and does not repeat', () => {
  const seen = new Set<string>();
  for (let count = 0; count < 2_000; count++) {
    const text = randomHex(8);
    assert.match(text, /^[0-9a-f]{16}$/);
    seen.add(text);
  }
  assert.equal(seen.size, 2_000);
  assert.equal(randomKey(32).length, 32);
  assert.match(randomSecret(500), /^[A-HJ-NP-Za-km-z2-9]{500}$/);
  assert.match(randomSecret(50, 'ab'), /^[ab]{50}$/);
});

test('a fake clock runs each timer at its own moment, in order, and not one that was taken back', () => {
  const clock = new FakeClock(1_000);
  const ran: string[] = [];
  clock.after(20, () => ran.push(`b at ${clock.nowMs()}`));
  clock.after(10, () => {
    ran.push(`a at ${clock.nowMs()}`);
    clock.after(10, () => ran.push(`d at ${clock.nowMs()}`));
  });
  clock.after(20, () => ran.push(`c at ${clock.nowMs()}`));
  const takeBack = clock.after(15, () => ran.push('never'));
  takeBack();
  clock.advance(19);
  assert.deepEqual(ran, ['a at 1010']);
  clock.advance(1);
  assert.deepEqual(ran, ['a at 1010', 'b at 1020', 'c at 1020', 'd at 1020']);
  assert.equal(clock.waiting, 0);
  assert.equal(clock.steadyMs(), 20);
});

test('the system clock runs what it was given, and can be taken back', async () => {
  const takeBack = systemClock.after(0, () => assert.fail('it was taken back'));
  takeBack();
  const before = systemClock.steadyMs();
  const alive = setInterval(() => undefined, 1_000);
  await new Promise<void>((done) => systemClock.after(5, done));
  clearInterval(alive);
  assert.ok(systemClock.steadyMs() - before >= 4);
});

test('a code book fills the places of its words', () => {
  const book = defineCodes('room', {
    'room.full': { words: '{name} has {count} of {most}.', remedy: 'Wait.' },
  });
  const refusal = book.refuse('room.full', { name: 'It', count: 3 }, 'size');
  assert.deepEqual(refusal, { code: 'room.full', words: 'It has 3 of .', field: 'size' });
  assert.equal('field' in book.refuse('room.full'), false);
});

test('a listener that throws harms neither the sender nor the others', () => {
  const heard: number[] = [];
  const events = new Events<number>('numbers', silentLog);
  events.on(() => {
    throw new Error('no');
  });
  const leave = events.on((value) => heard.push(value));
  events.emit(1);
  leave();
  events.emit(2);
  assert.deepEqual(heard, [1]);
});

test('a log entry is one line, whatever a peer put into it', () => {
  const lines: string[] = [];
  const log = makeLog(
    (line) => lines.push(line),
    'info',
    () => 0,
  );
  log.debug('not told');
  log.info('told', { name: 'a\r\nb\u2028c', long: 'x'.repeat(1_000), none: undefined, count: 2 });
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /^1970-01-01T00:00:00\.000Z info told name="a··b·c" long="x{300}…" count=2\n$/);
});

test('a fault is logged once, under an id that is never the same', () => {
  const lines: string[] = [];
  const log = makeLog((line) => lines.push(line));
  const ids = [log.fault('it broke', new Error('why')), log.fault('it broke', 'text')];
  assert.notEqual(ids[0], ids[1]);
  for (const [at, id] of ids.entries()) assert.ok(lines[at]?.includes(`id="${id}"`));
  assert.equal(lines.length, 2);
});

test('a secret does not print', () => {
  const secret = new Secret('word');
  assert.equal(secret.reveal(), 'word');
  for (const text of [`${secret}`, JSON.stringify({ secret }), inspect({ secret }), String(secret)])
    assert.doesNotMatch(text, /word/);
});

test('texts are the same only when they are', () => {
  assert.ok(sameText('ä', 'ä'));
  assert.equal(sameText('a', 'b'), false);
  assert.equal(sameText('a', 'aa'), false);
});
