// One call: its two sides, what they agreed on, and its single record. The states are setup → talking → over, and alone where one party
// has gone and a feature looks for another (test/golden/call-states.md).

import { type Refusal, randomHex } from '#base';
import { Dialog, escapeUser, type Flow, type ServerTransaction, type SipMessage } from '#sip';
import { CallAccount, type CallEnd } from './call-account.ts';
import type { CallSecurity } from './call-events.ts';
import { callCodes } from './calls.codes.ts';
import { takeByCode, takeReplaced } from './features/arrivals.ts';
import { Astray, type AstrayCall } from './features/astray.ts';
import type { FeatureContext } from './features/feature-context.ts';
import { takeRefer } from './features/refer.ts';
import type { CallTask, TaskCall } from './features/task.ts';
import type { Caller } from './identity/callers.ts';
import { takeChannel } from './legs/channel.ts';
import type { CallContext } from './legs/context.ts';
import { type DialogCall, takeInDialog } from './legs/in-dialog.ts';
import { Leg, type LegUser } from './legs/leg.ts';
import { asSip, passedReason, reasonLine } from './legs/lines.ts';
import { Renegotiation, type RenegotiationUser } from './legs/renegotiation.ts';
import { accountedAs } from './legs/search.ts';
import { CallSetup } from './legs/setup.ts';
import type { SetupCall } from './legs/setup-call.ts';
import { type CallEvent as CallChange, type CallState, callStates } from './legs/states.ts';
import { type MediaExchange, otherSide, type Side } from './media-policy/exchange.ts';
import type { FeatureDialled } from './numbering/feature-codes.ts';
import { dialledAsShown } from './routing/meant.ts';
import type { Trunk } from './trunks/trunk.ts';
import type { AppearanceFacts } from './watching/activity.ts';
import type { Control } from './watching/remote-control.ts';

const notSecure: CallSecurity = { secure: false, suite: '' };

const nobody: LegUser = {
  onLegRequest: () => undefined,
  onLegLost: () => undefined,
  onLegRefresh: () => undefined,
  onLegAstray: () => undefined,
};

/** The side of a phone or trunk that has called. */
export function legOfCaller(
  context: CallContext,
  caller: Caller,
  { request, flow }: ServerTransaction,
  dialled: string,
): Leg {
  const { numbering } = context.tables(caller.party);
  const digest = caller.party.kind === 'trunk' ? context.digestOf(caller.party) : undefined;
  const contactUser = escapeUser(dialledAsShown(dialled, numbering));
  const facts = { side: 'caller', ...caller, contactUser, dialog: Dialog.received(request, flow), digest } as const;
  const leg = new Leg(facts, context, nobody);
  leg.learn(request);
  return leg;
}

export class Call implements RenegotiationUser, DialogCall, SetupCall, AstrayCall {
  readonly id = randomHex(12);
  /** What was dialled, as others may see it; `asked` is all of it. */
  readonly dialled: string;
  readonly asked: string;
  /** Who called. */
  readonly callerLeg: Leg;
  readonly account: CallAccount;
  readonly #context: FeatureContext;
  readonly #forget: (call: Call) => void;
  #state: CallState;
  /** Until the caller has acknowledged the answer. */
  #setup: CallSetup | undefined;
  readonly #sides: Record<Side, Leg | undefined>;
  #exchange: MediaExchange | undefined;
  #renegotiation: Renegotiation | undefined;
  #task: CallTask | undefined;
  readonly #astray: Astray;
  /** How often it has gone out, or may have. */
  #rounds = 0;
  /** What gives back the channels of trunks that it holds, and accounts for its end. */
  readonly #held = new Map<Side, () => void>();

  /** Without a transaction, of a phone that the system has called, it is a call whose other side is still to be found. */
  constructor(
    context: FeatureContext,
    callerLeg: Leg,
    asked: string,
    transaction: ServerTransaction | undefined,
    forget: (call: Call) => void,
  ) {
    this.asked = asked;
    this.dialled = dialledAsShown(asked, context.tables(callerLeg.party).numbering);
    this.#context = context;
    this.#forget = forget;
    this.#astray = new Astray(context, this);
    callerLeg.moveTo(this, 'caller');
    this.callerLeg = callerLeg;
    this.#sides = { caller: callerLeg, called: undefined };
    this.account = new CallAccount(context, this.id, callerLeg, this.dialled);
    this.#setup = transaction === undefined ? undefined : new CallSetup(context, this, transaction);
    this.#state = transaction === undefined ? 'alone' : 'setup';
  }

