// Passcodes and codes that are dialled: wrong ones are counted for whoever they are about, and after too many none is taken for a time, not even
// the right one. Its law: locked, unknown and wrong take the same work and get the same answer; only the audit trail is told the difference.
// What is counted lies in memory and is written down behind it, so that a lock outlives a restart and no call waits for the database.

import { type Clock, type Log, limits, sameText } from '#base';
import type { AuditFact } from '#records';
import type { Storage } from '#storage';
import { systemActor } from '../actor.ts';

export interface PinGuardOptions {
  readonly storage: Pick<Storage, 'pinLocks' | 'transaction'>;
  readonly clock: Clock;
  readonly log: Log;
  /** What it guards, in the words of the audit trail: 'mailbox', 'DISA number', 'conference'. */
  readonly kind: string;
  /** Wrong ones before it locks. */
  readonly most: () => number;
  /** Wrong ones further apart than this are not counted together; 0: they are, however far apart. */
  readonly windowMs: () => number;
  /** How long it stays locked; 0: until somebody resets it. */
  readonly lockMs: () => number;
  /** What it is about belongs to many, such as a number of DISA: one who knows a code does not forgive the guesses of others. */
  readonly isShared?: boolean;
  readonly note: (fact: AuditFact) => void;
  /** Somebody was locked or opened. */
  readonly changed?: () => void;
}

/** Who tries: the number that calls, where it is known, and where it comes from. */
export interface PinTry {
  readonly number: string;
  readonly address: string;
}

interface Counted {
  /** When wrong ones were given, of those that count. */
  readonly wrongMs: readonly number[];
  /** Wall-clock time; 0 = not locked, Infinity = until it is reset. */
  readonly lockedUntilMs: number;
}

const longest = 32;
const untilReset = Number.POSITIVE_INFINITY;

export class PinGuard {
  readonly #options: PinGuardOptions;
  readonly #counted: Map<string, Counted>;
  /** What has changed and is not on disk, by its name there; undefined: to be deleted. */
  readonly #unwritten = new Map<string, string | undefined>();
  #writing: Promise<void> = Promise.resolve();

  private constructor(options: PinGuardOptions, counted: Map<string, Counted>) {
    this.#options = options;
    this.#counted = counted;
  }

  /** With what was counted before the system was last stopped. */
  static async open(options: PinGuardOptions): Promise<PinGuard> {
    const counted = new Map<string, Counted>();
    const prefix = `${options.kind}/`;
    for (const { name, body } of await options.storage.pinLocks.all())
      if (name.startsWith(prefix)) counted.set(name.slice(prefix.length), readCounted(body));
    return new PinGuard(options, counted);
  }

  isLocked(key: string): boolean {
    const counted = this.#counted.get(key);
    if (counted === undefined || counted.lockedUntilMs === 0) return false;
    if (counted.lockedUntilMs > this.#options.clock.nowMs()) return true;
    this.#forget(key);
    return false;
  }

  /** Those that are locked now. */
  locked(): string[] {
    return [...this.#counted.keys()].filter((key) => this.isLocked(key));
  }

  /** Is it right, and is any taken now? `expected` is undefined of what is not there, or has none. */
  check(key: string, given: string, expected: string | undefined, by: PinTry): boolean {
    return this.checkAny(key, given, [expected ?? ''], by) === 0;
  }

  /** Which of these it is, where it is one of them and any is taken now; -1 otherwise. All are compared, blank ones are none. */
  checkAny(key: string, given: string, expected: readonly string[], by: PinTry): number {
    const padded = given.slice(0, longest).padEnd(longest, '-');
    let found = -1;
    for (const [place, one] of expected.entries())
      if (sameText(one.slice(0, longest).padEnd(longest, '-'), padded) && one !== '' && found < 0) found = place;
    const isTaken = !this.isLocked(key) && given.length <= longest;
    if (found >= 0 && isTaken) {
      this.#succeeded(key);
      return found;
    }
    this.#failed(key, by);
    return -1;
  }

  /** Nothing is held against it any more. */
  reset(key: string): void {
    const wasLocked = this.isLocked(key);
    this.#forget(key);
    if (wasLocked) this.#options.changed?.();
  }

  /** Everything is written when this returns. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #succeeded(key: string): void {
    if (this.#options.isShared !== true && this.#counted.has(key)) this.#forget(key);
  }

  #failed(key: string, by: PinTry): void {
    const { clock, most, windowMs } = this.#options;
    if (this.isLocked(key)) return this.#note(key, by, 'refused', 'it is locked');
    const now = clock.nowMs();
    const before = this.#counted.get(key)?.wrongMs ?? [];
    const recent = windowMs() === 0 ? before : before.filter((atMs) => now - atMs <= windowMs());
    const counted: Counted = { wrongMs: [...recent, now], lockedUntilMs: 0 };
    if (counted.wrongMs.length >= most()) return this.#lock(key, by);
    this.#keep(key, counted);
    this.#note(key, by, 'refused', 'wrong');
  }

  #lock(key: string, by: PinTry): void {
    const { clock, lockMs, changed } = this.#options;
    const ms = lockMs();
    this.#keep(key, { wrongMs: [], lockedUntilMs: ms === 0 ? untilReset : clock.nowMs() + ms });
    this.#note(key, by, 'locked', ms === 0 ? 'until it is reset' : `for ${Math.round(ms / 60_000)} minutes`);
    changed?.();
  }

  #keep(key: string, counted: Counted): void {
    this.#counted.delete(key);
    this.#counted.set(key, counted);
    this.#write(
      key,
      JSON.stringify({ ...counted, lockedUntilMs: counted.lockedUntilMs === untilReset ? -1 : counted.lockedUntilMs }),
    );
    if (this.#counted.size > limits.pins.counted) this.#forgetOne();
  }

  /** The oldest that is not locked; of nothing but locks none, for a lock is what protects. */
  #forgetOne(): void {
    for (const key of this.#counted.keys()) if (!this.isLocked(key)) return this.#forget(key);
  }

  #forget(key: string): void {
    if (this.#counted.delete(key)) this.#write(key, undefined);
  }

  #write(key: string, body: string | undefined): void {
    const isWaiting = this.#unwritten.size > 0;
    this.#unwritten.set(`${this.#options.kind}/${key}`, body);
    if (!isWaiting) this.#writing = this.#writing.then(() => this.#writeAll());
  }

  async #writeAll(): Promise<void> {
    const { storage, log } = this.#options;
    const rows = [...this.#unwritten];
    this.#unwritten.clear();
    try {
      await storage.transaction(async (tx) => {
        for (const [name, body] of rows) await storage.pinLocks.put(tx, name, body);
      });
    } catch (fault) {
      log.fault('wrong passcodes cannot be kept', fault);
    }
  }

  #note(key: string, { number, address }: PinTry, action: string, why: string): void {
    const { kind, note } = this.#options;
    note({
      level: action === 'locked' ? 'high' : 'medium',
      actor: { ...systemActor(`Passcode of ${kind}`), user: number, sourceIp: address },
      action: `passcode ${action}`,
      data: `${kind[0]?.toUpperCase()}${kind.slice(1)}: ${key}; Reason: ${why}`,
    });
  }
}

function readCounted(body: string): Counted {
  // Written by #keep.
  const { wrongMs, lockedUntilMs } = JSON.parse(body) as Counted;
  return { wrongMs, lockedUntilMs: lockedUntilMs === -1 ? untilReset : lockedUntilMs };
}
