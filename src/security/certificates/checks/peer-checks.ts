// Certificates of others, judged as Certificate Checks says (SEC-5). Its law: whatever is shown, `check` gives a verdict and never
// throws; what cannot be judged is refused.

import { createHash } from 'node:crypto';
import { type Clock, Events, type Log, limits, no, ok, type Result } from '#base';
import type { Configuration } from '#forms';
import type { ParsedCertificate } from '../parsed.ts';
import { certificatesIn } from '../pem.ts';
import { CrlStore } from '../revocation/crl-store.ts';
import { bytesBy, type HttpFetch } from '../revocation/fetch.ts';
import { OcspStore } from '../revocation/ocsp-store.ts';
import { findRevoked, type OwnAuthority, type Status, type Verdict } from '../revocation/revocation.ts';
import { Staples } from '../revocation/staples.ts';
import type { Purpose } from '../trusted/trusted-certificates.form.ts';
import { checksCodes } from './checks.codes.ts';
import { type CheckLevel, type Judged, judge, reaches, readTrusted, refusalOf, type Usage } from './judge.ts';
import { type OwnCertificates, Trust } from './trust.ts';
import { Verdicts } from './verdicts.ts';

export interface PeerChecksParts {
  readonly configuration: () => Configuration;
  readonly own: OwnCertificates;
  readonly fetch: HttpFetch;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is asked of one chain beyond the settings. */
export interface CheckWish {
  /** Default: that of the purpose. */
  readonly level?: CheckLevel;
  /** Default: `server` for outgoing connections, else `client`. */
  readonly usage?: Usage;
  /** The name or address of the other end; of who connects it counts with Remote Checks alone. */
  readonly host?: string;
  /** A SIP domain that will do instead of `host` (RFC 5922). */
  readonly sipDomain?: string;
  /** The OCSP answer that a server showed with its certificate, DER. */
  readonly stapled?: Buffer | undefined;
}

/** Who was let in. */
export interface PeerFacts {
  /** SHA-256, hex in upper case with colons. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** As OpenSSL prints it: hex in upper case. */
  readonly serial: string;
  /** DNS names, addresses and URIs that it bears. */
  readonly names: readonly string[];
  readonly endsMs: number;
  readonly level: CheckLevel;
  readonly revocation: Status;
}

type Checked = Result<PeerFacts>;
interface Reached {
  readonly verdict: Checked;
  readonly untilMs: number;
}

const minuteMs = 60_000;
/** All that the level None needs: nothing is made for it. */
const nothing = readTrusted([]);

export class PeerChecks {
  /** What was accepted may be no longer: revocation has news, or what is trusted has changed. */
  readonly changed: Events<void>;
  /** What our own listeners staple. */
  readonly staples: Staples;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #own: OwnCertificates;
  readonly #trust: Trust;
  readonly #crls: CrlStore;
  readonly #ocsp: OcspStore;
  readonly #verdicts: Verdicts<Checked>;
  #age = 0;

  constructor({ configuration, own, fetch, clock, log }: PeerChecksParts) {
    this.changed = new Events('certificate checks', log);
    this.#clock = clock;
    this.#log = log;
    this.#own = own;
    this.#trust = new Trust(configuration, own);
    this.#verdicts = new Verdicts(clock);
    const settings = () => this.#trust.settings;
    const asking = {
      fetch: bytesBy(fetch, () => settings().revocationLocal),
      refreshMs: () => settings().revocationRefreshMinutes * minuteMs,
    };
    this.#crls = new CrlStore({ ...asking, clock, log, onChanged: () => this.#news() });
    this.#ocsp = new OcspStore({ ...asking, clock });
    const authorities = () => this.#trust.of('outgoing').anchors;
    this.staples = new Staples({ ...asking, clock, log, shown: own.shown, authorities });
  }

  /** The level that is set for a purpose. */
  levelOf(purpose: Purpose): CheckLevel {
    return this.#trust.settings[purpose];
  }

  /** PEM of the authorities of a purpose, for TLS to name. Our own is always among them. */
  trustAnchors(purpose: Purpose): readonly string[] {
    return this.#trust.anchors(purpose);
  }

  /** Judges what a peer has shown: DER, its own certificate first. The refusal has the code of the rule that was broken. */
  async check(purpose: Purpose, chain: readonly Uint8Array[], wish: CheckWish = {}): Promise<Checked> {
    try {
      return await this.#check(purpose, chain, wish);
    } catch (fault) {
      this.#log.fault('a certificate could not be judged', fault);
      return no(checksCodes.refuse('security.certificate-unreadable', { found: 'it could not be judged' }));
    }
  }

  /** Reads the store ahead of the first who is judged by it. */
  prepare(): Promise<void> {
    return this.#trust.prepare();
  }

  /** Own certificates, what was enrolled or what the own authority has revoked has changed. */
  forget(): void {
    this.#trust.forget();
    this.#news();
  }

  #news(): void {
    this.#verdicts.forget();
    this.changed.emit();
  }

