// The scheduler (ADM-9): does each line of the form when it is due, one after the other, and once what was missed. Its law: a run
// that cannot be put on record does not begin.

import { type Cancel, type Clock, type Log, no, type Result } from '#base';
import type { AuditActor, AuditFact } from '#records';
import type { Storage, Tx } from '#storage';
import { type LastRun, type Memory, Runs } from './runs.ts';
import { scheduleCodes } from './schedule.codes.ts';
import type { ScheduledRun } from './scheduled-runs.view.ts';
import { type Schedule, scheduler, type TaskName } from './scheduler.form.ts';
import { lastDueMs, nextDueMs } from './times.ts';

/** Does a task; the words say what it did. When `ending` aborts, the system stops: it ends at its next step. */
export type Task = (ending: AbortSignal) => Promise<Result<string>>;

/** What a failed line says to whoever looks after the system; undefined when it has succeeded. */
export interface ScheduleAlarm {
  readonly severity: 'major';
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
}

export interface SchedulerOptions {
  readonly storage: Pick<Storage, 'system' | 'transaction'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The time zone of the clock on the wall. */
  readonly zone: string;
  /** The lines of the form now. */
  readonly lines: () => ReadonlyMap<string, Schedule>;
  readonly tasks: Readonly<Record<TaskName, Task>>;
  readonly append: (tx: Tx, fact: AuditFact) => Promise<unknown>;
  readonly alarm: (id: string, alarm: ScheduleAlarm | undefined) => void;
  /** Something that the view shows has changed. */
  readonly onChange: () => void;
}

