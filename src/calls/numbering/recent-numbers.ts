// What each extension has dialled last, and who called it last: in memory alone, one of each. Its law: who did not show a number is not
// called back, nor anybody before them in their stead.

import { limits } from '#base';

/** A caller as the called side was shown them. */
export interface RecentCaller {
  /** '' where it was withheld. */
  readonly number: string;
  readonly isOutside: boolean;
}

/** What decisions look up. */
export interface RecentLook {
  /** Without codes; undefined before anything was dialled. */
  lastDialled(extension: string): string | undefined;
  lastCaller(extension: string): RecentCaller | undefined;
}

export class RecentNumbers implements RecentLook {
  readonly #dialled = new Map<string, string>();
  readonly #callers = new Map<string, RecentCaller>();

  lastDialled(extension: string): string | undefined {
    return this.#dialled.get(extension);
  }

  lastCaller(extension: string): RecentCaller | undefined {
    return this.#callers.get(extension);
  }

  dialled(extension: string, number: string): void {
    keep(this.#dialled, extension, number);
  }

  called(extension: string, caller: RecentCaller): void {
    keep(this.#callers, extension, caller);
  }

  /** The extension is there no longer. */
  forget(extension: string): void {
    this.#dialled.delete(extension);
    this.#callers.delete(extension);
  }
}

/** Those that have not been heard of for longest give way. */
function keep<T>(map: Map<string, T>, extension: string, value: T): void {
  map.delete(extension);
  map.set(extension, value);
  if (map.size <= limits.calls.recentNumbers) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
