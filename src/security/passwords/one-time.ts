// One-time passwords (IAM-1): random, shown once, to be changed at the first login.

import { randomSecret, Secret } from '#base';

export const oneTimeLength = 24;
const sets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-+=_.:'] as const;
const alphabet = sets.join('');
const leastOfEach = 2;

/** 24 characters (5.9 bits each): two of each kind at least, no look-alikes, none twice in a row. */
export function makeOneTimePassword(): Secret {
  for (;;) {
    const text = randomSecret(oneTimeLength, alphabet);
    if (isStrong(text)) return new Secret(text);
  }
}

/** True of a text that could have been made here: it meets every rule, but may hold a short login id by chance. */
export const looksMade = (text: string): boolean =>
  text.length === oneTimeLength && [...text].every((character) => alphabet.includes(character)) && isStrong(text);

const isStrong = (text: string): boolean =>
  sets.every((set) => [...text].filter((character) => set.includes(character)).length >= leastOfEach) &&
  !/(.)\1/.test(text) &&
  /^[A-Za-z0-9].*[A-Za-z0-9]$/.test(text);
