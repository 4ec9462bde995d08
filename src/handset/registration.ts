// A phone's registration (RFC 3261 §10.2, RFC 5626): kept alive before it expires, and found again after the line was lost.

import { type Cancel, ok, type Refusal, type Result, randomHex } from '#base';
import { type Flow, Header, parameter, parseNameAddress, type SipMessage } from '#sip';
import type { Account } from './account.ts';
import { Asking } from './asking.ts';
import { handsetCodes } from './handset.codes.ts';
import type { Line } from './line.ts';
import { Awaited } from './waiting.ts';

export type RegistrationEvent =
  | { readonly kind: 'registered'; readonly expiresSeconds: number }
  | { readonly kind: 'unregistered' }
  | { readonly kind: 'registration-failed'; readonly refusal: Refusal; readonly againInMs: number };

/** Renewed when this share of its time has passed. */
const renewalShare = 0.75;
/** After a failure that may pass: this, then twice as long each time, up to the last. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
const mostExpiresSeconds = 86_400;
const unregisterLimitMs = 5_000;

export class Registration {
  readonly #line: Line;
  readonly #account: Account;
  readonly #tell: (event: RegistrationEvent) => void;
  readonly #callId = randomHex(12);
  readonly #tag = randomHex(8);
  readonly #registered: Awaited<number>;
  readonly #unregistered: Awaited<void>;
  #cseq = 0;
  #wantedSeconds = 0;
  #state: 'none' | 'asking' | 'registered' = 'none';
  #pauseMs = firstPauseMs;
  #next: Cancel | undefined;

  constructor(line: Line, account: Account, tell: (event: RegistrationEvent) => void) {
    this.#line = line;
    this.#account = account;
    this.#tell = tell;
    this.#registered = new Awaited('The registration', line.clock);
    this.#unregistered = new Awaited('The end of the registration', line.clock);
  }

  get isRegistered(): boolean {
    return this.#state === 'registered';
  }

  /** Registers, and keeps registered from now on. */
  begin(expiresSeconds: number): void {
    this.#wantedSeconds = expiresSeconds;
    this.#registered.again();
    this.#again();
  }

  /** Resolves with the seconds that were granted. */
  registered(limitMs: number): Promise<Result<number>> {
    return this.#registered.wait(limitMs);
  }

  async end(limitMs = unregisterLimitMs): Promise<Result<void>> {
    this.stop();
    this.#unregistered.again();
    const { flow } = this.#line;
    if (flow === undefined) return ok(undefined);
    this.#send(flow, 0);
    return await this.#unregistered.wait(limitMs);
  }

  /** Nothing is sent any more; what was registered runs out by itself. */
  stop(): void {
    this.#wantedSeconds = 0;
    this.#state = 'none';
    this.#next?.();
    this.#next = undefined;
  }

  /** The connection is gone, and with it the registration (RFC 5626 §4.3). */
  flowLost(): void {
    if (this.#wantedSeconds === 0 || this.#state === 'none') return;
    this.#state = 'none';
    this.#registered.again();
    this.#againAfter(this.#pause());
  }

  #again(): void {
    this.#next?.();
    this.#next = undefined;
    this.#state = 'asking';
    const { flow } = this.#line;
    if (flow !== undefined) return this.#send(flow, this.#wantedSeconds);
    this.#line.connect().then((connected) => {
      if (this.#wantedSeconds === 0) return;
      if (connected.ok) this.#send(connected.value, this.#wantedSeconds);
      else this.#failed(connected.refusal, this.#pause());
    });
  }

  #send(flow: Flow, expiresSeconds: number): void {
    const { layer } = this.#line;
    const { address, domain, identity, registrar } = this.#account;
    const uri = `sip:${domain}`;
    new Asking(layer, flow, registrar, 'REGISTER', uri, {
      compose: (authorization) => ({
        method: 'REGISTER',
        uri,
        from: `${identity};tag=${this.#tag}`,
        to: `<${address}>`,
        callId: this.#callId,
        cseq: ++this.#cseq,
        maxForwards: 70,
        route: '',
        headers: this.#account.registration(flow, expiresSeconds) + authorization,
      }),
      onFinal: (response) => this.#answered(response, flow, expiresSeconds),
    }).send();
  }

  #answered(response: SipMessage | undefined, flow: Flow, askedSeconds: number): void {
    if (askedSeconds === 0) return this.#ended(response);
    if (this.#wantedSeconds === 0) return;
    const status = response?.status ?? 408;
    if (response !== undefined && status < 300) return this.#granted(response, flow, askedSeconds);
    const least = response?.whole(Header.MinExpires, mostExpiresSeconds) ?? 0;
    if (status === 423 && least > askedSeconds) {
      this.#wantedSeconds = least;
      return this.#send(flow, least);
    }
    const again = mayPass(status) ? this.#pauseOf(response) : 0;
    this.#failed(this.#refusal(status, response?.reason ?? 'Request Timeout'), again);
  }

  #granted(response: SipMessage, flow: Flow, askedSeconds: number): void {
    const expiresSeconds = grantedSeconds(response, this.#account.contactUri(flow)) ?? askedSeconds;
    this.#state = 'registered';
    this.#pauseMs = firstPauseMs;
    this.#againAfter(expiresSeconds * 1_000 * renewalShare);
    this.#registered.again().happened(expiresSeconds);
    this.#tell({ kind: 'registered', expiresSeconds });
  }

  #failed(refusal: Refusal, againInMs: number): void {
    this.#state = 'none';
    if (againInMs > 0) this.#againAfter(againInMs);
    this.#registered.again().failed(refusal);
    this.#tell({ kind: 'registration-failed', refusal, againInMs });
  }

  #ended(response: SipMessage | undefined): void {
    const status = response?.status ?? 408;
    if (status < 300) this.#unregistered.happened(undefined);
    else this.#unregistered.failed(this.#refusal(status, response?.reason ?? 'Request Timeout'));
    this.#tell({ kind: 'unregistered' });
  }

  #againAfter(ms: number): void {
    this.#next?.();
    this.#next = this.#line.clock.after(ms, () => this.#again());
  }

  /** Longer each time, and not the same for all phones of an office (RFC 5626 §4.5). */
  #pause(): number {
    const pauseMs = this.#pauseMs * (0.5 + Number.parseInt(randomHex(1), 16) / 510);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
    return pauseMs;
  }

  #pauseOf(response: SipMessage | undefined): number {
    const seconds = Number.parseInt(response?.get(Header.RetryAfter) ?? '', 10);
    return seconds > 0 ? Math.min(seconds * 1_000, longestPauseMs) : this.#pause();
  }

  #refusal(status: number, reason: string): Refusal {
    return handsetCodes.refuse('handset.registration-refused', { number: this.#account.number, status, reason });
  }
}

/** A server that is busy or gone may come back; one that refuses has made up its mind. */
const mayPass = (status: number): boolean => status === 408 || status === 480 || (status >= 500 && status < 600);

/** How long our own contact is registered, among all that the answer lists. */
function grantedSeconds(response: SipMessage, uri: string): number | undefined {
  for (const value of response.list(Header.Contact)) {
    const contact = parseNameAddress(value);
    if (contact?.uri !== uri) continue;
    const expires = Number(parameter(contact.parameters, 'expires') ?? '');
    if (expires > 0) return expires;
  }
  return response.expires;
}
