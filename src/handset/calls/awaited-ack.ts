// A success of ours to an INVITE, repeated until its ACK comes (RFC 3261 §13.3.1.4).

import type { Cancel, Clock } from '#base';
import { type ServerTransaction, type SipMessage, T1, T2, TRANSACTION_MS } from '#sip';

export class AwaitedAck {
  readonly #clock: Clock;
  #stop: Cancel | undefined;
  #cseq = -1;
  #taken: ((ack: SipMessage) => void) | undefined;
  #lost: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get waiting(): boolean {
    return this.#taken !== undefined;
  }

  /** The success has been sent: `taken` gets its ACK, `lost` hears that none came in 64·T1. */
  start(transaction: ServerTransaction, taken: (ack: SipMessage) => void, lost: () => void): void {
    this.stop();
    this.#cseq = transaction.cseq;
    this.#taken = taken;
    this.#lost = lost;
    this.#repeatAfter(transaction, T1, 0);
  }

  receive(ack: SipMessage): void {
    const taken = this.#taken;
    if (taken === undefined || ack.cseq?.number !== this.#cseq) return;
    this.stop();
    taken(ack);
  }

  /** Runs the task when the ACK has come or is given up, at once when none is awaited. What the ACK brings is not looked at. */
  afterwards(task: () => void): void {
    if (this.#taken === undefined) return task();
    this.#taken = task;
    this.#lost = task;
  }

  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#taken = undefined;
    this.#lost = undefined;
  }

  #repeatAfter(transaction: ServerTransaction, pauseMs: number, waitedMs: number): void {
    const nextMs = Math.min(waitedMs + pauseMs, TRANSACTION_MS);
    this.#stop = this.#clock.after(nextMs - waitedMs, () => {
      if (nextMs === TRANSACTION_MS) return this.#giveUp();
      transaction.repeatSuccess();
      this.#repeatAfter(transaction, Math.min(pauseMs * 2, T2), nextMs);
    });
  }

  #giveUp(): void {
    const lost = this.#lost;
    this.stop();
    lost?.();
  }
}
