// Name-addresses: From, To, Contact, Route and their kin (RFC 3261 §20.10, §25.1 name-addr and addr-spec).

import { isUtf8 } from 'node:buffer';
import { codeAt, isAt, Kind, skip, skipQuoted, skipSpace } from './characters.ts';
import { ParameterReader, unquote } from './parameters.ts';
import { encodeText } from './text.ts';

export interface NameAddress {
  /** Unquoted, still latin1: `decodeText` gives what people read. */
  readonly display: string;
  readonly uri: string;
  /** Raw, behind the address, with the leading ';', or ''. */
  readonly parameters: string;
  /** '' where there is none. */
  readonly tag: string;
}

const reader = new ParameterReader();

/**
 * Reads one name-address, whole. Refuses spaces inside the brackets, a display name that needs quotes and has none, and,
 * without brackets, a URI with '?', which would be ambiguous. Bytes beyond ASCII pass in a display name without quotes.
 */
export function parseNameAddress(text: string): NameAddress | undefined {
  const start = skipSpace(text, 0);
  const nameEnd = skipName(text, start);
  if (nameEnd < 0) return undefined;
  if (codeAt(text, nameEnd) !== 60)
    return nameEnd === start || text[start] !== '"' ? parseBare(text, start) : undefined;
  const uriEnd = skip(text, nameEnd + 1, Kind.uri);
  if (codeAt(text, uriEnd) !== 62 || !hasScheme(text, nameEnd + 1)) return undefined;
  if (reader.read(text, uriEnd + 1, false) < 0) return undefined;
  return {
    display: nameEnd === start ? '' : unquote(text.slice(start, nameEnd).trimEnd()),
    uri: text.slice(nameEnd + 1, uriEnd),
    parameters: text.slice(skipSpace(text, uriEnd + 1)),
    tag: reader.value(reader.find('tag')),
  };
}

/** The position of what follows a display name: '<' where the name is well-formed. -1: a quoted name does not end. */
function skipName(text: string, start: number): number {
  if (codeAt(text, start) === 34) {
    const end = skipQuoted(text, start);
    return end < 0 ? -1 : skipSpace(text, end);
  }
  return skip(text, start, Kind.name);
}

function hasScheme(text: string, start: number): boolean {
  const code = codeAt(text, start) | 32;
  if (!(code >= 97 && code <= 122)) return false;
  const end = skip(text, start, Kind.token);
  return codeAt(text, end) === 58 && isAt(text, end + 1, Kind.uri);
}

/** An address without brackets: what follows a ';' belongs to the header, not to the URI. */
function parseBare(text: string, start: number): NameAddress | undefined {
  if (!hasScheme(text, start)) return undefined;
  const end = skip(text, start, Kind.bareUri);
  if (reader.read(text, end, false) < 0) return undefined;
  const parameters = text.slice(skipSpace(text, end));
  return { display: '', uri: text.slice(start, end), parameters, tag: reader.value(reader.find('tag')) };
}

/**
 * A display name as a quoted string of UTF-8 bytes; control characters are left out. Takes text, and also the latin1 form
 * of UTF-8 that `NameAddress.display` has.
 */
export function quoteDisplay(name: string): string {
  const isBytes = !/[\u0100-\uffff]/.test(name) && isUtf8(Buffer.from(name, 'latin1'));
  let quoted = '"';
  for (const character of isBytes ? name : encodeText(name)) {
    if (character < ' ' || character === '\x7f') continue;
    quoted += character === '"' || character === '\\' ? `\\${character}` : character;
  }
  return `${quoted}"`;
}
