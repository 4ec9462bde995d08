// Refusals as they go over the socket: with the remedy and the exit code that their code book gives them.

import type { Code, CodeBook, Refusal } from '#base';
import type { RefusalLine, SecondFactorOfferLine } from './protocol.ts';

/** What was asked was understood, and refused: the status of every code that names no other. */
const unprocessable = 422;

/** Finds a code in any of the books. */
export class CodeIndex {
  readonly #codes = new Map<string, Code>();

  constructor(books: readonly CodeBook[]) {
    for (const book of books) for (const [name, code] of Object.entries<Code>(book.codes)) this.#codes.set(name, code);
  }

  /** The refusal with what to do about it; where it came from and what may be done next stay with it. */
  line(
    refusal: Refusal & {
      readonly form?: string;
      readonly key?: string;
      readonly row?: number;
      readonly secondFactor?: SecondFactorOfferLine;
    },
  ): RefusalLine {
    const { code, words, field, form, key, row, secondFactor } = refusal;
    const known = this.#codes.get(code);
    return {
      ...{ code, words, remedy: known?.remedy ?? '', exit: known?.exit ?? 1, http: known?.http ?? unprocessable },
      ...(field === undefined ? {} : { field }),
      ...(form === undefined ? {} : { form }),
      ...(key === undefined ? {} : { key }),
      ...(row === undefined ? {} : { row }),
      ...(secondFactor === undefined ? {} : { secondFactor }),
    };
  }
}
