// The head of a message: one pass over its characters, which finds the lines and marks the places of names and values.

import { limits } from '#base';
import { Kind, skip, skipSpace } from './characters.ts';
import type { Fault } from './check.ts';
import { headerIdAt } from './headers.ts';
import type { HeadMarks, StartLine } from './message.ts';
import { parseStartLine } from './start-line.ts';

const bad = (reason: string): Fault => ({ status: 400, reason });
const tooLarge = (reason: string): Fault => ({ status: 513, reason });

export class Head implements HeadMarks {
  readonly marks: number[] = [];
  isFolded = false;
  /** Where the body begins. */
  end = 0;
  line: StartLine | undefined;
  /** The first fault of a head that can still be answered. */
  fault: Fault | undefined;
  /** Why nothing can be made of it; '' where `line` is there. */
  why = '';

  readonly #bytes: Buffer;
  readonly #text: string;

  /** `text` is `bytes` as latin1: whichever is the faster to look at is looked at. */
  constructor(bytes: Buffer, text: string) {
    this.#bytes = bytes;
    this.#text = text;
  }

  /** Reads start line and headers; afterwards either `line` or `why` is set. */
  read(): void {
    const lineEnd = this.#endOfLine(0);
    const start = lineEnd < 0 ? undefined : parseStartLine(this.#text, lineEnd);
    if (start === undefined) {
      this.why ||= 'neither a request nor a response';
      return;
    }
    this.fault = start.fault ?? (this.isFolded ? bad('Malformed Start Line') : this.fault);
    this.#readHeaders(lineEnd + 2);
    if (this.why === '') this.line = start.line;
  }

  #readHeaders(start: number): void {
    const bytes = this.#bytes;
    let at = start;
    while (at + 1 >= bytes.length || bytes[at] !== 13 || bytes[at + 1] !== 10) {
      const lineEnd = this.#endOfLine(at);
      if (lineEnd < 0) this.fault ??= bad('Head Not Ended');
      else this.#checkSizes(at, lineEnd);
      if (lineEnd < 0 || this.#isFull()) {
        this.end = bytes.length;
        return;
      }
      this.#readHeader(at, lineEnd);
      at = lineEnd + 2;
    }
    this.end = at + 2;
  }

  #checkSizes(start: number, end: number): void {
    if (end > limits.sip.headBytes) this.fault ??= tooLarge('Head Too Large');
    if (end - start > limits.sip.headerBytes) this.fault ??= tooLarge('Header Too Large');
    if (this.#isFull()) this.fault ??= tooLarge('Too Many Headers');
  }

  #isFull(): boolean {
    return this.marks.length >= limits.sip.headers * 4;
  }

  /**
   * The position of the CRLF that ends the line beginning at `start`, folds passed over (RFC 3261 §7.3.1); -1 when the text
   * ends before. CR or LF alone leave no way to tell where headers begin; other control characters stand in quoted pairs
   * only (§25.1 quoted-pair).
   */
  #endOfLine(start: number): number {
    const bytes = this.#bytes;
    const last = bytes.length - 1;
    for (let at = skipPrintable(bytes, start, last); at < last; at = skipPrintable(bytes, at + 1, last)) {
      const code = bytes[at];
      if (code === 13 && bytes[at + 1] === 10) {
        if (at + 2 > last || !isSpace(bytes[at + 2] ?? 0)) return at;
        this.isFolded = true;
        at += 2;
      } else if (code === 13 || code === 10) {
        this.why = 'CR or LF alone';
        return -1;
      } else if (code !== 9 && (at === 0 || bytes[at - 1] !== 92)) this.fault ??= bad('Control Character');
    }
    return -1;
  }

  #readHeader(start: number, end: number): void {
    const text = this.#text;
    const bytes = this.#bytes;
    const nameEnd = skip(text, start, Kind.token);
    const colon = skipSpace(text, nameEnd);
    if (nameEnd === start || bytes[colon] !== 58) {
      this.fault ??= bad('Malformed Header');
      return;
    }
    let valueStart = colon + 1;
    while (valueStart < end && isSpaceOrFold(bytes[valueStart] ?? 0)) valueStart++;
    let valueEnd = end;
    while (valueEnd > valueStart && isSpaceOrFold(bytes[valueEnd - 1] ?? 0)) valueEnd--;
    this.marks.push(headerIdAt(text, start, nameEnd), start, valueStart, valueEnd);
  }
}

/** The position of the first control character from `start` on, or `end`; kept this small because every byte passes it. */
function skipPrintable(bytes: Buffer, start: number, end: number): number {
  let at = start;
  for (let code = bytes[at] ?? 0; at < end && code > 31 && code !== 127; code = bytes[at] ?? 0) at++;
  return at;
}

const isSpace = (code: number): boolean => code === 32 || code === 9;

/** Inside a line, CR and LF are there as folds alone. */
const isSpaceOrFold = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 10;
