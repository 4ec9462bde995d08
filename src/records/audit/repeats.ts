// Repetitions: a flood of refused registrations must neither fill the disk nor hide what matters. Counted by the minute.

import { limits } from '#base';
import type { AuditFact } from './entry.ts';

const windowMs = 60_000;

interface Window {
  readonly startedMs: number;
  readonly fact: AuditFact;
  readonly tier: Tier;
  seen: number;
  /** Those that were counted and not written. */
  held: number;
}

interface Tier {
  /** Written as they are, each minute. */
  readonly burst: number;
  /** What makes two facts of this tier the same. */
  readonly key: (fact: AuditFact) => string;
  /** The fact that tells of the others; `count` says how many and in how long. */
  readonly summary: (fact: AuditFact, count: string) => AuditFact;
}

const anyone = (fact: AuditFact, sourceIp: string) => ({ ...fact.actor, user: '', sourceIp });

/** From the narrowest: a fact that one tier holds back does not count in the next. */
const tiers: readonly Tier[] = [
  {
    burst: limits.audit.samePerMinute,
    key: ({ action, actor, data }) => `1\0${action}\0${actor.sourceIp}\0${actor.user}\0${data}`,
    summary: (fact, count) => ({ ...fact, data: `${fact.data} (${count})` }),
  },
  {
    burst: limits.audit.sourcePerMinute,
    key: ({ action, actor }) => `2\0${action}\0${actor.sourceIp}`,
    summary: (fact, count) => ({
      ...fact,
      actor: anyone(fact, fact.actor.sourceIp),
      data: `from this source: ${count}`,
    }),
  },
  {
    burst: limits.audit.actionPerMinute,
    key: ({ action }) => `3\0${action}`,
    summary: (fact, count) => ({ ...fact, actor: anyone(fact, ''), data: `from several sources: ${count}` }),
  },
];

export class Repeats {
  readonly #windows = new Map<string, Window>();

  /** True if the fact is to be written; otherwise it has been counted. */
  admit(fact: AuditFact, nowMs: number): boolean {
    for (const tier of tiers) {
      const window = this.#window(tier, fact, nowMs);
      if (window === undefined) continue;
      window.seen++;
      if (window.seen <= tier.burst) continue;
      window.held++;
      return false;
    }
    return true;
  }

  /** What was counted in the minutes that are over by now (in all of them, if `all`), one fact for each kind. */
  due(nowMs: number, all = false): readonly AuditFact[] {
    const facts: AuditFact[] = [];
    for (const [key, window] of this.#windows) {
      const tookMs = nowMs - window.startedMs;
      if (!all && tookMs >= 0 && tookMs < windowMs) continue;
      this.#windows.delete(key);
      const seconds = Math.min(Math.max(Math.round(tookMs / 1000), 0), windowMs / 1000);
      if (window.held > 0) facts.push(window.tier.summary(window.fact, `${window.held} more in ${seconds} s`));
    }
    return facts;
  }

  /** Whether there is anything to wait for. */
  get counting(): boolean {
    return this.#windows.size > 0;
  }

  /** Undefined when too many kinds are counted already: then only the widest tier counts. */
  #window(tier: Tier, fact: AuditFact, nowMs: number): Window | undefined {
    const key = tier.key(fact);
    const known = this.#windows.get(key);
    if (known !== undefined) return known;
    if (this.#windows.size >= limits.audit.repeats && tier !== tiers.at(-1)) return undefined;
    const window: Window = { startedMs: nowMs, fact, tier, seen: 0, held: 0 };
    this.#windows.set(key, window);
    return window;
  }
}
