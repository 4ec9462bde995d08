// One side of a call: its dialog, its session timer, and the success of ours that waits for its ACK.

import type { Cancel } from '#base';
import {
  agreeAsServer,
  type ClientUser,
  type Dialog,
  type Flow,
  Header,
  type InDialog,
  type ServerTransaction,
  type SessionAgreement,
  SessionTimer,
  type SipMessage,
  T1,
  T2,
  TRANSACTION_MS,
} from '#sip';
import type { Side } from '../media-policy/exchange.ts';
import type { Station } from '../stations/station.ts';
import type { CallContext, DialogUser } from './context.ts';
import { ALLOW, supportedLine } from './lines.ts';

/** Who hears what a side does. */
export interface LegUser {
  onLegRequest(leg: Leg, transaction: ServerTransaction): void;
  /** The phone is gone: it lost its call, never acknowledged, or let its session timer run out. */
  onLegLost(leg: Leg, why: string): void;
  /** Our turn to refresh the session. */
  onLegRefresh(leg: Leg): void;
}

interface AwaitedAck {
  readonly cseq: number;
  readonly onAck: (ack: SipMessage) => void;
  stop: Cancel;
}

const ignored: ClientUser = { onResponse: () => undefined, onFailure: () => undefined };

export class Leg implements DialogUser {
  readonly side: Side;
  readonly station: Station;
  readonly dialog: Dialog;
  /** Does the phone take UPDATE? Learnt from its Allow header. */
  takesUpdate = false;
  /** A request of ours with an offer is on its way to this phone. */
  asking = false;
  /** An INVITE of this phone waits for its final answer. */
  asked: ServerTransaction | undefined;
  readonly #context: CallContext;
  readonly #user: LegUser;
  readonly #timer: SessionTimer;
  #awaited: AwaitedAck | undefined;
  #byeLines: string | undefined;
  #over = false;
  #lastAck = '';

  constructor(side: Side, station: Station, dialog: Dialog, context: CallContext, user: LegUser) {
    this.side = side;
    this.station = station;
    this.dialog = dialog;
    this.#context = context;
    this.#user = user;
    this.#timer = new SessionTimer(
      context.clock,
      () => user.onLegRefresh(this),
      () => user.onLegLost(this, 'the phone did not refresh its session'),
    );
  }

  get over(): boolean {
    return this.#over;
  }

  get flow(): Flow {
    return this.dialog.flow;
  }

  /** Does our success still wait for the phone's ACK? */
  get awaitsAck(): boolean {
    return this.#awaited !== undefined;
  }

  learn(message: SipMessage): void {
    if (message.has(Header.Allow)) this.takesUpdate = message.list(Header.Allow).includes('UPDATE');
  }

  /** Sends a request inside the dialog. */
  send(method: string, content: InDialog, user: ClientUser): number {
    const request = this.dialog.request(method, content);
    this.#context.layer.request(request, this.dialog.flow, user);
    return request.cseq;
  }

  /** Acknowledges the phone's success; the text is kept for repeats of that success. */
  acknowledge(cseq: number, body?: string): void {
    const content = body === undefined ? {} : { contentType: 'application/sdp', body };
    this.#lastAck = this.#context.layer.acknowledge(this.dialog.request('ACK', content, cseq), this.dialog.flow);
  }

  /** The phone repeats its success: our ACK was lost. */
  acknowledgeAgain(): void {
    if (this.#lastAck !== '') this.dialog.flow.send(this.#lastAck);
  }

  /**
   * Answers an INVITE or UPDATE of the phone with success and starts its session timer. The success of an INVITE is
   * repeated until its ACK comes (RFC 3261 §13.3.1.4), which is then given to `onAck`.
   */
  succeed(
    transaction: ServerTransaction,
    contentType: string,
    body: string | undefined,
    onAck: (ack: SipMessage) => void,
  ): void {
    const agreement = agreeAsServer(transaction.request, this.#context.options().sessionTimerSeconds);
    const { contactUser } = this;
    const headers = `${this.dialog.contact(contactUser)}${ALLOW}${supportedLine(false)}${agreement.lines}`;
    transaction.respond(200, 'OK', this.dialog.localTag, headers, body === undefined ? undefined : contentType, body);
    this.startTimer(agreement);
    if (transaction.request.method !== 'INVITE') return;
    this.#awaited?.stop();
    const awaited = { cseq: transaction.request.cseq?.number ?? 0, onAck, stop: () => undefined };
    this.#awaited = awaited;
    this.#repeatSuccess(awaited, transaction, T1, 0);
  }

  /** The user part of our Contact towards this phone: its own number. */
  get contactUser(): string {
    return this.station.number;
  }

  startTimer(agreement: SessionAgreement): void {
    this.#timer.run(agreement);
  }

  onRequest(request: SipMessage, flow: Flow): void {
    if (!this.dialog.owns(request)) return this.#context.layer.refuse(request, flow, 481);
    const transaction = this.#context.layer.open(request, flow);
    if (transaction === undefined) return;
    if (!this.dialog.follow(request, flow)) {
      return transaction.respond(500, 'Server Internal Error', this.dialog.localTag, 'Retry-After: 1\r\n');
    }
    this.learn(request);
    this.#user.onLegRequest(this, transaction);
  }

  onAck(ack: SipMessage): void {
    const awaited = this.#awaited;
    if (awaited === undefined || !this.dialog.owns(ack) || ack.cseq?.number !== awaited.cseq) return;
    awaited.stop();
    this.#awaited = undefined;
    if (this.#byeLines !== undefined) this.#sendBye(this.#byeLines);
    else awaited.onAck(ack);
  }

  /** The phone ended its side, or never had one: nothing is sent to it. */
  close(): void {
    this.#over = true;
    this.#timer.stop();
    this.#awaited?.stop();
    this.#awaited = undefined;
    this.#context.dialogs.remove(this.dialog.localTag);
  }

  /** Ends our side with a BYE; while our success waits for its ACK the BYE waits as well (RFC 3261 §15). */
  hangUp(lines = ''): void {
    if (this.#over) return;
    if (this.#awaited !== undefined) {
      this.#timer.stop();
      this.#byeLines = lines;
      return;
    }
    this.#sendBye(lines);
  }

  #sendBye(lines: string): void {
    this.close();
    this.send('BYE', { headers: lines }, ignored);
  }

  #repeatSuccess(awaited: AwaitedAck, transaction: ServerTransaction, pauseMs: number, waitedMs: number): void {
    awaited.stop = this.#context.clock.after(pauseMs, () => {
      if (waitedMs + pauseMs >= TRANSACTION_MS) {
        this.#awaited = undefined;
        if (this.#byeLines !== undefined) this.#sendBye(this.#byeLines);
        else this.#user.onLegLost(this, 'the phone did not acknowledge the answer');
        return;
      }
      transaction.repeatSuccess();
      this.#repeatSuccess(awaited, transaction, Math.min(pauseMs * 2, T2), waitedMs + pauseMs);
    });
  }
}
