// The jitter buffer: order, loss, lateness, doubles, pauses, jumps; and that its delay grows and shrinks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JitterBuffer, type Taken } from './jitter-buffer.ts';

const bytes = Buffer.alloc(160);
const put = (buffer: JitterBuffer, ...sequences: readonly number[]): void => {
  for (const sequence of sequences) buffer.put(1, sequence & 0xffff, (sequence * 160) >>> 0, bytes);
};
const name = (taken: Taken): number | string => (typeof taken === 'string' ? taken : taken.sequence & 0xffff);
const take = (buffer: JitterBuffer, count: number): (number | string)[] =>
  Array.from({ length: count }, () => name(buffer.take()));

test('it waits for its delay, and gives packets in order', () => {
  const buffer = new JitterBuffer();
  put(buffer, 5);
  assert.deepEqual(take(buffer, 1), ['nothing']);
  put(buffer, 7, 6);
  assert.deepEqual(take(buffer, 4), [5, 6, 7, 'nothing']);
});

test('what is missing is lost, and dropped when it comes after all', () => {
  const buffer = new JitterBuffer();
  put(buffer, 1, 2, 4);
  assert.deepEqual(take(buffer, 4), [1, 2, 'lost', 4]);
  put(buffer, 3);
  assert.equal(buffer.late, 1);
  assert.deepEqual(take(buffer, 1), ['nothing']);
});

test('a packet that comes twice is played once', () => {
  const buffer = new JitterBuffer();
  put(buffer, 1, 1, 2, 2);
  assert.deepEqual(take(buffer, 3), [1, 2, 'nothing']);
});

test('sequence numbers roll over', () => {
  const buffer = new JitterBuffer();
  put(buffer, 65_534, 65_535, 65_536, 65_537);
  assert.deepEqual(take(buffer, 4), [65_534, 65_535, 0, 1]);
});

test('the delay grows when packets come late, to its most, and shrinks when none do', () => {
  const buffer = new JitterBuffer();
  const before = buffer.delayMs;
  let sequence = 0;
  for (let round = 0; round < 20; round++) {
    put(buffer, sequence++, sequence++, sequence++, sequence++, sequence++, sequence++);
    take(buffer, 8);
  }
  assert.ok(buffer.delayMs > before);
  assert.equal(buffer.delayMs, 120);
  put(buffer, ...Array.from({ length: 6 }, () => sequence++));
  for (let packet = 0; packet < 1_500; packet++) {
    put(buffer, sequence++);
    buffer.take();
  }
  assert.equal(buffer.delayMs, before);
});

test('a pause of the far end is no lateness', () => {
  const buffer = new JitterBuffer();
  put(buffer, 1, 2);
  take(buffer, 10);
  for (const sequence of [3, 4]) buffer.put(1, sequence, 100_000 + sequence * 160, bytes);
  assert.equal(buffer.delayMs, 40);
  assert.deepEqual(take(buffer, 2), [3, 4]);
});

test('too much of it is given up, so that the delay does not stay', () => {
  const buffer = new JitterBuffer();
  put(buffer, ...Array.from({ length: 30 }, (_, sequence) => sequence));
  let sequence = 30;
  let waiting = 0;
  for (let packet = 0; packet < 400; packet++) {
    put(buffer, sequence++);
    const taken = buffer.take();
    waiting = typeof taken === 'string' ? waiting : sequence - taken.sequence + 0x10000;
  }
  assert.ok(waiting <= 6, String(waiting));
});

test('a jump is believed at its second packet; another source at once', () => {
  const buffer = new JitterBuffer();
  put(buffer, 1, 2);
  put(buffer, 30_000);
  assert.deepEqual(take(buffer, 3), [1, 2, 'nothing']);
  put(buffer, 30_001, 30_002, 30_003);
  assert.deepEqual(take(buffer, 3), [30_001, 30_002, 30_003]);
  buffer.put(2, 500, 0, bytes);
  buffer.put(2, 501, 160, bytes);
  assert.deepEqual(take(buffer, 2), [500, 501]);
});

test('no order of numbers makes it throw, or hold more than its slots', () => {
  const buffer = new JitterBuffer();
  let state = 7;
  for (let round = 0; round < 50_000; round++) {
    state = (state * 1103515245 + 12345) % 2147483648;
    buffer.put(state % 3, (state >> 8) & (round % 2 === 0 ? 0xffff : 0x3f), state >>> 0, bytes);
    if (round % 3 === 0) buffer.take();
  }
  assert.ok(take(buffer, 100).filter((taken) => typeof taken === 'number').length <= 64);
});
