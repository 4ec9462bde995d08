// A courier on a clock that stands still: in order, again until it has arrived, in bounds, and never about itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FakeClock, limits, no, ok, type Refusal, silentLog } from '#base';
import type { Notice } from '../alarm.ts';
import { Notices } from '../notices.ts';
import { backOffMs, Courier, type CourierOptions } from './courier.ts';

const refusal = (code = 'outbound.cannot-connect'): Refusal => ({ code, words: 'Nobody is there.' });

const notice = (id: string): Omit<Notice, 'number'> => ({
  ...{ id, kind: 'raised', atMs: 0 },
  alarm: {
    ...{ number: 1, id, severity: 'major', worst: 'major', words: id, remedy: '', form: '', extent: 0, times: 1 },
    ...{ raisedAtMs: 0, acknowledgedAtMs: 0, acknowledgedBy: '', clearedAtMs: 0 },
  },
});

function begin(wishes: Partial<CourierOptions> = {}, most: number = limits.alarms.notices) {
  const clock = new FakeClock();
  const notices = new Notices([], most);
  /** What arrived: the ids of each sending, and how many were lost before it. */
  const arrived: string[] = [];
  const kept: number[] = [];
  const troubles: (string | undefined)[] = [];
  const state = { away: undefined as Refusal | undefined, attempts: 0 };
  const courier = new Courier({
    ...{ clock, log: silentLog, name: 'test', notices, mostAtOnce: 2, pauseMs: 0, position: 0 },
    wants: () => true,
    send: async (sent, lost) => {
      state.attempts++;
      if (state.away !== undefined) return no(state.away);
      arrived.push(`${sent.map(({ id }) => id).join(' ')}${lost > 0 ? ` (${lost} lost)` : ''}`);
      return ok(undefined);
    },
    keep: async (position) => void kept.push(position),
    onTrouble: (why) => troubles.push(why),
    ...wishes,
  });
  const tell = async (...ids: string[]): Promise<void> => {
    for (const id of ids) notices.add(notice(id));
    courier.wake();
    await courier.settled();
  };
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    for (let turns = 0; turns < 5; turns++) await turn();
  };
  return { clock, notices, courier, arrived, kept, troubles, state, tell, pass };
}

test('notices arrive in order, as many at once as the destination takes, and are not sent twice', async () => {
  const { arrived, kept, tell, courier } = begin();
  await tell('a', 'b', 'c');
  await tell('d');
  courier.wake();
  await courier.settled();
  assert.deepEqual(
    [arrived, kept],
    [
      ['a b', 'c', 'd'],
      [2, 3, 4],
    ],
  );
  assert.equal(courier.state.waiting, 0);
});

test('a destination that is away is tried again, later and later; one failure is no trouble yet', async () => {
  const { arrived, troubles, state, tell, pass, courier } = begin();
  state.away = refusal();
  await tell('a');
  assert.deepEqual([state.attempts, troubles], [1, []]);
  for (const [index, ms] of backOffMs.entries()) {
    await pass(ms - 1);
    assert.equal(state.attempts, index + 1);
    await pass(1);
    assert.equal(state.attempts, index + 2);
  }
  assert.deepEqual(troubles.slice(0, 1), ['Nobody is there.']);
  assert.deepEqual([courier.state.waiting, courier.state.trouble], [1, 'Nobody is there.']);
  state.away = undefined;
  await pass(300_000);
  assert.deepEqual([arrived, troubles.at(-1), courier.state.trouble], [['a'], undefined, '']);
});

test('when its settings change it is tried at once', async () => {
  const { arrived, state, tell, courier } = begin();
  state.away = refusal();
  await tell('a');
  state.away = undefined;
  courier.again();
  await courier.settled();
  assert.deepEqual(arrived, ['a']);
});

test('after one sending it waits for others to come with the next', async () => {
  const { arrived, tell, pass } = begin({ pauseMs: 60_000, mostAtOnce: 50 });
  await tell('a');
  await tell('b');
  await tell('c');
  assert.deepEqual(arrived, ['a']);
  await pass(60_000);
  assert.deepEqual(arrived, ['a', 'b c']);
});

test('what it does not want is passed over and does not wait', async () => {
  const { arrived, tell, courier } = begin({ wants: ({ id }) => id !== 'itself' });
  await tell('itself', 'a', 'itself');
  assert.deepEqual([arrived, courier.state.waiting], [['a'], 0]);
});

test('what waits too long is lost from the oldest, and that is told', async () => {
  const { arrived, state, tell, courier } = begin({ mostAtOnce: 10 }, 3);
  state.away = refusal();
  await tell('a', 'b', 'c', 'd', 'e');
  assert.equal(courier.state.waiting, 3);
  state.away = undefined;
  courier.again();
  await courier.settled();
  assert.deepEqual(arrived, ['c d e (2 lost)']);
});

test('what a destination will never take holds up the rest for a few attempts, and is then left out and told', async () => {
  const { arrived, state, tell, pass } = begin({ mostAtOnce: 1 });
  state.away = refusal('alarms.webhook-rejected');
  await tell('poison');
  for (let attempts = 1; attempts < limits.alarms.attemptsAtRejected; attempts++) await pass(300_000);
  state.away = undefined;
  await tell('a');
  await pass(300_000);
  assert.deepEqual(arrived, ['a (1 lost)']);
});

test('what arrived for some and not for others is trouble, and is not sent again', async () => {
  const { state, troubles, tell, courier, kept } = begin();
  state.away = refusal('outbound.mail-partly');
  await tell('a');
  assert.deepEqual([troubles, kept, courier.state.waiting], [['Nobody is there.'], [1], 0]);
  state.away = undefined;
  await tell('b');
  assert.deepEqual([troubles.at(-1), courier.state.trouble], [undefined, '']);
});

test('it goes on after a restart where it had got', async () => {
  const { arrived, tell } = begin({ position: 2 });
  await tell('a', 'b', 'c');
  assert.deepEqual(arrived, ['c']);
});

test('a fault of our own is tried again as any other failure', async () => {
  let isBroken = true;
  const { courier, pass, tell } = begin({
    send: async () => {
      if (isBroken) throw new Error('a fault');
      return ok(undefined);
    },
  });
  await tell('a');
  assert.match(courier.state.trouble, /fault of this system/);
  isBroken = false;
  await pass(1_000);
  assert.equal(courier.state.waiting, 0);
});

test('a destination that never answers does not hold up the end, and changes nothing after it', async () => {
  let answer = (): void => undefined;
  const { clock, kept, notices, courier } = begin({
    send: () => new Promise((resolve) => (answer = () => resolve(ok(undefined)))),
  });
  notices.add(notice('a'));
  courier.wake();
  const closed = courier.close();
  clock.advance(500);
  await closed;
  answer();
  await courier.settled();
  assert.deepEqual([kept, clock.waiting], [[], 0]);
});

test('closed, it sends nothing and leaves no timer', async () => {
  const { arrived, clock, state, tell, courier } = begin();
  state.away = refusal();
  await tell('a');
  await courier.close();
  state.away = undefined;
  courier.wake();
  await courier.settled();
  assert.deepEqual([arrived, clock.waiting], [[], 0]);
});
