// Is a place of a provider there? Asked by OPTIONS as often as the trunk says; one that is down is asked again, ever more slowly.

import { type Cancel, limits, randomHex } from '#base';
import { contactOf, type Flow, type OutgoingRequest } from '#sip';
import { type Answer, Asking } from './asking.ts';
import type { TrunkParts } from './parts.ts';
import type { TrunkPlace } from './trunk-place.ts';

/** What the question says of the trunk. */
export interface SupervisionWish {
  /** 0: never. */
  readonly seconds: () => number;
  /** The host in the addresses that are written to the provider. */
  readonly host: string;
}

/** A question whether somebody is there, without credentials and outside any dialog. */
export const optionsRequest = (host: string, flow: Flow): OutgoingRequest => ({
  method: 'OPTIONS',
  uri: `sip:${host}`,
  from: `<sip:${host}>;tag=${randomHex(8)}`,
  to: `<sip:${host}>`,
  callId: randomHex(12),
  cseq: 1,
  maxForwards: 70,
  route: '',
  headers: `${contactOf(flow, 'ringfence')}Accept: application/sdp\r\n`,
});

export class Supervision {
  readonly #parts: TrunkParts;
  readonly #place: TrunkPlace;
  readonly #wish: SupervisionWish;
  #next: Cancel | undefined;
  #asking: Asking | undefined;
  /** Over which it is asked. */
  #flow: Flow | undefined;
  #isAsking = false;
  #isStopped = false;
  #pauseMs: number = limits.trunks.pauseMs;

  constructor(parts: TrunkParts, place: TrunkPlace, wish: SupervisionWish) {
    this.#parts = parts;
    this.#place = place;
    this.#wish = wish;
  }

  /** The place changed, or how often it is asked: the next question is set anew. */
  follow(): void {
    if (this.#isAsking || this.#isStopped) return;
    this.#next?.();
    this.#next = undefined;
    const seconds = this.#wish.seconds();
    if (this.#place.state === 'down') return this.#later(seconds);
    this.#pauseMs = limits.trunks.pauseMs;
    if (seconds > 0) this.#next = this.#parts.clock.after(seconds * 1_000, () => this.ask());
  }

  /** Asks now, where it is asked at all. */
  ask(): void {
    if (this.#isAsking || this.#isStopped || this.#wish.seconds() === 0) return;
    this.#next?.();
    this.#isAsking = true;
    void this.#place.connected().then((way) => {
      if (this.#isStopped) return;
      this.#flow = typeof way === 'string' ? undefined : way;
      if (typeof way === 'string') this.#heard({ kind: 'none', why: way });
      else this.#send(way);
    });
  }

  /** The way there has ended. */
  lost(flow: Flow, why: string): void {
    if (flow === this.#flow) this.#asking?.lost(why);
  }

  stop(): void {
    this.#isStopped = true;
    this.#next?.();
    this.#asking?.lost('it is not asked any more');
  }

  #send(flow: Flow): void {
    const request = optionsRequest(this.#wish.host, flow);
    this.#asking = new Asking(this.#parts, flow, {
      ...{ method: 'OPTIONS', uri: request.uri, digest: undefined },
      compose: () => request,
      onAnswer: (answer) => this.#heard(answer),
      onLate: () => this.#isStopped || this.#place.isUp(),
    });
    this.#asking.send();
  }

  /** Whatever it answers, it is there; but for one that says that it cannot serve (RFC 3263 §4.3). */
  #heard(answer: Answer): void {
    this.#asking = undefined;
    if (this.#isStopped) return;
    if (answer.kind === 'none') this.#place.isSilent(answer.why, this.#flow);
    else if (answer.response.status === 503) this.#place.isDown('it answers 503: it cannot serve now');
    else this.#place.isUp();
    this.#isAsking = false;
    this.follow();
  }

  /** Who is never asked is taken to be there again after a while. */
  #later(seconds: number): void {
    const again = seconds === 0 ? () => this.#place.forget() : () => this.ask();
    this.#next = this.#parts.clock.after(this.#pauseMs, again);
    this.#pauseMs = Math.min(this.#pauseMs * 2, limits.trunks.mostPauseMs);
  }
}
