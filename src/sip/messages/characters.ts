// Characters of RFC 3261 §25.1 as bits of one table, and the small steps that every reader of a header takes with them.

export const Kind = {
  token: 1,
  digit: 2,
  hex: 4,
  user: 8,
  password: 16,
  parameter: 32,
  header: 64,
  host: 128,
  /** A parameter's value without quotes: a token, or a host, which may be an IPv6 address. */
  value: 256,
  /** Any character of a URI of whatever scheme (RFC 3986 §2), '%' included. */
  uri: 512,
} as const;

const kinds = new Uint16Array(256);
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const unreserved = `${letters}${digits}-_.!~*'()`;

function mark(characters: string, kind: number): void {
  for (let index = 0; index < characters.length; index++) {
    const code = characters.charCodeAt(index);
    kinds[code] = (kinds[code] ?? 0) | kind;
  }
}

mark(`${letters}${digits}-.!%*_+\`'~`, Kind.token | Kind.value);
mark('[]:', Kind.value);
mark(digits, Kind.digit);
mark(`${digits}abcdefABCDEF`, Kind.hex);
// '#' should be written %23 in a user part, but phones dial feature codes with it as it is.
mark(`${unreserved}&=+$,;?/#`, Kind.user);
mark(`${unreserved}&=+$,`, Kind.password);
mark(`${unreserved}[]/:&+$`, Kind.parameter);
mark(`${unreserved}[]/?:+$`, Kind.header);
mark(`${letters}${digits}-._`, Kind.host);
mark(`${unreserved}%:/?#[]@$&+,;=`, Kind.uri);

/** Whether the character code is of one of the kinds; false beyond the end of a text (NaN). */
export const isOf = (code: number, kind: number): boolean => ((kinds[code] ?? 0) & kind) !== 0;

/** The position after the characters of this kind that begin at `start`. */
export function skip(text: string, start: number, kind: number): number {
  let at = start;
  while (isOf(text.charCodeAt(at), kind)) at++;
  return at;
}

/** The position after spaces and tabs; values are unfolded before they are read. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code === 32 || code === 9; code = text.charCodeAt(at)) at++;
  return at;
}

/** The position after a quoted string that begins at `start`, or -1 when it does not end. */
export function skipQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) at++;
  }
  return -1;
}

/** Whether text[start, end) is of this kind throughout, `%` with two hexadecimal digits counting as one character. */
export function isEscapedRun(text: string, start: number, end: number, kind: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isOf(code, kind)) continue;
    if (code !== 37 || at + 2 >= end) return false;
    if (!isOf(text.charCodeAt(at + 1), Kind.hex) || !isOf(text.charCodeAt(at + 2), Kind.hex)) return false;
    at += 2;
  }
  return true;
}

/** Whether text[start, end) is `word` in any case; `word` is given in lower case, of letters, digits and '-'. */
export function isWord(text: string, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let index = 0; index < word.length; index++) {
    const code = text.charCodeAt(start + index);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== word.charCodeAt(index)) return false;
  }
  return true;
}

/** A decimal number written with digits alone, leading zeros allowed; -1 when it is none or above `max`. */
export function parseWhole(text: string, start: number, end: number, max: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
    if (value > max) return -1;
  }
  return value;
}
