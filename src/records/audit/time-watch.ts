// Watches the clock (REC-1): when somebody sets it, or the time zone, that is on record with the old and the new time.
//
// The steady clock goes on as it did: what the wall clock is ahead of it stays the same unless somebody sets it, or the machine
// was asleep. The first difference is kept, so that many small steps are seen as one.

import { readlinkSync } from 'node:fs';
import type { Cancel, Clock } from '#base';
import { type AuditFact, trailActor } from './entry.ts';

const lookEveryMs = 10_000;
/** Below that it is a correction over the network, as machines make them. */
const noticedMs = 2_000;

export interface TimeWatchOptions {
  readonly clock: Clock;
  readonly note: (fact: AuditFact) => void;
  /** The time of the newest entry of the trail; 0 if there is none. */
  readonly lastEntryMs: number;
  /** The name of the machine's time zone. Default: as the system says. */
  readonly zone?: () => string;
}

export class TimeWatch {
  readonly #options: TimeWatchOptions;
  readonly #zoneNow: () => string;
  #aheadMs: number;
  #zone: string;
  #timer: Cancel | undefined;

  /** Begins to watch; a clock that was set back while nothing ran is told at once. */
  constructor(options: TimeWatchOptions) {
    this.#options = options;
    this.#zoneNow = options.zone ?? systemZone;
    this.#aheadMs = this.#ahead();
    this.#zone = this.#zoneNow();
    const { clock, lastEntryMs } = options;
    if (lastEntryMs > clock.nowMs() + noticedMs) this.#tell(lastEntryMs, 'at the latest entry, before the start');
    this.#wait();
  }

  close(): void {
    this.#timer?.();
  }

  #ahead(): number {
    const { clock } = this.#options;
    return clock.nowMs() - clock.steadyMs();
  }

  #wait(): void {
    this.#timer = this.#options.clock.after(lookEveryMs, () => this.#look());
  }

  #look(): void {
    const aheadMs = this.#ahead();
    if (Math.abs(aheadMs - this.#aheadMs) > noticedMs) {
      this.#tell(this.#options.clock.steadyMs() + this.#aheadMs, 'as it would be');
      this.#aheadMs = aheadMs;
    }
    const zone = this.#zoneNow();
    if (zone !== this.#zone) this.#note(`Old time zone: ${this.#zone}; New time zone: ${zone}`);
    this.#zone = zone;
    this.#wait();
  }

  #tell(oldMs: number, what: string): void {
    const nowMs = this.#options.clock.nowMs();
    const seconds = Math.round((nowMs - oldMs) / 1_000);
    this.#note(`Old time: ${printTime(oldMs)} (${what}); New time: ${printTime(nowMs)}; Difference: ${seconds} s`);
  }

  #note(data: string): void {
    this.#options.note({ level: 'high', actor: { ...trailActor, context: 'time' }, action: 'time change', data });
  }
}

const printTime = (ms: number): string => new Date(ms).toISOString();

const zoneFile = '/etc/localtime';

/** The zone that the machine is set to now, which this process may not have noticed; blank where nothing tells. */
function systemZone(): string {
  try {
    return readlinkSync(zoneFile).replace(/^.*\/zoneinfo\//, '');
  } catch {
    return Temporal.Now.timeZoneId();
  }
}
