// The certificates that this system shows, by place (SEC-4): from its own authority, uploaded, or from a public authority by ACME.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Clock, Events, type Log, no, ok, type Result } from '#base';
import type { Actor } from '../actor.ts';
import type { SealedValues } from '../kept.ts';
import type { Authority } from './authority.ts';
import { type CertificateFacts, certificateFacts } from './facts.ts';
import type { Identity, KeyKind } from './issue.ts';
import { Shelf } from './shelf.ts';
import { covers } from './upload/fitness.ts';
import { uploadCodes } from './upload/upload.codes.ts';
import { takeUpload } from './upload/upload.ts';

/** Where a certificate is shown: to browsers and programs; to phones and trunks; to other controllers. */
export type Place = 'web' | 'telephony' | 'device';
export const places: readonly Place[] = ['web', 'telephony', 'device'];

/** Where a certificate is from. `web`: it is that of the web server. */
export type Source = 'authority' | 'uploaded' | 'acme' | 'web';

/** What an administrator has chosen for a place. */
export type Choice =
  | { readonly source: 'authority' | 'acme' | 'web' }
  | { readonly source: 'uploaded'; readonly identity: Identity };

export interface IdentityFacts extends CertificateFacts {
  readonly place: Place;
  /** Of the one in force: while nothing has come by ACME yet, it is that of the own authority. */
  readonly source: Source;
}

/** One that a place shows first, and beside it one of RSA where old clients need it. */
export type Shown = readonly [Identity, ...Identity[]];

export interface IdentitiesParts {
  readonly values: SealedValues;
  readonly authority: Authority;
  readonly clock: Clock;
  readonly log: Log;
  /** All names of this system. */
  readonly names: readonly string[];
}

/** Own certificates are made anew when fewer days than this are left. */
export const renewalDays = 60;
const dayMs = 86_400_000;

export class Identities {
  /** Told of each place that shows another certificate from now on. */
  readonly changed: Events<Place>;
  readonly #authority: Authority;
  readonly #clock: Clock;
  readonly #shelf: Shelf;
  readonly #choices = new Map<Place, Choice>();
  readonly #unusable = new Set<Place>();
  readonly #withRsa = new Set<Place>();
  #names: readonly string[];

  private constructor({ authority, clock, log, names }: IdentitiesParts, shelf: Shelf) {
    this.changed = new Events('certificates', log);
    this.#authority = authority;
    this.#clock = clock;
    this.#shelf = shelf;
    this.#names = names;
  }

  /** Opens what is kept, makes what is missing, and sees that the own certificates are good for all names. */
  static async open(parts: IdentitiesParts): Promise<Result<Identities>> {
    const shelf = await Shelf.open(parts.values, places);
    if (!shelf.ok) return shelf;
    const identities = new Identities(parts, shelf.value);
    await identities.renew(parts.names);
    return ok(identities);
  }

  /** What the place shows now. Keep it only as long as one handshake's options take to make. */
  of(place: Place): Shown {
    const source = this.#sourceOf(place);
    if (source === 'web') return this.of('web');
    const first = this.#first(place, source);
    const second = this.#withRsa.has(place) ? this.#shelf.get(place, 'rsa') : undefined;
    return second === undefined || isRsa(first) ? [first] : [first, second];
  }

  /** Of the certificate that the place shows first. */
  facts(place: Place): IdentityFacts {
    const source = this.#sourceOf(place);
    return { ...certificateFacts(this.of(place)[0].certificate), place, source };
  }

  /** Whether what the place shows first stands for this host name or address. */
  covers(place: Place, name: string): boolean {
    return covers(new X509Certificate(this.of(place)[0].certificate), name);
  }

  /** From now on the place shows what is chosen, or the own one where that cannot be; nothing happens where it does so already. */
  choose(place: Place, choice: Choice): void {
    const before = this.of(place)[0].certificate;
    const isUsable = choice.source !== 'uploaded' || isPair(choice.identity);
    this.#choices.set(place, isUsable ? choice : { source: 'authority' });
    if (isUsable) this.#unusable.delete(place);
    else this.#unusable.add(place);
    if (this.of(place)[0].certificate !== before) this.#tell(place);
  }

  /** Whether what was uploaded cannot be shown: then the own one is. */
  isUnusable(place: Place): boolean {
    return this.#unusable.has(place);
  }

