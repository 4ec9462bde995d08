// One call as a phone has it: its dialog with the server, its media, its end. How it began is told by its two kinds.

import { Events, type Refusal, type Result } from '#base';
import {
  type Dialog,
  decodeText,
  type Flow,
  Header,
  type InDialog,
  type ServerTransaction,
  type SessionAgreement,
  SessionTimer,
  type SipMessage,
} from '#sip';
import { Asking } from '../asking.ts';
import { handsetCodes } from '../handset.codes.ts';
import type { DialogUser } from '../line.ts';
import { CallMedia, type Holding } from '../media/call-media.ts';
import type { Heard, Sound } from '../media/sound.ts';
import { Awaited } from '../waiting.ts';
import { AwaitedAck } from './awaited-ack.ts';
import type { CallContext, CallEnd, CallSecurity, CallState, HandsetCallEvent } from './call-context.ts';
import { ALLOW, reasonLine, SDP } from './lines.ts';
import { Referring } from './referring.ts';
import { type RenegotiatedCall, Renegotiation } from './renegotiation.ts';

export abstract class HandsetCall implements DialogUser, RenegotiatedCall {
  readonly farNumber: string;
  readonly media: CallMedia;
  readonly events: Events<HandsetCallEvent>;
  /** Undefined until the far end has answered with a tag. */
  dialog: Dialog | undefined;
  /** Does the far end take UPDATE? */
  takesUpdate = false;
  readonly context: CallContext;
  readonly sound: Sound;
  readonly ack: AwaitedAck;
  protected readonly renegotiation: Renegotiation;
  readonly #referring: Referring;
  readonly #timer: SessionTimer;
  readonly #rings: Awaited<void>;
  readonly #established: Awaited<void>;
  readonly #ended: Awaited<CallEnd>;
  #state: CallState = 'calling';
  /** How it ended for us, once we have hung up: a BYE that crosses ours does not change it. */
  #ending: CallEnd | undefined;
  #lastAck = '';

