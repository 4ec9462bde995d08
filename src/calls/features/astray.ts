// Phones of a call that have described themselves for somebody with whom they were not connected after all: each is brought back to the
// one that it talks to, with new keys; one that is alone is silenced.

import type { Refusal, Result } from '#base';
import { callCodes } from '../calls.codes.ts';
import { Connecting } from '../legs/connecting.ts';
import type { CallContext } from '../legs/context.ts';
import { EndInDialog } from '../legs/ends.ts';
import type { Leg } from '../legs/leg.ts';
import { glareMs, patienceMs } from '../legs/patience.ts';
import { otherSide } from '../media-policy/exchange.ts';
import type { CallTask, TaskCall } from './task.ts';

/** How often it is tried before the call is given up: neither hears the other. */
const mostAttempts = 5;

export interface AstrayCall extends TaskCall {
  /** The phone is alone, whatever it was asked last. */
  silenceAgain(leg: Leg): void;
}

export class Astray {
  readonly #context: CallContext;
  readonly #call: AstrayCall;
  readonly #legs = new Set<Leg>();
  #isDue = false;
  #attempts = 0;

  constructor(context: CallContext, call: AstrayCall) {
    this.#context = context;
    this.#call = call;
  }

  /** Is there one? */
  get any(): boolean {
    return this.#legs.size > 0;
  }

  add(leg: Leg): void {
    this.#legs.add(leg);
    this.soon();
  }

  /** Everybody has somebody to talk to. */
  clear(): void {
    this.#legs.clear();
    this.#attempts = 0;
  }

  /** A moment later, when it is known what becomes of the call. */
  soon(ms = patienceMs): void {
    if (this.#legs.size === 0 || this.#isDue) return;
    this.#isDue = true;
    this.#context.clock.after(ms, () => {
      this.#isDue = false;
      for (const leg of this.#legs) if (this.#call.at(leg.side) !== leg) this.#legs.delete(leg);
      this.#look();
    });
  }

  #look(): void {
    const [leg] = this.#legs;
    const { state, task, exchange } = this.#call;
    if (leg === undefined) return;
    if (state === 'alone') {
      this.#legs.clear();
      return this.#call.silenceAgain(leg);
    }
    // While a feature is at work it may come to something after all; its end is told.
    if (state !== 'talking' || task !== undefined) return;
    if (exchange?.settled !== true) return this.soon();
    this.#attempts += 1;
    if (this.#attempts > mostAttempts)
      return this.#call.endBoth('system', 'failed', 500, 'the phones could not be connected again');
    this.#legs.clear();
    new Rejoining(this.#context, this.#call, leg).begin((isJoined) => {
      if (isJoined) return this.clear();
      this.#legs.add(leg);
      this.soon(glareMs);
    });
  }
}

class Rejoining implements CallTask {
  readonly #context: CallContext;
  readonly #call: TaskCall;
  readonly #leg: Leg;
  #connecting: Connecting | undefined;

  constructor(context: CallContext, call: TaskCall, leg: Leg) {
    this.#context = context;
    this.#call = call;
    this.#leg = leg;
  }

  begin(ended: (isJoined: boolean) => void): void {
    const { exchange } = this.#call;
    const offererSide = this.#leg.side;
    const answererSide = otherSide(offererSide);
    const peer = this.#call.at(answererSide);
    if (exchange === undefined || peer === undefined || !this.#call.begin(this)) return;
    const [offerer, answerer] = [new EndInDialog(this.#context, this.#leg), new EndInDialog(this.#context, peer)];
    const pair = { offerer, answerer, exchange, offererSide, answererSide };
    this.#connecting = new Connecting(pair, (result) => this.#done(result, ended));
    this.#connecting.begin();
  }

  #done(result: Result<void>, ended: (isJoined: boolean) => void): void {
    if (!result.ok) this.#call.exchange?.withdraw();
    ended(result.ok);
    this.#call.finish(this);
    if (result.ok) this.#call.onMediaChanged();
  }

  goesOnWithout(): boolean {
    return false;
  }

  lost(): void {}

  flowClosed(): void {}

  callEnded(): void {
    this.#connecting?.stop(gone());
  }
}

const gone = (): Refusal => callCodes.refuse('calls.party-gone');
