// Sends NOTIFYs: one at a time to each subscription, so that the newest state wins and a slow phone gets fewer; and not too many at once,
// so that a thousand lamps on one extension do not hold up a call.

import { type Clock, limits } from '#base';
import { Header, type SipMessage, type TransactionLayer } from '#sip';
import type { Subscription } from './subscription.ts';

export interface CourierOptions {
  readonly clock: Clock;
  readonly layer: TransactionLayer;
  readonly realm: () => string;
  /** Looks for the way to the phone where the one that it had is closed. */
  readonly findWay: (subscription: Subscription) => void;
  /** Its numbers are to be written down. */
  readonly keep: (subscription: Subscription) => void;
  /** The phone does not know it any more, or is gone. */
  readonly lost: (subscription: Subscription) => void;
}

/** Why a subscription ends (RFC 6665 §4.1.3). */
export type EndReason = 'timeout' | 'rejected' | 'noresource' | 'deactivated';

/** Answers that end it (RFC 6665 §4.2.2, RFC 5057); after another one the phone hears of the next state. */
const ending: ReadonlySet<number> = new Set([404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604]);

export class Courier {
  readonly #options: CourierOptions;
  readonly #waiting = new Set<Subscription>();
  #isRunning = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Subscriptions that have news to get. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Tells the phone when it is its turn. */
  later(subscription: Subscription): void {
    if (subscription.asking !== 0 || subscription.isOver) return;
    this.#waiting.add(subscription);
    if (!this.#isRunning) this.#runLater();
  }

  /** Tells the phone now: it has just asked. */
  now(subscription: Subscription): void {
    this.#waiting.delete(subscription);
    if (subscription.asking !== 0 || subscription.isOver || !subscription.hasNews) return;
    if (!this.#hasWay(subscription)) return;
    const left = (subscription.endsAtMs - this.#options.clock.nowMs()) / 1_000;
    this.#send(subscription, `active;expires=${Math.max(1, Math.round(left))}`, true);
  }

  /** The last NOTIFY; with the state only where the phone itself asked for the end. */
  end(subscription: Subscription, reason: EndReason, withState: boolean): void {
    this.#waiting.delete(subscription);
    if (withState) subscription.forget();
    subscription.isOver = true;
    if (this.#hasWay(subscription)) this.#send(subscription, `terminated;reason=${reason}`, withState);
  }

  forget(subscription: Subscription): void {
    this.#waiting.delete(subscription);
    subscription.isOver = true;
  }

  #runLater(): void {
    this.#isRunning = true;
    this.#options.clock.after(limits.watching.notifyPauseMs, () => this.#run());
  }

  #run(): void {
    let count = 0;
    for (const subscription of this.#waiting) {
      if (count++ === limits.watching.notifiesAtOnce) break;
      this.now(subscription);
    }
    this.#isRunning = false;
    if (this.#waiting.size > 0) this.#runLater();
  }

  #hasWay(subscription: Subscription): boolean {
    const { dialog } = subscription.facts;
    if (!dialog.flow.open) this.#options.findWay(subscription);
    return dialog.flow.open;
  }

  #send(subscription: Subscription, state: string, withState: boolean): void {
    const { layer, realm, keep } = this.#options;
    const { dialog, event, target, isList } = subscription.facts;
    const packed = withState ? subscription.next(realm) : undefined;
    if (!subscription.isOver && subscription.reserve()) keep(subscription);
    const required = isList ? 'Require: eventlist\r\n' : '';
    const headers = `Event: ${event}\r\nSubscription-State: ${state}\r\n${dialog.contact(target)}${required}`;
    const request = dialog.request('NOTIFY', { headers, ...packed });
    const { flow } = dialog;
    subscription.asking = request.cseq;
    const isCurrent = (): boolean => !subscription.isOver && subscription.asking === request.cseq;
    layer.request(request, flow, {
      onResponse: (response) => {
        if (response.status >= 200 && isCurrent()) this.#answered(subscription, response);
      },
      onFailure: (why) => {
        if (isCurrent()) this.#unanswered(subscription, why === 'timed-out' && flow.open);
      },
    });
  }

  #answered(subscription: Subscription, response: SipMessage): void {
    subscription.asking = 0;
    if (ending.has(response.status) && !response.has(Header.RetryAfter)) return this.#options.lost(subscription);
    if (subscription.hasNews) this.later(subscription);
  }

  /** No answer ends it; a connection that closed or takes nothing does not: the phone is told everything when it is back. */
  #unanswered(subscription: Subscription, isGone: boolean): void {
    subscription.asking = 0;
    if (isGone) this.#options.lost(subscription);
    else subscription.forget();
  }
}
