// Parameters: lists of `;name=value` behind addresses, Via values and others (RFC 3261 §25.1 generic-param).

import { limits } from '#base';
import { codeAt, isAt, isWord, Kind, skip, skipQuoted, skipSpace } from './characters.ts';

/**
 * A strict reader of one parameter list of at most `limits.sip.parameters`. It keeps offsets only, is made once and used
 * again for each list, and so gives its findings before it reads the next.
 */
export class ParameterReader {
  #text = '';
  readonly #marks: number[] = [];
  #count = 0;

  /** Reads from `start` to the end of the text, or to a comma where `commaEnds`; gives the end, or -1 when malformed. */
  read(text: string, start: number, commaEnds: boolean): number {
    this.#text = text;
    this.#count = 0;
    let at = skipSpace(text, start);
    while (codeAt(text, at) === 59) {
      at = this.#one(skipSpace(text, at + 1));
      if (at < 0) return -1;
    }
    return at === text.length || (commaEnds && codeAt(text, at) === 44) ? at : -1;
  }

  /** The place of a parameter for `value` and `isFlag`, or -1; the name is given in lower case. */
  find(name: string): number {
    for (let index = 0; index < this.#count; index += 4) {
      if (isWord(this.#text, this.#at(index), this.#at(index + 1), name)) return index;
    }
    return -1;
  }

  /** The value at a place of `find`, with its quotes taken off; '' at -1 and for a parameter without value. */
  value(place: number): string {
    if (place < 0) return '';
    return unquote(this.#text.slice(this.#at(place + 2), this.#at(place + 3)));
  }

  /** The offset after the name, where the parameter stands without value; -1 otherwise. */
  flagEnd(place: number): number {
    return place >= 0 && this.#at(place + 2) === this.#at(place + 3) ? this.#at(place + 1) : -1;
  }

  /** The list again, without the parameters of these names. */
  without(names: readonly string[]): string {
    let text = '';
    for (let index = 0; index < this.#count; index += 4) {
      const nameStart = this.#at(index);
      const nameEnd = this.#at(index + 1);
      const isNamed = names.some((name) => isWord(this.#text, nameStart, nameEnd, name));
      if (!isNamed) text += `;${this.#text.slice(nameStart, this.#at(index + 3))}`;
    }
    return text;
  }

  #one(nameStart: number): number {
    if (this.#count === limits.sip.parameters * 4) return -1;
    const text = this.#text;
    const nameEnd = skip(text, nameStart, Kind.token);
    if (nameEnd === nameStart) return -1;
    let at = skipSpace(text, nameEnd);
    if (codeAt(text, at) !== 61) {
      this.#keep(nameStart, nameEnd, nameEnd, nameEnd);
      return at;
    }
    const valueStart = skipSpace(text, at + 1);
    at = skipValue(text, valueStart);
    if (at < 0) return -1;
    this.#keep(nameStart, nameEnd, valueStart, at);
    return skipSpace(text, at);
  }

  #keep(nameStart: number, nameEnd: number, valueStart: number, valueEnd: number): void {
    const marks = this.#marks;
    marks[this.#count++] = nameStart;
    marks[this.#count++] = nameEnd;
    marks[this.#count++] = valueStart;
    marks[this.#count++] = valueEnd;
  }

  #at(index: number): number {
    return this.#marks[index] ?? 0;
  }
}

/** The position after a parameter's value, or -1 when there is none. */
function skipValue(text: string, start: number): number {
  if (codeAt(text, start) === 34) return skipQuoted(text, start);
  const end = skip(text, start, Kind.value);
  return end === start ? -1 : end;
}

/** The text inside a quoted string, its backslashes resolved; any other text as it is. */
export function unquote(text: string): string {
  if (codeAt(text, 0) !== 34) return text;
  const inside = text.slice(1, -1);
  return inside.includes('\\') ? inside.replace(/\\([\s\S])/g, '$1') : inside;
}

/**
 * The value of a parameter in a raw list such as `;tag=1;lr`, its name in any case: unquoted, '' for one without value,
 * undefined when it is not there. Takes what stands before it as it is, so that URI parameters can be asked for too.
 */
export function parameter(raw: string, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let at = raw.indexOf(';'); at >= 0; ) {
    const nameStart = skipSpace(raw, at + 1);
    const nameEnd = skip(raw, nameStart, Kind.token | Kind.parameter);
    const equals = skipSpace(raw, nameEnd);
    const hasValue = codeAt(raw, equals) === 61;
    const valueStart = hasValue ? skipSpace(raw, equals + 1) : nameEnd;
    const valueEnd = hasValue ? endOfValue(raw, valueStart) : nameEnd;
    if (isWord(raw, nameStart, nameEnd, wanted)) return unquote(raw.slice(valueStart, valueEnd));
    at = raw.indexOf(';', valueEnd);
  }
  return undefined;
}

function endOfValue(raw: string, start: number): number {
  if (codeAt(raw, start) !== 34) {
    let at = start;
    while (isAt(raw, at, Kind.value | Kind.uri) && codeAt(raw, at) !== 59) at++;
    return at;
  }
  const end = skipQuoted(raw, start);
  return end < 0 ? raw.length : end;
}
