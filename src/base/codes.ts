// Refusal codes: each room lists its own in a `*.codes.ts`; docs/codes.md is printed from all of them.

import type { Refusal } from './result.ts';

/** What a code means on each surface, and what the administrator does about it. */
export interface Code {
  /** Words for the user; `{name}` stands for a value given with the refusal. */
  readonly words: string;
  /** What the administrator does. */
  readonly remedy: string;
  readonly sip?: number;
  readonly http?: number;
  /** Exit code of the command line: 1 refused or failed, 2 wrong usage. Default 1. */
  readonly exit?: 1 | 2;
}

export interface CodeBook<K extends string = string> {
  readonly room: string;
  readonly codes: Readonly<Record<K, Code>>;
  /** A refusal with this code; `values` fill the `{name}` places of its words. */
  refuse(code: K, values?: Readonly<Record<string, string | number>>, field?: string): Refusal;
}

/** The codes of one room. Codes are written `room.name`. */
export function defineCodes<const K extends string>(room: string, codes: Record<K, Code>): CodeBook<K> {
  return {
    room,
    codes,
    refuse(code, values = {}, field) {
      const words = codes[code].words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
      return field === undefined ? { code, words } : { code, words, field };
    },
  };
}
