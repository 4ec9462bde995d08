// Parked calls: one party waits in a place with a number until somebody takes the call there, or whoever parked it is called back.

import { type Cancel, limits, no, ok, type Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { otherSide, type Side } from '../media-policy/exchange.ts';
import { mayJoin } from '../routing/decide.ts';
import type { FeatureContext } from './feature-context.ts';
import { Takeover } from './takeover.ts';
import type { CallTask, Newcomer, Outcome, Parked as ParkedBy, Parking } from './task.ts';
import { Transfer } from './transfer.ts';

export class ParkingPlaces implements Parking {
  readonly #context: () => FeatureContext;
  readonly #parked = new Map<string, Parked>();

  constructor(context: () => FeatureContext) {
    this.#context = context;
  }

  /** Is somebody waiting there? */
  isTaken(number: string): boolean {
    return this.#parked.has(number);
  }

  /** Leaves the other party there; refused where somebody else is waiting. */
  park(parking: ParkedBy, number: string): Result<void> {
    if (this.#parked.has(number)) return no(callCodes.refuse('calls.place-taken', { number }));
    if (this.#parked.size >= limits.calls.parked) return no(callCodes.refuse('calls.too-many'));
    const parked = new Parked(this.#context(), parking, () => this.#parked.delete(number));
    if (!parking.call.begin(parked)) return no(callCodes.refuse('calls.not-taken', { why: 'it is being passed on' }));
    this.#parked.set(number, parked);
    parked.begin();
    return ok(undefined);
  }

  /** Of a place where nobody waits, and of one that the newcomer may not be connected with, the same is said. */
  retrieve(newcomer: Newcomer, number: string): Result<void> {
    return this.#parked.get(number)?.retrieve(newcomer) ?? no(callCodes.refuse('calls.nothing-there'));
  }
}

class Parked implements CallTask {
  readonly #context: FeatureContext;
  readonly #parking: ParkedBy;
  readonly #side: Side;
  readonly #over: () => void;
  readonly #outcome: Outcome;
  #waiting: Cancel | undefined;
  #recalls = 0;

  constructor(context: FeatureContext, parking: ParkedBy, over: () => void) {
    this.#context = context;
    this.#parking = parking;
    this.#side = parking.by.side;
    this.#over = over;
    this.#outcome = { over, failed: () => this.#again() };
  }

  begin(): void {
    const { call, by, person } = this.#parking;
    call.account.changed('park', person.number, undefined);
    this.#parking.done();
    call.leaveAlone(by);
    this.#wait();
  }

  retrieve(newcomer: Newcomer): Result<void> {
    const { call } = this.#parking;
    const { party } = newcomer.call.callerLeg;
    const stays = call.at(otherSide(this.#side));
    if (stays === undefined || call.task !== this) return no(callCodes.refuse('calls.nothing-there'));
    const attempt = { caller: stays.party, dialled: '', atMs: this.#context.clock.nowMs() };
    if (!mayJoin(attempt, this.#context.tables(stays.party), party).ok)
      return no(callCodes.refuse('calls.nothing-there'));
    call.finish(this);
    const takeover = new Takeover(this.#context, 'retrieve', newcomer, call, this.#outcome);
    this.#waiting?.();
    const begun = takeover.place(this.#side);
    if (!begun.ok) this.#again();
    return begun;
  }

  goesOnWithout(): boolean {
    return false;
  }

  lost(): void {}

  flowClosed(): void {}

  callEnded(): void {
    this.#waiting?.();
    this.#over();
  }

  #wait(): void {
    const seconds = this.#context.options().parkRecallSeconds;
    this.#waiting?.();
    this.#waiting = this.#context.clock.afterAbout(seconds * 1_000, () => this.#recall());
  }

  /** Back in its place: nobody has taken it after all. */
  #again(): void {
    if (this.#parking.call.begin(this)) this.#wait();
    else this.#over();
  }

  #recall(): void {
    const { call, by, person } = this.#parking;
    const stays = call.at(otherSide(this.#side));
    if (stays === undefined) return;
    this.#recalls += 1;
    call.finish(this);
    const isLast = this.#recalls === limits.calls.parkRecalls;
    const endCall = (): void => call.endBoth('system', 'answered', 480, 'nobody took the parked call');
    const outcome = { over: this.#over, failed: isLast ? endCall : () => this.#again() };
    const transfer = new Transfer(this.#context, call, { by, person, stays }, { outcome });
    if (call.begin(transfer)) transfer.bringBack(callCodes.refuse('calls.no-answer'));
  }
}
