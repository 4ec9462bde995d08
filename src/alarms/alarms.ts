// Alarms: conditions that are told as they are found, and what becomes of them. Its law: an alarm, its entry in the audit trail and
// what destinations are to be told are written together; and nobody who finds a condition ever waits for that.

import { type Cancel, type Clock, Events, type Log, limits, no, ok, type Result, randomHex } from '#base';
import type { AuditActor, AuditFact } from '#records';
import { type Actor, systemActor } from '#security';
import type { Storage, Tx } from '#storage';
import { type Alarm, byUrgency, type Condition, isActive, type Notice } from './alarm.ts';
import { alarmsCodes } from './alarms.codes.ts';
import { type Happened, Lives } from './lives.ts';
import { isAlarm, Notices, printNotice, readNotice } from './notices.ts';

export interface AlarmsOptions {
  readonly storage: Pick<Storage, 'transaction' | 'alarms'>;
  readonly trail: { append(tx: Tx, fact: AuditFact): Promise<unknown> };
  readonly clock: Clock;
  readonly log: Log;
}

/** What waits to be written. */
interface Due {
  readonly facts: AuditFact[];
  readonly notices: Notice[];
  /** By number, as each is now. */
  readonly alarms: Map<number, Alarm>;
}

const sweepMs = 30_000;
const retryMs = 5_000;
const nothingDue = (): Due => ({ facts: [], notices: [], alarms: new Map() });

export class Alarms {
  readonly #options: AlarmsOptions;
  readonly #lives: Lives;
  /** Told of every alarm that is new or different in any way: what is shown is to be asked for again. */
  readonly changed: Events<Alarm>;
  /** Told of what destinations are to be told. */
  readonly told: Events<Notice>;
  readonly notices: Notices;
  /** Those that have ended, oldest first. */
  #cleared: Alarm[];
  #due = nothingDue();
  #writing: Promise<void> | undefined;
  #isBroken = false;
  #retry: Cancel | undefined;
  #sweeper: Cancel | undefined;
  #isClosed = false;

  private constructor(options: AlarmsOptions, known: readonly Alarm[], notices: Notices) {
    const { clock, log } = options;
    this.#options = options;
    this.notices = notices;
    this.changed = new Events('alarms', log);
    this.told = new Events('what alarms tell', log);
    const next = Math.max(0, ...known.map(({ number }) => number)) + 1;
    this.#lives = new Lives(clock, known, next);
    this.#cleared = known.filter((alarm) => !isActive(alarm));
    this.#sweepLater();
  }

  /** With the alarms that the database has. What cannot be read there is left out. */
  static async open(options: AlarmsOptions): Promise<Alarms> {
    const { alarms } = options.storage;
    const notices = (await alarms.notices()).flatMap(({ number, body }) => readNotice(number, body) ?? []);
    const known = (await alarms.all()).filter(isAlarm);
    return new Alarms(options, known, new Notices(notices, limits.alarms.notices));
  }

