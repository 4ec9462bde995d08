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
  /** Of a URI that stands without brackets: ';', ',' and '?' end it. */
  bareUri: 1024,
  /** Of a display name without quotes: tokens and spaces, and bytes beyond ASCII, which phones send though RFC 3261 does not allow them. */
  name: 2048,
} as const;

// One entry for every UTF-16 unit, so that no look-up lies outside; a peer's text has the first 256 alone.
const kinds = new Uint16Array(65_536);
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
mark(`${letters}${digits}-.!%*_+\`'~ \t`, Kind.name);
for (let code = 128; code < 256; code++) mark(String.fromCharCode(code), Kind.name);
mark(digits, Kind.digit);
mark(`${digits}abcdefABCDEF`, Kind.hex);
// '#' should be written %23 in a user part, but phones dial feature codes with it as it is.
mark(`${unreserved}&=+$,;?/#`, Kind.user);
mark(`${unreserved}&=+$,`, Kind.password);
mark(`${unreserved}[]/:&+$`, Kind.parameter);
mark(`${unreserved}[]/?:+$`, Kind.header);
mark(`${letters}${digits}-._`, Kind.host);
mark(`${unreserved}%:/?#[]@$&+,;=`, Kind.uri);
mark(`${unreserved}%:/#[]@$&+=`, Kind.bareUri);

/** Whether the character at `at` is of one of the kinds; false beyond the end of the text. */
export const isAt = (text: string, at: number, kind: number): boolean =>
  at < text.length && ((kinds[text.charCodeAt(at)] ?? 0) & kind) !== 0;

/** The code of the character at `at`, or -1 beyond the end: an integer throughout, which keeps the machine code short. */
export const codeAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : -1);

/** The position after the characters of this kind that begin at `start`. */
export function skip(text: string, start: number, kind: number): number {
  const length = text.length;
  let at = start;
  while (at < length && ((kinds[text.charCodeAt(at)] ?? 0) & kind) !== 0) at++;
  return at;
}

/** The position after spaces and tabs; values are unfolded before they are read. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  for (let code = codeAt(text, at); code === 32 || code === 9; code = codeAt(text, at)) at++;
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
    if (isAt(text, at, kind)) continue;
    if (codeAt(text, at) !== 37 || at + 2 >= end) return false;
    if (!isAt(text, at + 1, Kind.hex) || !isAt(text, at + 2, Kind.hex)) return false;
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
