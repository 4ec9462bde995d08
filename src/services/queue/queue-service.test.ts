// Queues as callers hear them: music and place, being put through and coming back, overflow, closed and nobody there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, type Refusal } from '#base';
import { FakeCall, runStory, settled } from '../testing.ts';
import type { CallQueue } from './call-queues.form.ts';
import type { AgentState } from './queue.ts';
import { QueueService } from './queue-service.ts';

const sales: CallQueue = {
  ...{ name: 'sales', group: '', agents: ['201', '202'], retrySeconds: 15, most: 3, longestSeconds: 300 },
  ...{ music: 'music.calm', announceSeconds: 60, expectedWait: true, openIn: ['day'], closed: '', nobody: 'wait' },
  overflow: '',
};
const noAnswer: Refusal = { code: 'calls.no-answer', words: 'Nobody answered' };

function site(given: Partial<CallQueue> = {}) {
  const clock = new FakeClock();
  const states = new Map<string, AgentState>([
    ['201', 'busy'],
    ['202', 'busy'],
  ]);
  const now = { mode: 'day' as CallQueue['openIn'][number], record: { ...sales, ...given } as CallQueue | undefined };
  const service = new QueueService({
    ...{ clock, changed: () => undefined, modeNow: () => now.mode, membersOf: () => ['201', '202'] },
    recordAt: () => now.record,
    records: () => (now.record === undefined ? [] : [now.record]),
    recordOf: () => now.record,
    stateOf: (number) => states.get(number) ?? 'away',
    count: (number) => [`number.${number}`],
  });
  const enter = async (facts: Partial<ConstructorParameters<typeof FakeCall>[1]> = {}): Promise<FakeCall> => {
    const call = new FakeCall(clock, { service: '700', number: '0301', ...facts });
    void runStory((story) => service.take(story), call);
    await settled();
    return call;
  };
  const after = async (ms: number): Promise<void> => {
    for (let at = 0; at < ms; at += 1_000) {
      clock.advance(1_000);
      await settled();
    }
  };
  const becomes = async (number: string, state: AgentState): Promise<void> => {
    states.set(number, state);
    service.agentsChanged();
    await settled();
  };
  return { clock, states, now, service, enter, after, becomes };
}

test('where an agent is free the caller goes straight through', async () => {
  const { states, service, enter } = site();
  states.set('202', 'free');
  const caller = await enter();
  assert.deepEqual([caller.transferred, caller.heard, caller.isOver], [['202'], [], true]);
  assert.equal(service.rows()[0]?.waiting, 0);
});

test('who waits hears music and their place, and goes through when an agent is free, in turn', async () => {
  const { enter, after, becomes, service } = site();
  const one = await enter();
  const two = await enter();
  assert.deepEqual(one.heard, ['queue.welcome', 'queue.you-are-next']);
  assert.deepEqual(two.heard, ['queue.welcome', 'queue.your-position', 'number.2']);
  assert.equal(two.music_, 'music.calm');
  await after(61_000);
  assert.deepEqual(two.heard.slice(3), ['queue.your-position', 'number.2']);
  await becomes('201', 'free');
  assert.deepEqual([one.transferred, two.transferred], [['201'], []]);
  await becomes('201', 'busy');
  await becomes('202', 'free');
  assert.deepEqual([two.transferred, service.rows()[0]?.waiting], [['202'], 0]);
});

test('who is not taken comes back to the music, and to their place', async () => {
  const { enter, after, becomes, service } = site({ agents: ['201'] });
  const one = await enter({ transfers: [noAnswer] });
  const two = await enter();
  one.isTransferHeld = true;
  await becomes('201', 'free');
  assert.deepEqual([service.rows()[0]?.waiting, service.rows()[0]?.ringing, one.music_], [2, 1, 'music.calm']);
  one.transferring?.({ ok: false, refusal: noAnswer });
  await settled();
  assert.deepEqual([one.music_, one.isOver, two.transferred], ['music.calm', false, []]);
  one.isTransferHeld = false;
  await after(14_000);
  assert.deepEqual(one.transferred, ['201'], 'the agent is left alone for a time');
  await after(2_000);
  assert.deepEqual(one.transferred, ['201', '201']);
});

