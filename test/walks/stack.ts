// What the transactions of a phone over UDP do by themselves: repeat what is not answered, and answer repeats as before.

import type { Cancel, Clock } from '#base';
import { parseMessage, type SipMessage } from '#sip';

const T1 = 500;
const T2 = 4_000;
/** Shorter than 64·T1, so that no repeat still on its way outlives the server's transaction. */
const lastMs = 24_000;

export class PhoneStack {
  readonly #clock: Clock;
  readonly #post: (text: string) => void;
  /** What is repeated, by what ends it. */
  readonly #repeating = new Map<string, Cancel>();
  /** The latest answer to each request that came. */
  readonly #answers = new Map<string, string>();
  readonly #acks = new Map<string, string>();

  constructor(clock: Clock, post: (text: string) => void) {
    this.#clock = clock;
    this.#post = post;
  }

  sent(text: string): void {
    const parsed = parseMessage(Buffer.from(text, 'latin1'));
    if (parsed.kind !== 'message') return;
    const { message } = parsed;
    if (message.method === 'ACK') this.#acks.set(ofDialog(message), text);
    else if (message.isRequest) this.#repeat(ofBranch(message), text, T1, 0);
    else {
      this.#answers.set(ofBranch(message), text);
      if (message.method === 'INVITE' && message.status >= 200) this.#repeat(ofDialog(message), text, T1, 0);
    }
  }

  /** True for a repeat, which the phone need not see again. */
  received(message: SipMessage): boolean {
    const branch = ofBranch(message);
    if (message.method === 'ACK') {
      this.#end(ofDialog(message));
      return false;
    }
    if (!message.isRequest) return this.#receivedAnswer(message, branch);
    const answer = this.#answers.get(branch);
    if (answer === undefined) {
      const isKnown = this.#answers.has(branch);
      this.#answers.set(branch, '');
      return isKnown;
    }
    if (answer !== '') this.#post(answer);
    return true;
  }

  #receivedAnswer(answer: SipMessage, branch: string): boolean {
    if (answer.method === 'INVITE' || answer.status >= 200) this.#end(branch);
    const ack = answer.method === 'INVITE' && answer.status >= 200 ? this.#acks.get(ofDialog(answer)) : undefined;
    if (ack !== undefined) this.#post(ack);
    return ack !== undefined;
  }

  #repeat(key: string, text: string, pauseMs: number, waitedMs: number): void {
    this.#end(key);
    if (waitedMs + pauseMs > lastMs) return;
    const stop = this.#clock.after(pauseMs, () => {
      this.#post(text);
      this.#repeat(key, text, Math.min(pauseMs * 2, T2), waitedMs + pauseMs);
    });
    this.#repeating.set(key, stop);
  }

  #end(key: string): void {
    this.#repeating.get(key)?.();
    this.#repeating.delete(key);
  }
}

const ofBranch = (message: SipMessage): string => `${message.via?.branch} ${message.method}`;
/** An INVITE and its ACK, whatever their branches. */
const ofDialog = (message: SipMessage): string => `${message.callId} ${message.cseq?.number} ${message.to?.tag}`;
