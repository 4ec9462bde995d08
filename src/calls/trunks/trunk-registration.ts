// Our registration with a provider (RFC 3261 §10.2): renewed at half its time, at the next place when one does not answer, and not
// hammered at when it is refused.

import { type Cancel, limits, randomHex } from '#base';
import {
  contactOf,
  type DigestClient,
  escapeUser,
  type Flow,
  Header,
  keepAlive,
  type OutgoingRequest,
  parameter,
  parseNameAddress,
  type SipMessage,
  sentBy,
} from '#sip';
import { type Answer, Asking } from './asking.ts';
import type { TrunkParts } from './parts.ts';
import type { TrunkPlace } from './trunk-place.ts';

export interface RegistrationWish {
  readonly username: string;
  readonly seconds: number;
  /** The host of the address that is registered. */
  readonly host: string;
  readonly digest: () => DigestClient | undefined;
  /** In the order in which to try them. */
  readonly places: () => readonly TrunkPlace[];
  readonly onChange: () => void;
}

/** Where it stands: not asked yet, registered, not reachable, refused. */
export type RegistrationState = 'none' | 'registered' | 'unreachable' | 'refused';

/** The address that a trunk registers, and of which it asks. */
export const addressOfRecord = ({ username, host }: Pick<RegistrationWish, 'username' | 'host'>): string =>
  `sip:${escapeUser(username)}@${host}`;

export class TrunkRegistration {
  readonly #parts: TrunkParts;
  readonly #wish: RegistrationWish;
  readonly #callId = randomHex(12);
  readonly #tag = randomHex(8);
  #cseq = 0;
  #seconds: number;
  #state: RegistrationState = 'none';
  #why = '';
  /** Why each place that was tried since did not do. */
  #whys: string[] = [];
  #sinceMs = 0;
  #place: TrunkPlace | undefined;
  #flow: Flow | undefined;
  #asking: Asking | undefined;
  /** Those that were tried since it last stood or was refused. */
  readonly #tried = new Set<TrunkPlace>();
  #next: Cancel | undefined;
  #alive: Cancel | undefined;
  #pauseMs: number = limits.trunks.pauseMs;
  #refusedPauseMs: number = limits.trunks.refusedPauseMs;
  #isBusy = false;
  #isStopped = false;

  constructor(parts: TrunkParts, wish: RegistrationWish) {
    this.#parts = parts;
    this.#wish = wish;
    this.#seconds = wish.seconds;
  }

  get state(): RegistrationState {
    return this.#state;
  }

  /** Why it is not registered; blank while it is, and before it was tried. */
  get why(): string {
    return this.#why;
  }

  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** The way over which it stands. */
  get flow(): Flow | undefined {
    return this.#state === 'registered' ? this.#flow : undefined;
  }

  get place(): TrunkPlace | undefined {
    return this.#state === 'registered' ? this.#place : undefined;
  }