  get state(): CallState {
    return this.#state;
  }

  get security(): CallSecurity {
    return this.#exchange?.security ?? notSecure;
  }

  /** The provisional answers that the caller acknowledges. */
  get reliable(): CallSetup['reliable'] | undefined {
    return this.#setup?.reliable;
  }

  get exchange(): MediaExchange | undefined {
    return this.#exchange;
  }

  /** How the phones change what they agreed on; undefined before they agreed on anything. */
  get renegotiation(): Renegotiation | undefined {
    return this.#renegotiation;
  }

  get task(): CallTask | undefined {
    return this.#task;
  }

  /** Is no feature at work, and does everybody talk to the other side? */
  get isSettled(): boolean {
    return this.#task === undefined && !this.#astray.any;
  }

  at(side: Side): Leg | undefined {
    return this.#sides[side];
  }

  /** The other side of a leg, as far as there is one yet: while ringing only a single device counts. */
  peerOf(leg: Leg): Leg | undefined {
    if (this.#state !== 'setup') return this.#sides[leg.side] === leg ? this.#sides[otherSide(leg.side)] : undefined;
    return leg === this.callerLeg ? this.#setup?.single?.leg : this.callerLeg;
  }

  /** Is it a party of the call, or a phone that rings for it? */
  has(leg: Leg): boolean {
    return this.#state === 'setup' || this.#sides[leg.side] === leg;
  }

  begin(task: CallTask): boolean {
    if (this.#task !== undefined || this.#state === 'over') return false;
    this.#task = task;
    return true;
  }

  setUp(): void {
    this.#appears({ state: 'trying', remote: { number: this.dialled, name: '' } });
    this.#context.dialogs.add(this.callerLeg.dialog.localTag, this.callerLeg);
    const { party } = this.callerLeg;
    if (party.kind === 'trunk' && !this.take('caller', party, false))
      return this.refuseBy(callCodes.refuse('calls.no-channel', { trunk: party.name }));
    this.#setup?.begin();
  }

  /** Takes a channel of a trunk for one side, and gives back what that side had; false where none is free. */
  take(side: Side, trunk: Trunk, isEmergency: boolean, ended?: () => void): boolean {
    this.#release(side);
    const give = takeChannel(trunk, isEmergency, () => this.clear('an emergency call needs its channel'));
    if (give === undefined) return false;
    this.#held.set(side, () => {
      give();
      ended?.();
    });
    return true;
  }

