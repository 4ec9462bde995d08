// The lives of alarms: raised by a condition, acknowledged by a person, cleared when the condition ends. Its law: whatever comes and
// goes, gets worse and better again, is told when it begins and from then on once for each quiet time, with how often it came.

import { type Clock, limits } from '#base';
import { type Alarm, type Condition, isActive, isWorse, type NoticeKind, type Severity } from './alarm.ts';

/** What happened, to be written, put on record and told. */
export interface Happened {
  readonly kind: NoticeKind;
  readonly alarm: Alarm;
}

/** What has been told of an alarm: the worst of it within its quiet time. */
interface Told {
  readonly isActive: boolean;
  readonly severity: Severity;
  readonly extent: number;
  readonly times: number;
}

interface Life {
  alarm: Alarm;
  told: Told;
  /** Until then only what is worse than what was told is told at once, and the first end. On the steady clock. */
  quietUntilMs: number;
}

export class Lives {
  readonly #clock: Clock;
  readonly #lives = new Map<string, Life>();
  #next: number;

  /** Goes on with the alarms that were there; `next` is the number of the next one. */
  constructor(clock: Clock, known: Iterable<Alarm>, next: number) {
    this.#clock = clock;
    this.#next = next;
    for (const alarm of known) if (isActive(alarm)) this.#lives.set(alarm.id, { ...begin(alarm), quietUntilMs: 0 });
  }

  /** The alarms that are there. */
  *active(): Generator<Alarm> {
    for (const { alarm } of this.#lives.values()) if (isActive(alarm)) yield alarm;
  }

  get(id: string): Alarm | undefined {
    const alarm = this.#lives.get(id)?.alarm;
    return alarm !== undefined && isActive(alarm) ? alarm : undefined;
  }

  /** The condition as it is now; the alarm if anything about it is new, and what is to be told of it now. */
  set(id: string, condition: Condition | undefined): { readonly changed?: Alarm; readonly told?: Happened } {
    const life = this.#lives.get(id);
    if (condition === undefined) return life !== undefined && isActive(life.alarm) ? this.#clear(life) : {};
    if (life === undefined || this.#isOver(life)) return this.#raise(id, condition);
    const before = life.alarm;
    life.alarm = isActive(before) ? updated(before, condition) : reopened(before, condition);
    return life.alarm === before ? {} : { changed: life.alarm, ...this.#tellWorse(life) };
  }

  /** Undefined when there is no such alarm that anybody could still acknowledge. */
  acknowledge(number: number, by: string): Alarm | undefined {
    const life = [...this.#lives.values()].find(({ alarm }) => alarm.number === number);
    if (life === undefined || !isActive(life.alarm)) return undefined;
    if (life.alarm.acknowledgedAtMs === 0)
      life.alarm = { ...life.alarm, acknowledgedAtMs: this.#clock.nowMs(), acknowledgedBy: by };
    return life.alarm;
  }

  /** What is to be told of alarms whose quiet time is over. */
  sweep(): readonly Happened[] {
    const happened: Happened[] = [];
    for (const [id, life] of this.#lives) {
      if (this.#isQuiet(life)) continue;
      const kind = untold(life);
      if (kind !== undefined) happened.push(this.#tell(life, kind));
      else if (isActive(life.alarm)) life.told = toldOf(life.alarm);
      else this.#lives.delete(id);
    }
    return happened;
  }

  #raise(id: string, condition: Condition) {
    const { severity, words, remedy, form, extent = 0 } = condition;
    const alarm: Alarm = {
      ...{ number: this.#next++, id, severity, worst: severity, words, remedy, form, extent, times: 1 },
      ...{ raisedAtMs: this.#clock.nowMs(), acknowledgedAtMs: 0, acknowledgedBy: '', clearedAtMs: 0 },
    };
    const life: Life = { ...begin(alarm), quietUntilMs: 0 };
    this.#lives.set(id, life);
    return { changed: alarm, told: this.#tell(life, 'raised') };
  }

  #clear(life: Life) {
    life.alarm = { ...life.alarm, clearedAtMs: this.#clock.nowMs() };
    const isFirstEnd = life.told.isActive && life.told.times === life.alarm.times;
    if (!isFirstEnd && this.#isQuiet(life)) return { changed: life.alarm };
    const quietUntilMs = life.quietUntilMs;
    const told = this.#tell(life, 'cleared');
    // The end of what was told does not begin another quiet time: it would keep a short life for twice as long.
    if (quietUntilMs > this.#clock.steadyMs()) life.quietUntilMs = quietUntilMs;
    return { changed: life.alarm, told };
  }

  #tellWorse(life: Life): { readonly told?: Happened } {
    const { alarm, told } = life;
    const worse = isWorse(alarm.severity, told.severity) || alarm.extent > told.extent;
    if (worse) return { told: this.#tell(life, 'worsened') };
    const kind = this.#isQuiet(life) ? undefined : untold(life);
    return kind === undefined ? {} : { told: this.#tell(life, kind) };
  }

  #tell(life: Life, kind: NoticeKind): Happened {
    if (kind === 'worsened') life.alarm = { ...life.alarm, acknowledgedAtMs: 0, acknowledgedBy: '' };
    life.told = toldOf(life.alarm);
    life.quietUntilMs = this.#clock.steadyMs() + limits.alarms.quietMs;
    return { kind, alarm: life.alarm };
  }

  #isQuiet({ quietUntilMs }: Life): boolean {
    return this.#clock.steadyMs() < quietUntilMs;
  }

  /** A cause that comes back after the quiet time makes another alarm. */
  #isOver(life: Life): boolean {
    return !isActive(life.alarm) && !this.#isQuiet(life) && untold(life) === undefined;
  }
}

const toldOf = (alarm: Alarm): Told => ({
  isActive: isActive(alarm),
  severity: alarm.severity,
  extent: alarm.extent,
  times: alarm.times,
});

const begin = (alarm: Alarm) => ({ alarm, told: toldOf(alarm) });

/** What is different from what was told; undefined where nothing is that is worth telling. */
function untold({ alarm, told }: Life): NoticeKind | undefined {
  if (!isActive(alarm)) return told.isActive || alarm.times > told.times ? 'cleared' : undefined;
  if (isWorse(alarm.severity, told.severity)) return 'worsened';
  if (alarm.times > told.times || !told.isActive) return 'repeated';
  return isWorse(told.severity, alarm.severity) ? 'eased' : undefined;
}

/** The same alarm where nothing about the condition is new. */
function updated(alarm: Alarm, { severity, words, remedy, form, extent = 0 }: Condition): Alarm {
  const now = { severity, words, remedy, form, extent };
  if (Object.entries(now).every(([name, value]) => alarm[name as keyof typeof now] === value)) return alarm;
  return { ...alarm, ...now, worst: isWorse(severity, alarm.worst) ? severity : alarm.worst };
}

const reopened = (alarm: Alarm, condition: Condition): Alarm => ({
  ...updated(alarm, condition),
  times: alarm.times + 1,
  clearedAtMs: 0,
});
