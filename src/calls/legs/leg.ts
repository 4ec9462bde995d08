// One side of a call: its dialog, its session timer, and the success of ours that waits for its ACK.

import {
  agreeAsClient,
  agreeAsServer,
  type ClientTransaction,
  type ClientUser,
  type Dialog,
  type DigestClient,
  type Flow,
  Header,
  type InDialog,
  type ServerTransaction,
  type SessionAgreement,
  SessionTimer,
  type SipMessage,
  sessionLines,
  supports,
} from '#sip';
import { type Seated, stationUsed } from '../desks/seated.ts';
import type { Shown } from '../identity/shown.ts';
import type { Side } from '../media-policy/exchange.ts';
import type { PolicyEnd } from '../media-policy/policy.ts';
import type { Party } from '../routing/attempt.ts';
import type { Station } from '../stations/station.ts';
import type { Appearance } from '../watching/activity.ts';
import { type Control, controlsOf, remoteControl } from '../watching/remote-control.ts';
import { AwaitedAck } from './awaited-ack.ts';
import type { CallContext } from './context.ts';
import type { DialogUser } from './dialog-table.ts';
import { ALLOW, identity, SDP, supportedLine, unsupportedOptions } from './lines.ts';
import { sendProven } from './proven.ts';
import { Question } from './question.ts';
import { type LegEvent, type LegState, legStates } from './states.ts';

/** Who hears what a side does. */
export interface LegUser {
  onLegRequest(leg: Leg, transaction: ServerTransaction): void;
  /** The phone is gone: it lost its call, never acknowledged, or let its session timer run out. */
  onLegLost(leg: Leg, why: string): void;
  /** Our turn to refresh the session. */
  onLegRefresh(leg: Leg): void;
  /** The phone has changed its media for somebody with whom it is not connected after all. */
  onLegAstray(leg: Leg): void;
}

/** Whose side it is. `contactUser` is the user part of our Contact towards this phone: whom it talks to. */
export interface LegFacts extends Seated {
  readonly side: Side;
  readonly shown: Shown;
  readonly contactUser: string;
  readonly dialog: Dialog;
  /** Of a party that asks who we are. */
  readonly digest?: DigestClient | undefined;
}

const nothing: ReadonlySet<Control> = new Set();

/** When a phone is told what the call is like, and how often that is tried while it is busy with another change. */
const indicationMs = 200;
const mostIndications = 50;

/** For requests whose answer changes nothing. */
export const ignored: ClientUser = { onResponse: () => undefined, onFailure: () => undefined };

export class Leg implements DialogUser {
  #side: Side;
  readonly party: Party;
  /** The extension whose device it is, where that is not the party's own. */
  readonly desk: Station | undefined;
  /** Who this side is to the other. */
  readonly shown: Shown;
  readonly contactUser: string;
  readonly dialog: Dialog;
  /** Does the phone take UPDATE? Learnt from its Allow header. */
  takesUpdate = false;
  /** Has the phone asked not to be shown (RFC 3323 §4.2)? */
  withholds = false;
  /** A request of this phone that changes the session waits for its final answer. */
  asked: ServerTransaction | undefined;
  /** What watchers see of it; undefined of a trunk. */
  appearance: Appearance | undefined;
  /** How often it has referred somebody. */
  refers = 0;
  readonly #context: CallContext;
  #user: LegUser;
  readonly #timer: SessionTimer;
  readonly #digest: DigestClient | undefined;
  #far: Shown | undefined;
  /** Does the phone understand a From that changes within the dialog (RFC 4916)? */
  #namesChange = false;
  /** What it does when it is told to. */
  #controls: ReadonlySet<Control> = nothing;
  #isSecure: boolean | undefined;
  #toldSecure: boolean | undefined;
  /** Does the phone show whether the call is encrypted as it is told (Cisco's tag for that)? */
  #showsSecurity = false;
  #awaited: AwaitedAck | undefined;
  /** What its BYE says, once there is to be one. */
  #byeLines = '';
  #state: LegState = 'early';
  /** The INVITE by which we opened the dialog: once the leg is over nobody hears its repeats. */
  #opening: ClientTransaction | undefined;
  #question: Question | undefined;
  #owesAck = false;
  #lastAck = '';
  #lastAckCseq = -1;

