// Waiting: settled once, told to all, and given up in time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, ok } from '#base';
import { handsetCodes } from './handset.codes.ts';
import { Awaited } from './waiting.ts';

test('all who wait hear what happened, and so do those who come later', async () => {
  const clock = new FakeClock();
  const awaited = new Awaited<number>('It', clock);
  const early = [awaited.wait(1_000), awaited.wait(2_000)];
  awaited.happened(7);
  awaited.failed(handsetCodes.refuse('handset.closed'));
  assert.deepEqual(await Promise.all([...early, awaited.wait(1)]), [ok(7), ok(7), ok(7)]);
  assert.equal(clock.waiting, 0);
});

test('who has waited long enough is refused, and the others go on waiting', async () => {
  const clock = new FakeClock();
  const awaited = new Awaited<number>('It', clock);
  const [short, long] = [awaited.wait(1_000), awaited.wait(2_000)];
  clock.advance(1_000);
  const refused = await short;
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.words, 'It did not come within 1 s.');
  awaited.happened(8);
  assert.deepEqual(await long, ok(8));
});

test('what can happen again is waited for again', async () => {
  const awaited = new Awaited<number>('It', new FakeClock());
  awaited.happened(1);
  const next = awaited.again().wait(1_000);
  awaited.happened(2);
  assert.deepEqual(await next, ok(2));
});
