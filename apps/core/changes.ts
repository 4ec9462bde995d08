// What changes, told to those who look on: gathered for a moment, then told once, and only what each may see.

import type { Clock } from '#base';
import type { ActiveSession } from '#security';
import type { WriteChunk } from './core-door.ts';
import type { ChangingLine } from './portal-protocol.ts';

interface Watcher {
  /** Takes what has changed since the last time. */
  readonly told: (changed: ReadonlyMap<string, string | undefined>) => void;
}

const gatherMs = 300;

export class Changes {
  readonly #clock: Clock;
  readonly #watchers = new Set<Watcher>();
  /** Forms and views, each with the key where only one record changed. */
  #gathered = new Map<string, string | undefined>();
  #isWaiting = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Something of this form or view has changed. Costs next to nothing while nobody looks on. */
  note(what: string, key?: string): void {
    if (this.#watchers.size === 0) return;
    const isOther = this.#gathered.has(what) && this.#gathered.get(what) !== key;
    this.#gathered.set(what, isOther ? undefined : key);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#clock.after(gatherMs, () => this.#tell());
  }

  /**
   * Tells of changes until the session ends, which is the last thing told, or `signal` aborts. `sees` is asked each time: rights
   * may have changed.
   */
  async watch(
    session: ActiveSession,
    sees: (what: string) => boolean,
    write: WriteChunk,
    signal: AbortSignal,
  ): Promise<void> {
    const due = new Map<string, string | undefined>();
    let isOver = false;
    let wake = (): void => undefined;
    const watcher: Watcher = {
      told: (changed) => {
        for (const [what, key] of changed) due.set(what, due.has(what) && due.get(what) !== key ? undefined : key);
        wake();
      },
    };
    const end = (): void => {
      isOver = true;
      wake();
    };
    this.#watchers.add(watcher);
    const released = session.onEnd(end);
    signal.addEventListener('abort', end);
    try {
      while (!isOver) {
        for (const [what, key] of [...due]) {
          due.delete(what);
          if (sees(what)) await write(print(key === undefined ? { what } : { what, key }));
        }
        if (due.size === 0 && !isOver)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      if (!signal.aborted) await write(print({ what: 'session' }));
    } finally {
      this.#watchers.delete(watcher);
      signal.removeEventListener('abort', end);
      released();
    }
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  #tell(): void {
    this.#isWaiting = false;
    const gathered = this.#gathered;
    this.#gathered = new Map();
    for (const { told } of this.#watchers) told(gathered);
  }
}

const print = (line: ChangingLine): string => JSON.stringify(line);
