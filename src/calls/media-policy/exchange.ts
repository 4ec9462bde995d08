// The offers and answers of one call (RFC 3264, 6337): passed from phone to phone, with the media policy kept on the way.

import { no, ok, type Refusal, type Result, randomHex } from '#base';
import {
  answerSecurity,
  offerSecurity,
  printSdp,
  readSdp,
  type SessionDescription,
  withOrigin,
  withoutKeys,
} from '#media';
import { callCodes } from '../calls.codes.ts';

export type Side = 'caller' | 'called';
export const otherSide = (side: Side): Side => (side === 'caller' ? 'called' : 'caller');

/** What the two ends of a call may and must do about encryption. */
export interface MediaPolicy {
  /** Every stream must be SRTP. */
  readonly required: boolean;
  /** Why keys may not pass between these two; '' when they may: both legs over TLS, SRTP on, neither set to none. */
  readonly keysBarred: string;
}

export interface MediaSecurity {
  readonly secure: boolean;
  readonly suite: string;
}

/** Our own o= line towards one side: its version rises whenever what follows it changes (RFC 3264 §8). */
class Origin {
  readonly #id = String(Number.parseInt(randomHex(6), 16));
  #version = 0;
  #last = '';
  #printed = '';

  print(sdp: SessionDescription): string {
    const plain = printSdp(withOrigin(sdp, { id: this.#id, version: '0' }));
    if (plain === this.#last) return this.#printed;
    this.#last = plain;
    this.#version += 1;
    this.#printed = printSdp(withOrigin(sdp, { id: this.#id, version: String(this.#version) }));
    return this.#printed;
  }
}

const notSecure: MediaSecurity = { secure: false, suite: '' };

export class MediaExchange {
  readonly policy: MediaPolicy;
  readonly #toCaller = new Origin();
  readonly #toCalled = new Origin();
  #offer: SessionDescription | undefined;
  #offeredBy: Side | undefined;
  #received: Partial<Record<Side, string>> = {};
  #sent: Partial<Record<Side, string>> = {};
  #security = notSecure;

  constructor(policy: MediaPolicy) {
    this.policy = policy;
  }

  /** Whose offer waits for its answer. */
  get offeredBy(): Side | undefined {
    return this.#offeredBy;
  }

  /** Did a full exchange happen? */
  get settled(): boolean {
    return this.#received.caller !== undefined && this.#received.called !== undefined && this.#offeredBy === undefined;
  }

  get security(): MediaSecurity {
    return this.#security;
  }

  /** What was last sent to a side: what it may be asked to confirm in a refresh. */
  lastSentTo(side: Side): string | undefined {
    return this.#sent[side];
  }

  /** Is this the very description that the side sent before? Then nothing changes and nobody needs to be asked. */
  repeats(side: Side, body: string): boolean {
    return this.settled && this.#received[side] === body;
  }

  /** The caller's INVITE: what the called phone is sent, undefined when the offer is left to it (RFC 3261 §13.2.1). */
  begin(body: string): Result<string | undefined> {
    if (body !== '') return this.offer('caller', body);
    const { required, keysBarred } = this.policy;
    return required && keysBarred !== ''
      ? no(callCodes.refuse('calls.not-encrypted', { why: keysBarred }))
      : ok(undefined);
  }

  /** Takes an offer and gives what the other side is to be sent. */
  offer(from: Side, body: string): Result<string> {
    const read = readSdp(body);
    if (!read.ok) return refuseDescription(read.refusal);
    const allowed = this.#allowedOffer(read.value);
    if (!allowed.ok) return allowed;
    this.#offer = allowed.value;
    this.#offeredBy = from;
    this.#received[from] = body;
    return ok(this.#print(otherSide(from), allowed.value));
  }

  /** Takes the answer to the waiting offer. With `preview` the exchange stays open: an unreliable 18x (RFC 6337 §2.1). */
  answer(from: Side, body: string, preview = false): Result<string> {
    const offer = this.#offer;
    if (offer === undefined) return refuseDescription({ code: '', words: 'an answer came without an offer' });
    const read = readSdp(body);
    if (!read.ok) return refuseDescription(read.refusal);
    const judged = answerSecurity(offer, read.value);
    if (!judged.ok) return refuseDescription(judged.refusal);
    const { secure, audioSuite, active } = judged.value;
    if (this.policy.required && active && !secure) {
      return no(callCodes.refuse('calls.not-encrypted', { why: 'the other phone does not accept SRTP' }));
    }
    this.#received[from] = body;
    this.#security = { secure: secure && this.policy.keysBarred === '', suite: audioSuite };
    if (!preview) {
      this.#offer = undefined;
      this.#offeredBy = undefined;
    }
    return ok(this.#print(otherSide(from), read.value));
  }

  /** The waiting offer was refused: what was agreed before holds (RFC 3264 §4). */
  withdraw(): void {
    this.#offer = undefined;
    this.#offeredBy = undefined;
  }

  #allowedOffer(sdp: SessionDescription): Result<SessionDescription> {
    const { required, keysBarred } = this.policy;
    const kind = offerSecurity(sdp);
    if (kind === 'broken') return refuseDescription({ code: '', words: 'SRTP is offered without a usable key' });
    if (required && keysBarred !== '') return no(callCodes.refuse('calls.not-encrypted', { why: keysBarred }));
    if (required && kind === 'plain') {
      return no(callCodes.refuse('calls.not-encrypted', { why: 'the phone does not offer SRTP' }));
    }
    if (keysBarred === '' || kind === 'plain') return ok(sdp);
    const bare = withoutKeys(sdp);
    return bare.ok ? bare : no(callCodes.refuse('calls.encryption-not-possible', { why: keysBarred }));
  }

  #print(to: Side, sdp: SessionDescription): string {
    const text = (to === 'caller' ? this.#toCaller : this.#toCalled).print(sdp);
    this.#sent[to] = text;
    return text;
  }
}

const refuseDescription = (why: Refusal): Result<never> =>
  no(callCodes.refuse('calls.bad-description', { why: why.words }));