  constructor(facts: LegFacts, context: CallContext, user: LegUser) {
    const { side, party, desk, shown, contactUser, dialog, digest } = facts;
    this.#side = side;
    this.party = party;
    this.desk = desk;
    this.shown = shown;
    this.#digest = digest;
    this.contactUser = contactUser;
    this.dialog = dialog;
    this.#context = context;
    this.#user = user;
    this.#timer = new SessionTimer(
      context.clock,
      () => this.#user.onLegRefresh(this),
      () => this.#user.onLegLost(this, 'the phone did not refresh its session'),
    );
  }

  /** Which side of its call it is. */
  get side(): Side {
    return this.#side;
  }

  /** Becomes a side of another call, or its other side. */
  moveTo(user: LegUser, side: Side): void {
    this.#user = user;
    this.#side = side;
  }

  /** Is nothing of an offer or answer under way with this phone? */
  get isQuiet(): boolean {
    return !this.asking && this.asked === undefined && !this.awaitsAck;
  }

  /** Whom it talks to, as it has been told; undefined while that is who the opening of the dialog says. */
  get far(): Shown | undefined {
    return this.#far;
  }

  /** Who hears what it does. */
  get user(): LegUser {
    return this.#user;
  }

  /** The phone talks to somebody else from now on, which the next message that carries a Contact tells it (RFC 4916, RFC 3325). */
  meets(far: Shown): void {
    if (far.number === this.#far?.number && far.name === this.#far.name) return;
    this.#far = far;
    this.appearance?.change({ remote: far });
    if (this.party.kind === 'station' && this.#namesChange) this.dialog.nameLocal(identity(far, this.flow));
  }

  /** The lines of every message that starts, changes or refreshes the session: where we are, what we take, who is at the other end. */
  lines(session: string, reliable = false): string {
    return (
      this.dialog.contact(this.contactUser) +
      ALLOW +
      supportedLine(reliable) +
      session +
      this.#whoIsThere() +
      this.#indication()
    );
  }

  /** Whom a phone talks to is told to phones alone: what a provider may know of callers is said when the call goes out. */
  #whoIsThere(): string {
    if (this.#far === undefined || this.party.kind === 'trunk') return '';
    return this.#far.number === '' ? 'Privacy: id\r\n' : `P-Asserted-Identity: ${identity(this.#far, this.flow)}\r\n`;
  }

  /**
   * Whether the call is encrypted throughout now, and whether this phone holds it. A phone that shows what it is told has it with the next message, or an UPDATE of its own.
   * The others show their own media, of which the keys go no further than to the other end.
   */
  shows(isSecure: boolean, isHolding: boolean): void {
    this.#isSecure = isSecure;
    this.appearance?.change({ secure: isSecure, held: isHolding });
    if (this.#showsSecurity && this.#isSecure !== this.#toldSecure)
      this.#context.clock.after(indicationMs, () => this.#tellSecurity(1));
  }

  #tellSecurity(attempt: number): void {
    if (this.over || this.#isSecure === this.#toldSecure || !this.takesUpdate || attempt > mostIndications) return;
    if (!this.isQuiet) return void this.#context.clock.after(indicationMs, () => this.#tellSecurity(attempt + 1));
    const seconds = this.#context.options().sessionTimerSeconds;
    this.ask('UPDATE', { headers: this.lines(sessionLines(seconds)) }, (response) => {
      if (response !== undefined && response.status < 300) this.startTimer(agreeAsClient(response, seconds));
    });
  }

  #indication(): string {
    if (!this.#showsSecurity || this.#isSecure === undefined) return '';
    this.#toldSecure = this.#isSecure;
    return `Call-Info: <urn:x-cisco-remotecc:callinfo>;security=${this.#isSecure ? 'Encrypted' : 'NotAuthenticated'}\r\n`;
  }

  /** True once nothing is sent to the phone any more. */
  get over(): boolean {
    return this.#state === 'over';
  }

  /** Has the phone answered our INVITE? */
  get isAnswered(): boolean {
    return this.#state !== 'early';
  }

  /** What the media policy asks of this side. */
  get policyEnd(): PolicyEnd {
    return { party: this.party, desk: this.desk, tls: this.flow.secure };
  }

  get flow(): Flow {
    return this.dialog.flow;
  }

  /** Does our success still wait for the phone's ACK? */
  get awaitsAck(): boolean {
    return this.#awaited !== undefined;
  }

  /** Is a request of ours that changes or refreshes the session on its way to this phone, or its success without our ACK? */
  get asking(): boolean {
    return this.#owesAck || (this.#question?.isOpen ?? false);
  }

  learn(message: SipMessage): void {
    if (message.has(Header.Privacy)) this.withholds = asksForPrivacy(message);
    if (message.has(Header.Supported)) this.#learnOptions(message);
    if (message.has(Header.AllowEvents)) this.#controls = controlsOf(message);
    if (message.has(Header.Allow)) this.takesUpdate = message.list(Header.Allow).includes('UPDATE');
  }

  /** Tells the phone to answer, or to hold; false where it does not do that when it is told. */
  obey(control: Control): boolean {
    return this.party.kind === 'station' && remoteControl(this, this.#controls, control);
  }

  #learnOptions(message: SipMessage): void {
    this.#namesChange = supports(message, 'from-change');
    this.#showsSecurity =
      this.party.kind === 'station' && message.list(Header.Supported).some((tag) => /^x-cisco-sis-/i.test(tag));
  }

  /** Sends a request inside the dialog. */
  send(method: string, content: InDialog, user: ClientUser): ClientTransaction {
    this.#findWay();
    const { layer } = this.#context;
    const { flow } = this.dialog;
    return sendProven({ layer, flow, digest: this.#digest, make: () => this.dialog.request(method, content), user });
  }

  /** Asks the phone to change or refresh the session. `answered` gets its final answer, undefined when none came. */
  ask(method: string, content: InDialog, answered: (response: SipMessage | undefined) => void): void {
    this.#question = new Question(this.#context, this, (response) => {
      this.#owesAck = method === 'INVITE' && response !== undefined && response.status < 300;
      answered(response);
    });
    this.#question.ask(method, content);
  }

  /** Takes back an INVITE that was asked; its answer may still come. */
  takeQuestionBack(): void {
    this.#question?.takeBack();
  }

  /** What the phone asked and still waits for is refused: its side is over, or another device's dialog took its place. */
  refuseAsked(): void {
    this.asked?.respond(487, 'Request Terminated', this.dialog.localTag);
    this.asked = undefined;
  }

  /** Acknowledges the phone's success; the text is kept for repeats of that success. */
  acknowledge(cseq: number, body?: string): void {
    this.#findWay();
    const content = body === undefined ? {} : { contentType: SDP, body };
    this.#lastAck = this.#context.layer.acknowledge(this.dialog.request('ACK', content, cseq), this.dialog.flow);
    this.#lastAckCseq = cseq;
    this.#owesAck = false;
  }

  /** The phone repeats its success: our ACK was lost. False when we have not acknowledged it yet. */
  acknowledgeAgain(cseq: number): boolean {
    if (cseq !== this.#lastAckCseq) return false;
    this.dialog.flow.send(this.#lastAck);
    return true;
  }

  /**
   * Answers an INVITE or UPDATE of the phone with success and starts its session timer. The success of an INVITE is
   * repeated until its ACK comes (RFC 3261 §13.3.1.4), which is then given to `onAck`.
   */
  succeed(transaction: ServerTransaction, body: string | undefined, onAck?: (ack: SipMessage) => void): void {
    const agreement = agreeAsServer(transaction.request, this.#context.options().sessionTimerSeconds);
    transaction.respond(200, 'OK', this.dialog.localTag, this.lines(agreement.lines), SDP, body);
    this.startTimer(agreement);
    if (transaction.method !== 'INVITE' || this.over) return;
    this.#becomes('we answer');
    this.#awaited?.stop();
    this.#awaited = new AwaitedAck(this.#context.clock, transaction, onAck, () => this.#unacknowledged());
  }

  /** The phone has answered our INVITE. */
  answered(opening: ClientTransaction | undefined): void {
    this.#opening = opening;
    this.#becomes('it answers');
  }

  startTimer(agreement: SessionAgreement): void {
    if (!this.over && this.#state !== 'leaving') this.#timer.run(agreement);
  }

  onRequest(request: SipMessage, flow: Flow): void {
    const { layer } = this.#context;
    if (!this.dialog.owns(request)) return layer.refuse(request, flow, 481);
    // What was begun over TLS does not go on without it: keys would be sent in the clear.
    if (this.dialog.flow.secure && !flow.secure) return layer.refuse(request, flow, 403);
    const transaction = layer.open(request, flow);
    if (transaction === undefined) return;
    if (!this.dialog.follow(request, flow)) {
      return transaction.respond(500, 'Server Internal Error', this.dialog.localTag, 'Retry-After: 1\r\n');
    }
    const unsupported = unsupportedOptions(request);
    if (unsupported !== '') {
      return transaction.respond(420, 'Bad Extension', this.dialog.localTag, `Unsupported: ${unsupported}\r\n`);
    }
    this.learn(request);
    this.#user.onLegRequest(this, transaction);
  }

  onAck(ack: SipMessage, flow: Flow): void {
    const awaited = this.#awaited;
    if (awaited === undefined || !this.dialog.owns(ack) || ack.cseq?.number !== awaited.cseq) return;
    if (this.dialog.flow.secure && !flow.secure) return;
    awaited.stop();
    this.#awaited = undefined;
    if (this.#becomes('ACK comes') === 'over') this.#sendBye(this.#byeLines);
    else awaited.onAck?.(ack);
  }

  /** The phone ended its side, or never had one: nothing is sent to it. */
  close(): void {
    this.#becomes('it is gone');
    this.appearance?.gone();
    this.#opening?.release();
    this.#question?.leave();
    this.#timer.stop();
    this.#awaited?.stop();
    this.#awaited = undefined;
    this.#context.dialogs.remove(this.dialog.localTag);
  }

  /** Ends our side with a BYE; while our success waits for its ACK the BYE waits as well (RFC 3261 §15). */
  hangUp(lines = ''): void {
    if (this.over || this.#state === 'leaving') return;
    this.#byeLines = lines;
    if (this.#becomes('we hang up') === 'over') this.#sendBye(lines);
    else this.#timer.stop();
  }

  #unacknowledged(): void {
    this.#awaited = undefined;
    if (this.#becomes('no ACK') === 'over') this.#sendBye(this.#byeLines);
    else this.#user.onLegLost(this, 'the phone did not acknowledge the answer');
  }

  #becomes(event: LegEvent): LegState {
    this.#state = legStates[this.#state][event] ?? this.#state;
    return this.#state;
  }

  #sendBye(lines: string): void {
    this.close();
    this.send('BYE', { headers: lines }, ignored);
  }

  /** Its connection has closed: it may have registered again over another one (RFC 5626 §5.3). */
  #findWay(): void {
    const { flow, remoteTarget } = this.dialog;
    if (flow.open) return;
    const used = stationUsed(this);
    if (used.kind === 'trunk') {
      const there = this.#context.ways(used)[0]?.flow();
      if (there?.secure === flow.secure) this.dialog.flow = there;
      return;
    }
    const devices = this.#context.devicesOf(used).filter((device) => device.flow.secure === flow.secure);
    const device = devices.length === 1 ? devices[0] : devices.find(({ contact }) => contact === remoteTarget);
    if (device !== undefined) this.dialog.flow = device.flow;
  }
}

const asksForPrivacy = (message: SipMessage): boolean =>
  /(^|;)\s*(id|user)\s*(;|$)/i.test(message.get(Header.Privacy) ?? '');