  /** Raises the alarm of a condition, tells what it is now, or clears it. Costs nothing while nothing is new. */
  set(id: string, condition: Condition | undefined): void {
    if (this.#isClosed) return;
    const isNew = condition !== undefined && this.#lives.get(id) === undefined;
    if (isNew && this.active().length >= limits.alarms.active) {
      this.#options.log.error('too many alarms: one is left out', { id, words: condition.words });
      return;
    }
    const { changed, told } = this.#lives.set(id, condition && bounded(condition));
    if (changed !== undefined) this.#change(changed);
    if (told !== undefined) this.#tell(told, systemActor('Alarms'));
  }

  /** All conditions whose ids begin with `prefix`, as they are now: what is not among them has ended. */
  setAll(prefix: string, conditions: ReadonlyMap<string, Condition>): void {
    for (const { id } of this.active())
      if (id.startsWith(prefix) && !conditions.has(id.slice(prefix.length))) this.set(id, undefined);
    for (const [name, condition] of conditions) this.set(prefix + name, condition);
  }

  /** Those that are there: crying ones first, the worst first. */
  active(): readonly Alarm[] {
    return [...this.#lives.active()].sort(byUrgency);
  }

  /** All that are known, in the same order, those that have ended last. */
  all(): readonly Alarm[] {
    return [...this.#lives.active(), ...this.#cleared].sort(byUrgency);
  }

  /** Somebody has seen it. Refuses `alarms.no-such-alarm`; one that somebody has acknowledged already stays theirs. */
  async acknowledge(number: number, actor: Actor): Promise<Result<void>> {
    const before = this.active().find((alarm) => alarm.number === number);
    const alarm = this.#lives.acknowledge(number, actor.user);
    if (alarm === undefined) return no(alarmsCodes.refuse('alarms.no-such-alarm', { number }));
    if (alarm !== before) {
      this.#change(alarm);
      this.#tell({ kind: 'acknowledged', alarm }, actor);
      await this.settled();
    }
    return ok(undefined);
  }

  /** Returns when all is written, or could not be. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Writes what can be written; from then on nothing is taken. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#sweeper?.();
    this.#retry?.();
    await this.#writing;
  }

  #change(alarm: Alarm): void {
    this.#due.alarms.set(alarm.number, alarm);
    this.#cleared = this.#cleared.filter(({ number }) => number !== alarm.number);
    if (!isActive(alarm)) this.#cleared.push(alarm);
    this.changed.emit(alarm);
    this.#write();
  }

  #tell({ kind, alarm }: Happened, by: Actor): void {
    const notice = this.notices.add({ id: randomHex(16), kind, atMs: this.#options.clock.nowMs(), alarm });
    this.#due.alarms.set(alarm.number, alarm);
    this.#due.notices.push(notice);
    this.#due.facts.push(factOf(notice, by));
    // While the database is away the oldest give way: the alarms themselves stay as they are.
    for (const waiting of [this.#due.notices, this.#due.facts])
      if (waiting.length > limits.alarms.notices) waiting.shift();
    this.told.emit(notice);
    this.#write();
  }

  #sweepLater(): void {
    this.#sweeper = this.#options.clock.after(sweepMs, () => {
      for (const happened of this.#lives.sweep()) this.#tell(happened, systemActor('Alarms'));
      this.#sweepLater();
    });
  }

  #write(): void {
    if (this.#isBroken) return;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
  }

  async #writeAll(): Promise<void> {
    // What is told together is written together.
    await Promise.resolve();
    while (this.#due.alarms.size > 0 && !this.#isBroken) {
      const due = this.#due;
      this.#due = nothingDue();
      try {
        await this.#commit(due);
      } catch (fault) {
        this.#keep(due, fault);
      }
    }
  }

  async #commit({ alarms, notices, facts }: Due): Promise<void> {
    const { storage, trail } = this.#options;
    const forgotten = this.#cleared.slice(0, -limits.alarms.cleared);
    await storage.transaction(async (tx) => {
      for (const alarm of alarms.values()) await storage.alarms.put(tx, alarm);
      for (const notice of notices)
        await storage.alarms.addNotice(tx, { number: notice.number, body: printNotice(notice) });
      if (notices.length > 0) await storage.alarms.forgetNotices(tx, this.notices.first);
      const numbers = forgotten.map(({ number }) => number);
      await storage.alarms.forget(tx, numbers);
      for (const fact of facts) await trail.append(tx, fact);
    });
    const gone = new Set(forgotten);
    this.#cleared = this.#cleared.filter((alarm) => !gone.has(alarm));
  }

  /** The database did not take it: what came meanwhile goes after it. */
  #keep({ alarms, notices, facts }: Due, fault: unknown): void {
    const since = this.#due;
    this.#due = {
      facts: [...facts, ...since.facts],
      notices: [...notices, ...since.notices],
      alarms: new Map([...alarms, ...since.alarms]),
    };
    this.#options.log.fault('alarms could not be written; they wait', fault);
    this.#isBroken = true;
    if (this.#isClosed) return;
    this.#retry = this.#options.clock.after(retryMs, () => {
      this.#isBroken = false;
      this.#write();
    });
  }
}

const bounded = (condition: Condition): Condition => ({
  ...condition,
  words: condition.words.slice(0, limits.alarms.wordsLength),
  remedy: condition.remedy.slice(0, limits.alarms.wordsLength),
});

const actions: Readonly<Record<Notice['kind'], string>> = {
  ...{ raised: 'alarm raised', worsened: 'alarm worsened', eased: 'alarm eased', repeated: 'alarm repeated' },
  ...{ acknowledged: 'alarm acknowledged', cleared: 'alarm cleared', test: 'alarm test' },
};

function factOf({ kind, alarm }: Notice, { user, sourceIp, application, context }: Actor): AuditFact {
  const { number, id, severity, words, times } = alarm;
  const actor: AuditActor = { user, sourceIp, application, context };
  const data = [`Alarm: ${number}`, `Condition: ${id}`, `Severity: ${severity}`, `Times: ${times}`, `Words: ${words}`];
  return { level: severity === 'minor' ? 'medium' : 'high', actor, action: actions[kind], data: data.join('; ') };
}
