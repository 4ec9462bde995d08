// Tests of the portal's share of the event loop.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import { Share } from './share.ts';

const make = () => {
  const clock = new FakeClock();
  return { clock, share: new Share({ clock, part: 0.25, burstMs: 20 }) };
};

test('a little work now and then never waits', () => {
  const { clock, share } = make();
  for (let round = 0; round < 1_000; round++) {
    assert.equal(share.waitMs, 0);
    clock.advance(4);
    share.spend(1);
    clock.advance(1);
  }
});

test('whoever always has more to do gets the share and no more, after a burst', () => {
  const { clock, share } = make();
  let workedMs = 0;
  while (clock.steadyMs() < 60_000) {
    const { waitMs } = share;
    clock.advance(waitMs === 0 ? 3 : waitMs);
    if (waitMs > 0) continue;
    share.spend(3);
    workedMs += 3;
  }
  const allowedMs = 60_000 * 0.25 + 20;
  assert.ok(workedMs <= allowedMs + 3 && workedMs > allowedMs * 0.9, `${workedMs}`);
});

test('long work is paid for afterwards; a long rest earns no more than one burst', () => {
  const { clock, share } = make();
  share.spend(120);
  assert.equal(share.waitMs, 400);
  clock.advance(399);
  assert.equal(share.waitMs, 1);
  clock.advance(3_600_000);
  share.spend(21);
  assert.equal(share.waitMs, 4);
});
