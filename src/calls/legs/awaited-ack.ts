// A success of ours, repeated until its ACK comes, over a connection too (RFC 3261 §13.3.1.4).

import type { Cancel, Clock } from '#base';
import { type ServerTransaction, type SipMessage, T1, T2, TRANSACTION_MS } from '#sip';

export class AwaitedAck {
  readonly cseq: number;
  readonly onAck: ((ack: SipMessage) => void) | undefined;
  readonly #clock: Clock;
  readonly #transaction: ServerTransaction;
  readonly #lost: () => void;
  #waiting: Cancel | undefined;

  /** `lost` is called when none came in 64·T1. */
  constructor(
    clock: Clock,
    transaction: ServerTransaction,
    onAck: ((ack: SipMessage) => void) | undefined,
    lost: () => void,
  ) {
    this.cseq = transaction.cseq;
    this.onAck = onAck;
    this.#clock = clock;
    this.#transaction = transaction;
    this.#lost = lost;
    this.#repeatAfter(T1, 0);
  }

  stop(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }

  #repeatAfter(pauseMs: number, waitedMs: number): void {
    const nextMs = Math.min(waitedMs + pauseMs, TRANSACTION_MS);
    this.#waiting = this.#clock.after(nextMs - waitedMs, () => {
      if (nextMs === TRANSACTION_MS) return this.#lost();
      this.#transaction.repeatSuccess();
      this.#repeatAfter(Math.min(pauseMs * 2, T2), nextMs);
    });
  }
}
