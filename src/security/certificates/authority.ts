// The private authority and the certificates that it issues (SEC-4), for telephony and for the web server, each with a key of its
// own: made at the first start, renewed in good time.

import { hostname, networkInterfaces } from 'node:os';
import { type Clock, ok, type Result, Secret } from '#base';
import type { SealedValues } from '../kept.ts';
import { fingerprint, type Identity, issueServer, makeAuthority, readCertificate } from './issue.ts';

const authorityName = 'security.authority';
const telephonyName = 'security.telephony-certificate';
const webName = 'security.web-certificate';
/** Renewal begins when fewer days than this are left. */
export const renewalDays = 60;
const dayMs = 86_400_000;

/** What `certificate authority` shows of it. */
export interface AuthorityFacts {
  readonly certificatePem: string;
  readonly fingerprint: string;
  readonly endsMs: number;
}

export class Authority {
  readonly #values: SealedValues;
  readonly #clock: Clock;
  readonly #identity: Identity;
  #telephony: Identity;
  #web: Identity;

  private constructor(values: SealedValues, clock: Clock, identity: Identity, telephony: Identity, web: Identity) {
    this.#values = values;
    this.#clock = clock;
    this.#identity = identity;
    this.#telephony = telephony;
    this.#web = web;
  }

  /** Opens the authority, or makes it, and sees that its certificates are good for `names`. */
  static async open(values: SealedValues, clock: Clock, names: readonly string[]): Promise<Result<Authority>> {
    const identity = readIdentity(await values.getLasting(authorityName));
    if (!identity.ok) return identity;
    const telephony = readIdentity(await values.get(telephonyName));
    if (!telephony.ok) return telephony;
    const web = readIdentity(await values.get(webName));
    if (!web.ok) return web;
    const own = identity.value ?? (await makeAuthority(`Ringfence authority of ${hostname()}`, clock.nowMs()));
    if (identity.value === undefined) await keepIdentity(values, authorityName, own);
    const authority = new Authority(values, clock, own, telephony.value ?? own, web.value ?? own);
    await authority.renew(names);
    return ok(authority);
  }

  get facts(): AuthorityFacts {
    const certificatePem = this.#identity.certificate;
    return { certificatePem, fingerprint: fingerprint(certificatePem), endsMs: readCertificate(certificatePem).endsMs };
  }

  /** The certificate that SIP over TLS shows now. */
  get telephony(): Identity {
    return this.#telephony;
  }

  get telephonyEndsMs(): number {
    return readCertificate(this.#telephony.certificate).endsMs;
  }

  /** The certificate that the web server shows now: the portal has its key, and no other. */
  get web(): Identity {
    return this.#web;
  }

  get webEndsMs(): number {
    return readCertificate(this.#web.certificate).endsMs;
  }

  /** Issues each certificate anew that ends soon or lacks one of `names`; true when it did. */
  async renew(names: readonly string[]): Promise<boolean> {
    const before = [this.#telephony, this.#web];
    this.#telephony = await this.#renewed(this.#telephony, telephonyName, names);
    this.#web = await this.#renewed(this.#web, webName, names);
    return !before.includes(this.#telephony) || !before.includes(this.#web);
  }

  async #renewed(identity: Identity, keptAs: string, names: readonly string[]): Promise<Identity> {
    const present = readCertificate(identity.certificate);
    const endsSoon = present.endsMs - this.#clock.nowMs() < renewalDays * dayMs;
    if (!endsSoon && names.every((name) => present.names.includes(name))) return identity;
    const issued = await issueServer(this.#identity, names, this.#clock.nowMs());
    await keepIdentity(this.#values, keptAs, issued);
    return issued;
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
function readIdentity(kept: Result<Secret | undefined>): Result<Identity | undefined> {
  if (!kept.ok) return kept;
  if (kept.value === undefined) return ok(undefined);
  const text = kept.value.reveal();
  const cut = text.indexOf(keyHeader);
  return ok({ certificate: text.slice(0, cut), key: new Secret(text.slice(cut)) });
}

const keyHeader = '-----BEGIN PRIVATE KEY-----';

const keepIdentity = (values: SealedValues, name: string, identity: Identity): Promise<void> =>
  values.set(name, new Secret(`${identity.certificate}${identity.key.reveal()}`));