  #release(side: Side): void {
    this.#held.get(side)?.();
    this.#held.delete(side);
  }

  /** Ends the call from outside: an administrator, or the system going down. */
  clear(cause: string): void {
    if (this.#state === 'setup') this.#setup?.refuse(503, reasonLine(503, cause), cause, 'interrupted');
    else this.endBoth('system', 'interrupted', 503, cause);
  }

  /** A connection closed. While it rings the caller is not there any more; a call in progress goes on without it. */
  flowClosed(flow: Flow): void {
    this.#task?.flowClosed(flow);
    if (this.#state !== 'setup') return;
    if (this.callerLeg.flow === flow) this.#setup?.cancelled('');
    else this.#setup?.flowClosed(flow);
  }

  /** What watchers see of the caller. */
  #appears(facts: Pick<AppearanceFacts, 'state' | 'remote'>): void {
    const { party } = this.callerLeg;
    if (party.kind !== 'station') return;
    const { activity } = this.#context;
    const given = { ...facts, callId: this.id, direction: 'initiator', held: false, secure: false } as const;
    this.callerLeg.appearance = activity.appear(party.number, given);
  }

  // What setting up comes to.

  /** Somebody rings. */
  rings(): void {
    this.callerLeg.appearance?.change({ state: 'early' });
  }

  /** The phones have begun to agree: from now on they may change it. */
  agree(exchange: MediaExchange): void {
    if (this.#exchange === exchange) return;
    this.#exchange = exchange;
    this.#renegotiation = new Renegotiation(this.#context, exchange, this);
  }

  /** A device answered: its leg is the other side. A feature code has none. */
  talk(leg: Leg | undefined): void {
    this.#becomes(leg === undefined ? 'answered by the system' : 'answered');
    this.#sides.called = leg;
    this.callerLeg.appearance?.change({ state: 'confirmed' });
    leg?.appearance?.change({ state: 'confirmed' });
    if (leg !== undefined) this.callerLeg.meets(leg.shown);
  }

  /** The caller has acknowledged the answer: nothing of setting up is needed any more. */
  settled(): void {
    this.#setup = undefined;
  }

  // While it lasts.

  onLegRequest(leg: Leg, transaction: ServerTransaction): void {
    takeInDialog(this, leg, transaction);
  }

  onLegRefresh(leg: Leg): void {
    if (this.#state === 'talking' || this.#state === 'alone') this.#renegotiation?.refresh(leg, this.peerOf(leg));
  }

  onLegLost(leg: Leg, why: string): void {
    this.onBroken(leg, why);
  }

  onLegAstray(leg: Leg): void {
    if (this.#state !== 'over' && this.#sides[leg.side] === leg) this.#astray.add(leg);
  }

  onMediaChanged(): void {
    if (this.#state !== 'talking') return;
    const { security } = this;
    for (const leg of [this.#sides.caller, this.#sides.called])
      leg?.shows(security.secure, this.#exchange?.holds(leg.side) ?? false);
    this.account.media(security);
  }

  onBroken(leg: Leg, why: string): void {
    const { side, party } = leg;
    const cause = `${side} ${party.kind === 'station' ? party.number : party.name}: ${why}`;
    if (this.#state === 'setup') return this.#setup?.refuse(500, reasonLine(500, cause), cause, 'failed');
    if (this.#sides[side] !== leg) return this.#loses(leg, reasonLine(500, cause));
    if (this.#state === 'talking' && this.#task?.goesOnWithout(leg) === true) {
      leg.hangUp(reasonLine(500, cause));
      return this.leaveAlone(leg);
    }
    this.endBoth('system', 'failed', 500, cause);
  }

  /** Somebody who was to become a party. */
  #loses(leg: Leg, lines: string): void {
    leg.hangUp(lines);
    this.#task?.lost(leg);
  }

  /** The phone hung up: the record is written before the BYE is answered, and the other side is told. */
  hungUp(leg: Leg, transaction: ServerTransaction): void {
    const lines = passedReason(transaction.request);
    const peer = this.#state === 'talking' ? this.peerOf(leg) : undefined;
    const isParty = this.#state === 'setup' || this.#sides[leg.side] === leg;
    const goesOn = this.#state === 'talking' && isParty && this.#task?.goesOnWithout(leg) === true;
    if (this.#state === 'setup') this.#setup?.cancelled(lines);
    else if (isParty && !goesOn) this.end({ by: leg.side, outcome: 'answered', status: 200, cause: 'hung up' });
    leg.close();
    transaction.respond(200, 'OK', leg.dialog.localTag);
    if (goesOn) this.leaveAlone(leg);
    else if (isParty) peer?.hangUp(lines);
    else this.#task?.lost(leg);
  }

  /** Tells the phone that rings to answer, or one that talks to hold; false where it does not know how. */
  control(control: Control): boolean {
    const legs = control === 'talk' ? [this.#setup?.single?.leg] : [this.#sides.called, this.#sides.caller];
    const isTheirTime = control === 'talk' ? this.#state === 'setup' : this.#state === 'talking';
    return isTheirTime && legs.some((leg) => leg?.obey(control) === true);
  }

  // What features do.

  takesPlaceOf(replaced: string, transaction: ServerTransaction): void {
    takeReplaced(this.#context, { call: this, transaction }, replaced);
  }

  serves(dialled: FeatureDialled, transaction: ServerTransaction): boolean {
    const taken = takeByCode(this.#context, { call: this, transaction }, dialled);
    if (taken?.ok === false) this.refuseBy(taken.refusal);
    return taken !== undefined;
  }

  finish(task: CallTask): void {
    if (this.#task !== task) return;
    this.#task = undefined;
    this.#astray.soon();
  }

  nextAccount(): string {
    this.#rounds += 1;
    return accountedAs(this.id, this.#rounds);
  }

  place(side: Side, leg: Leg, exchange: MediaExchange, given?: () => void): void {
    const before = this.#sides[side];
    const other = this.#sides[otherSide(side)];
    leg.moveTo(this, side);
    leg.appearance?.change({ callId: this.id, state: 'confirmed', remote: other?.shown ?? leg.shown });
    this.#sides[side] = leg;
    if (given !== undefined) {
      this.#release(side);
      this.#held.set(side, given);
    }
    before?.refuseAsked();
    before?.hangUp();
    this.#becomes('party comes');
    this.#astray.clear();
    this.agree(exchange);
    if (other !== undefined) {
      other.meets(leg.shown);
      leg.meets(other.shown);
    }
    this.onMediaChanged();
  }

  leaveAlone(leg: Leg): void {
    const { side } = leg;
    const stays = this.#sides[otherSide(side)];
    if (this.#state === 'over' || this.#sides[side] !== leg) return;
    leg.refuseAsked();
    leg.hangUp();
    this.#sides[side] = undefined;
    this.#becomes('party leaves');
    this.#release(side);
    if (stays !== undefined) this.#silence(stays, false);
  }

  silenceAgain(leg: Leg): void {
    this.#silence(leg, true);
  }

  #silence(leg: Leg, isAstray: boolean): void {
    this.#renegotiation?.silence(leg, isAstray, () => this.#state === 'alone' && this.#sides[leg.side] === leg);
  }

  handOver(leg: Leg, into: TaskCall, cause: string): (() => void) | undefined {
    // It may be a side of the other call already.
    const side = this.#sides.caller === leg ? 'caller' : 'called';
    const given = this.#held.get(side);
    this.#held.delete(side);
    this.#sides[side] = undefined;
    this.#task = undefined;
    this.#context.movedInto(this.id, into.id);
    this.endBoth('system', 'answered', 200, cause);
    return given;
  }

  get waitingOffer(): string {
    return this.#setup?.offer ?? '';
  }

  stopRinging(): void {
    this.#setup?.stopSearch();
  }

  answeredBy(leg: Leg, exchange: MediaExchange, body: string, acknowledged: (ack: SipMessage) => void): void {
    this.#setup?.answeredBy(leg, exchange, body, acknowledged);
  }

  answeredAlone(): void {
    this.#setup?.stop();
    this.talk(undefined);
    this.account.feature();
  }

  takeBack(lines: string): void {
    if (this.#state === 'setup') this.#setup?.cancelled(lines);
  }

  onRefer(leg: Leg, transaction: ServerTransaction): void {
    takeRefer(this.#context, this, leg, transaction);
  }

  #becomes(event: CallChange): void {
    this.#state = callStates[this.#state][event] ?? this.#state;
  }

  // Ending.

  refuseBy(refusal: Refusal): void {
    const { status, headers } = asSip(refusal);
    const busy = refusal.code === 'calls.do-not-disturb' || refusal.code === 'calls.busy';
    const { party } = this.callerLeg;
    if (party.kind === 'trunk') party.counted.refused++;
    this.account.decided({ code: refusal.code });
    this.#setup?.refuse(status, headers, refusal.words, busy ? 'busy' : 'refused');
  }

  endBoth(by: CallEnd['by'], outcome: CallEnd['outcome'], status: number, cause: string): void {
    if (this.#state === 'over') return;
    this.end({ by, outcome, status, cause });
    const lines = reasonLine(status, cause);
    this.#sides.caller?.hangUp(lines);
    this.#sides.called?.hangUp(lines);
  }

  /** Writes the record. What the phones still wait for is refused. */
  end(end: CallEnd): void {
    if (this.#state === 'over') return;
    this.#becomes('ends');
    this.#setup?.stop();
    this.#setup = undefined;
    for (const side of [...this.#held.keys()]) this.#release(side);
    this.#sides.caller?.refuseAsked();
    this.#sides.called?.refuseAsked();
    this.account.ended(end);
    this.#forget(this);
    const task = this.#task;
    this.#task = undefined;
    task?.callEnded();
  }
}
