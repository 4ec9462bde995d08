// Reliable provisional answers (RFC 3262): each is repeated until its PRACK comes.

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

interface Waiting<P> {
  readonly number: number;
  readonly purpose: P;
  stop: Cancel;
}

/** The reliable provisional answers of one INVITE. `P` is what its user wants back when the PRACK comes. */
export class ReliableAnswers<P> {
  readonly #transaction: ServerTransaction;
  readonly #clock: Clock;
  readonly #lost: () => void;
  #next = 1;
  readonly #waiting: Waiting<P>[] = [];

  /** `lost` is called when no PRACK came in 64·T1: the INVITE should be refused (RFC 3262 §3). */
  constructor(transaction: ServerTransaction, clock: Clock, lost: () => void) {
    this.#transaction = transaction;
    this.#clock = clock;
    this.#lost = lost;
  }

  send(
    purpose: P,
    status: number,
    reason: string,
    toTag: string,
    headers: string,
    contentType?: string,
    body?: string,
  ): void {
    const number = this.#next++;
    const lines = `Require: 100rel\r\nRSeq: ${number}\r\n${headers}`;
    const repeat = (): void => this.#transaction.respond(status, reason, toTag, lines, contentType, body);
    const entry: Waiting<P> = { number, purpose, stop: () => undefined };
    this.#waiting.push(entry);
    repeat();
    this.#repeatAfter(entry, T1, 0, repeat);
  }

  /** The answer that a PRACK acknowledges; undefined when there is none such (481). */
  acknowledged(prack: SipMessage): { readonly purpose: P } | undefined {
    const [number, cseq, method] = (prack.get(Header.RAck) ?? '').split(/\s+/);
    if (method !== 'INVITE' || Number(cseq) !== this.#transaction.request.cseq?.number) return undefined;
    const index = this.#waiting.findIndex((entry) => entry.number === Number(number));
    const entry = this.#waiting[index];
    if (entry === undefined) return undefined;
    this.#waiting.splice(index, 1);
    entry.stop();
    return entry;
  }

  stop(): void {
    for (const entry of this.#waiting.splice(0)) entry.stop();
  }

  #repeatAfter(entry: Waiting<P>, pauseMs: number, waitedMs: number, repeat: () => void): void {
    entry.stop = this.#clock.after(pauseMs, () => {
      if (!this.#transaction.open) return;
      if (waitedMs + pauseMs >= TRANSACTION_MS) {
        this.stop();
        this.#lost();
        return;
      }
      repeat();
      this.#repeatAfter(entry, pauseMs * 2, waitedMs + pauseMs, repeat);
    });
  }
}