  /** Keeps what an ACME server has issued; it is in force where ACME is chosen. Refuses what no server should show. */
  async install(place: Place, identity: Identity & { readonly source: 'acme' }): Promise<Result<void>> {
    const { certificate, key } = identity;
    const upload = { certificate, key, pkcs12: undefined, passphrase: undefined, present: [] };
    // For which names it was ordered, the order knows.
    const { names } = certificateFacts(certificate);
    const taken = await takeUpload(upload, { nowMs: this.#clock.nowMs(), names });
    if (!taken.ok) return no(taken.refusal[0] ?? uploadCodes.refuse('security.upload-nothing'));
    await this.#shelf.put(place, 'acme', taken.value);
    if (this.#sourceOf(place) === 'acme') this.#tell(place);
    return ok(undefined);
  }

  /** Whether the place also needs an RSA certificate, for clients that know nothing else. Returns when it is there. */
  async setRsa(place: Place, needed: boolean): Promise<void> {
    if (this.#withRsa.has(place) === needed) return;
    if (needed) this.#withRsa.add(place);
    else this.#withRsa.delete(place);
    if (needed) await this.#renewOne(place, 'rsa');
    this.#tell(place);
  }

  /** Issues each own certificate anew that ends soon or lacks one of `names`; true when it did. */
  async renew(names: readonly string[]): Promise<boolean> {
    this.#names = names;
    const renewed: Place[] = [];
    for (const place of places) {
      const kinds: readonly KeyKind[] = this.#withRsa.has(place) ? ['p256', 'rsa'] : ['p256'];
      for (const kind of kinds) if (await this.#renewOne(place, kind)) renewed.push(place);
    }
    for (const place of new Set(renewed)) if (this.#sourceOf(place) === 'authority') this.#tell(place);
    return renewed.length > 0;
  }

  /** Issues the own certificates of the place anew, whatever is left of them; the old ones are revoked. */
  async renewNow(place: Place, actor: Actor): Promise<void> {
    const replaced: Identity[] = [];
    for (const kind of ['p256', 'rsa'] as const) {
      const present = this.#shelf.get(place, kind);
      if (present === undefined) continue;
      await this.#issue(place, kind);
      replaced.push(present);
    }
    this.#tell(place);
    for (const { certificate } of replaced) await this.#authority.replaceOwn(certificate, actor);
  }

  async #renewOne(place: Place, kind: KeyKind): Promise<boolean> {
    const present = this.#shelf.get(place, kind);
    if (present !== undefined && this.#isGood(present)) return false;
    await this.#issue(place, kind);
    return true;
  }

  #isGood({ certificate }: Identity): boolean {
    const { endsMs, names } = certificateFacts(certificate);
    const endsSoon = endsMs - this.#clock.nowMs() < renewalDays * dayMs;
    return !endsSoon && this.#names.every((name) => names.includes(name));
  }

  async #issue(place: Place, kind: KeyKind): Promise<void> {
    const wish = { names: this.#names, kind, isClient: place !== 'web' };
    await this.#shelf.put(place, kind, await this.#authority.issueServer(wish));
  }

  #sourceOf(place: Place): Source {
    const { source } = this.#choices.get(place) ?? { source: 'authority' };
    return source === 'acme' && this.#shelf.get(place, 'acme') === undefined ? 'authority' : source;
  }

  #first(place: Place, source: Source): Identity {
    const choice = this.#choices.get(place);
    const chosen = choice?.source === 'uploaded' ? choice.identity : undefined;
    const identity = chosen ?? this.#shelf.get(place, source === 'acme' ? 'acme' : 'p256');
    if (identity === undefined) throw new Error(`nothing was made for ${place}`);
    return identity;
  }

  /** The device certificate that is the web server's changes with it. */
  #tell(place: Place): void {
    this.changed.emit(place);
    if (place === 'web' && this.#sourceOf('device') === 'web') this.changed.emit('device');
  }
}

/** It was proven when it was uploaded; a database can be altered. */
function isPair({ certificate, key }: Identity): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key.reveal()));
  } catch {
    return false;
  }
}

const isRsa = ({ certificate }: Identity): boolean => certificateFacts(certificate).keyKind.startsWith('RSA');
