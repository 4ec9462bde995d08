// The offers and answers of one call (RFC 3264, 6337): passed from phone to phone, with the media policy kept on the way.

import { no, ok, type Refusal, type Result } from '#base';
import {
  answerSecurity,
  isHold,
  offerSecurity,
  readSdp,
  type SessionDescription,
  silenced,
  withoutKeys,
  withoutPlain,
} from '#media';
import { ownText } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { carriesOtherKeys } from './keys.ts';
import { OwnOrigin } from './origin.ts';
import { ShownKeys } from './shown-keys.ts';
import { withNobodyYet } from './silence.ts';

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

/** An offer that waits for its answer. */
interface OpenOffer {
  readonly by: Side;
  readonly sdp: SessionDescription;
  /** As it came, and as it was passed on. */
  readonly received: string;
  readonly passed: string;
}

/** What both sides last agreed on: what each wrote, and what each was sent. */
interface Agreement {
  readonly received: Readonly<Record<Side, string>>;
  readonly sent: Readonly<Record<Side, string>>;
}

/** What a side brings along from the pair that it was in before: its sessions go on, and that other still knows its keys. */
export interface Past {
  /** Our own origin towards it (RFC 3264 §8). */
  readonly origin: OwnOrigin;
  readonly keys: ShownKeys;
}

const notSecure: MediaSecurity = { secure: false, suite: '' };

export class MediaExchange {
  readonly policy: MediaPolicy;
  readonly #origins: Readonly<Record<Side, OwnOrigin>>;
  readonly #keys: Record<Side, ShownKeys>;
  readonly #pair = Symbol('pair');
  #open: OpenOffer | undefined;
  #agreed: Agreement | undefined;
  #preview = '';
  #security = notSecure;

  constructor(policy: MediaPolicy, { caller, called }: Partial<Record<Side, Past>> = {}) {
    this.policy = policy;
    this.#origins = { caller: caller?.origin ?? new OwnOrigin(), called: called?.origin ?? new OwnOrigin() };
    this.#keys = { caller: caller?.keys ?? new ShownKeys(), called: called?.keys ?? new ShownKeys() };
  }

  /** Whose offer waits for its answer. */
  get offeredBy(): Side | undefined {
    return this.#open?.by;
  }

  /** Did a full exchange happen, and is none open? */
  get settled(): boolean {
    return this.#agreed !== undefined && this.#open === undefined;
  }

  /** Did a full exchange ever happen? */
  get begun(): boolean {
    return this.#agreed !== undefined;
  }

  get security(): MediaSecurity {
    return this.#security;
  }

  /** The answer that the called phone has shown before it answered the call; '' when it showed none. */
  get preview(): string {
    return this.#preview;
  }

  /** What was last agreed on and sent to a side: what it may be asked to confirm in a refresh. */
  lastSentTo(side: Side): string | undefined {
    return this.#agreed?.sent[side];
  }

