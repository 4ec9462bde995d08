// Digest authentication, the server's side (RFC 3261 §22, RFC 7616, RFC 8760): challenges, and verdicts on credentials.

import { type Clock, randomHex, sameText } from '#base';
import { Header } from '../messages/headers.ts';
import type { SipMessage } from '../messages/message.ts';
import { decodeText, encodeText } from '../messages/text.ts';
import { parseUri } from '../messages/uri.ts';
import {
  algorithmNamed,
  type DigestAlgorithm,
  type DigestQop,
  digestAlgorithms,
  digestResponse,
  responseLength,
} from './algorithms.ts';
import { Nonces } from './nonces.ts';
import { type DigestParameters, isDigest, parseDigest, quoteText } from './parameters.ts';

/** What is known of a user. `ha1` answers from memory, so that a known name costs no more than an unknown one. */
export interface DigestCredentials {
  readonly algorithms: readonly DigestAlgorithm[];
  ha1(algorithm: DigestAlgorithm): string;
}

/** Finds a user by the name as it was sent, in Unicode. */
export type CredentialsFor = (username: string) => DigestCredentials | undefined;

/** Why credentials are wrong: for the audit trail alone. The far end hears one refusal for all of them. */
export type WrongCredentials =
  | 'malformed'
  | 'other address'
  | 'unknown user'
  | 'algorithm not allowed'
  | 'wrong secret';

/**
 * `none`: no credentials for our realm, or not Digest ones. `stale`: the nonce is not ours or has expired; challenge
 * again with stale=true. `replayed`: right, but its nonce count has been used; likewise. `username` is in Unicode.
 */
export type DigestVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'stale' | 'replayed'; readonly username: string }
  | { readonly kind: 'wrong'; readonly username: string; readonly why: WrongCredentials }
  | { readonly kind: 'right'; readonly username: string; readonly algorithm: DigestAlgorithm };

/** The status of a challenge: 401 of a registrar or called system, 407 of a proxy. */
export type ChallengeKind = 401 | 407;

/** The parts of a request that credentials cover. */
export type AuthenticatedMessage = Pick<SipMessage, 'method' | 'uri' | 'body' | 'all'>;

export interface DigestOptions {
  /** Our protection space, in Unicode. May change while running: credentials for the old realm are then none. */
  readonly realm: () => string;
  readonly clock: Clock;
  /** Signs the nonces. Default: drawn at random. */
  readonly key?: Buffer;
  /** Offers auth-int beside auth. Default: no; few phones can, and a border that changes SDP breaks it. */
  readonly offerIntegrity?: boolean;
  /** Nonces whose counts are kept. Default: limits.sip.nonces. */
  readonly mostCounted?: number;
}

const none: DigestVerdict = { kind: 'none' };

export class DigestAuthenticator {
  readonly #realm: () => string;
  readonly #nonces: Nonces;
  readonly #qops: readonly DigestQop[];
  /** Stands in for users that do not exist, so that they cost the same work. */
  readonly #nobody: DigestCredentials;

  constructor(options: DigestOptions) {
    this.#realm = options.realm;
    this.#nonces = new Nonces(options.clock, options.key, options.mostCounted);
    this.#qops = options.offerIntegrity === true ? ['auth', 'auth-int'] : ['auth'];
    const ha1s = { MD5: randomHex(16), 'SHA-256': randomHex(32), 'SHA-512-256': randomHex(32) };
    this.#nobody = { algorithms: digestAlgorithms, ha1: (algorithm) => ha1s[algorithm] };
  }