  constructor(context: CallContext, farNumber: string, invite?: SipMessage) {
    const { clock, log } = context.line;
    this.context = context;
    this.farNumber = farNumber;
    this.sound = context.sound(farNumber, invite);
    this.media = new CallMedia(context.media(invite), this.sound, context.settings.behaviour?.tamperKeys ?? false);
    this.events = new Events(`call with ${farNumber}`, log);
    this.ack = new AwaitedAck(clock);
    this.renegotiation = new Renegotiation(this);
    this.#referring = new Referring(this);
    this.#timer = new SessionTimer(
      clock,
      () => this.renegotiation.refresh(),
      () => this.lost('the session was not refreshed'),
    );
    this.#rings = new Awaited('Ringing', clock);
    this.#established = new Awaited('An answer', clock);
    this.#ended = new Awaited('The end of the call', clock);
  }

  get state(): CallState {
    return this.#state;
  }

  get security(): CallSecurity {
    const tls = this.dialog?.flow.tls;
    const { suite } = this.media;
    return { secure: suite !== '' && tls !== undefined, suite, tls };
  }

  /** Resolves when the far end rings, or this phone does. */
  rings(limitMs: number): Promise<Result<void>> {
    return this.#rings.wait(limitMs);
  }

  established(limitMs: number): Promise<Result<void>> {
    return this.#established.wait(limitMs);
  }

  ended(limitMs: number): Promise<Result<CallEnd>> {
    return this.#ended.wait(limitMs);
  }

  /** What was heard of the far end since last asked. */
  heard(): Heard {
    return this.sound.heard();
  }

  /** Holds the far end: it hears nothing and is not heard. Resolves when it has agreed. */
  hold(how: Exclude<Holding, 'no'> = 'sendonly'): Promise<Result<void>> {
    return this.renegotiation.change(how);
  }

  resume(): Promise<Result<void>> {
    return this.renegotiation.change('no');
  }

  /** How many packets of the far end's have been taken and decoded in all. */
  get frames(): number {
    return this.sound.frames;
  }

  /** Listens for the tone of somebody else from now on. */
  expect(toneHz: number): void {
    this.sound.expect(toneHz);
  }

  /** Presses keys, as telephone events. */
  press(keys: string): void {
    this.sound.press(keys);
  }

  /** Its dialog as a Replaces header names it (RFC 3891 §3); '' before the far end has answered with a tag. */
  get dialogName(): string {
    const { dialog } = this;
    return dialog === undefined ? '' : `${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`;
  }

  /** Sends the far end to a number. Resolves when somebody has answered there, or with why nobody will. `headers` are whole lines. */
  transfer(number: string, headers = ''): Promise<Result<void>> {
    return this.#referring.refer(number, '', headers);
  }

  /** Puts the far end through to that of another call of this phone, which may still ring. */
  transferInto(other: HandsetCall): Promise<Result<void>> {
    return this.#referring.refer(other.farNumber, other.dialogName);
  }

  abstract readonly isOutgoing: boolean;
  /** Names our side of the dialog, from the beginning. */
  abstract readonly localTag: string;

  /** Ends the call, at whatever stage it is. `ended` resolves when the far end has agreed to it. */
  abstract hangUp(): void;

  /** A PRACK in the dialog. */
  protected abstract onPrack(transaction: ServerTransaction): void;

  /** The far end ended a call that is not established. */
  protected abstract onEarlyBye(): void;

  /** The call is over: its own timers stop. */
  protected onOver(): void {}

  /** The session timer that this phone agrees to, in seconds (RFC 4028). */
  get sessionSeconds(): number {
    return this.context.settings.sessionSeconds ?? 1_800;
  }

  get contactLine(): string {
    return this.dialog?.contact(this.context.account.number) ?? '';
  }

  onRequest(request: SipMessage, flow: Flow): void {
    const { layer } = this.context.line;
    if (this.dialog?.owns(request) !== true) return layer.refuse(request, flow, 481);
    const transaction = layer.open(request, flow);
    if (transaction === undefined) return;
    if (!this.dialog.follow(request, flow)) return this.respond(transaction, 500, 'Server Internal Error');
    this.#take(transaction);
  }

  onAck(ack: SipMessage): void {
    if (this.dialog?.owns(ack) === true) this.ack.receive(ack);
  }

  respond(transaction: ServerTransaction, status: number, reason: string, headers = '', body?: string): void {
    const type = body === undefined ? undefined : SDP;
    transaction.respond(status, reason, this.localTag, headers, type, body);
  }

  /** Sends a request in the dialog; `onFinal` hears its final answer, undefined when none came. */
  ask(
    method: string,
    content: InDialog,
    onFinal: (response: SipMessage | undefined, asked: Asking | undefined) => void,
  ): void {
    const { dialog } = this;
    if (dialog === undefined) return onFinal(undefined, undefined);
    const { line, account } = this.context;
    // A call outlives its connection: it goes on over the next one.
    if (!dialog.flow.open) dialog.flow = line.flow ?? dialog.flow;
    new Asking(line.layer, dialog.flow, account.calls, method, dialog.remoteTarget, {
      compose: (authorization) =>
        dialog.request(method, { ...content, headers: (content.headers ?? '') + authorization }),
      onFinal,
    }).send();
  }

  /** Acknowledges a success, with an answer where the success brought an offer. */
  acknowledge(asked: Asking | undefined, body?: string): void {
    const { dialog } = this;
    if (dialog === undefined || asked === undefined) return;
    const headers = asked.authorization;
    const content = body === undefined ? { headers } : { headers, contentType: SDP, body };
    this.#lastAck = this.context.line.layer.acknowledge(dialog.request('ACK', content, asked.cseq), dialog.flow);
  }

  /** The far end repeats its success: our ACK was lost. */
  acknowledgeAgain(): void {
    if (this.#lastAck !== '') this.dialog?.flow.send(this.#lastAck);
  }

  startTimer(agreement: SessionAgreement): void {
    this.#timer.run(agreement);
  }

  mediaChanged(): void {
    this.events.emit({ kind: 'media' });
  }

  /** The call cannot go on. */
  lost(why: string): void {
    const end: CallEnd = { by: 'nobody', status: 500, reason: 'Lost', words: why };
    if (this.#state === 'talking') this.bye(reasonLine(500, why), end);
    else if (this.#state !== 'ending') this.end(end);
  }

  protected isRinging(): void {
    if (this.#state !== 'calling') return;
    this.#state = 'ringing';
    this.#rings.happened(undefined);
    this.events.emit({ kind: 'ringing' });
  }

  /** There is a success. */
  protected isTalking(): void {
    this.#state = 'talking';
    this.#rings.happened(undefined);
  }

  /** And its ACK: both ends know that they talk, and how. */
  protected isConfirmed(): void {
    this.#established.happened(undefined);
    this.events.emit({ kind: 'established' });
  }

  /** Sends a BYE; the call has ended when it is answered. */
  protected bye(headers = '', end: CallEnd = hungUp): void {
    this.#state = 'ending';
    this.#ending = end;
    this.#timer.stop();
    this.sound.close();
    // Not before the ACK of our own success (RFC 3261 §15).
    this.ack.afterwards(() => this.ask('BYE', { headers }, () => this.end(end)));
  }

  /** The call is over; nothing more is sent. */
  end(end: CallEnd): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#timer.stop();
    this.ack.stop();
    this.sound.close();
    this.context.line.removeDialog(this.localTag);
    this.onOver();
    const refusal = this.#refusal(end);
    this.#rings.failed(refusal);
    this.#established.failed(refusal);
    this.renegotiation.failed(refusal);
    this.#referring.failed(refusal);
    this.#ended.happened(end);
    this.events.emit({ kind: 'ended', end });
  }

  #refusal({ status, reason, words }: CallEnd): Refusal {
    const said = words === '' ? reason : `${reason} (${words})`;
    return handsetCodes.refuse('handset.call-ended', { number: this.farNumber, status, reason: said });
  }

  #take(transaction: ServerTransaction): void {
    switch (transaction.method) {
      case 'BYE':
        return this.#onBye(transaction);
      case 'INVITE':
      case 'UPDATE':
        return this.renegotiation.take(transaction);
      case 'PRACK':
        return this.onPrack(transaction);
      case 'NOTIFY':
        return this.#referring.take(transaction);
      case 'INFO':
        this.#onInfo(transaction.request);
        return this.respond(transaction, 200, 'OK', ALLOW);
      case 'OPTIONS':
        return this.respond(transaction, 200, 'OK', ALLOW);
      default:
        return this.respond(transaction, 405, 'Method Not Allowed', ALLOW);
    }
  }

  #onInfo({ body }: SipMessage): void {
    const digit = digitOf(body);
    if (digit !== '') this.events.emit({ kind: 'digit', digit });
  }

  #onBye(transaction: ServerTransaction): void {
    this.respond(transaction, 200, 'OK');
    if (this.#state === 'calling' || this.#state === 'ringing') this.onEarlyBye();
    else this.end(this.#ending ?? { by: 'far', status: 200, reason: 'OK', words: reasonOf(transaction.request) });
  }
}

const hungUp: CallEnd = { by: 'near', status: 200, reason: 'OK', words: '' };

/** The key in the body of an INFO: `Signal=5` of application/dtmf-relay, or the bare key of application/dtmf; '' where it is none. */
const digitOf = (body: string): string =>
  /^\s*(?:Signal\s*=\s*)?([0-9*#A-D])\s*(?:[\r\n]|$)/i.exec(body)?.[1]?.toUpperCase() ?? '';

/** The words of a Reason header (RFC 3326), else of a Warning. */
export function reasonOf(message: SipMessage): string {
  const value = message.get(Header.Reason) ?? message.get(Header.Warning) ?? '';
  const start = value.indexOf('"');
  const end = value.lastIndexOf('"');
  return decodeText(end > start ? value.slice(start + 1, end) : '');
}
