// What every extension is doing now: each side of a call that an extension has is an appearance. Kept by the calls, read by lamps;
// where nobody watches, a change costs a few assignments.

import { limits, randomHex } from '#base';
import type { Shown } from '../identity/shown.ts';

/** What an extension has of a call. */
export interface AppearanceFacts {
  /** The call that it belongs to. */
  readonly callId: string;
  readonly direction: 'initiator' | 'recipient';
  readonly state: 'trying' | 'early' | 'confirmed';
  /** Whom it talks with. */
  readonly remote: Shown;
  readonly held: boolean;
  readonly secure: boolean;
}

export interface AppearanceView extends AppearanceFacts {
  /** Random and unguessable: names it to those who may pick it up. */
  readonly id: string;
  /** Tells it from the others of its extension, and says nothing else. */
  readonly ordinal: number;
}

/** The handle of the call's side on what it shows. */
export interface Appearance {
  readonly id: string;
  change(facts: Partial<AppearanceFacts>): void;
  gone(): void;
}

export interface FoundAppearance extends AppearanceView {
  readonly number: string;
}

interface Doing {
  readonly appearances: FoundAppearance[];
  /** Rises with each new one. */
  ordinal: number;
}

const nothing: readonly AppearanceView[] = Object.freeze([]);
/** Of an extension that does more than anybody can. */
const untold: Appearance = Object.freeze({ id: '', change: () => undefined, gone: () => undefined });

export class Activity {
  readonly #numbers = new Map<string, Doing>();
  readonly #byId = new Map<string, FoundAppearance>();
  readonly #listeners = new Map<string, Set<(number: string) => void>>();

  /** An extension begins to call, or is called. Beyond the limit it is not shown. */
  appear(number: string, facts: AppearanceFacts): Appearance {
    const doing = this.#numbers.get(number) ?? { appearances: [], ordinal: 0 };
    if (doing.appearances.length >= limits.watching.appearances) return untold;
    this.#numbers.set(number, doing);
    const id = randomHex(16);
    doing.ordinal += 1;
    this.#put(doing, { ...facts, id, number, ordinal: doing.ordinal });
    return { id, change: (changed) => this.#change(id, changed), gone: () => this.#remove(id) };
  }

  /** What it does now, in the order in which it began. */
  of(number: string): readonly AppearanceView[] {
    return this.#numbers.get(number)?.appearances ?? nothing;
  }

  /** What has this id, for whoever picks it up. */
  find(id: string): FoundAppearance | undefined {
    return this.#byId.get(id);
  }

  /** Does it anything at all, were it that it rings? */
  isBusy(number: string): boolean {
    return this.#numbers.has(number);
  }

  /** Hears of every change of one extension; the returned function ends that. */
  on(number: string, listener: (number: string) => void): () => void {
    const listeners = this.#listeners.get(number) ?? new Set();
    this.#listeners.set(number, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(number) === listeners) this.#listeners.delete(number);
    };
  }

  #put(doing: Doing, view: FoundAppearance): void {
    const index = doing.appearances.findIndex(({ id }) => id === view.id);
    if (index < 0) doing.appearances.push(view);
    else doing.appearances[index] = view;
    this.#byId.set(view.id, view);
    this.#tell(view.number);
  }

  #change(id: string, changed: Partial<AppearanceFacts>): void {
    const before = this.#byId.get(id);
    const doing = before === undefined ? undefined : this.#numbers.get(before.number);
    if (before !== undefined && doing !== undefined) this.#put(doing, { ...before, ...changed });
  }

  #remove(id: string): void {
    const view = this.#byId.get(id);
    const doing = view === undefined ? undefined : this.#numbers.get(view.number);
    if (view === undefined || doing === undefined) return;
    this.#byId.delete(id);
    doing.appearances.splice(
      doing.appearances.findIndex((other) => other.id === id),
      1,
    );
    if (doing.appearances.length === 0) this.#numbers.delete(view.number);
    this.#tell(view.number);
  }

  #tell(number: string): void {
    const listeners = this.#listeners.get(number);
    if (listeners !== undefined) for (const listener of listeners) listener(number);
  }
}