  /** Header lines that ask for credentials: one for each algorithm, strongest first, all with one fresh nonce. */
  challenge(algorithms: readonly DigestAlgorithm[], kind: ChallengeKind, stale = false): string {
    const realm = encodeText(this.#realm());
    const name = kind === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    const start = `${name}: Digest realm=${quoteText(realm)}, nonce="${this.#nonces.issue(realm)}", algorithm=`;
    const end = `, qop="${this.#qops.join(',')}"${stale ? ', stale=true' : ''}\r\n`;
    let lines = '';
    for (const algorithm of digestAlgorithms) if (algorithms.includes(algorithm)) lines += start + algorithm + end;
    return lines;
  }

  /** Judges the credentials of a request. A right verdict uses up their nonce count. */
  verify(message: AuthenticatedMessage, kind: ChallengeKind, credentialsFor: CredentialsFor): DigestVerdict {
    const realm = encodeText(this.#realm());
    const given = ownParameters(message.all(kind === 401 ? Header.Authorization : Header.ProxyAuthorization), realm);
    if (given === undefined) return none;
    const claim = given === 'malformed' ? given : this.#claimOf(given);
    if (claim === 'malformed') return { kind: 'wrong', username: '', why: 'malformed' };
    const username = decodeText(claim.username);
    if (!this.#nonces.isFresh(claim.nonce, realm)) return { kind: 'stale', username };
    const why = this.#fault(claim, message, credentialsFor(username));
    if (why !== undefined) return { kind: 'wrong', username, why };
    if (!this.#nonces.use(claim.nonce, Number.parseInt(claim.nonceCount, 16))) return { kind: 'replayed', username };
    return { kind: 'right', username, algorithm: claim.algorithm };
  }

  /** What is wrong with a claim. The response is computed for every one, so that time tells nothing of the user. */
  #fault(
    claim: Claim,
    message: AuthenticatedMessage,
    found: DigestCredentials | undefined,
  ): WrongCredentials | undefined {
    const allowed = found?.algorithms.includes(claim.algorithm) ?? false;
    const credentials = found === undefined || !allowed ? this.#nobody : found;
    const expected = digestResponse(claim.algorithm, credentials.ha1(claim.algorithm), {
      ...claim,
      method: message.method,
      body: message.body,
    });
    const same = sameText(expected, claim.response);
    if (!sameTarget(claim.uri, message.uri)) return 'other address';
    if (found === undefined) return 'unknown user';
    if (!allowed) return 'algorithm not allowed';
    return same ? undefined : 'wrong secret';
  }

  /** The parameters as a claim in the form that we asked for: with qop, count and cnonce, and nothing that we did not offer. */
  #claimOf(given: DigestParameters): Claim | 'malformed' {
    const { username, nonce, uri, cnonce, nc, response } = given;
    const algorithm = algorithmNamed(given.algorithm);
    const qop = this.#qops.find((offered) => offered === given.qop?.toLowerCase());
    if (username === undefined || username === '' || nonce === undefined || response === undefined) return 'malformed';
    if (algorithm === undefined || qop === undefined || !isAscii(uri) || !isAscii(cnonce) || !isCount(nc))
      return 'malformed';
    if (response.length !== responseLength(algorithm) || (given.opaque ?? '') !== '') return 'malformed';
    if (given.userhash !== undefined && given.userhash.toLowerCase() !== 'false') return 'malformed';
    return { username, nonce, uri, cnonce, nonceCount: nc, response, algorithm, qop };
  }
}

interface Claim {
  readonly username: string;
  readonly nonce: string;
  readonly uri: string;
  readonly cnonce: string;
  readonly nonceCount: string;
  readonly response: string;
  readonly algorithm: DigestAlgorithm;
  readonly qop: DigestQop;
}

/** The Digest parameters for our realm among the lines; undefined when there are none. Two sets of them are malformed. */
function ownParameters(lines: readonly string[], realm: string): DigestParameters | 'malformed' | undefined {
  let own: DigestParameters | undefined;
  for (const line of lines) {
    if (!isDigest(line)) continue;
    const parameters = parseDigest(line);
    if (parameters?.realm === undefined) return 'malformed';
    if (parameters.realm !== realm) continue;
    if (own !== undefined) return 'malformed';
    own = parameters;
  }
  return own;
}

/** True when credentials made for `uri` are meant for the request's address: the same place, whatever its parameters. */
function sameTarget(uri: string, requestUri: string): boolean {
  if (uri === requestUri) return true;
  const made = parseUri(uri);
  const asked = parseUri(requestUri);
  if (made === undefined || asked === undefined) return false;
  return (
    made.scheme === asked.scheme && made.user === asked.user && made.host === asked.host && made.port === asked.port
  );
}

const asciiForm = /^[ -~]{1,1000}$/;
const countForm = /^(?!0{8})[0-9a-f]{8}$/i;

const isAscii = (text: string | undefined): text is string => text !== undefined && asciiForm.test(text);
const isCount = (text: string | undefined): text is string => text !== undefined && countForm.test(text);
