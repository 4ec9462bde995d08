// Tests of turns: bounded in all, bounded for one place, fair between places, and not waited for without end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { Bound } from './bound.ts';
import { type Leave, Turns } from './turns.ts';

const { running, runningPerPlace, waitingPerPlace, waitMs } = limits.portals;

async function enter(turns: Turns, place: string, count: number): Promise<Leave[]> {
  const turn = await Promise.all(Array.from({ length: count }, () => turns.take(place)));
  return turn.flatMap((result) => (result.ok ? [result.value] : []));
}

test('one place has no more turns than its own, others have theirs', async () => {
  const turns = new Turns(new FakeClock());
  assert.equal((await enter(turns, 'a', runningPerPlace)).length, runningPerPlace);
  let hasTurn = false;
  void turns.take('a').then(() => {
    hasTurn = true;
  });
  assert.equal((await enter(turns, 'b', running - runningPerPlace)).length, running - runningPerPlace);
  assert.equal(turns.running, running);
  assert.equal(hasTurn, false);
});

test('who waits has a turn when one ends, each place in its turn', async () => {
  const turns = new Turns(new FakeClock());
  const leaves = await enter(turns, 'a', runningPerPlace);
  leaves.push(...(await enter(turns, 'b', running - runningPerPlace)));
  const order: string[] = [];
  for (const place of ['c', 'c', 'c', 'd', 'e'])
    void turns.take(place).then((turn) => {
      order.push(place);
      if (turn.ok) turn.value();
    });
  leaves[0]?.();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(order, ['c', 'd', 'e', 'c', 'c']);
  assert.equal(turns.running, running - 1);
});

test('too many that wait are refused at once, and too long a wait ends', async () => {
  const clock = new FakeClock();
  const turns = new Turns(clock);
  const leaves = await enter(turns, 'a', runningPerPlace);
  const waiting = Array.from({ length: waitingPerPlace }, () => turns.take('a'));
  assert.equal((await turns.take('a')).ok, false);
  clock.advance(waitMs);
  assert.ok((await Promise.all(waiting)).every((turn) => !turn.ok));
  for (const leave of leaves) leave();
  assert.equal(turns.running, 0);
  assert.equal(clock.waiting, 0);
  assert.equal((await turns.take('a')).ok, true);
});

test('a turn that is left twice is left once', async () => {
  const turns = new Turns(new FakeClock());
  const [leave] = await enter(turns, 'a', 2);
  leave?.();
  leave?.();
  assert.equal(turns.running, 1);
});

test('what lasts is bounded in all and for each caller, and counted down when it ends', async () => {
  const bound = new Bound(3, 2);
  let end = (): void => undefined;
  const lasting = new Promise<void>((resolve) => {
    end = resolve;
  });
  const begun = ['a', 'a', 'b'].map((caller) => bound.within(caller, async () => lasting.then(() => caller)));
  assert.equal(await bound.within('a', async () => 'a'), undefined);
  assert.equal(await bound.within('c', async () => 'c'), undefined);
  end();
  assert.deepEqual(await Promise.all(begun), ['a', 'a', 'b']);
  assert.equal(bound.size, 0);
  assert.equal(await bound.within('a', async () => 'a'), 'a');
});
