// One place of a provider: the connection to it, and whether it is there. Its law: what is known is what was last heard from there.

import type { Refusal } from '#base';
import type { Dial, Flow, TransportName } from '#sip';
import type { TrunkParts } from './parts.ts';
import type { Place } from './resolve.ts';
import type { TrunkRecord } from './trunks.form.ts';

export type PlaceState = 'unknown' | 'up' | 'down';

/** Whose place it is. */
export interface PlaceOwner {
  /** Under which its connections are kept apart from those of others. */
  readonly dialKey: string;
  readonly record: Pick<TrunkRecord, 'transport' | 'offerCertificate'>;
  /** Calls may be on its connections: none is ended. */
  readonly hasCalls: boolean;
  placeChanged(place: TrunkPlace): void;
}

/** Why its certificate is not accepted. */
export interface CertificateTrouble {
  readonly words: string;
  /** The rule that it breaks; undefined where TLS itself has refused it. */
  readonly refusal: Refusal | undefined;
}

const names = { tls: 'TLS', tcp: 'TCP', udp: 'UDP' } as const;
export const transportOf = ({ transport }: Pick<TrunkRecord, 'transport'>): TransportName => names[transport];

export class TrunkPlace {
  readonly where: Place;
  readonly #parts: TrunkParts;
  readonly #owner: PlaceOwner;
  #state: PlaceState = 'unknown';
  #why = '';
  #sinceMs: number;
  #certificate: CertificateTrouble | undefined;
  #flow: Flow | undefined;
  #isOpen = false;
  /** The server has shown its certificate on the connection that is being opened. */
  #hasShown = false;
  #refusal: Refusal | undefined;
  #waiting: ((why: string) => void)[] = [];

  constructor(where: Place, parts: TrunkParts, owner: PlaceOwner) {
    this.where = where;
    this.#parts = parts;
    this.#owner = owner;
    this.#sinceMs = parts.clock.nowMs();
  }

  get state(): PlaceState {
    return this.#state;
  }

  /** Why it is down; blank otherwise. */
  get why(): string {
    return this.#why;
  }

  get sinceMs(): number {
    return this.#sinceMs;
  }

  get certificate(): CertificateTrouble | undefined {
    return this.#certificate;
  }

  /** The way there, begun when there is none; what is sent meanwhile waits. A closed flow where there is no way. */
  flow(): Flow {
    if (this.#flow?.open === true) return this.#flow;
    const transport = transportOf(this.#owner.record);
    this.#hasShown = false;
    this.#refusal = undefined;
    const flow = this.#parts.network.flowTo(transport, this.where.address, this.where.port, this.#dial());
    this.#flow = flow;
    this.#isOpen = transport === 'UDP' && flow.open;
    return flow;
  }

  /** The way once it is open, or why there is none, in words. */
  connected(): Promise<Flow | string> {
    const flow = this.flow();
    if (!flow.open) return Promise.resolve(`there is no way out over ${flow.transport}`);
    if (this.#isOpen) return Promise.resolve(flow);
    return new Promise((resolve) => this.#waiting.push((why) => resolve(why === '' ? flow : why)));
  }

  /** What is begun from now on goes over another connection; the one that there is stays with its calls. */
  leave(): void {
    if (!this.#isOpen || transportOf(this.#owner.record) === 'UDP') return;
    this.#flow = undefined;
    this.#isOpen = false;
  }

  /** True where the flow is its own. */
  flowOpened(flow: Flow): boolean {
    if (flow !== this.#flow) return false;
    this.#isOpen = true;
    this.#certificate = undefined;
    this.#tell('');
    return true;
  }

  /** True where the flow was its own. One that could not be opened is down; whether one that ended is, has to be asked. */
  flowClosed(flow: Flow, why: string): boolean {
    if (flow !== this.#flow) return false;
    const wasOpen = this.#isOpen;
    this.#flow = undefined;
    this.#isOpen = false;
    if (this.#refusal !== undefined || (!wasOpen && this.#hasShown))
      this.#certificate = { words: this.#refusal?.words ?? why, refusal: this.#refusal };
    this.#tell(why);
    if (!wasOpen || this.#refusal !== undefined) this.isDown(why);
    else this.forget();
    return true;
  }

  isUp(): void {
    this.#move('up', '');
  }

  isDown(why: string): void {
    this.#move('down', why);
  }

  /**
   * Nothing came back over `flow`. That connection may be one that only we still know of, so the next question takes another; where
   * one has been begun already, the silence of the old one says nothing.
   */
  isSilent(why: string, flow: Flow | undefined): void {
    if (flow !== undefined && this.#flow !== undefined && flow !== this.#flow) return;
    this.#parts.network.release(this.#dialKey, this.#owner.hasCalls ? undefined : why);
    this.leave();
    this.isDown(why);
  }

  /** Nothing is known of it any more: it may be tried. */
  forget(): void {
    this.#move('unknown', '');
  }

  #move(state: PlaceState, why: string): void {
    const isNews = state !== this.#state || why !== this.#why;
    if (state !== this.#state) this.#sinceMs = this.#parts.clock.nowMs();
    this.#state = state;
    this.#why = why;
    if (isNews) this.#owner.placeChanged(this);
  }

  #tell(why: string): void {
    for (const waiting of this.#waiting.splice(0)) waiting(why);
  }

  /** Under that of its owner, who gives all of them up at once. */
  get #dialKey(): string {
    return `${this.#owner.dialKey} ${this.where.address}:${this.where.port}`;
  }

  #dial(): Dial {
    const { serverName } = this.where;
    return {
      ...{ key: this.#dialKey, serverName },
      tls: () => this.#parts.tls(this.#owner.record.offerCertificate),
      check: async (chain, stapled) => {
        this.#hasShown = true;
        const verdict = await this.#parts.check(serverName, chain, stapled);
        this.#refusal = verdict.ok ? undefined : verdict.refusal;
        return verdict.ok ? undefined : verdict.refusal.words;
      },
    };
  }
}
