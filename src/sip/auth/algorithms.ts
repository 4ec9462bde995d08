// Digest arithmetic (RFC 7616 §3.4, RFC 8760 §2): the hashes, their order of strength, HA1 and the response.

import { hash } from 'node:crypto';

export type DigestAlgorithm = 'MD5' | 'SHA-256' | 'SHA-512-256';
export type DigestQop = 'auth' | 'auth-int';

/** All algorithms, strongest first: the order in which challenges are printed and chosen. */
export const digestAlgorithms: readonly DigestAlgorithm[] = ['SHA-512-256', 'SHA-256', 'MD5'];

/** What one response is computed over: the parameters as they stand on the wire, without their quotes. */
export interface DigestInput {
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** Eight hexadecimal digits, as sent. */
  readonly nonceCount: string;
  readonly cnonce: string;
  readonly qop: DigestQop;
  /** The message's body in latin1 form; read only for auth-int. */
  readonly body: string;
}

const hashNames = { MD5: 'md5', 'SHA-256': 'sha256', 'SHA-512-256': 'sha512-256' } as const;

/** Length of a response in hexadecimal digits. */
export const responseLength = (algorithm: DigestAlgorithm): number => (algorithm === 'MD5' ? 32 : 64);

/** The algorithm of that name, in any case; MD5 when none is named (RFC 7616 §3.3). */
export function algorithmNamed(name: string | undefined): DigestAlgorithm | undefined {
  if (name === undefined) return 'MD5';
  const upper = name.toUpperCase();
  return digestAlgorithms.find((algorithm) => algorithm === upper);
}

/** HA1, the form in which a secret enters every response; as good as the secret itself within its realm. Texts are Unicode. */
export function digestHa1(algorithm: DigestAlgorithm, username: string, realm: string, secret: string): string {
  return hash(hashNames[algorithm], `${username}:${realm}:${secret}`);
}

/** The response that `ha1` gives. All of `input` but the body must be US-ASCII: its readers see to that. */
export function digestResponse(algorithm: DigestAlgorithm, ha1: string, input: DigestInput): string {
  const name = hashNames[algorithm];
  const ha2 =
    input.qop === 'auth'
      ? hash(name, `${input.method}:${input.uri}`)
      : hash(name, `${input.method}:${input.uri}:${hash(name, Buffer.from(input.body, 'latin1'))}`);
  return hash(name, `${ha1}:${input.nonce}:${input.nonceCount}:${input.cnonce}:${input.qop}:${ha2}`);
}
