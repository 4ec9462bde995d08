// Reliable provisional answers (RFC 3262): one at a time, each repeated until its PRACK comes.

import type { Cancel, Clock } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import type { ServerTransaction } from '../transaction/server.ts';
import { T1, TRANSACTION_MS } from '../transaction/timers.ts';

/** The number that a reliable provisional answer carries; undefined when it is not reliable. */
export function reliableNumber(response: SipMessage): number | undefined {
  if (!response.list(Header.Require).includes('100rel')) return undefined;
  const value = response.get(Header.RSeq) ?? '';
  return /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}

interface Answer<P> {
  readonly number: number;
  readonly purpose: P;
  readonly send: () => void;
}

/** More than any phone needs; what a device sends beyond it is not passed on. */
const most = 32;

/** The reliable provisional answers of one INVITE. `P` is what its user wants back when the PRACK comes. */
export class ReliableAnswers<P> {
  readonly #transaction: ServerTransaction;
  readonly #clock: Clock;
  readonly #lost: () => void;
  readonly #answers: Answer<P>[] = [];
  /** The place of the answer that waits for its PRACK; those behind it have not been sent (RFC 3262 §3). */
  #current = 0;
  #repeating: Cancel | undefined;

  /** `lost` is called when no PRACK came in 64·T1: the INVITE should be refused (RFC 3262 §3). */
  constructor(transaction: ServerTransaction, clock: Clock, lost: () => void) {
    this.#transaction = transaction;
    this.#clock = clock;
    this.#lost = lost;
  }

  /** Sends the answer, after those before it have been acknowledged. `headers` are whole lines. */
  send(
    purpose: P,
    status: number,
    reason: string,
    toTag: string,
    headers: string,
    contentType?: string,
    body?: string,
  ): void {
    if (this.#answers.length >= most) return;
    const number = this.#answers.length + 1;
    const lines = `Require: 100rel\r\nRSeq: ${number}\r\n${headers}`;
    const send = (): void => this.#transaction.respond(status, reason, toTag, lines, contentType, body);
    this.#answers.push({ number, purpose, send });
    if (this.#current === this.#answers.length - 1) this.#transmit(T1, 0);
  }

  /** The answer that a PRACK acknowledges, also after the final one; undefined when there is none such (481). */
  acknowledged(prack: SipMessage): { readonly purpose: P } | undefined {
    const [number, cseq, method] = (prack.get(Header.RAck) ?? '').split(/\s+/);
    if (method !== 'INVITE' || Number(cseq) !== this.#transaction.cseq) return undefined;
    const answer = this.#answers[this.#current];
    if (answer === undefined || answer.number !== Number(number)) return undefined;
    this.stop();
    this.#current += 1;
    this.#transmit(T1, 0);
    return answer;
  }

  /** No more repeats: the final answer goes out. */
  stop(): void {
    this.#repeating?.();
    this.#repeating = undefined;
  }

  #transmit(pauseMs: number, waitedMs: number): void {
    const current = this.#answers[this.#current];
    if (current === undefined || !this.#transaction.open) return;
    current.send();
    const nextMs = Math.min(waitedMs + pauseMs, TRANSACTION_MS);
    this.#repeating = this.#clock.after(nextMs - waitedMs, () => {
      if (nextMs < TRANSACTION_MS) this.#transmit(pauseMs * 2, nextMs);
      else if (this.#transaction.open) this.#lost();
    });
  }
}
