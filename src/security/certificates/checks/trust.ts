// What is trusted for which purpose, made from the configuration of the moment and of our own certificates.

import { rootCertificates } from 'node:tls';
import { Pace } from '#base';
import type { Configuration } from '#forms';
import type { ParsedCertificate } from '../parsed.ts';
import { readIntake } from '../trusted/intake.ts';
import { type Purpose, type TrustedCertificate, trustedCertificates } from '../trusted/trusted-certificates.form.ts';
import { type CertificateChecks, certificateChecks } from './certificate-checks.form.ts';
import { readTrusted, sortTrusted, type Trusted } from './judge.ts';

/** What this system itself has and issues. */
export interface OwnCertificates {
  /** PEM of the own authority. */
  readonly authority: () => string;
  /** PEM of every certificate that this system shows. */
  readonly shown: () => readonly string[];
  /** Whether the own authority has revoked what it issued under this serial number (as OpenSSL prints it: hex in upper case). */
  readonly isRevoked: (serial: string) => boolean;
  /** Whether a certificate was enrolled for a purpose: it is known one by one, without a copy in the store. By its fingerprint. */
  readonly isEnrolled?: (purpose: Purpose, fingerprint: string) => boolean;
}

/** Trust that is made anew when what it is made of has changed. */
export class Trust {
  readonly #configuration: () => Configuration;
  readonly #own: OwnCertificates;
  readonly #made = new Map<Purpose, Trusted>();
  #records: ReadonlyMap<string, TrustedCertificate> | undefined;
  #settings: CertificateChecks | undefined;
  #publicRoots: readonly ParsedCertificate[] | undefined;
  #age = 0;

  constructor(configuration: () => Configuration, own: OwnCertificates) {
    this.#configuration = configuration;
    this.#own = own;
  }

  get settings(): CertificateChecks {
    this.#look();
    // It was set by the look.
    return this.#settings ?? this.#configuration().single(certificateChecks);
  }

  /** Another number than before when anything has changed since: what was judged then is to be judged anew. */
  get age(): number {
    this.#look();
    return this.#age;
  }

  of(purpose: Purpose): Trusted {
    this.#look();
    const known = this.#made.get(purpose);
    if (known !== undefined) return known;
    const made = this.#make(purpose);
    this.#made.set(purpose, made);
    return made;
  }

  /** PEM of authorities and intermediates for a purpose, which TLS names to peers and verifies with. */
  anchors(purpose: Purpose): readonly string[] {
    const stored = this.#stored(purpose).filter((text) => readIntake(text).isNamed);
    return [this.#own.authority(), ...stored, ...(this.#isPublic(purpose) ? rootCertificates : [])];
  }

  /** Reads the store beside calls, so that the first who is judged need not wait for it: a millisecond for each certificate. */
  async prepare(): Promise<void> {
    const pace = new Pace();
    for (const { certificate } of this.#configuration().records(trustedCertificates).values()) {
      readIntake(certificate);
      await pace.step();
    }
  }

  forget(): void {
    this.#made.clear();
    this.#age++;
  }

  #look(): void {
    const configuration = this.#configuration();
    const records = configuration.records(trustedCertificates);
    const settings = configuration.single(certificateChecks);
    if (records === this.#records && settings === this.#settings) return;
    this.#records = records;
    this.#settings = settings;
    this.forget();
  }

  #stored(purpose: Purpose): string[] {
    this.#look();
    const records = [...(this.#records?.values() ?? [])];
    return records.filter(({ purposes }) => purposes.includes(purpose)).map(({ certificate }) => certificate);
  }

  #make(purpose: Purpose): Trusted {
    const { authority, shown, isEnrolled } = this.#own;
    const read = [authority(), ...this.#stored(purpose)]
      .map((text) => readIntake(text).certificate)
      .filter((certificate) => certificate !== undefined);
    const trusted: Trusted = {
      ...sortTrusted(read, shown()),
      isEnrolled: (fingerprint) => isEnrolled?.(purpose, fingerprint) === true,
    };
    if (!this.#isPublic(purpose)) return trusted;
    this.#publicRoots ??= readTrusted(rootCertificates).anchors;
    return { ...trusted, anchors: [...trusted.anchors, ...this.#publicRoots] };
  }

  #isPublic(purpose: Purpose): boolean {
    return purpose === 'outgoing' && this.settings.publicAuthorities;
  }
}
