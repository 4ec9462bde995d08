// Call completion: who found an extension busy, or got no answer, is called as soon as both are free, and put through to it.

import { type Cancel, limits, no, ok, type Result, randomHex } from '#base';
import type { ServerTransaction, SipMessage } from '#sip';
import { callCodes } from '../calls.codes.ts';
import { shownOf } from '../identity/shown.ts';
import { aimAtDevice } from '../legs/aim.ts';
import type { Branch, BranchUser } from '../legs/branch.ts';
import type { Leg, LegUser } from '../legs/leg.ts';
import { Ringing } from '../legs/ringing.ts';
import { MediaExchange } from '../media-policy/exchange.ts';
import { decide } from '../routing/decide.ts';
import { atRest } from '../routing/tables.ts';
import type { Station } from '../stations/station.ts';
import type { FeatureContext } from './feature-context.ts';
import { Transfer } from './transfer.ts';

/** What phones are doing, and whoever wants to hear when that changes. */
export interface Doings {
  isBusy(number: string): boolean;
  on(number: string, listener: () => void): () => void;
}

/** A phone that hangs up is given a moment before it rings. */
const pauseMs = 3_000;

export class CallBacks {
  readonly #context: FeatureContext;
  readonly #doings: Doings;
  readonly #wanted = new Map<string, Wanted>();

  constructor(context: FeatureContext, doings: Doings) {
    this.#context = context;
    this.#doings = doings;
  }

  get size(): number {
    return this.#wanted.size;
  }

  /** Wants the extension that the digits lead to; refused where a call to it is, and where it leads elsewhere. */
  want(by: Station, digits: string): Result<void> {
    const attempt = { caller: by, dialled: digits, atMs: this.#context.clock.nowMs() };
    // Busy, it is waited for as well, and where it forwards to then is not who was wanted.
    const decision = decide(attempt, atRest(this.#context.tables(by)));
    // An extension that does not want to be disturbed is waited for as one that is busy.
    if (!decision.ok && decision.refusal.code !== 'calls.do-not-disturb') return decision;
    if (decision.ok && decision.value.kind !== 'station') return no(callCodes.refuse('calls.nothing-there'));
    const target = decision.ok && decision.value.kind === 'station' ? decision.value.station.number : digits;
    if (this.#wanted.size >= limits.calls.callBacks) return no(callCodes.refuse('calls.too-many'));
    this.forget(by);
    this.#wanted.set(
      by.number,
      new Wanted(this.#context, this.#doings, { by, target }, () => this.#wanted.delete(by.number)),
    );
    return ok(undefined);
  }

  /** Wants it no more; false where it has wanted nothing. */
  forget(by: Station): boolean {
    const wanted = this.#wanted.get(by.number);
    wanted?.end();
    return wanted !== undefined;
  }
}

interface Wish {
  readonly by: Station;
  readonly target: string;
}

class Wanted implements BranchUser, LegUser {
  readonly #context: FeatureContext;
  readonly #doings: Doings;
  readonly #wish: Wish;
  readonly #ended: () => void;
  readonly #patience: Cancel;
  readonly #deaf: readonly (() => void)[];
  #pause: Cancel | undefined;
  #ringing: Ringing | undefined;
  /** Has the other been busy since? Until then there is nothing to wait for the end of. */
  #wasBusy: boolean;

  constructor(context: FeatureContext, doings: Doings, wish: Wish, ended: () => void) {
    this.#context = context;
    this.#doings = doings;
    this.#wish = wish;
    this.#ended = ended;
    this.#wasBusy = doings.isBusy(wish.target);
    this.#patience = context.clock.afterAbout(context.options().callBackMinutes * 60_000, () => this.end());
    this.#deaf = [wish.by.number, wish.target].map((number) => doings.on(number, () => this.#look()));
  }

  get legUser(): LegUser {
    return this;
  }

  end(): void {
    for (const deafen of this.#deaf) deafen();
    this.#patience();
    this.#pause?.();
    this.#ringing?.stop('');
    this.#ended();
  }

  #look(): void {
    const { by, target } = this.#wish;
    this.#wasBusy ||= this.#doings.isBusy(target);
    this.#pause?.();
    if (this.#ringing === undefined && this.#wasBusy && !this.#doings.isBusy(target) && !this.#doings.isBusy(by.number))
      this.#pause = this.#context.clock.after(pauseMs, () => this.#ring());
  }

  #ring(): void {
    const { by, target } = this.#wish;
    const wanted = this.#context.tables(by).station(target);
    if (wanted === undefined) return this.end();
    const aims = this.#context.devices(by).map((device) => aimAtDevice(shownOf(wanted), by, device));
    const ready = Ringing.prepare(this.#context, {
      invitation: { callId: randomHex(12), maxForwards: 70, reliable: false, side: 'caller' },
      ...{ number: by.number, callId: '', remote: shownOf(wanted), aims, offer: '', user: this },
      // Nothing is said yet: what holds between the two is asked when they are connected.
      exchangeWith: () => new MediaExchange({ required: false, keysBarred: '' }),
      ended: () => this.end(),
    });
    if (!ready.ok) return this.end();
    this.#ringing = ready.value;
    this.#ringing.begin();
  }

  onProgress(): void {}

  onRefused(status: number, reason: string): void {
    this.#ringing?.refused(status, reason);
  }

  onSuccess(branch: Branch, leg: Leg, success: SipMessage): void {
    const { by, target } = this.#wish;
    this.#ringing?.stop('', branch);
    this.#ringing = undefined;
    this.end();
    const { exchange } = branch;
    const answered = exchange.offerToNobody('caller', success.body, leg.flow.secure);
    if (!answered.ok) return branch.decline(leg);
    leg.acknowledge(branch.cseq, answered.value);
    this.#putThrough(leg, exchange, by, target);
  }

  #putThrough(leg: Leg, exchange: MediaExchange, by: Station, target: string): void {
    const call = this.#context.originate(leg, target, exchange);
    const attempt = { caller: by, dialled: target, atMs: this.#context.clock.nowMs() };
    const decision = decide(attempt, this.#context.tables(by));
    const transfer = new Transfer(this.#context, call, { person: by, stays: leg }, { kind: 'callback' });
    if (!decision.ok || decision.value.kind === 'feature')
      return call.endBoth('system', 'failed', 480, decision.ok ? '' : decision.refusal.words);
    if (call.begin(transfer)) transfer.toNumber(decision.value, attempt);
  }

  // While it rings: a phone has nothing to say in a dialog that is not there yet.

  onLegRequest(leg: Leg, transaction: ServerTransaction): void {
    transaction.respond(481, 'Call/Transaction Does Not Exist', leg.dialog.localTag);
  }

  onLegLost(): void {}

  onLegRefresh(): void {}

  onLegAstray(): void {}
}
