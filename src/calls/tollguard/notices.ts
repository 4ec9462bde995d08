// What happened of late that somebody should know: a limit was reached, calls were unusual, closed countries were tried. Each is a
// condition for an hour after it happened last.

import { limits } from '#base';
import type { Reached } from './judge.ts';

/** As the room of alarms has it. */
export interface TollCondition {
  readonly severity: 'critical' | 'major' | 'minor';
  readonly words: string;
  readonly remedy: string;
  readonly form: string;
  readonly extent?: number;
}

interface Notice {
  readonly condition: TollCondition;
  /** How often within its time. */
  times: number;
  /** From how many times on it is told. */
  readonly from: number;
  lastMs: number;
}

/** So many attempts at what is closed are no mistake. */
const manyAttempts = 5;

export class Notices {
  readonly #notices = new Map<string, Notice>();
  #left = 0;

  reached({ limit, scope, key, measure }: Reached, words: string, atMs: number): void {
    const severity = limit.response === 'clear' && measure.startsWith('money') ? 'critical' : 'major';
    const remedy =
      'Look at its calls in Call History. If they are honest, raise the limit; if not, change the SIP secret and see where the extension forwards to.';
    const condition = { severity, words: `${words}.`, remedy, form: 'toll-limits' } as const;
    // Somebody who wants one call too many now and then is no alarm.
    const from = measure === 'atOnce' && limit.response !== 'alarm' ? manyAttempts : 1;
    this.#note(`toll.limit.${limit.name}.${scope}.${key}.${measure}`, condition, from, atMs);
  }

  unusual(who: string, why: string, atMs: number): void {
    const words = `${who} calls unusually: ${why}.`;
    const remedy =
      'Ask whoever has it whether the calls were theirs. If not, change its SIP secret and see where it forwards to.';
    this.#note(`toll.unusual.${who}`, { severity: 'major', words, remedy, form: 'toll-guard' }, 1, atMs);
  }

  closed(who: string, why: string, atMs: number): void {
    const words = `${who} has tried ${manyAttempts} times or more within an hour to call what is closed. ${why}.`;
    const remedy =
      'Ask whoever has it. If it was nobody, change its SIP secret; if the calls are wanted, open the country.';
    this.#note(`toll.closed.${who}`, { severity: 'major', words, remedy, form: 'toll-countries' }, manyAttempts, atMs);
  }

  /** Those that hold, each by its name. */
  conditions(atMs: number): (readonly [string, TollCondition])[] {
    for (const [name, notice] of this.#notices) if (isOver(notice, atMs)) this.#notices.delete(name);
    if (this.#notices.size < limits.toll.notices) this.#left = 0;
    const told = [...this.#notices].filter(([, { times, from }]) => times >= from);
    const all = told.map(([name, { condition }]) => [name, condition] as const);
    return this.#left === 0 ? all : [...all, ['toll.more', more(this.#left)]];
  }

  #note(name: string, condition: TollCondition, from: number, atMs: number): void {
    const known = this.#notices.get(name);
    if (known !== undefined && !isOver(known, atMs)) {
      known.times++;
      known.lastMs = atMs;
    } else if (known !== undefined || this.#notices.size < limits.toll.notices)
      this.#notices.set(name, { condition, from, times: 1, lastMs: atMs });
    else this.#left++;
  }
}

const isOver = ({ lastMs }: Notice, atMs: number): boolean => atMs - lastMs >= limits.toll.noticeMs;

const more = (extent: number): TollCondition => ({
  severity: 'critical',
  words: 'The toll guard has more to tell than it can: many extensions reach limits or call unusually at once.',
  remedy: 'Take the trunks out of service in SIP Trunks until you know why.',
  form: 'toll-limits',
  extent,
});
