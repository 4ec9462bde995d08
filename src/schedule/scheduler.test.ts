// The scheduler on a clock that the test moves: due, missed, failing, cut off, never twice, and nothing without its record.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, no, ok, type Result, silentLog } from '#base';
import type { AuditActor, AuditFact } from '#records';
import { eachDialect, type TestBed } from '../storage/testing.ts';
import type { Schedule } from './scheduler.form.ts';
import { type ScheduleAlarm, Scheduler } from './scheduler.ts';

const all = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const hourMs = 3_600_000;
const line = (name: string, more: Partial<Schedule> = {}): Schedule => ({
  ...{ name, task: 'certificate-renewal', at: '10:00', days: all, enabled: true },
  ...more,
});
const anne: AuditActor = { user: 'anne', sourceIp: '', application: 'Test', context: '' };

/** A scheduler on a bed; the clock begins on a Sunday at 9:00 UTC. */
class Desk {
  readonly clock: FakeClock;
  readonly facts: AuditFact[] = [];
  readonly alarms = new Map<string, ScheduleAlarm>();
  readonly done: string[] = [];
  lines: readonly Schedule[];
  answer: (ending: AbortSignal) => Promise<Result<string>> = async () => ok('All is well.');
  recordFails = false;
  readonly #bed: TestBed;
  #scheduler: Scheduler | undefined;

  constructor(bed: TestBed, lines: readonly Schedule[], clock = new FakeClock()) {
    this.#bed = bed;
    this.lines = lines;
    this.clock = clock;
  }

  get scheduler(): Scheduler {
    assert.ok(this.#scheduler);
    return this.#scheduler;
  }

  async open(): Promise<void> {
    const task = (name: string) => (ending: AbortSignal) => {
      this.done.push(name);
      return this.answer(ending);
    };
    this.#scheduler = await Scheduler.open({
      ...{ storage: this.#bed.storage, clock: this.clock, log: silentLog, zone: 'UTC' },
      lines: () => new Map(this.lines.map((one) => [one.name, one])),
      tasks: {
        'certificate-renewal': task('renewal'),
        'audit-archive-export': task('export'),
        'emergency-self-test': task('emergency'),
      },
      append: async (_, fact) => {
        if (this.recordFails) throw new Error('the disk is full');
        this.facts.push(fact);
      },
      alarm: (id, alarm) => (alarm === undefined ? this.alarms.delete(id) : this.alarms.set(id, alarm)),
      onChange: () => undefined,
    });
    this.#scheduler.start();
    await this.pass(30_000);
  }

