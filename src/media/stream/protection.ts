// The keys of a stream: SRTP in one direction each, kept over a new plan that names the same key.

import type { SrtpReceiver } from '../srtp/receiver.ts';
import type { SrtpSender } from '../srtp/sender.ts';
import { type Suite, suiteNamed } from '../suites.ts';

/** A key as a crypto attribute gives it. */
export interface StreamKey {
  /** Registered name or alias. */
  readonly suite: string;
  /** Master key and salt together. */
  readonly key: Buffer;
  /** Key identifier in every packet; default none. */
  readonly mki?: Buffer;
}

interface InUse<T> {
  readonly suite: Suite;
  readonly key: Buffer;
  readonly mki: Buffer;
  readonly context: T;
}

/** One direction's key. A changed key begins anew; the same one goes on, or its packets would be taken for replayed. */
export class DirectionKey<T extends SrtpSender | SrtpReceiver> {
  readonly #make: new (
    suite: Suite,
    key: Buffer,
    mki: Buffer,
  ) => T;
  #inUse: InUse<T> | undefined;

  constructor(make: new (suite: Suite, key: Buffer, mki: Buffer) => T) {
    this.#make = make;
  }

  /** The SRTP context; undefined without a key. */
  get context(): T | undefined {
    return this.#inUse?.context;
  }

  /** Throws, and has no key, when the suite is unknown or the key is not of its length. */
  use(wanted: StreamKey | undefined): void {
    const mki = wanted?.mki ?? Buffer.alloc(0);
    const suite = wanted === undefined ? undefined : suiteNamed(wanted.suite);
    const now = this.#inUse;
    if (now !== undefined && now.suite === suite && wanted?.key.equals(now.key) && mki.equals(now.mki)) return;
    this.forget();
    if (wanted === undefined) return;
    if (suite === undefined) throw new RangeError(`no suite ${wanted.suite}`);
    const context = new this.#make(suite, wanted.key, mki);
    this.#inUse = { suite, key: Buffer.from(wanted.key), mki, context };
  }

  forget(): void {
    this.#inUse?.context.close();
    this.#inUse?.key.fill(0);
    this.#inUse = undefined;
  }
}
