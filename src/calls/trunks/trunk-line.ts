// One enabled trunk at work: its names looked up, its places supervised, its registration kept. Made anew when anything of that is
// changed; calls in progress go on over the connections that they have.

import { type Cancel, limits, randomHex } from '#base';
import { DigestClient, type Flow } from '#sip';
import type { TrunkParts } from './parts.ts';
import { parseProxies } from './proxies.ts';
import { type Led, lookUp, type Place } from './resolve.ts';
import { Supervision } from './supervision.ts';
import type { Trunk, TrunkWay } from './trunk.ts';
import { type PlaceOwner, TrunkPlace } from './trunk-place.ts';
import { TrunkRegistration } from './trunk-registration.ts';
import type { TrunkRecord } from './trunks.form.ts';

interface Supervised {
  readonly place: TrunkPlace;
  readonly supervision: Supervision;
}

/** The host in the addresses that are written to the provider; IPv6 in brackets. */
export function hostOf({ domain, proxies }: Pick<TrunkRecord, 'domain' | 'proxies'>): string {
  if (domain !== '') return domain;
  const host = parseProxies(proxies)?.[0]?.host ?? '';
  return host.includes(':') ? `[${host}]` : host;
}

export class TrunkLine implements PlaceOwner {
  readonly trunk: Trunk;
  readonly host: string;
  readonly dialKey: string;
  readonly registration: TrunkRegistration | undefined;
  readonly #parts: TrunkParts;
  readonly #onChange: () => void;
  /** What each proxy leads to, as last known. */
  readonly #led = new Map<string, Led>();
  #supervised: readonly Supervised[] = [];
  #digest: DigestClient | undefined;
  #next: Cancel | undefined;
  #isEnded = false;

  constructor(trunk: Trunk, parts: TrunkParts, onChange: () => void) {
    this.trunk = trunk;
    this.#parts = parts;
    this.#onChange = onChange;
    this.host = hostOf(trunk.record);
    this.dialKey = `trunk ${trunk.name} ${randomHex(4)}`;
    const { registers, username, registrationSeconds } = trunk.record;
    if (!registers) return;
    this.registration = new TrunkRegistration(parts, {
      ...{ username, seconds: registrationSeconds, host: this.host, onChange },
      digest: () => this.digest(),
      places: () => this.#preferred(),
    });
  }

  get record(): TrunkRecord {
    return this.trunk.record;
  }

  get hasCalls(): boolean {
    return this.trunk.calls.size > 0;
  }

  /** In the order in which the names led to them. */
  get places(): readonly TrunkPlace[] {
    return this.#supervised.map(({ place }) => place);
  }

