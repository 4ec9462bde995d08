// Content-Length of a head still in bytes: where a message of a stream ends (RFC 3261 §18.3, §20.14).

/** Reasons why a head does not tell its message's length. */
export type LengthFault = 'Missing Content-Length' | 'Malformed Content-Length' | 'Repeated Content-Length';

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const colon = 58;
/** Both forms of the name, in lower case. */
const longName = 'content-length';
const compactName = 'l';
/** Numbers are not counted beyond this: it is far above every limit. */
const enough = 1_000_000_000;

/**
 * The length of the body that the head in bytes[start, end) announces, in either form of the header, folded or not. `end`
 * is the position of the CRLF CRLF. Only digits are a length; a second header is refused even if it says the same.
 */
export function contentLength(bytes: Buffer, start: number, end: number): number | LengthFault {
  let length = -1;
  for (let at = bytes.indexOf(lineFeed, start); at >= 0 && at < end; at = bytes.indexOf(lineFeed, at + 1)) {
    if (bytes[at - 1] !== carriageReturn) continue;
    const nameEnd = endOfName(bytes, at + 1);
    if (nameEnd < 0) continue;
    if (length >= 0) return 'Repeated Content-Length';
    length = valueAt(bytes, nameEnd, end);
    if (length < 0) return 'Malformed Content-Length';
  }
  return length < 0 ? 'Missing Content-Length' : length;
}

/** The position after the colon of a Content-Length that begins at `start`; -1 when another header stands there. */
function endOfName(bytes: Buffer, start: number): number {
  const first = (bytes[start] ?? 0) | 32;
  // Many headers begin with C; this one alone has an L in ninth place.
  if (first !== 108 && (first !== 99 || ((bytes[start + 8] ?? 0) | 32) !== 108)) return -1;
  const name = first === 99 ? longName : compactName;
  for (let index = 1; index < name.length; index++) {
    const code = bytes[start + index] ?? 0;
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== name.charCodeAt(index)) return -1;
  }
  let at = start + name.length;
  while (bytes[at] === space || bytes[at] === tab) at++;
  return bytes[at] === colon ? at + 1 : -1;
}

/** The number that stands alone as the value beginning at `start`; -1 when something else does. */
function valueAt(bytes: Buffer, start: number, end: number): number {
  let at = skipFolds(bytes, start, end);
  const digits = at;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    value = Math.min(value * 10 + digit, enough);
  }
  if (at === digits) return -1;
  at = skipFolds(bytes, at, end);
  return at === end || (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed) ? value : -1;
}

/** The position after spaces, tabs and folds, not beyond `end`. */
function skipFolds(bytes: Buffer, start: number, end: number): number {
  let at = start;
  for (; at < end; at++) {
    const code = bytes[at];
    if (code === space || code === tab) continue;
    const isFold = code === carriageReturn && bytes[at + 1] === lineFeed && isSpace(bytes[at + 2]) && at + 2 < end;
    if (!isFold) return at;
    at += 2;
  }
  return at;
}

const isSpace = (code: number | undefined): boolean => code === space || code === tab;
