// Names on the keys of a phone: which extensions begin with what was pressed, by first name or last.

const letters = ['', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
const keyOf = new Map(letters.flatMap((row, key) => [...row].map((letter) => [letter, String(key)] as const)));

export interface Named {
  readonly number: string;
  readonly name: string;
}

/** A word as its keys: accents fall away, and what is on no key does too. */
const keysOf = (word: string): string =>
  [...word.normalize('NFD').toLowerCase()].map((letter) => keyOf.get(letter) ?? '').join('');

/** Those of whom a word of the name begins with these keys, by number. */
export function namedLike(keys: string, people: Iterable<Named>, most: number): Named[] {
  const found: Named[] = [];
  if (keys === '') return found;
  for (const person of people) {
    if (found.length >= most) break;
    if (person.name.split(/[\s,.-]+/).some((word) => keysOf(word).startsWith(keys))) found.push(person);
  }
  return found;
}
