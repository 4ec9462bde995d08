// Subscriptions on their way to the database: what changes is gathered and written together, and nobody waits for it but the end of the
// system. A kill loses half a second of it: a phone whose subscription is lost learns so with its next refresh.

import type { Clock, Log } from '#base';
import type { KeptSubscription, SubscriptionKeeper } from '#calls';
import type { Storage } from '#storage';

/** Phones subscribe in bursts, after a restart all of them. */
const gatherMs = 500;

export class SubscriptionBook implements SubscriptionKeeper {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #log: Log;
  /** By id; undefined: to be deleted. */
  #changes = new Map<string, KeptSubscription | undefined>();
  #writing: Promise<void> = Promise.resolve();
  #isWaiting = false;

  constructor(storage: Storage, clock: Clock, log: Log) {
    this.#storage = storage;
    this.#clock = clock;
    this.#log = log;
  }

  all(): Promise<readonly KeptSubscription[]> {
    return this.#storage.subscriptions.all();
  }

  put(kept: KeptSubscription): void {
    this.#change(kept.id, kept);
  }

  remove(id: string): void {
    this.#change(id, undefined);
  }

  /** Everything is written when this returns. */
  async settled(): Promise<void> {
    this.#write();
    await this.#writing;
  }

  #change(id: string, kept: KeptSubscription | undefined): void {
    this.#changes.set(id, kept);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#clock.after(gatherMs, () => {
      this.#isWaiting = false;
      this.#write();
    });
  }

  #write(): void {
    if (this.#changes.size === 0) return;
    const changes = this.#changes;
    this.#changes = new Map();
    this.#writing = this.#writing
      .then(() => this.#writeAll(changes))
      .catch((fault) => void this.#log.fault('subscriptions cannot be kept', fault));
  }

  async #writeAll(changes: ReadonlyMap<string, KeptSubscription | undefined>): Promise<void> {
    const { subscriptions } = this.#storage;
    const rows = [...changes.values()].filter((kept) => kept !== undefined);
    const gone = [...changes].filter(([, kept]) => kept === undefined).map(([id]) => id);
    await this.#storage.transaction(async (tx) => {
      await subscriptions.put(tx, rows);
      await subscriptions.delete(tx, gone);
    });
  }
}
