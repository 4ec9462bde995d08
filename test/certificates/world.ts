// A world of certificates for the tests: a configuration, our own certificates, lists and responders, and PeerChecks on a clock that
// stands still.

import { FakeClock, no, ok, silentLog } from '#base';
import type { AnyRecord, Configuration, Fields, Form, RecordWith } from '#forms';
import { initialRecord } from '#forms';
import { type CertificateChecks, certificateChecks, PeerChecks, trustedCertificates } from '#security';
import type { HttpFetch } from '../../src/security/certificates/revocation/fetch.ts';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';

export interface Asked {
  readonly url: string;
  readonly body: Buffer | undefined;
  readonly mayBeLocal: boolean;
}

/** What a place answers; undefined: it cannot be reached. */
export type Place = (body: Buffer) => Buffer | number | undefined | Promise<Buffer>;

export class World implements Configuration {
  readonly clock: FakeClock;
  readonly places = new Map<string, Place>();
  readonly asked: Asked[] = [];
  readonly revoked = new Set<string>();
  readonly enrolled = new Set<string>();
  readonly own: Made[] = [];
  readonly checks: PeerChecks;
  readonly authority: Made;
  #settings: CertificateChecks = initialRecord(certificateChecks);
  #trusted: ReadonlyMap<string, AnyRecord> = new Map();

  private constructor(authority: Made, clock: FakeClock, fetch?: HttpFetch) {
    this.authority = authority;
    this.clock = clock;
    this.checks = new PeerChecks({
      configuration: () => this,
      fetch: fetch ?? ((wish) => this.#fetch(wish)),
      clock: this.clock,
      log: silentLog,
      own: {
        authority: () => authority.certificate,
        shown: () => this.own.map(({ certificate }) => certificate),
        isRevoked: (serial) => this.revoked.has(serial),
        isEnrolled: (_purpose, fingerprint) => this.enrolled.has(fingerprint),
      },
    });
  }

  /** `fetch`: the real one instead of `places`. */
  static async make(fetch?: HttpFetch, clock = new FakeClock()): Promise<World> {
    return new World(await makeRoot('Own authority', { nowMs: clock.nowMs() }), clock, fetch);
  }

  get nowMs(): number {
    return this.clock.nowMs();
  }

  records<F extends Fields>(form: Form<F>): ReadonlyMap<string, RecordWith<F>> {
    // The one table of this world.
    return (form.id === trustedCertificates.id ? this.#trusted : new Map()) as ReadonlyMap<string, RecordWith<F>>;
  }

  single<F extends Fields>(form: Form<F>): RecordWith<F> {
    // As above.
    return (form.id === certificateChecks.id ? this.#settings : initialRecord(form)) as RecordWith<F>;
  }

  set(patch: Partial<CertificateChecks>): void {
    this.#settings = { ...this.#settings, ...patch };
  }

  /** From now on these are trusted, and no others. */
  trust(...made: readonly Made[]): void {
    this.trustPem(...made.map(({ certificate }) => certificate));
  }

  trustPem(...pems: readonly string[]): void {
    const purposes = ['management', 'telephony', 'outgoing'];
    this.#trusted = new Map(
      pems.map((certificate, index) => [`${index}`, { name: `${index}`, certificate, purposes }]),
    );
  }

  make(...[wish = {}]: Parameters<typeof makeCertificate>): Promise<Made> {
    return makeCertificate({ nowMs: this.nowMs, ...wish });
  }

  async #fetch({ url, body, mayBeLocal = false }: Parameters<HttpFetch>[0]): ReturnType<HttpFetch> {
    this.asked.push({ url, body, mayBeLocal });
    const answer = await this.places.get(url)?.(body ?? Buffer.alloc(0));
    if (answer === undefined) return no({ code: 'test', words: 'it cannot be reached' });
    return typeof answer === 'number'
      ? ok({ status: answer, body: Buffer.alloc(0) })
      : ok({ status: 200, body: answer });
  }
}
