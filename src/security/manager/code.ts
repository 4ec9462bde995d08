// The enrolment code (SEC-6): a secret, what the system is known by, and two characters that find a slip of the
// hand. Eight groups of five characters that nobody takes for one another (Crockford's base 32).
//
// Published to the command line: both ends read and print it the same way.

import { createHash } from 'node:crypto';
import { randomSecret } from '#base';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bitsPerCharacter = 5;
/** 90 bits: with the work of `enrolmentKey` beyond any guess, on the line or off it. */
const secretLength = 18;
/** 100 bits of SHA-256: nobody makes another system that has the same. */
const systemLength = 20;
const checkLength = 2;
const group = 5;

export interface EnrolmentCode {
  readonly secret: string;
  readonly system: string;
}

/**
 * A code for the system with this authority (DER). `shown` is what its listener shows, where that is not of the authority:
 * otherwise it may be renewed before the code is used.
 */
export const makeCode = (authority: Buffer, shown?: Buffer): EnrolmentCode => ({
  secret: randomSecret(secretLength, alphabet),
  system: systemMark(authority, shown),
});

/** What a system is known by in a code. */
export const systemMark = (authority: Buffer, shown?: Buffer): string =>
  characters(
    digest('ringfence enrolment, system', sha256(authority), shown === undefined ? Buffer.alloc(0) : sha256(shown)),
    systemLength,
  );

export function printCode({ secret, system }: EnrolmentCode): string {
  const text = `${secret}${system}${checkOf(secret, system)}`;
  return (text.match(new RegExp(`.{${group}}`, 'g')) ?? []).join('-');
}

/** Reads what somebody typed; undefined when a character is missing, too many, or wrong. */
export function parseCode(typed: string): EnrolmentCode | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replaceAll('O', '0');
  if (text.length !== secretLength + systemLength + checkLength) return undefined;
  const secret = text.slice(0, secretLength);
  const system = text.slice(secretLength, secretLength + systemLength);
  return text.slice(-checkLength) === checkOf(secret, system) ? { secret, system } : undefined;
}

const checkOf = (secret: string, system: string): string =>
  characters(digest('ringfence enrolment, check', Buffer.from(`${secret}${system}`)), checkLength);

export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

function digest(purpose: string, ...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256').update(`${purpose}\0`);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The first bits of `bytes`, five to a character. */
function characters(bytes: Buffer, length: number): string {
  let text = '';
  for (let at = 0; at < length; at++) {
    let value = 0;
    for (let bit = at * bitsPerCharacter; bit < (at + 1) * bitsPerCharacter; bit++)
      value = value * 2 + (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    text += alphabet[value] ?? '';
  }
  return text;
}
