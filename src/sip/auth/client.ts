// Digest authentication, the client's side (RFC 3261 §22.1, RFC 7616 §3.4, RFC 8760 §2.4): answers to challenges.

import { randomHex } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { decodeText, encodeText } from '../messages/text.ts';
import {
  algorithmNamed,
  type DigestAlgorithm,
  type DigestQop,
  digestAlgorithms,
  digestHa1,
  digestResponse,
} from './algorithms.ts';
import { isDigest, parseDigest, quoteText } from './parameters.ts';

/** The parts of a response that hold challenges. */
export type ChallengeMessage = Pick<SipMessage, 'status' | 'all'>;

export interface DigestIdentity {
  readonly username: string;
  readonly secret: string;
  /** Those to use. Default: all. */
  readonly algorithms?: readonly DigestAlgorithm[];
}

/** The request that is to carry the credentials; `body` in latin1 form, needed only where auth-int is asked. */
export interface DigestRequest {
  readonly method: string;
  readonly uri: string;
  readonly body?: string;
}

interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: DigestAlgorithm;
  /** The algorithm's name as the server wrote it; undefined when it named none. */
  readonly named: string | undefined;
  readonly qop: DigestQop;
  readonly opaque: string | undefined;
  readonly stale: boolean;
}

interface Remembered {
  readonly challenge: Challenge;
  readonly ha1: string;
  count: number;
}

/** One user's answers: remembers the latest challenge of a registrar and of a proxy, and counts the uses of their nonces. */
export class DigestClient {
  readonly #identity: DigestIdentity;
  readonly #remembered: { 401?: Remembered; 407?: Remembered } = {};

  constructor(identity: DigestIdentity) {
    this.#identity = identity;
  }

  /**
   * Takes the challenge of a 401 or 407. True: send the request again with `authorize`. False: nothing in it can be
   * answered, or the request had credentials for its realm (`answered`) and they were refused, not just their nonce.
   */
  accept(response: ChallengeMessage, answered: boolean): boolean {
    const kind = response.status === 407 ? 407 : 401;
    const lines = response.all(kind === 401 ? Header.WwwAuthenticate : Header.ProxyAuthenticate);
    const challenge = strongest(lines, this.#identity.algorithms ?? digestAlgorithms);
    if (challenge === undefined) return false;
    const isRefusal = answered && !challenge.stale && this.#remembered[kind]?.challenge.realm === challenge.realm;
    if (isRefusal) return false;
    const { username, secret } = this.#identity;
    const ha1 = digestHa1(challenge.algorithm, username, decodeText(challenge.realm), secret);
    this.#remembered[kind] = { challenge, ha1, count: 0 };
    return true;
  }

  /** Header lines for a request, from the challenges remembered; '' before any. Each call uses up one nonce count. */
  authorize(request: DigestRequest): string {
    const { 401: registrar, 407: proxy } = this.#remembered;
    return this.#line('Authorization', registrar, request) + this.#line('Proxy-Authorization', proxy, request);
  }

  #line(name: string, remembered: Remembered | undefined, request: DigestRequest): string {
    if (remembered === undefined) return '';
    const { realm, nonce, algorithm, named, qop, opaque } = remembered.challenge;
    const nonceCount = (++remembered.count).toString(16).padStart(8, '0');
    const cnonce = randomHex(16);
    const { method, uri, body = '' } = request;
    const input = { method, uri, nonce, nonceCount, cnonce, qop, body };
    const response = digestResponse(algorithm, remembered.ha1, input);
    const who = `username=${quoteText(encodeText(this.#identity.username))}, realm=${quoteText(realm)}`;
    const what = `nonce=${quoteText(nonce)}, uri=${quoteText(uri)}, response="${response}"`;
    const how = `${named === undefined ? '' : `algorithm=${named}, `}qop=${qop}, nc=${nonceCount}, cnonce="${cnonce}"`;
    const back = opaque === undefined ? '' : `, opaque=${quoteText(opaque)}`;
    return `${name}: Digest ${who}, ${what}, ${how}${back}\r\n`;
  }
}

/** Answers one challenge once; undefined when it cannot be answered. For a user with many requests keep a DigestClient. */
export function answerChallenge(
  response: ChallengeMessage,
  request: DigestRequest & DigestIdentity,
): string | undefined {
  const client = new DigestClient(request);
  return client.accept(response, false) ? client.authorize(request) : undefined;
}

/** The challenge with the strongest of the algorithms; what we cannot read or do not know is passed over. */
function strongest(lines: readonly string[], algorithms: readonly DigestAlgorithm[]): Challenge | undefined {
  let best: Challenge | undefined;
  for (const line of lines) {
    const challenge = parseChallenge(line);
    if (challenge === undefined || !algorithms.includes(challenge.algorithm)) continue;
    if (best === undefined || rank(challenge) < rank(best)) best = challenge;
  }
  return best;
}

const rank = (challenge: Challenge): number => digestAlgorithms.indexOf(challenge.algorithm);

/** Undefined also for a challenge without qop: the answer to it could be replayed (RFC 2069). */
function parseChallenge(line: string): Challenge | undefined {
  const parameters = isDigest(line) ? parseDigest(line) : undefined;
  if (parameters?.realm === undefined || parameters.nonce === undefined || !/^[ -~]+$/.test(parameters.nonce))
    return undefined;
  const algorithm = algorithmNamed(parameters.algorithm);
  const offered = (parameters.qop ?? '').toLowerCase().split(/[ \t]*,[ \t]*/);
  const qop = offered.includes('auth') ? 'auth' : offered.includes('auth-int') ? 'auth-int' : undefined;
  if (algorithm === undefined || qop === undefined) return undefined;
  const { realm, nonce, opaque, algorithm: named } = parameters;
  return { realm, nonce, algorithm, named, qop, opaque, stale: parameters.stale?.toLowerCase() === 'true' };
}