  /** Tries now, unless it is at it or has been refused. */
  begin(): void {
    if (this.#isBusy || this.#isStopped || this.#state === 'refused') return;
    this.#next?.();
    this.#isBusy = true;
    this.#whys = [];
    this.#tried.clear();
    this.#tryNext();
  }

  /** The way has ended, and the registration with it (RFC 5626 §4.3). */
  flowClosed(flow: Flow, why: string): void {
    if (flow !== this.#flow) return;
    this.#flow = undefined;
    if (this.#asking !== undefined) this.#asking.lost(why);
    else if (this.#state === 'registered') {
      this.#move('unreachable', why);
      this.begin();
    }
  }

  /** A place is there again: worth a try where none was. */
  placeUp(): void {
    if (this.#state === 'unreachable') this.begin();
  }

  /** Takes the registration back; resolves when the provider has agreed or had the time to. */
  async end(): Promise<void> {
    const { flow } = this;
    this.stop();
    if (flow?.open !== true) return;
    await new Promise<void>((resolve) => {
      const late = this.#parts.clock.after(limits.trunks.farewellMs, () => resolve());
      this.#ask(flow, 0, () => {
        late();
        resolve();
      });
    });
  }

  /** Nothing is sent any more; what was registered runs out by itself. */
  stop(): void {
    this.#isStopped = true;
    this.#next?.();
    this.#alive?.();
    this.#asking?.lost('it is not registered any more');
    this.#state = 'none';
  }

  #tryNext(): void {
    const place = this.#wish.places().find((one) => !this.#tried.has(one));
    if (place === undefined) return this.#unreachable();
    this.#tried.add(place);
    void place.connected().then((way) => {
      if (this.#isStopped) return;
      if (typeof way === 'string') this.#passOver(place, way);
      else this.#register(place, way);
    });
  }

  #register(place: TrunkPlace, flow: Flow): void {
    [this.#place, this.#flow] = [place, flow];
    const seconds = this.#seconds;
    this.#ask(flow, seconds, (answer) => {
      if (!this.#isStopped) this.#heard(place, flow, seconds, answer);
    });
  }

  #ask(flow: Flow, seconds: number, onAnswer: (answer: Answer) => void): void {
    const { host, digest } = this.#wish;
    this.#asking = new Asking(this.#parts, flow, {
      ...{ method: 'REGISTER', uri: `sip:${host}`, digest: digest() },
      compose: (authorization) => this.#compose(flow, seconds, authorization),
      onAnswer: (answer) => {
        this.#asking = undefined;
        onAnswer(answer);
      },
    });
    this.#asking.send();
  }

  #compose(flow: Flow, seconds: number, authorization: string): OutgoingRequest {
    const address = addressOfRecord(this.#wish);
    return {
      method: 'REGISTER',
      uri: `sip:${this.#wish.host}`,
      from: `<${address}>;tag=${this.#tag}`,
      to: `<${address}>`,
      callId: this.#callId,
      cseq: ++this.#cseq,
      maxForwards: 70,
      route: '',
      headers: `${contactOf(flow, escapeUser(this.#wish.username))}Expires: ${seconds}\r\n${authorization}`,
    };
  }

  #heard(place: TrunkPlace, flow: Flow, asked: number, answer: Answer): void {
    if (answer.kind === 'none') {
      place.isSilent(answer.why, flow);
      return this.#passOver(place, answer.why, false);
    }
    const { response } = answer;
    const { status, reason } = response;
    if (status < 300) return this.#granted(place, flow, asked, response);
    const least = response.whole(Header.MinExpires, limits.trunks.mostRegistrationSeconds) ?? 0;
    if (status === 423 && least > asked) {
      this.#seconds = least;
      return this.#register(place, flow);
    }
    const said = `it answers ${status} ${reason}`;
    if (status === 408 || (status >= 500 && status < 600)) return this.#passOver(place, said, status === 503);
    this.#refused(status === 401 || status === 407 ? `${said}: the user name or secret is wrong` : said, response);
  }

  #granted(place: TrunkPlace, flow: Flow, asked: number, response: SipMessage): void {
    const { leastRegistrationSeconds, mostRegistrationSeconds, pauseMs, refusedPauseMs } = limits.trunks;
    const granted = grantedSeconds(response, flow) ?? asked;
    const seconds = Math.min(Math.max(granted, leastRegistrationSeconds), mostRegistrationSeconds);
    [this.#pauseMs, this.#refusedPauseMs] = [pauseMs, refusedPauseMs];
    this.#isBusy = false;
    place.isUp();
    this.#again((seconds * 1_000) / 2, () => this.#renew(place, flow));
    this.#keepAlive(flow);
    this.#move('registered', '');
  }

  /** At the same place over the same way; at the others when it does not answer. */
  #renew(place: TrunkPlace, flow: Flow): void {
    if (!flow.open) return this.begin();
    this.#isBusy = true;
    this.#whys = [];
    this.#tried.clear();
    this.#tried.add(place);
    this.#register(place, flow);
  }

  #passOver(place: TrunkPlace, why: string, isDown = true): void {
    if (isDown) place.isDown(why);
    this.#whys.push(`${place.where.host}: ${why}`);
    if (this.#state === 'registered') this.#move('unreachable', this.#whys.join('; '));
    this.#tryNext();
  }

  #unreachable(): void {
    this.#isBusy = false;
    this.#again(this.#pauseMs, () => this.begin());
    this.#pauseMs = Math.min(this.#pauseMs * 2, limits.trunks.mostPauseMs);
    this.#move('unreachable', this.#whys.join('; ') || 'no place of the provider is known');
  }

  #refused(why: string, response: SipMessage): void {
    this.#isBusy = false;
    const wished = (response.whole(Header.RetryAfter, limits.trunks.mostRegistrationSeconds) ?? 0) * 1_000;
    const pauseMs = Math.min(Math.max(this.#refusedPauseMs, wished), limits.trunks.mostRefusedPauseMs);
    this.#refusedPauseMs = Math.min(this.#refusedPauseMs * 2, limits.trunks.mostRefusedPauseMs);
    this.#move('refused', why);
    this.#again(pauseMs, () => {
      this.#state = 'unreachable';
      this.begin();
    });
  }

  #again(ms: number, task: () => void): void {
    this.#next?.();
    this.#next = this.#parts.clock.after(ms, task);
  }

  #keepAlive(flow: Flow): void {
    this.#alive?.();
    if (!flow.reliable) return;
    this.#alive = this.#parts.clock.after(limits.trunks.keepAliveMs, () => {
      if (flow.open && flow.send(keepAlive)) this.#keepAlive(flow);
    });
  }

  #move(state: RegistrationState, why: string): void {
    const isNews = state !== this.#state || why !== this.#why;
    if (state !== this.#state) this.#sinceMs = this.#parts.clock.nowMs();
    this.#state = state;
    this.#why = why;
    if (isNews) this.#wish.onChange();
  }
}

/** How long our own contact stands, among all that the answer lists. */
function grantedSeconds(response: SipMessage, flow: Flow): number | undefined {
  for (const value of response.list(Header.Contact)) {
    const contact = parseNameAddress(value);
    if (contact === undefined || !contact.uri.includes(`@${sentBy(flow)}`)) continue;
    const expires = Number(parameter(contact.parameters, 'expires') ?? '');
    if (expires > 0) return expires;
  }
  return response.expires;
}
