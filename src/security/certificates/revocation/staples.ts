// What our own listeners staple (RFC 6066 §8): the answer of the responder that a certificate of ours names, asked for in time. Its law:
// only a good answer is stapled, and none that has ended.

import { type Cancel, type Clock, Events, type Log, limits } from '#base';
import { isIssuedBy, isSignedBy } from '../checks/path.ts';
import { isCertificate, type ParsedCertificate, parseCertificate } from '../parsed.ts';
import { certificatesIn } from '../pem.ts';
import type { FetchBytes } from './fetch.ts';
import { askResponder } from './ocsp-store.ts';

export interface StaplesParts {
  readonly fetch: FetchBytes;
  readonly clock: Clock;
  readonly log: Log;
  /** PEM of the certificates that are shown, each with its chain. */
  readonly shown: () => readonly string[];
  /** Authorities among which an issuer is looked for that the chain does not hold. */
  readonly authorities: () => readonly ParsedCertificate[];
}

export interface Staple {
  /** DER of the certificate that it is about. */
  readonly certificate: Buffer;
  readonly answer: Buffer;
  readonly untilMs: number;
}

/** At most this long an answer is stapled before a newer one is asked for, and at least this long. */
const mostMs = 43_200_000;
const leastMs = 60_000;
/** A responder that gave no answer is asked again after this. */
const againMs = 600_000;

interface Kept {
  staple: Staple | undefined;
  cancel: Cancel;
}

export class Staples {
  /** Another answer is to be stapled from now on. */
  readonly changed: Events<void>;
  readonly #parts: StaplesParts;
  readonly #kept = new Map<string, Kept>();
  #isClosed = false;

  constructor(parts: StaplesParts) {
    this.#parts = parts;
    this.changed = new Events('staples', parts.log);
  }

  /** What is stapled now. */
  get all(): readonly Staple[] {
    const nowMs = this.#parts.clock.nowMs();
    return [...this.#kept.values()]
      .map(({ staple }) => staple)
      .filter((staple) => staple !== undefined && staple.untilMs > nowMs)
      .filter((staple) => staple !== undefined);
  }

  /** The answer about one certificate, DER. */
  of(certificate: Buffer): Buffer | undefined {
    return this.all.find((staple) => staple.certificate.equals(certificate))?.answer;
  }

  /** Asks about certificates that are shown now and were not before, and forgets the others. Returns when each was asked about. */
  async look(): Promise<void> {
    const wanted = new Map(
      this.#parts
        .shown()
        .flatMap((pem) => this.#named(pem))
        .map((one) => [one.leaf.fingerprint, one]),
    );
    for (const [fingerprint, { cancel }] of this.#kept) {
      if (wanted.has(fingerprint)) continue;
      cancel();
      this.#kept.delete(fingerprint);
    }
    const fresh = [...wanted].filter(([fingerprint]) => !this.#kept.has(fingerprint));
    await Promise.all(fresh.map(([, { leaf, issuer }]) => this.#ask(leaf, issuer)));
  }

  close(): void {
    this.#isClosed = true;
    for (const { cancel } of this.#kept.values()) cancel();
    this.#kept.clear();
  }

  /** A certificate that names a responder, with its issuer. */
  #named(pem: string): { readonly leaf: ParsedCertificate; readonly issuer: ParsedCertificate }[] {
    const [leaf, ...chain] = certificatesIn(pem).map(parseCertificate).filter(isCertificate);
    if (leaf === undefined || leaf.ocspUrls.length === 0) return [];
    const known = [...chain, ...this.#parts.authorities()];
    const issuer = known.find((one) => isIssuedBy(leaf, one) && isSignedBy(leaf, one));
    return issuer === undefined ? [] : [{ leaf, issuer }];
  }

  async #ask(leaf: ParsedCertificate, issuer: ParsedCertificate): Promise<void> {
    const { clock, log } = this.#parts;
    const kept = this.#kept.get(leaf.fingerprint) ?? { staple: undefined, cancel: () => undefined };
    this.#kept.set(leaf.fingerprint, kept);
    const found = await this.#askEach(leaf, issuer);
    if (this.#isClosed || this.#kept.get(leaf.fingerprint) !== kept) return;
    let waitMs = againMs;
    if (typeof found === 'string') log.warn('no OCSP answer to staple', { subject: leaf.subject, why: found });
    else {
      kept.staple = { certificate: leaf.der, ...found };
      waitMs = Math.min(mostMs, Math.max(leastMs, (found.untilMs - clock.nowMs()) / 2));
      this.changed.emit();
    }
    kept.cancel = clock.after(waitMs, () => void this.#ask(leaf, issuer));
  }

  async #askEach(
    leaf: ParsedCertificate,
    issuer: ParsedCertificate,
  ): Promise<{ readonly answer: Buffer; readonly untilMs: number } | string> {
    let why = 'it names no responder';
    for (const url of leaf.ocspUrls.slice(0, limits.certificates.places)) {
      const asked = await askResponder(this.#parts, url, leaf, issuer);
      if (typeof asked === 'string') why = asked;
      else if (asked.answer.status !== 'good') why = `${url}: it is ${asked.answer.status}`;
      else return { answer: asked.der, untilMs: asked.answer.untilMs };
    }
    return why;
  }
}
