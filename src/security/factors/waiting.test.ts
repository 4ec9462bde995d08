// Tests of what waits: taken once, by its owner alone, in time; and it cannot be made to grow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { Waiting } from './waiting.ts';

test('it is taken once, by its owner alone, in time', () => {
  const clock = new FakeClock();
  const waiting = new Waiting<number>(clock);
  waiting.put('a', 'anne', 1);
  assert.equal(waiting.take('a', 'bert'), undefined);
  assert.equal(waiting.see('a', 'anne'), 1);
  assert.equal(waiting.take('a', 'anne'), 1);
  assert.equal(waiting.take('a', 'anne'), undefined);
  waiting.put('b', 'anne', 2);
  clock.advance(limits.factors.waitMs);
  assert.equal(waiting.take('b', 'anne'), undefined);
  assert.equal(waiting.size, 0);
});

test('of one owner the newest few wait, of all so many', () => {
  const waiting = new Waiting<number>(new FakeClock());
  const { waitingPerAccount: few, waiting: most } = limits.factors;
  for (let count = 0; count <= few; count++) waiting.put(`a${count}`, 'anne', count);
  assert.equal(waiting.size, few);
  assert.equal(waiting.see('a0', 'anne'), undefined);
  assert.equal(waiting.see(`a${few}`, 'anne'), few);
  for (let count = 0; count < most + 5; count++) waiting.put(`b${count}`, `person ${count}`, count);
  assert.equal(waiting.size, most);
});
