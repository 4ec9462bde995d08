// The small shapes that session descriptions are made of (RFC 8866 §9), and the order of their lines.

/**
 * Ends the reading of a malformed description; caught at the reader's door, never seen outside.
 * Not an Error: it is made for untrusted input, where collecting a stack would be the peer's to spend.
 */
export class Malformed {
  readonly line: number;
  readonly what: string;

  constructor(line: number, what: string) {
    this.line = line;
    this.what = what;
  }
}

/** Whether text is one or more decimal digits. */
export function isNumber(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0;
}

/** Whether text is one or more printable ASCII characters, none of them a space or one of `"(),/:;<=>?@[\]`. */
export function isToken(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (tokenCodes[text.charCodeAt(index)] !== 1) return false;
  }
  return text.length > 0;
}

const tokenCodes = new Uint8Array(256);
for (let code = 0x21; code < 0x7f; code++) tokenCodes[code] = 1;
for (const separator of '"(),/:;<=>?@[\\]') tokenCodes[separator.charCodeAt(0)] = 0;

/** What follows `x=`; refuses characters that RFC 8866 forbids everywhere. Spaces at the end, which some phones send, are not looked at. */
export function lineValue(line: string, at: number): string {
  if (line.charCodeAt(1) !== 0x3d) throw new Malformed(at, 'it is not "letter=value"');
  if (line.includes('\r') || line.includes('\0')) throw new Malformed(at, 'it has a control character');
  let end = line.length;
  while (end > 2 && line.charCodeAt(end - 1) === 0x20) end--;
  return line.slice(2, end);
}

/** Where lines of each letter may stand. */
export class LineOrder {
  readonly #ranks = new Int8Array(128).fill(-1);
  readonly #repeatable = new Uint8Array(128);

  /** `ranks` in their order, letters of one string mixing freely; `repeatable` letters may come more than once. */
  constructor(ranks: readonly string[], repeatable: string) {
    ranks.forEach((letters, rank) => {
      for (const letter of letters) this.#ranks[letter.charCodeAt(0)] = rank;
    });
    for (const letter of repeatable) this.#repeatable[letter.charCodeAt(0)] = 1;
  }

  /** The rank of this line, which follows one of rank `last`. */
  next(line: string, at: number, last: number): number {
    const letter = line.charCodeAt(0);
    const rank = this.#ranks[letter] ?? -1;
    if (rank < 0) throw new Malformed(at, 'its letter is unknown here');
    if (rank < last) throw new Malformed(at, 'it is out of order');
    if (rank === last && this.#repeatable[letter] !== 1) throw new Malformed(at, 'it is there twice');
    return rank;
  }
}
