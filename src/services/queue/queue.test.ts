// The pure queue: order, agents and pauses, by examples and by steps at random.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FakeClock, limits } from '#base';
import { type AgentState, Queue, type QueueSettings } from './queue.ts';

const usual: QueueSettings = { most: 5, group: '', agents: ['201', '202'], retryMs: 10_000 };

function begin(settings: Partial<QueueSettings> = {}) {
  const clock = new FakeClock();
  const states = new Map<string, AgentState>();
  const queue = new Queue(
    () => ({ ...usual, ...settings }),
    (number) => states.get(number) ?? 'free',
    clock,
  );
  return { clock, states, queue };
}

test('who came first goes first, each to an agent of their own', () => {
  const { queue } = begin();
  for (const id of ['a', 'b', 'c']) queue.enter(id);
  assert.equal(queue.begin('b'), undefined, 'not before the first');
  assert.equal(queue.begin('a'), '201');
  assert.equal(queue.begin('b'), '202');
  assert.equal(queue.begin('c'), undefined, 'nobody is free any more');
  assert.deepEqual([queue.position('c'), queue.ringing], [3, 2]);
});

test('who is not taken keeps their place, and the agent is left alone for a time', () => {
  const { clock, queue } = begin({ agents: ['201'] });
  queue.enter('a');
  queue.enter('b');
  queue.begin('a');
  queue.refused('a');
  assert.deepEqual([queue.position('a'), queue.begin('a')], [1, undefined]);
  clock.advance(usual.retryMs);
  assert.equal(queue.begin('b'), undefined, 'the first is still the first');
  assert.equal(queue.begin('a'), '201');
});

test('agents are sent callers in turn, who waited longest first', () => {
  const { clock, states, queue } = begin({ agents: ['201', '202', '203'] });
  const sent: (string | undefined)[] = [];
  for (const id of ['a', 'b', 'c', 'd']) {
    queue.enter(id);
    sent.push(queue.begin(id));
    queue.taken(id);
    clock.advance(1_000);
  }
  assert.deepEqual(sent, ['201', '202', '203', '201']);
  states.set('202', 'busy').set('203', 'away');
  assert.deepEqual(queue.agents, { free: 1, busy: 1, away: 1 });
});

test('a group is sent the next caller when its phones have begun to ring', () => {
  const { clock, states, queue } = begin({ group: '290' });
  queue.enter('a');
  queue.enter('b');
  assert.equal(queue.begin('a'), '290');
  assert.equal(queue.begin('b'), undefined);
  states.set('201', 'busy');
  clock.advance(limits.queues.settleMs);
  assert.equal(queue.begin('b'), '290', 'another of its members is free');
  queue.refused('b');
  states.set('202', 'busy').set('201', 'busy');
  clock.advance(60_000);
  assert.equal(queue.begin('b'), undefined, 'none is');
});

test('it takes no more than it may, and each once', () => {
  const { queue } = begin({ most: 2 });
  assert.deepEqual(
    [queue.enter('a'), queue.enter('a'), queue.enter('b'), queue.enter('c')],
    [true, false, true, false],
  );
  queue.leave('a');
  assert.deepEqual([queue.enter('c'), queue.position('b'), queue.position('a')], [true, 1, 0]);
});

test('the expected wait is told once enough were taken lately', () => {
  const { clock, queue } = begin({ most: 50 });
  const take = (id: string): void => {
    queue.enter(id);
    queue.taken(id);
  };
  queue.enter('w');
  queue.enter('x');
  for (const id of ['a', 'b', 'c']) {
    take(id);
    clock.advance(120_000);
  }
  assert.equal(queue.expectedMs('w'), undefined);
  take('d');
  assert.deepEqual([queue.expectedMs('w'), queue.expectedMs('x')], [120_000, 240_000]);
  clock.advance(3_700_000);
  assert.equal(queue.expectedMs('w'), undefined);
});

const caller = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
const agent = fc.constantFrom('201', '202', '203');
type Step = (site: ReturnType<typeof begin>, order: string[], rung: Map<string, string>) => void;

const step: fc.Arbitrary<Step> = fc.oneof(
  caller.map(
    (id): Step =>
      ({ queue }, order) => {
        if (queue.enter(id)) order.push(id);
      },
  ),
  caller.map(
    (id): Step =>
      ({ queue }, order, rung) => {
        queue.leave(id);
        rung.delete(id);
        if (order.includes(id)) order.splice(order.indexOf(id), 1);
      },
  ),
  caller.map(
    (id): Step =>
      ({ queue, states }, order, rung) => {
        const ready = order.find((one) => !rung.has(one));
        const target = queue.begin(id);
        if (target === undefined) return;
        assert.equal(id, ready, 'nobody overtakes');
        assert.equal(states.get(target) ?? 'free', 'free', 'only to who is free');
        assert.ok(![...rung.values()].includes(target), 'one caller for one agent');
        rung.set(id, target);
      },
  ),
  caller.map(
    (id): Step =>
      ({ queue }, _, rung) => {
        queue.refused(id);
        rung.delete(id);
      },
  ),
  fc.tuple(agent, fc.constantFrom<AgentState>('free', 'busy', 'away')).map(
    ([number, state]): Step =>
      ({ states }) => {
        states.set(number, state);
      },
  ),
  fc.integer({ min: 1, max: 20_000 }).map(
    (ms): Step =>
      ({ clock }) =>
        clock.advance(ms),
  ),
);

test('whatever happens in whatever order: nobody overtakes, no agent is sent two, and places are right', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const site = begin({ agents: ['201', '202', '203'] });
      const order: string[] = [];
      const rung = new Map<string, string>();
      for (const take of steps) {
        take(site, order, rung);
        assert.deepEqual(
          order.map((id) => site.queue.position(id)),
          order.map((_, index) => index + 1),
        );
        assert.deepEqual([site.queue.size, site.queue.ringing], [order.length, rung.size]);
        assert.ok(order.length <= usual.most);
      }
    }),
    { numRuns: 500 },
  );
});
