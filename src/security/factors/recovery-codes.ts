// Recovery codes: ten, each for one login when telephone or key is lost. Kept as keyed hashes alone.

import { createHmac } from 'node:crypto';
import { randomKey, randomSecret, sameText } from '#base';

const count = 10;
const groups = 3;
const groupLength = 4;
/** Without look-alikes, in one case: 12 of 31 are 59 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** What is kept, sealed as a whole: a key of this set's own, and the hashes of the codes that are left. */
export interface KeptRecovery {
  readonly key: string;
  readonly hashes: readonly string[];
}

export interface MadeRecovery {
  /** As they are shown, this once: `abcd-efgh-jkmn`. */
  readonly codes: readonly string[];
  readonly kept: KeptRecovery;
}

export function makeRecoveryCodes(): MadeRecovery {
  const key = randomKey(32).toString('base64url');
  const codes = Array.from({ length: count }, () =>
    Array.from({ length: groups }, () => randomSecret(groupLength, letters)).join('-'),
  );
  return { codes, kept: { key, hashes: codes.map((code) => hashOf(key, code)) } };
}

/** What is left when this code is used up; undefined when it is none of them. */
export function spendRecoveryCode({ key, hashes }: KeptRecovery, typed: string): KeptRecovery | undefined {
  const hash = hashOf(key, typed);
  const left = hashes.filter((one) => !sameText(one, hash));
  return left.length < hashes.length ? { key, hashes: left } : undefined;
}

/** A key and 59 bits of chance: what a slow hash would add, nobody could wait for. */
const hashOf = (key: string, typed: string): string =>
  createHmac('sha256', key)
    .update(typed.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest('base64url');
