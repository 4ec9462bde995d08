// JSON, a list of objects: cut into its elements while it comes, and each read by itself, so that a long list holds up nothing.

import { limits, no, ok, Pace, type Refusal, type Result } from '#base';
import { administrationCodes } from '../administration.codes.ts';
import { notText, type Pieces, refuseEncoding, tooMany } from './decode.ts';

type Element = Readonly<Record<string, unknown>>;

/** Reads the elements. Refuses everything but a list of objects, elements that are too long, and too many of them. */
export async function readJson(pieces: Pieces): Promise<Result<readonly Element[]>> {
  const { importRows, rowLength } = limits.forms;
  const pace = new Pace();
  const reader = new ListReader();
  for (const piece of pieces) {
    if (piece === notText) return no(refuseEncoding());
    const wrong = reader.read(piece);
    if (wrong !== undefined) return no(badJson(wrong));
    if (reader.elements.length > importRows) return no(tooMany(importRows, 'records'));
    if (reader.pending > rowLength)
      return no(badJson(`element ${reader.elements.length + 1} has more than ${rowLength} characters`));
    await pace.step();
  }
  return reader.isWhole ? ok(reader.elements) : no(badJson('it is not a whole list'));
}

/** Where in the list the next character stands. */
type State = 'before' | 'first' | 'element' | 'string' | 'escape' | 'after' | 'next' | 'end';

const quote = 0x22;
const backslash = 0x5c;
const isBlank = (character: number): boolean =>
  character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09;

class ListReader {
  readonly elements: Element[] = [];
  #state: State = 'before';
  /** Brackets that are open in the element. */
  #depth = 0;
  /** What came of the element in earlier pieces. */
  #begun = '';

  get isWhole(): boolean {
    return this.#state === 'end';
  }

  /** The length of what came of an element that has not ended. */
  get pending(): number {
    return this.#begun.length;
  }

  /** Why this is no list of objects, if it is none. */
  read(piece: string): string | undefined {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const character = piece.charCodeAt(at);
      if (this.#isInElement) {
        if (!this.#endsElement(character)) continue;
        const wrong = this.#take(this.#begun + piece.slice(from, at + 1));
        if (wrong !== undefined) return wrong;
      } else if (!isBlank(character)) {
        const wrong = this.#between(character);
        if (wrong !== undefined) return wrong;
        from = at;
      }
    }
    if (this.#isInElement) this.#begun += piece.slice(from);
    return undefined;
  }

  get #isInElement(): boolean {
    return this.#state === 'element' || this.#state === 'string' || this.#state === 'escape';
  }

  #endsElement(character: number): boolean {
    if (this.#state === 'escape') this.#state = 'string';
    else if (this.#state === 'string') {
      if (character === quote) this.#state = 'element';
      else if (character === backslash) this.#state = 'escape';
    } else if (character === quote) this.#state = 'string';
    else if (character === 0x7b || character === 0x5b) this.#depth++;
    else if (character === 0x7d || character === 0x5d) return --this.#depth === 0;
    return false;
  }

  #between(character: number): string | undefined {
    const sign = String.fromCharCode(character);
    if (this.#state === 'before') {
      this.#state = 'first';
      return sign === '[' ? undefined : 'it is not an array';
    }
    if (this.#state === 'end') return 'something follows it';
    if (this.#state === 'after' && sign === ',') {
      this.#state = 'next';
      return undefined;
    }
    if (sign === ']' && this.#state !== 'next') {
      this.#state = 'end';
      return undefined;
    }
    if (this.#state === 'after' || sign !== '{') return `element ${this.elements.length + 1} is not an object`;
    this.#state = 'element';
    this.#depth = 1;
    return undefined;
  }

  #take(text: string): string | undefined {
    this.#begun = '';
    this.#state = 'after';
    try {
      this.elements.push(JSON.parse(text));
      return undefined;
    } catch {
      return `element ${this.elements.length + 1} is not JSON`;
    }
  }
}

const badJson = (why: string): Refusal => administrationCodes.refuse('administration.bad-json', { why });