  async #check(purpose: Purpose, chain: readonly Uint8Array[], wish: CheckWish): Promise<Checked> {
    if (this.#age !== this.#trust.age) {
      this.#age = this.#trust.age;
      this.#verdicts.forget();
    }
    const sizes = chain
      .slice(0, limits.certificates.chain + 1)
      .filter(({ length }) => length > limits.certificates.bytes);
    if (sizes.length > 0 || chain.length > limits.certificates.chain)
      return this.#judgeOnly(purpose, chain, wish).verdict;
    const key = keyOf(purpose, chain, wish);
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    if (this.#verdicts.running >= limits.certificates.checks)
      return no(checksCodes.refuse('security.certificate-busy'));
    return this.#verdicts.reach(key, () => this.#judge(purpose, chain, wish));
  }

  /** Without a place to remember it: what nobody can show by honest means. */
  #judgeOnly(purpose: Purpose, chain: readonly Uint8Array[], wish: CheckWish): Reached {
    const judged = this.#byRules(purpose, chain, wish);
    return { verdict: judged.ok ? no(checksCodes.refuse('security.certificate-missing')) : judged, untilMs: 0 };
  }

  #byRules(purpose: Purpose, chain: readonly Uint8Array[], wish: CheckWish): Result<Judged> {
    const { usage = purpose === 'outgoing' ? 'server' : 'client', host, sipDomain } = wish;
    const counts = usage === 'server' || this.#trust.settings.remoteChecks;
    const hosts = [host, sipDomain === undefined ? undefined : `sip:${sipDomain}`].filter((name) => name !== undefined);
    const level = this.#levelFor(purpose, wish);
    return judge({
      ...{ level, chain, usage, hosts: counts ? hosts : [] },
      trusted: level === 'none' ? nothing : this.#trust.of(purpose),
      nowMs: this.#clock.nowMs(),
    });
  }

  #levelFor(purpose: Purpose, { level }: CheckWish): CheckLevel {
    return level ?? this.levelOf(purpose);
  }

  async #judge(purpose: Purpose, chain: readonly Uint8Array[], wish: CheckWish): Promise<Reached> {
    const judged = this.#byRules(purpose, chain, wish);
    if (!judged.ok) return { verdict: judged, untilMs: Number.POSITIVE_INFINITY };
    const { leaf, path } = judged.value;
    const level = this.#levelFor(purpose, wish);
    const endsMs = Math.min(...(path ?? [leaf]).map((certificate) => certificate.endsMs));
    const revocation = path === undefined ? undefined : await this.#findRevoked(path, wish);
    const untilMs = Math.min(endsMs, revocation?.untilMs ?? Number.POSITIVE_INFINITY);
    const refusal = revocation === undefined ? undefined : this.#refusalFor(revocation, level);
    return { verdict: refusal ?? ok(factsOf(leaf, level, revocation?.status ?? 'none')), untilMs };
  }

  #findRevoked(path: NonNullable<Judged['path']>, { stapled }: CheckWish): Promise<Verdict | undefined> {
    const mayAsk = this.#trust.settings.revocation !== 'off';
    const parts = { crls: this.#crls, ocsp: this.#ocsp, own: this.#ownAuthority() };
    return findRevoked({ path, nowMs: this.#clock.nowMs(), stapled, mayAsk }, parts);
  }

  #ownAuthority(): OwnAuthority {
    const [der] = certificatesIn(this.#own.authority());
    return {
      isOwn: (issuer) => der?.equals(issuer.der) === true,
      isRevoked: ({ x509 }) => this.#own.isRevoked(x509.serialNumber),
    };
  }

  #refusalFor({ status, at, found }: Verdict, level: CheckLevel): Checked | undefined {
    if (status === 'revoked') return no(refusalOf('security.certificate-revoked', at, found));
    const { revocation } = this.#trust.settings;
    const isHard = revocation === 'refuse' || (revocation === 'by-level' && reaches(level, 'high'));
    return status === 'unknown' && isHard
      ? no(refusalOf('security.certificate-revocation-unknown', at, found))
      : undefined;
  }
}

const factsOf = (leaf: ParsedCertificate, level: CheckLevel, revocation: Status): PeerFacts => ({
  fingerprint: leaf.fingerprint,
  subject: leaf.subject,
  issuer: leaf.issuer,
  serial: leaf.x509.serialNumber,
  names: leaf.names.filter(({ kind }) => kind === 'dns' || kind === 'ip' || kind === 'uri').map(({ value }) => value),
  endsMs: leaf.endsMs,
  ...{ level, revocation },
});

/** All of what a verdict depends on, but for what `Trust` and the time make of it. */
function keyOf(purpose: Purpose, chain: readonly Uint8Array[], wish: CheckWish): string {
  const hash = createHash('sha256');
  const { level = '', usage = '', host = '', sipDomain = '', stapled } = wish;
  hash.update(JSON.stringify([purpose, level, usage, host, sipDomain, chain.map(({ length }) => length)]));
  for (const der of chain) hash.update(der);
  if (stapled !== undefined) hash.update(stapled);
  return hash.digest('base64');
}