  /** Has the side put the other one on hold? As lamps show it: by the attribute alone, whatever the address says. */
  holds(side: Side): boolean {
    return /^a=(sendonly|inactive)\r?$/m.test(this.#agreed?.received[side] ?? '');
  }

  /** What a side of this pair takes along into another. */
  past(side: Side): Past {
    return { origin: this.#origins[side], keys: this.#keys[side] };
  }

  /** What a side that is left alone is asked for, so that nobody is sent what it says; undefined where it is silent already, unless `anyway`. */
  silence(side: Side, anyway = false): string | undefined {
    const sent = readSdp(this.#agreed?.sent[side] ?? '');
    return sent.ok && (anyway || !isHold(sent.value)) ? this.#origins[side].print(silenced(sent.value)) : undefined;
  }

  /** Is this the very description that the side sent before? Then nothing changes and nobody needs to be asked. */
  repeats(side: Side, body: string): boolean {
    return this.settled && this.#agreed?.received[side] === body;
  }

  /** Does the side describe the same as before, its own numbering of descriptions aside? */
  resembles(side: Side, body: string): boolean {
    const known = this.#agreed?.received[side];
    return known !== undefined && withoutOriginLine(known) === withoutOriginLine(body);
  }

  /** The caller's INVITE: what the called phone is sent, undefined when the offer is left to it (RFC 3261 §13.2.1). */
  begin(body: string): Result<string | undefined> {
    if (body !== '') return this.offer('caller', body);
    const { required, keysBarred } = this.policy;
    return required && keysBarred !== '' ? no(notEncrypted(keysBarred)) : ok(undefined);
  }

  /** Takes an offer and gives what the other side is to be sent. */
  offer(by: Side, body: string): Result<string> {
    const read = readSdp(body);
    if (!read.ok) return refuseDescription(read.refusal.words);
    const allowed = this.#allowedOffer(read.value);
    if (!allowed.ok) return allowed;
    const passed = this.#origins[otherSide(by)].print(allowed.value);
    this.#keys[by].add(passed, this.#pair);
    this.#open = { by, sdp: allowed.value, received: ownText(body), passed };
    return ok(passed);
  }

  /**
   * Takes the answer to the waiting offer and gives what the offerer is to be sent. With `preview` the exchange stays
   * open: an answer in an unreliable 18x tells what the real one will be (RFC 6337 §2.1).
   */
  answer(by: Side, body: string, preview = false): Result<string> {
    const open = this.#open;
    if (open === undefined || open.by === by) return refuseDescription('an answer came without an offer');
    const read = readSdp(body);
    if (!read.ok) return refuseDescription(read.refusal.words);
    const judged = answerSecurity(open.sdp, read.value);
    if (!judged.ok) return refuseDescription(judged.refusal.words);
    const { secure, audioSuite, active } = judged.value;
    if (this.policy.required && active && !secure) return no(notEncrypted('the other phone does not accept SRTP'));
    const allowed = this.#allowedAnswer(read.value);
    if (!allowed.ok) return allowed;
    // A call without any stream, as some phones hold one, is as secure as it was.
    if (active)
      this.#security = {
        secure: secure && this.policy.keysBarred === '' && this.#isOurs(open, body),
        suite: audioSuite,
      };
    const passed = this.#origins[open.by].print(allowed.value);
    this.#keys[by].add(passed, this.#pair);
    if (preview) this.#preview = ownText(body);
    else this.#settle(open, by, body, passed);
    return ok(passed);
  }

  /** The offer of a side that has nobody to talk to yet is answered here, so that nothing is sent: its keys are shown to nobody. */
  offerToNobody(by: Side, body: string, tls: boolean): Result<string> {
    const offered = this.offer(by, body);
    const own = withNobodyYet(body, tls);
    if (!offered.ok || !own.ok) return offered.ok ? own : offered;
    const answered = this.answer(otherSide(by), own.value);
    this.#keys[by] = new ShownKeys();
    return answered;
  }

  /** The waiting offer was refused: what was agreed before holds (RFC 3264 §4). */
  withdraw(): void {
    this.#open = undefined;
  }

  /** A phone that keeps its key for the next one it talks to is heard by the last one too. */
  #isOurs(open: OpenOffer, answer: string): boolean {
    const { by, received } = open;
    return this.#keys[by].areOurs(received, this.#pair) && this.#keys[otherSide(by)].areOurs(answer, this.#pair);
  }

  #settle(open: OpenOffer, by: Side, body: string, passed: string): void {
    const answer = ownText(body);
    this.#agreed =
      by === 'called'
        ? { received: { caller: open.received, called: answer }, sent: { caller: passed, called: open.passed } }
        : { received: { caller: answer, called: open.received }, sent: { caller: open.passed, called: passed } };
    this.#open = undefined;
    this.#preview = '';
  }

  #allowedOffer(sdp: SessionDescription): Result<SessionDescription> {
    const { required, keysBarred } = this.policy;
    if (offerSecurity(sdp) === 'broken') return refuseDescription('SRTP is offered without a usable key');
    if (required && keysBarred !== '') return no(notEncrypted(keysBarred));
    if (required) {
      const strong = withoutPlain(sdp);
      return strong.ok ? strong : no(notEncrypted('the phone does not offer SRTP'));
    }
    if (keysBarred === '') return ok(sdp);
    const bare = withoutKeys(sdp);
    if (!bare.ok) return no(callCodes.refuse('calls.encryption-not-possible', { why: keysBarred }));
    return carriesOtherKeys(bare.value) ? refuseDescription('it carries keys that may not pass') : bare;
  }

  /** An answer has no keys where the offer had none; what stands beside the streams in use is taken out. */
  #allowedAnswer(sdp: SessionDescription): Result<SessionDescription> {
    if (this.policy.keysBarred === '') return ok(sdp);
    const bare = withoutKeys(sdp);
    if (!bare.ok || carriesOtherKeys(bare.value)) return refuseDescription('it carries keys that may not pass');
    return bare;
  }
}

const withoutOriginLine = (body: string): string => body.replace(/^o=.*$/m, '');

const notEncrypted = (why: string): Refusal => callCodes.refuse('calls.not-encrypted', { why });
const refuseDescription = (why: string): Result<never> => no(callCodes.refuse('calls.bad-description', { why }));