test('who hangs up while an agent rings leaves the agent to the next', async () => {
  const { enter, after, becomes } = site({ agents: ['201'] });
  const one = await enter();
  const two = await enter();
  one.isTransferHeld = true;
  await becomes('201', 'free');
  one.hangUp();
  one.transferring?.({ ok: false, refusal: noAnswer });
  await after(limits.queues.settleMs * 2);
  assert.deepEqual(two.transferred, ['201']);
});

test('a full queue is busy, or overflows', async () => {
  const busy = site();
  for (let caller = 0; caller < 3; caller++) await busy.enter();
  const fourth = await busy.enter();
  assert.deepEqual([fourth.declined, fourth.isAnswered], [486, false]);
  const over = site({ overflow: '290' });
  for (let caller = 0; caller < 3; caller++) await over.enter();
  const next = await over.enter();
  assert.deepEqual([next.transferred, next.isOver], [['290'], true]);
});

test('who has waited long enough overflows; whom nobody takes there waits on, and not for ever', async () => {
  const { enter, after } = site({ overflow: '290', announceSeconds: 0 });
  const lucky = await enter();
  const unlucky = await enter({ transfers: [noAnswer, noAnswer, noAnswer] });
  await after(300_000);
  assert.deepEqual([lucky.transferred, lucky.isOver], [['290'], true]);
  assert.deepEqual([unlucky.transferred, unlucky.isOver, unlucky.music_], [['290'], false, 'music.calm']);
  await after(900_000);
  assert.deepEqual([unlucky.transferred.length, unlucky.heard.at(-1), unlucky.isOver], [3, 'queue.sorry', true]);
});

test('without an overflow the wait ends with words', async () => {
  const { enter, after } = site({ announceSeconds: 0 });
  const caller = await enter();
  await after(300_000);
  assert.deepEqual([caller.heard, caller.isOver], [['queue.welcome', 'queue.sorry'], true]);
});

test('closed: told so and put through or let go; who waits already is served', async () => {
  const { now, enter, becomes } = site({ closed: '209' });
  const before = await enter();
  now.mode = 'night1';
  const late = await enter();
  assert.deepEqual([late.heard, late.transferred], [['queue.closed'], ['209']]);
  await becomes('201', 'free');
  assert.deepEqual(before.transferred, ['201']);
  const round = await enter({ transferredBy: '700' });
  assert.deepEqual([round.heard, round.transferred, round.isOver], [['queue.closed', 'queue.sorry'], [], true]);
});

test('nobody there: wait, overflow or end, as is set', async () => {
  for (const nobody of ['wait', 'overflow', 'end'] as const) {
    const { states, enter } = site({ nobody, overflow: '290' });
    states.clear();
    const caller = await enter();
    const outcome = { wait: [[], false], overflow: [['290'], true], end: [[], true] }[nobody];
    assert.deepEqual([caller.transferred, caller.isOver], outcome, nobody);
    caller.hangUp();
  }
});

test('a group is called by its own number', async () => {
  const { enter, becomes } = site({ group: '291', agents: [] });
  const caller = await enter();
  await becomes('202', 'free');
  assert.deepEqual(caller.transferred, ['291']);
});

test('who waits in a queue that is deleted is told so', async () => {
  const { now, enter, after, service } = site();
  const caller = await enter();
  now.record = undefined;
  await after(limits.queues.lookMs);
  assert.deepEqual([caller.heard.at(-1), caller.isOver], ['queue.sorry', true]);
  assert.deepEqual(service.rows(), []);
});

test('the view shows what is so, and nothing is left when all have gone', async () => {
  const { clock, states, enter, service } = site();
  states.set('202', 'away');
  const one = await enter();
  clock.advance(1_500);
  assert.deepEqual(service.rows(), [
    { queue: 'sales', open: true, waiting: 1, ringing: 0, longestSeconds: 1, free: 0, busy: 1, away: 1 },
  ]);
  one.hangUp();
  await settled();
  assert.deepEqual([service.rows()[0]?.waiting, clock.waiting], [0, 0]);
});