const lookEveryMs = 20_000;
/** After a start calls and phones come first. */
const firstLookMs = 30_000;

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #runs: Runs;
  readonly #running = new Map<string, Promise<unknown>>();
  #timer: Cancel | undefined;
  #working: Promise<unknown> = Promise.resolve();
  readonly #ending = new AbortController();

  private constructor(options: SchedulerOptions, runs: Runs) {
    this.#options = options;
    this.#runs = runs;
  }

  /** Opens what is remembered. What a stop cut off is put on record as such. */
  static async open(options: SchedulerOptions): Promise<Scheduler> {
    const opened = new Scheduler(options, await Runs.open(options.storage));
    for (const [name, memory] of opened.#runs.lines)
      if (memory.last?.outcome === 'running')
        await opened.#end(name, memory, memory.last, { outcome: 'cut', words: 'The system was stopped meanwhile.' });
    return opened;
  }

  /** From now on what is due is done. */
  start(): void {
    this.#timer = this.#options.clock.after(firstLookMs, () => this.#look());
  }

  /** Nothing begins any more; returns when what runs has ended. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#timer?.();
    await Promise.allSettled([this.#working, ...this.#running.values()]);
  }

  /** Returns when what is being done is done. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /** Runs a line now, on behalf of `actor`; the words say what it did. */
  async runNow(actor: AuditActor, name: string): Promise<Result<string>> {
    const line = this.#options.lines().get(name);
    if (line === undefined) return no(scheduleCodes.refuse('schedule.unknown', { name }));
    if (this.#running.has(name)) return no(scheduleCodes.refuse('schedule.already-running', { name }));
    return await this.#run(line, actor);
  }

  /** What the view shows. */
  rows(): readonly ScheduledRun[] {
    const { lines, clock, zone } = this.#options;
    return [...lines().values()].map((line): ScheduledRun => {
      const last = this.#runs.get(line.name)?.last;
      const next = line.enabled ? nextDueMs(line, clock.nowMs(), zone) : undefined;
      return {
        ...{ name: line.name, task: scheduler.fields.task.choices?.[line.task] ?? line.task },
        ...{ outcome: last?.outcome ?? 'never', words: last?.words ?? '' },
        ...{ started: moment(last?.startedAtMs), ended: moment(last?.endedAtMs), next: moment(next) },
      };
    });
  }

  #look(): void {
    if (this.#ending.signal.aborted) return;
    this.#working = this.#lookOnce()
      .catch((fault: unknown) => this.#options.log.fault('the scheduler could not look after its lines', fault))
      .finally(() => {
        if (!this.#ending.signal.aborted) this.#timer = this.#options.clock.after(lookEveryMs, () => this.#look());
      });
  }

  async #lookOnce(): Promise<void> {
    const { lines } = this.#options;
    await this.#remember(lines());
    for (const line of lines().values())
      if (!this.#ending.signal.aborted && this.#isDue(line)) await this.#run(line, systemActor(line.name));
  }

  /** A line that is new, or whose last run lies in the future of a clock that was put back, is due from now on. */
  async #remember(lines: ReadonlyMap<string, Schedule>): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    const before = this.#runs.lines;
    const isKnown = (name: string): boolean => (before.get(name)?.sinceMs ?? Number.POSITIVE_INFINITY) <= nowMs;
    if (before.size === lines.size && [...lines.keys()].every(isKnown)) return;
    for (const name of before.keys()) if (!lines.has(name)) this.#options.alarm(alarmId(name), undefined);
    const memoryOf = (name: string): Memory => {
      const memory = before.get(name) ?? { sinceMs: nowMs };
      return { ...memory, sinceMs: Math.min(memory.sinceMs, nowMs) };
    };
    await this.#runs.keepOnly(new Map([...lines.keys()].map((name) => [name, memoryOf(name)])));
  }

  #isDue(line: Schedule): boolean {
    const { clock, zone } = this.#options;
    const memory = this.#runs.get(line.name);
    if (!line.enabled || memory === undefined || this.#running.has(line.name)) return false;
    const due = lastDueMs(line, clock.nowMs(), zone);
    return due !== undefined && due > memory.sinceMs;
  }

  #run(line: Schedule, actor: AuditActor): Promise<Result<string>> {
    const done = this.#runRecorded(line, actor).finally(() => {
      this.#running.delete(line.name);
      this.#options.onChange();
    });
    this.#running.set(line.name, done);
    return done;
  }

  async #runRecorded({ name, task }: Schedule, actor: AuditActor): Promise<Result<string>> {
    const { clock, append, tasks, onChange } = this.#options;
    const startedAtMs = clock.nowMs();
    const begun: LastRun = { startedAtMs, endedAtMs: 0, outcome: 'running', words: '' };
    const memory: Memory = { sinceMs: startedAtMs, last: begun };
    const label = scheduler.fields.task.choices?.[task] ?? task;
    const started = { level: 'medium', actor, action: 'task started', data: `Line: ${name}; Task: ${label}` } as const;
    await this.#runs.put(name, memory, (tx) => append(tx, started));
    onChange();
    const done = await attempt(() => tasks[task](this.#ending.signal), name, this.#options.log);
    const words = done.ok ? done.value : done.refusal.words;
    await this.#end(name, memory, begun, { outcome: done.ok ? 'done' : 'failed', words });
    return done.ok ? done : no(scheduleCodes.refuse('schedule.failed', { name, why: words }));
  }

  async #end(name: string, memory: Memory, begun: LastRun, how: Pick<LastRun, 'outcome' | 'words'>): Promise<void> {
    const { clock, append, alarm } = this.#options;
    const isDone = how.outcome === 'done';
    const words = how.words.slice(0, 1_000);
    const fact: AuditFact = {
      ...{ level: isDone ? 'medium' : 'high', actor: systemActor(name) },
      ...{ action: isDone ? 'task done' : 'task failed', data: `Line: ${name}; ${words}` },
    };
    const last = { ...begun, ...how, words, endedAtMs: clock.nowMs() };
    if (how.outcome !== 'cut') alarm(alarmId(name), isDone ? undefined : alarmOf(name, words));
    await this.#runs.put(name, { ...memory, last }, (tx) => append(tx, fact));
  }
}

const alarmId = (name: string): string => `schedule.${name}`;

const alarmOf = (name: string, words: string): ScheduleAlarm => ({
  ...{ severity: 'major', words: `The scheduled task ${name} failed: ${words}` },
  ...{ remedy: 'Correct what it says, then run it again in Scheduled Runs.', form: 'scheduled-runs' },
});

/** A fault in a task is a failed run, with the id under which it is in the log. */
async function attempt(task: () => ReturnType<Task>, name: string, log: Log): Promise<Result<string>> {
  try {
    return await task();
  } catch (fault) {
    const why = `an internal fault, in the log under ${log.fault(`the scheduled task ${name} failed`, fault)}`;
    return no(scheduleCodes.refuse('schedule.failed', { name, why }));
  }
}

const systemActor = (context: string): AuditActor => ({
  ...{ user: 'local', sourceIp: '', application: 'Scheduler', context },
});

const moment = (ms: number | undefined): string => (ms === undefined || ms === 0 ? '' : new Date(ms).toISOString());