  /** Time passes; what falls due in it is done when this returns. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.scheduler.settled();
    this.clock.advance(20_000);
    await this.scheduler.settled();
  }

  get actions(): string[] {
    return this.facts.map(({ action }) => action);
  }
}

eachDialect('a line is done when it is due, once, and on record', async (bed) => {
  const desk = new Desk(bed, [line('a'), line('b', { task: 'audit-archive-export', enabled: false })]);
  await desk.open();
  assert.deepEqual(desk.done, [], 'what was due before the line was there is no miss');
  await desk.pass(hourMs);
  assert.deepEqual(desk.done, ['renewal']);
  await desk.pass(hourMs);
  assert.deepEqual(desk.done, ['renewal']);
  assert.deepEqual(desk.actions, ['task started', 'task done']);
  assert.match(desk.facts[1]?.data ?? '', /Line: a; All is well\./);
  const [a, b] = desk.scheduler.rows();
  assert.deepEqual([a?.outcome, a?.words, a?.next], ['done', 'All is well.', '2026-11-23T10:00:00.000Z']);
  assert.deepEqual([b?.outcome, b?.next], ['never', '']);
  await desk.scheduler.close();
});

eachDialect('what was missed is done once after the next start, however often it was due', async (bed) => {
  const desk = new Desk(bed, [line('a')]);
  await desk.open();
  await desk.scheduler.close();
  const later = new Desk(bed, desk.lines, new FakeClock(desk.clock.nowMs() + 5 * 24 * hourMs));
  await later.open();
  assert.deepEqual(later.done, ['renewal']);
  await later.pass(hourMs / 2);
  assert.deepEqual(later.done, ['renewal']);
  await later.scheduler.close();
});

eachDialect('a clock that was put back makes nothing run twice, and does not silence a line', async (bed) => {
  const desk = new Desk(bed, [line('a')]);
  await desk.open();
  await desk.pass(hourMs);
  await desk.scheduler.close();
  const back = new Desk(bed, desk.lines, new FakeClock(desk.clock.nowMs() - 400 * 24 * hourMs));
  await back.open();
  assert.deepEqual(back.done, []);
  await back.pass(24 * hourMs);
  assert.deepEqual(back.done, ['renewal']);
  await back.scheduler.close();
});

eachDialect('a failure is an alarm until the line succeeds; a fault counts as one', async (bed) => {
  const desk = new Desk(bed, [line('a')]);
  await desk.open();
  desk.answer = async () => no({ code: 'x.y', words: 'The authority was not there.' });
  await desk.pass(hourMs);
  assert.match(desk.alarms.get('schedule.a')?.words ?? '', /a failed: The authority was not there\./);
  assert.deepEqual(desk.actions, ['task started', 'task failed']);
  desk.answer = () => Promise.reject(new Error('secret inside'));
  const failed = await desk.scheduler.runNow(anne, 'a');
  assert.equal(!failed.ok && failed.refusal.code, 'schedule.failed');
  assert.doesNotMatch(desk.alarms.get('schedule.a')?.words ?? '', /secret inside/);
  desk.answer = async () => ok('Well again.');
  assert.deepEqual(await desk.scheduler.runNow(anne, 'a'), ok('Well again.'));
  assert.equal(desk.alarms.size, 0);
  assert.equal(desk.facts.at(-2)?.actor.user, 'anne');
  await desk.scheduler.close();
});

eachDialect('a run that cannot be put on record does not begin', async (bed) => {
  const desk = new Desk(bed, [line('a')]);
  await desk.open();
  desk.recordFails = true;
  await desk.pass(hourMs);
  await assert.rejects(desk.scheduler.runNow(anne, 'a'), /disk is full/);
  assert.deepEqual(desk.done, []);
  desk.recordFails = false;
  await desk.pass(60_000);
  assert.deepEqual(desk.done, ['renewal']);
  await desk.scheduler.close();
});

eachDialect('a run that a stop cut off is told at the next start', async (bed) => {
  const desk = new Desk(bed, [line('a')]);
  await desk.open();
  desk.answer = () => new Promise(() => undefined);
  void desk.scheduler.runNow(anne, 'a');
  while (desk.done.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const busy = await desk.scheduler.runNow(anne, 'a');
  assert.equal(!busy.ok && busy.refusal.code, 'schedule.already-running');
  const next = new Desk(bed, desk.lines, desk.clock);
  await next.open();
  assert.equal(next.scheduler.rows()[0]?.outcome, 'cut');
  assert.deepEqual(next.actions, ['task failed']);
  await next.scheduler.close();
});

test('a line that is not there is refused', async () => {
  const values = { get: async () => undefined, put: async () => undefined, delete: async () => undefined };
  const storage = { system: values, transaction: async () => undefined };
  // Nothing is read from it here but a value that is not there.
  const desk = new Desk({ storage } as unknown as TestBed, []);
  await desk.open();
  const refused = await desk.scheduler.runNow(anne, 'nothing');
  assert.equal(!refused.ok && refused.refusal.code, 'schedule.unknown');
  await desk.scheduler.close();
});

eachDialect('a stop ends a task at its next step, and waits for that', async (bed) => {
  const desk = new Desk(bed, [line('a')]);
  await desk.open();
  desk.answer = (ending) =>
    new Promise((resolve) => ending.addEventListener('abort', () => resolve(no({ code: 'x.y', words: 'Stopped.' }))));
  const run = desk.scheduler.runNow(anne, 'a');
  while (desk.done.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await desk.scheduler.close();
  assert.equal((await run).ok, false);
  assert.deepEqual(desk.actions, ['task started', 'task failed']);
});
