// JSON Web Signatures as ACME asks for them (RFC 8555 §6.2, RFC 7515): ES256 with the account's key, HS256 for an external account.

import { createHash, createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** The public half of an account's key, its members in the order that RFC 7638 hashes. */
export interface Jwk {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
  readonly y: string;
}

export const makeAccountKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export const printAccountKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

export const readAccountKey = (pem: string): KeyObject => createPrivateKey(pem);

export function jwkOf(key: KeyObject): Jwk {
  const { crv = '', kty = '', x = '', y = '' } = key.export({ format: 'jwk' });
  return { crv, kty, x, y };
}

/** RFC 7638: SHA-256 over the members in order, base64url. */
const thumbprint = (jwk: Jwk): string => createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');

/** What stands in a challenge to show that the account's key is here (RFC 8555 §8.1). */
export const keyAuthorization = (token: string, key: KeyObject): string => `${token}.${thumbprint(jwkOf(key))}`;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A request's body: `payload` undefined asks without changing anything (POST-as-GET, RFC 8555 §6.3). */
export function signJws(key: KeyObject, header: Readonly<Record<string, unknown>>, payload: unknown): string {
  const protectedPart = encode({ alg: 'ES256', ...header });
  const payloadPart = payload === undefined ? '' : encode(payload);
  const signature = sign('sha256', Buffer.from(`${protectedPart}.${payloadPart}`), { key, dsaEncoding: 'ieee-p1363' });
  return JSON.stringify({ protected: protectedPart, payload: payloadPart, signature: signature.toString('base64url') });
}

/** RFC 8555 §7.3.4: the account's key, signed with the key that the authority gave its customer. */
export function bindExternal(jwk: Jwk, url: string, kid: string, hmacKey: string): Readonly<Record<string, string>> {
  const protectedPart = encode({ alg: 'HS256', kid, url });
  const payload = encode(jwk);
  const mac = createHmac('sha256', Buffer.from(hmacKey, 'base64url')).update(`${protectedPart}.${payload}`);
  return { protected: protectedPart, payload, signature: mac.digest('base64url') };
}
