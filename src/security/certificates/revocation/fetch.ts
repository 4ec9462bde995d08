// How revocation is fetched: the function that apps/core gives, with the limits that a place named by a certificate needs.

import { limits, type Result } from '#base';

/** What `#outbound` offers, as far as it is needed here. */
export type HttpFetch = (wish: {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
  readonly mayBeLocal?: boolean;
}) => Promise<Result<{ readonly status: number; readonly body: Buffer }>>;

export interface Question {
  readonly url: string;
  readonly mostBytes: number;
  /** What an OCSP responder is sent; without it the list is got. */
  readonly body?: Buffer;
}

/** The bytes that were asked for; in words why they cannot be had. */
export type FetchBytes = (question: Question) => Promise<Buffer | string>;

/** A fetch that follows no redirect, waits for no slow server and takes no other status than 200. */
export const bytesBy =
  (fetch: HttpFetch, mayBeLocal: () => boolean): FetchBytes =>
  async ({ url, mostBytes, body }) => {
    const asked = body === undefined ? {} : { method: 'POST' as const, body, headers: ocspHeaders };
    const wish = { url, mostBytes, timeoutMs: limits.certificates.fetchMs, mayBeLocal: mayBeLocal(), ...asked };
    const answer = await fetch(wish);
    if (!answer.ok) return answer.refusal.words;
    return answer.value.status === 200 ? answer.value.body : `it was answered with status ${answer.value.status}`;
  };

const ocspHeaders = { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' };
