// Common and breached passwords are refused (IAM-2), with their usual disguises: case, look-alike characters, something added.

import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The 10,000 that people use most, as public collections of breached passwords show: of each the first four bytes of its
 * SHA-256, sorted, in base64. One in 400,000 other passwords is taken for one of them. docs/dependencies.md names the source.
 */
const file = new URL('./common-passwords.txt', import.meta.url);
const prefixBytes = 4;
/** What is left when additions are taken away must still be a word. */
const leastCore = 4;
/** More than this around a word is no longer a mere addition. */
const mostAdded = 8;

let known: Buffer | undefined;

/** True of a password that many people use, or of a slight variation of one. */
export function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  if (isRun(lower) || isRepetition(lower)) return true;
  const core = withoutAdditions(lower);
  const plain = [lower, core].flatMap((text) => [withoutDisguise(text, 'l'), withoutDisguise(text, 'i')]);
  return [...new Set([lower, core, ...plain, ...plain.map(withoutAdditions)])].some(isKnown);
}

function isKnown(text: string): boolean {
  known ??= Buffer.from(readFileSync(file, 'latin1'), 'base64');
  const wanted = hash('sha256', text, 'buffer').readUInt32BE();
  let [from, to] = [0, known.length / prefixBytes];
  while (from < to) {
    const middle = (from + to) >> 1;
    const found = known.readUInt32BE(middle * prefixBytes);
    if (found === wanted) return true;
    if (found < wanted) from = middle + 1;
    else to = middle;
  }
  return false;
}

const disguises: Readonly<Record<string, string>> = {
  ...{ '@': 'a', '4': 'a', '3': 'e', '!': 'i', '0': 'o', $: 's', '5': 's', '7': 't', '+': 't' },
};

/** "p@55w0rd" is "password"; `one` says which letter a 1 stands for. */
const withoutDisguise = (text: string, one: string): string =>
  [...text].map((character) => (character === '1' ? one : (disguises[character] ?? character))).join('');

/** Digits and special characters at either end: "2024!password1" is "password". */
function withoutAdditions(text: string): string {
  const core = text.replace(/^[^a-z]+/, '').replace(/[^a-z]+$/, '');
  return core.length < leastCore || text.length - core.length > mostAdded ? text : core;
}

/** Each character follows the one before it, up or down: "23456789", "zyxwvu". */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index));
  const [first] = steps;
  return (first === 1 || first === -1) && steps.every((step) => step === first);
}

/** A short piece over and over: "aaaaaaa", "123123123", "abababab". */
const isRepetition = (text: string): boolean => /^(.{1,4})\1{2,}.{0,3}$/su.test(text);
