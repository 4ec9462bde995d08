// Sorting as people expect it: in any case, accents beside their letters, numbers in a text by size; in slices.

import type { Pace } from '#base';

/** By what something is sorted: a number, or a text made by `sortText`. */
export type SortValue = number | string;

/** A text that sorts where people look for it when texts are compared character by character. */
export function sortText(text: string): string {
  const plain = /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : folded(text);
  return plain.replace(/\d+/g, sizedNumber);
}

/** Letters that are not an accent on another letter, by the letters that people look under. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
};

const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøłđðþ]/g, (letter) => letters[letter] ?? letter);

/** A longer number is a larger one: its length stands before it, as characters that sort before all letters. */
function sizedNumber(digits: string): string {
  const number = digits.replace(/^0+(?=\d)/, '');
  const { length } = number;
  return `${length < 9 ? length : `9${String.fromCharCode(length)}`}${number}`;
}

/** Below this sorting takes a fraction of a slice. */
const blockLength = 256;

/** A sorted copy; gives way as often as `pace` asks. */
export async function sortInSlices<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Promise<readonly T[]> {
  let runs: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += blockLength) {
    runs.push(items.slice(from, from + blockLength).sort(compare));
    await pace.step();
  }
  while (runs.length > 1) {
    const merged: (readonly T[])[] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await mergeInSlices(runs[at] ?? [], runs[at + 1] ?? [], compare, pace));
    runs = merged;
  }
  return runs[0] ?? [];
}

/** Two sorted lists as one; of equal items those of `left` come first. */
export async function mergeInSlices<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (a: T, b: T) => number,
  pace: Pace,
): Promise<readonly T[]> {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const merged: T[] = [];
  let l = 0;
  let r = 0;
  for (;;) {
    const [a, b] = [left[l], right[r]];
    if (a === undefined || b === undefined) break;
    if (compare(a, b) <= 0) {
      merged.push(a);
      l++;
    } else {
      merged.push(b);
      r++;
    }
    if (merged.length % blockLength === 0) await pace.step();
  }
  return merged.concat(left.slice(l), right.slice(r));
}
