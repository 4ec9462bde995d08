// The clients that are recognised by their certificates (SEC-2): judged when they connect, and again while they stay, so that a
// certificate that was revoked or is trusted no longer stops working on connections that are open too.

import { X509Certificate } from 'node:crypto';
import { type Clock, limits, type Result } from '#base';

/** Judges a chain: DER, the client's own certificate first. */
export type CheckClient = (chain: readonly Buffer[]) => Promise<Result<unknown>>;

export interface ClientVerdict {
  readonly accepted: boolean;
  /** SHA-256 of the client's own certificate, upper case with colons; blank where it cannot be read. */
  readonly fingerprint: string;
  /** Why it is not accepted; blank when it is. */
  readonly why: string;
}

interface Known {
  readonly chain: readonly Buffer[];
  readonly judgedAtMs: number;
  readonly verdict: ClientVerdict;
}

export class Clients {
  readonly #check: CheckClient;
  readonly #clock: Clock;
  /** By fingerprint, those that were used last at the end. */
  readonly #known = new Map<string, Known>();

  constructor(check: CheckClient, clock: Clock) {
    this.#check = check;
    this.#clock = clock;
  }

  /** Judges what a client shows, and remembers it. */
  async judge(chain: readonly Buffer[]): Promise<ClientVerdict> {
    const fingerprint = fingerprintOf(chain[0]);
    if (fingerprint === '') return { accepted: false, fingerprint, why: 'what was shown is no certificate' };
    const checked = await this.#check(chain);
    const why = checked.ok ? '' : checked.refusal.words;
    const verdict: ClientVerdict = { accepted: checked.ok, fingerprint, why };
    this.#remember({ chain, judgedAtMs: this.#clock.steadyMs(), verdict });
    return verdict;
  }

  /** Whether the client of this certificate is recognised now; one that was never judged is not. */
  async isRecognised(fingerprint: string): Promise<boolean> {
    const known = this.#known.get(fingerprint);
    if (known === undefined) return false;
    const isFresh = this.#clock.steadyMs() - known.judgedAtMs < limits.clients.verdictMs;
    const { accepted } = isFresh ? known.verdict : await this.judge(known.chain);
    return accepted;
  }

  /** What is trusted, or how strictly it is judged, has changed: everybody is judged anew with their next request. */
  lookAgain(): void {
    for (const [fingerprint, known] of this.#known)
      this.#known.set(fingerprint, { ...known, judgedAtMs: Number.NEGATIVE_INFINITY });
  }

  #remember(known: Known): void {
    this.#known.delete(known.verdict.fingerprint);
    // Who was refused comes back by showing it again.
    if (known.verdict.accepted) this.#known.set(known.verdict.fingerprint, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > limits.clients.known && oldest !== undefined) this.#known.delete(oldest);
  }
}

function fingerprintOf(der: Buffer | undefined): string {
  try {
    return der === undefined ? '' : new X509Certificate(der).fingerprint256;
  } catch {
    return '';
  }
}
