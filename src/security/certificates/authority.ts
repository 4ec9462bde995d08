// The private authority (SEC-4): made at the first start, it issues the certificates of this system, of phones and of machines.

import { hostname, networkInterfaces } from 'node:os';
import { type Clock, ok, type Result, Secret } from '#base';
import type { SealedValues } from '../kept.ts';
import { certificateFacts } from './facts.ts';
import { type Identity, issueServer, makeAuthority, type ServerWish } from './issue.ts';

const authorityName = 'security.authority';

/** What `certificate authority` shows of it. */
export interface AuthorityFacts {
  readonly certificatePem: string;
  readonly fingerprint: string;
  readonly endsMs: number;
}

export class Authority {
  readonly #clock: Clock;
  readonly #identity: Identity;

  private constructor(clock: Clock, identity: Identity) {
    this.#clock = clock;
    this.#identity = identity;
  }

  /** Opens the authority, or makes it at the first start. */
  static async open(values: SealedValues, clock: Clock): Promise<Result<Authority>> {
    const identity = readIdentity(await values.getLasting(authorityName));
    if (!identity.ok) return identity;
    const own = identity.value ?? (await makeAuthority(`Ringfence authority of ${hostname()}`, clock.nowMs()));
    if (identity.value === undefined) await keepIdentity(values, authorityName, own);
    return ok(new Authority(clock, own));
  }

  get facts(): AuthorityFacts {
    const certificatePem = this.#identity.certificate;
    const { fingerprint, endsMs } = certificateFacts(certificatePem);
    return { certificatePem, fingerprint, endsMs };
  }

  /** A certificate for this system itself. */
  issueServer(wish: Omit<ServerWish, 'nowMs'>): Promise<Identity> {
    return issueServer(this.#identity, { ...wish, nowMs: this.#clock.nowMs() });
  }
}

/** Every name by which a phone may reach this machine, then `further` ones: the realm, a public name. */
export function ownNames(further: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map((entry) => entry.address)
    .filter((address) => !address.toLowerCase().startsWith('fe80:'));
  return [...new Set([hostname(), 'localhost', '127.0.0.1', '::1', ...addresses.sort(), ...further])];
}

/** An identity is one sealed value, so that a certificate is never kept without its key. */
export function readIdentity(kept: Result<Secret | undefined>): Result<Identity | undefined> {
  if (!kept.ok) return kept;
  if (kept.value === undefined) return ok(undefined);
  const text = kept.value.reveal();
  const cut = text.indexOf(keyHeader);
  return ok({ certificate: text.slice(0, cut), key: new Secret(text.slice(cut)) });
}

const keyHeader = '-----BEGIN PRIVATE KEY-----';

export const keepIdentity = (values: SealedValues, name: string, identity: Identity): Promise<void> =>
  values.set(name, new Secret(`${identity.certificate}${identity.key.reveal()}`));
