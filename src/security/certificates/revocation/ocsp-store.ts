// Answers of OCSP responders, kept for as long as they may be used.

import { type Clock, limits, randomKey } from '#base';
import type { ParsedCertificate } from '../parsed.ts';
import type { FetchBytes } from './fetch.ts';
import { type OcspAnswer, printRequest, readAnswer } from './ocsp.ts';

const nonceBytes = 32;

export interface OcspStoreParts {
  readonly fetch: FetchBytes;
  readonly clock: Clock;
  /** How long an answer is used before it is asked for again. */
  readonly refreshMs: () => number;
}

interface Kept {
  readonly answer: OcspAnswer | string;
  readonly untilMs: number;
}

export class OcspStore {
  readonly #parts: OcspStoreParts;
  /** The oldest comes first. */
  readonly #kept = new Map<string, Kept>();

  constructor(parts: OcspStoreParts) {
    this.#parts = parts;
  }

  /** What the responder at `url` says; in words why it says nothing. */
  async ask(url: string, certificate: ParsedCertificate, issuer: ParsedCertificate): Promise<OcspAnswer | string> {
    const key = `${issuer.fingerprint} ${certificate.serial} ${url}`;
    const known = this.#kept.get(key);
    if (known !== undefined && known.untilMs > this.#parts.clock.nowMs()) return known.answer;
    const asked = await askResponder(this.#parts, url, certificate, issuer);
    return this.#keep(key, typeof asked === 'string' ? asked : asked.answer);
  }

  forget(): void {
    this.#kept.clear();
  }

  #keep(key: string, given: OcspAnswer | string): OcspAnswer | string {
    const { clock, refreshMs } = this.#parts;
    const nowMs = clock.nowMs();
    const isAnswer = typeof given !== 'string';
    const untilMs = isAnswer ? Math.min(given.untilMs, nowMs + refreshMs()) : nowMs + limits.certificates.fetchAgainMs;
    const answer = isAnswer ? { ...given, untilMs } : given;
    this.#kept.delete(key);
    this.#kept.set(key, { answer, untilMs });
    const [first] = this.#kept.keys();
    if (first !== undefined && this.#kept.size > limits.certificates.ocspAnswers) this.#kept.delete(first);
    return answer;
  }
}

/** Asks now, and judges the answer; with its DER, to be stapled. */
export async function askResponder(
  { fetch, clock }: Pick<OcspStoreParts, 'fetch' | 'clock'>,
  url: string,
  certificate: ParsedCertificate,
  issuer: ParsedCertificate,
): Promise<{ readonly answer: OcspAnswer; readonly der: Buffer } | string> {
  const nonce = randomKey(nonceBytes);
  const body = printRequest(certificate, issuer, nonce);
  const der = await fetch({ url, body, mostBytes: limits.certificates.ocspBytes });
  if (typeof der === 'string') return `${url}: ${der}`;
  const answer = readAnswer(der, { certificate, issuer, nowMs: clock.nowMs(), nonce });
  return typeof answer === 'string' ? `${url}: ${answer}` : { answer, der };
}
