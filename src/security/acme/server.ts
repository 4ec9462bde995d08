// A conversation with an ACME server (RFC 8555 §6): its directory, nonces, signed requests, retries, and its problems in words.
// Its law: every address is https, and only the one that an administrator wrote may be this machine.

import type { KeyObject } from 'node:crypto';
import { type Clock, limits, no, ok, type Refusal, type Result } from '#base';
import type { HttpAnswer, HttpFetch, OutboundTls } from '#outbound';
import { acmeCodes } from './acme.codes.ts';
import { type Directory, readDirectory } from './answers.ts';
import { jwkOf, signJws } from './jws.ts';
import { isProblem, type Problem, problemOf, wordsOf } from './problems.ts';

/** Why an order ends, and when it may be tried again at the earliest. */
export interface AcmeRefusal extends Refusal {
  readonly notBeforeMs?: number;
  /** The type of the server's problem, without its prefix. */
  readonly problem?: string;
}

export type AcmeResult<T> = Result<T, AcmeRefusal>;

export interface ServerOptions {
  readonly directoryUrl: string;
  readonly fetch: HttpFetch;
  readonly tls: OutboundTls;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  /** Aborts when the system stops: nothing is asked any more. */
  readonly ending: AbortSignal;
}

/** Who signs: an account that is known by its URL, or a key alone. */
export interface Signer {
  readonly key: KeyObject;
  readonly accountUrl: string;
}

export interface AcmeAnswer {
  readonly headers: HttpAnswer['headers'];
  readonly text: string;
}

export class AcmeServer {
  readonly #options: ServerOptions;
  #directory: Directory | undefined;
  #nonce = '';

  constructor(options: ServerOptions) {
    this.#options = options;
  }

  async directory(): Promise<AcmeResult<Directory>> {
    const step = 'reading its directory';
    if (this.#directory !== undefined) return ok(this.#directory);
    const answer = await this.get(step, this.#options.directoryUrl);
    if (!answer.ok) return answer;
    this.#directory = readDirectory(answer.value.text);
    return this.#directory === undefined ? broken(step, 'it is no directory') : ok(this.#directory);
  }

  /** An unsigned request. */
  get(step: string, url: string): Promise<AcmeResult<AcmeAnswer>> {
    return this.#send(step, url, async () => ok({ url }));
  }

  /** A signed request; without a payload it only asks (POST-as-GET). */
  post(step: string, url: string, signer: Signer, payload?: unknown, accept?: string): Promise<AcmeResult<AcmeAnswer>> {
    return this.#send(step, url, async () => {
      const nonce = await this.#takeNonce(step);
      if (!nonce.ok) return nonce;
      const { key, accountUrl } = signer;
      const who = accountUrl === '' ? { jwk: jwkOf(key) } : { kid: accountUrl };
      const headers = { 'content-type': 'application/jose+json', ...(accept === undefined ? {} : { accept }) };
      const body = signJws(key, { nonce: nonce.value, url, ...who }, payload);
      return ok({ url, method: 'POST', headers, body } as const);
    });
  }

  /** Sends until it is answered: a nonce that was refused is replaced, a server that is busy is asked again when it says. */
  async #send(step: string, url: string, make: () => Promise<AcmeResult<Wish>>): Promise<AcmeResult<AcmeAnswer>> {
    for (let tries = 1; ; tries++) {
      const wish = await make();
      if (!wish.ok) return wish;
      const answer = await this.#fetch(step, wish.value);
      if (!answer.ok) return answer;
      const { status, headers, body } = answer.value;
      this.#nonce = headers['replay-nonce'] ?? '';
      if (status >= 200 && status < 300) return ok({ headers, text: body.toString() });
      const problem = problemOf(answer.value);
      const pauseMs = this.#pauseMs(problem, status, headers['retry-after']);
      if (pauseMs === undefined || tries >= limits.acme.tries) return this.#refuse(step, url, problem, headers);
      if (pauseMs > 0) await this.#options.wait(pauseMs);
    }
  }

  /** How long until the same is asked again; undefined when asking again is of no use. */
  #pauseMs(problem: Problem, status: number, retryAfter: string | undefined): number | undefined {
    if (isProblem(problem, 'badNonce')) return 0;
    if (status !== 503 && status < 500) return undefined;
    const pauseMs = retryAfterMs(retryAfter, this.#options.clock.nowMs()) ?? limits.acme.pollMs;
    return pauseMs <= limits.acme.mostRetryMs ? pauseMs : undefined;
  }

  #refuse(step: string, url: string, problem: Problem, headers: HttpAnswer['headers']): AcmeResult<never> {
    const nowMs = this.#options.clock.nowMs();
    const laterMs = retryAfterMs(headers['retry-after'], nowMs);
    const notBefore = laterMs === undefined ? {} : { notBeforeMs: nowMs + laterMs };
    const why = wordsOf(problem, url);
    if (!isProblem(problem, 'rateLimited'))
      return no({ ...acmeCodes.refuse('security.acme-server', { step, why }), ...notBefore, problem: problem.type });
    const notBeforeMs = nowMs + (laterMs ?? limits.acme.retryMs);
    const until = new Date(notBeforeMs).toISOString();
    return no({ ...acmeCodes.refuse('security.acme-rate', { step, why, until }), notBeforeMs, problem: problem.type });
  }

  async #takeNonce(step: string): Promise<AcmeResult<string>> {
    const directory = await this.directory();
    if (!directory.ok) return directory;
    const kept = this.#nonce;
    this.#nonce = '';
    if (kept !== '') return ok(kept);
    const answer = await this.#fetch(step, { url: directory.value.newNonce, method: 'HEAD' });
    if (!answer.ok) return answer;
    const nonce = answer.value.headers['replay-nonce'] ?? '';
    return /^[A-Za-z0-9_-]{1,500}$/.test(nonce) ? ok(nonce) : broken(step, 'it gives no nonce');
  }

  async #fetch(step: string, wish: Wish): Promise<AcmeResult<HttpAnswer>> {
    const { fetch, tls, directoryUrl, ending } = this.#options;
    if (ending.aborted) return no(acmeCodes.refuse('security.acme-stopped', { step }));
    if (!wish.url.startsWith('https://')) return broken(step, 'it names an address that is not https');
    const mayBeLocal = URL.parse(wish.url)?.host === URL.parse(directoryUrl)?.host;
    const headers = { 'user-agent': 'ringfence', ...wish.headers };
    const answer = await fetch({ ...wish, headers, tls, mayBeLocal, mostBytes: limits.acme.answerBytes });
    if (answer.ok) return answer;
    return no(acmeCodes.refuse('security.acme-unreachable', { step, why: answer.refusal.words }));
  }
}

interface Wish {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Seconds or a date (RFC 9110 §10.2.3) as milliseconds from now. */
export function retryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

export const broken = (step: string, why: string): AcmeResult<never> =>
  no(acmeCodes.refuse('security.acme-broken-answer', { step, why }));