  /** Why a proxy leads nowhere, in words. */
  get troubles(): readonly string[] {
    return [...this.#led.values()].filter(({ why }) => why !== '').map(({ proxy, why }) => `${proxy}: ${why}`);
  }

  /** Looks the names up and begins; what is known of them is renewed from then on. */
  begin(): void {
    void this.#lookUp();
  }

  /** Is some way not down, and we registered where we must be? */
  get isUp(): boolean {
    if (this.registration !== undefined && this.registration.state !== 'registered') return false;
    return this.places.some(({ state }) => state !== 'down');
  }

  /** The place that we are registered with first, then those that are up; those that are down where there is nothing else. */
  ways(): readonly TrunkWay[] {
    const { host, places } = this;
    const open = this.#preferred().filter(({ state }) => state !== 'down');
    return (open.length > 0 ? open : places).map((place) => wayTo(place, host));
  }

  /** What answers the provider's challenges; undefined for a trunk without an account. */
  digest(): DigestClient | undefined {
    const { name, username } = this.record;
    if (this.#digest !== undefined || username === '') return this.#digest;
    const secret = this.#parts.secretFor(name, 'secret');
    if (secret !== '') this.#digest = new DigestClient({ username, secret });
    return this.#digest;
  }

  /** How often places are asked was changed. */
  follow(): void {
    for (const { place, supervision } of this.#supervised)
      if (place.state === 'unknown') supervision.ask();
      else supervision.follow();
  }

  /** Connections are as they were agreed on: those without calls end, and what is begun from now on goes over others. */
  connectAnew(): void {
    if (this.#isEnded) return;
    this.#parts.network.release(this.dialKey, this.#whyEnded('it is connected anew'));
    if (this.hasCalls) for (const { place } of this.#supervised) place.leave();
    this.lookAgain();
  }

  /** Something that was in the way may be no longer. */
  lookAgain(): void {
    for (const { place, supervision } of this.#supervised) if (place.state !== 'up') supervision.ask();
    this.registration?.placeUp();
  }

  flowOpened(flow: Flow): void {
    for (const { place } of this.#supervised) if (place.flowOpened(flow)) return;
  }

  flowClosed(flow: Flow, why: string): void {
    for (const { place, supervision } of this.#supervised) {
      supervision.lost(flow, why);
      if (!place.flowClosed(flow, why)) continue;
      if (place.state === 'unknown') supervision.ask();
    }
    this.registration?.flowClosed(flow, why);
  }

  placeChanged(place: TrunkPlace): void {
    this.#supervised.find((one) => one.place === place)?.supervision.follow();
    if (place.state === 'up') this.registration?.placeUp();
    this.#onChange();
  }

  /** Takes the registration back and leaves the connections, ending those without calls. */
  async end(why: string): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#next?.();
    for (const { supervision } of this.#supervised) supervision.stop();
    await this.registration?.end();
    this.#parts.network.release(this.dialKey, this.#whyEnded(why));
  }

  #whyEnded = (why: string): string | undefined => (this.hasCalls ? undefined : why);

  #preferred(): readonly TrunkPlace[] {
    const registered = this.registration?.place;
    const rank = (place: TrunkPlace): number =>
      place === registered ? 0 : ['up', 'unknown', 'down'].indexOf(place.state) + 1;
    return this.places.toSorted((a, b) => rank(a) - rank(b));
  }

  async #lookUp(): Promise<void> {
    const { resolver, chance, clock } = this.#parts;
    const proxies = parseProxies(this.record.proxies) ?? [];
    const found = await Promise.all(proxies.map((proxy) => lookUp(proxy, this.record, resolver, chance)));
    if (this.#isEnded) return;
    for (const led of found) this.#learn(led);
    this.#arrange([...this.#led.values()].flatMap(({ places }) => places));
    const { lookUpMs, lookUpAgainMs } = limits.trunks;
    const isComplete = found.every(({ why }) => why === '');
    this.#next = clock.after(isComplete ? lookUpMs : lookUpAgainMs, () => void this.#lookUp());
  }

  /** What was known stays while the DNS fails. */
  #learn(led: Led): void {
    const before = this.#led.get(led.proxy);
    const isKept = led.isFailure && before !== undefined && before.places.length > 0;
    this.#led.set(led.proxy, isKept ? before : led);
  }

  /** Places that are still named keep what is known of them. */
  #arrange(wanted: readonly Place[]): void {
    const before = new Map(this.#supervised.map((one) => [keyOf(one.place.where), one]));
    const places = new Map(wanted.slice(0, limits.trunks.places).map((where) => [keyOf(where), where]));
    const isSame = [...places.keys()].join() === [...before.keys()].join();
    if (isSame && before.size > 0) return this.registration?.placeUp();
    this.#supervised = [...places].map(([key, where]) => before.get(key) ?? this.#supervise(where));
    for (const [key, { supervision }] of before) if (!places.has(key)) supervision.stop();
    for (const { place, supervision } of this.#supervised) if (place.state === 'unknown') supervision.ask();
    this.registration?.begin();
    this.#onChange();
  }

  #supervise(where: Place): Supervised {
    const place = new TrunkPlace(where, this.#parts, this);
    const wish = { host: this.host, seconds: () => this.record.optionsSeconds };
    return { place, supervision: new Supervision(this.#parts, place, wish) };
  }
}

function wayTo(place: TrunkPlace, host: string): TrunkWay {
  let used: Flow | undefined;
  return {
    host,
    flow: () => {
      used = place.flow();
      return used;
    },
    failed: () => place.isSilent('a call got no answer from there', used),
  };
}

const keyOf = ({ address, port, serverName }: Place): string => `${address}:${port} ${serverName}`;
