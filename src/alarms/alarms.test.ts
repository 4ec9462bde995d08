// Alarms as they are kept: each with its entry in the trail, over a restart, in bounds, and while the database is away.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, silentLog } from '#base';
import type { AuditFact } from '#records';
import { systemActor } from '#security';
import type { AlarmRow, NoticeRow, Tx } from '#storage';
import type { Condition } from './alarm.ts';
import { Alarms } from './alarms.ts';

const condition = (words = 'It is so.'): Condition => ({ severity: 'major', words, remedy: 'Do so.', form: 'f' });
const anna = { ...systemActor('here'), user: 'anna', application: 'System Administration Tool' };
const nothing = async (): Promise<void> => undefined;

/** A database in memory that writes all of a transaction or nothing, and can be away. */
class Memory {
  alarms = new Map<number, AlarmRow>();
  notices = new Map<number, NoticeRow>();
  facts: AuditFact[] = [];
  isAway = false;

  async open(clock = new FakeClock()) {
    const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      if (this.isAway) throw new Error('the disk is full');
      const before = { alarms: new Map(this.alarms), notices: new Map(this.notices), facts: [...this.facts] };
      try {
        // No row of this memory looks into a transaction.
        return await work({} as Tx);
      } catch (fault) {
        Object.assign(this, before);
        throw fault;
      }
    };
    const rows = {
      all: async () => [...this.alarms.values()],
      notices: async () => [...this.notices.values()],
      put: async (_: Tx, row: AlarmRow) => void this.alarms.set(row.number, row),
      addNotice: async (_: Tx, row: NoticeRow) => void this.notices.set(row.number, row),
      forget: async (_: Tx, numbers: readonly number[]) => {
        for (const number of numbers) this.alarms.delete(number);
      },
      forgetNotices: async (_: Tx, before: number) => {
        for (const number of this.notices.keys()) if (number < before) this.notices.delete(number);
      },
      ...{ positions: async () => [], putPosition: nothing, forgetPosition: nothing },
    };
    const append = async (_: Tx, fact: AuditFact) => this.facts.push(fact);
    // What is asked of the rows is all here.
    const storage = { transaction, alarms: rows } as unknown as Parameters<typeof Alarms.open>[0]['storage'];
    const alarms = await Alarms.open({ storage, trail: { append }, clock, log: silentLog });
    return { alarms, clock };
  }

  get actions(): string[] {
    return this.facts.map(({ action, actor }) => `${action} by ${actor.user}`);
  }
}

test('raised, acknowledged and cleared are on record, with whose doing it was', async () => {
  const memory = new Memory();
  const { alarms } = await memory.open();
  alarms.set('a', condition());
  await alarms.settled();
  assert.deepEqual(await alarms.acknowledge(1, anna), { ok: true, value: undefined });
  await alarms.acknowledge(1, systemActor('again'));
  alarms.set('a', undefined);
  await alarms.settled();
  assert.deepEqual(memory.actions, ['alarm raised by system', 'alarm acknowledged by anna', 'alarm cleared by system']);
  assert.match(memory.facts[0]?.data ?? '', /^Alarm: 1; Condition: a; Severity: major; Times: 1; Words: It is so\.$/);
  assert.deepEqual(
    [...memory.notices.values()].map(({ body }) => JSON.parse(body).kind),
    ['raised', 'acknowledged', 'cleared'],
  );
  const refused = await alarms.acknowledge(1, anna);
  assert.equal(!refused.ok && refused.refusal.code, 'alarms.no-such-alarm');
  await alarms.close();
});

test('after a restart alarms go on: acknowledged ones stay so, and what has ended is cleared', async () => {
  const memory = new Memory();
  const first = await memory.open();
  first.alarms.set('system.a', condition());
  first.alarms.set('system.b', condition());
  first.alarms.set('other.c', condition());
  await first.alarms.acknowledge(1, anna);
  await first.alarms.settled();
  await first.alarms.close();
  const { alarms } = await memory.open();
  alarms.setAll('system.', new Map([['a', condition()]]));
  await alarms.settled();
  assert.deepEqual(
    alarms.all().map(({ id, acknowledgedBy, clearedAtMs }) => [id, acknowledgedBy, clearedAtMs > 0]),
    [
      ['other.c', '', false],
      ['system.a', 'anna', false],
      ['system.b', '', true],
    ],
  );
  assert.equal(memory.actions.at(-1), 'alarm cleared by system');
  assert.equal(alarms.notices.last, 5);
  alarms.set('new', condition());
  assert.equal(alarms.active()[0]?.number, 4);
  await alarms.close();
});

test('while the database is away alarms are there and told, and are written when it is back', async () => {
  const memory = new Memory();
  const { alarms, clock } = await memory.open();
  const heard: string[] = [];
  alarms.told.on(({ kind, alarm }) => heard.push(`${kind} ${alarm.id}`));
  memory.isAway = true;
  alarms.set('a', condition());
  await alarms.settled();
  alarms.set('b', condition());
  assert.equal(alarms.active().length, 2);
  assert.deepEqual(heard, ['raised a', 'raised b']);
  assert.equal(memory.facts.length, 0);
  memory.isAway = false;
  clock.advance(5_000);
  await alarms.settled();
  assert.deepEqual(
    [...memory.alarms.values()].map(({ id }) => id),
    ['a', 'b'],
  );
  assert.equal(memory.facts.length, 2);
  await alarms.close();
});

test('what has ended is forgotten from the oldest, and so is what was told', async () => {
  const memory = new Memory();
  const { alarms } = await memory.open();
  for (let number = 0; number < limits.alarms.cleared + 10; number++) {
    alarms.set(`a${number}`, condition());
    alarms.set(`a${number}`, undefined);
    if (number % 100 === 0) await alarms.settled();
  }
  await alarms.settled();
  alarms.set('last', condition());
  await alarms.settled();
  assert.equal(memory.alarms.size, limits.alarms.cleared + 1);
  assert.equal(memory.alarms.has(10), false);
  assert.ok(memory.notices.size <= limits.alarms.notices);
  await alarms.close();
});

test('there is a most of alarms at once, and of their words', async () => {
  const { alarms } = await new Memory().open();
  for (let number = 0; number < limits.alarms.active + 10; number++)
    alarms.set(`a${number}`, condition('x'.repeat(5_000)));
  assert.equal(alarms.active().length, limits.alarms.active);
  assert.equal(alarms.active()[0]?.words.length, limits.alarms.wordsLength);
  alarms.set('a0', undefined);
  alarms.set('one more', condition());
  assert.equal(alarms.active().length, limits.alarms.active);
  await alarms.close();
});

test('once closed, nothing is taken, and no timer is left', async () => {
  const { alarms, clock } = await new Memory().open();
  await alarms.close();
  alarms.set('a', condition());
  assert.deepEqual(alarms.active(), []);
  assert.equal(clock.waiting, 0);
});
