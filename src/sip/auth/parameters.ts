// Digest parameters: the strict reader of challenges and credentials (RFC 3261 §25.1, RFC 7616 §3.3 and §3.4).

import { codeAt, Kind, skip, skipQuoted, skipSpace } from '../messages/characters.ts';

/** What a Digest header line says. A parameter that is not there is undefined; quotes and escapes are gone. */
export class DigestParameters {
  username: string | undefined = undefined;
  realm: string | undefined = undefined;
  nonce: string | undefined = undefined;
  uri: string | undefined = undefined;
  response: string | undefined = undefined;
  algorithm: string | undefined = undefined;
  cnonce: string | undefined = undefined;
  opaque: string | undefined = undefined;
  qop: string | undefined = undefined;
  nc: string | undefined = undefined;
  stale: string | undefined = undefined;
  userhash: string | undefined = undefined;
  domain: string | undefined = undefined;
  charset: string | undefined = undefined;
}

type Name = keyof DigestParameters;

/** Known parameters, and whether their value must stand in quotes. The others may: many phones quote qop and algorithm. */
const known: Readonly<Record<Name, boolean>> = {
  username: true,
  realm: true,
  nonce: true,
  uri: true,
  response: true,
  cnonce: true,
  opaque: true,
  domain: true,
  algorithm: false,
  qop: false,
  nc: false,
  stale: false,
  userhash: false,
  charset: false,
};

const isKnown = (name: string): name is Name => Object.hasOwn(known, name);

/** Parameters that nobody knows, at most. */
const maxUnknown = 16;

const comma = 44;
const equals = 61;
const quote = 34;

/** True when the line's scheme is Digest. */
export const isDigest = (line: string): boolean => /^digest[ \t]/i.test(line);

/**
 * Reads a header line that isDigest. Undefined when it breaks the grammar anywhere, names a parameter twice, leaves out
 * the quotes where they must stand, or holds a control character.
 */
export function parseDigest(line: string): DigestParameters | undefined {
  if (/[^\P{Cc}\t]/u.test(line)) return undefined;
  const parameters = new DigestParameters();
  const unknown: string[] = [];
  let at = 'digest'.length;
  do {
    const nameStart = skipSpace(line, at + 1);
    const nameEnd = skip(line, nameStart, Kind.token);
    const sign = skipSpace(line, nameEnd);
    const start = skipSpace(line, sign + 1);
    const end = endOfValue(line, start);
    if (nameEnd === nameStart || codeAt(line, sign) !== equals || end <= start) return undefined;
    if (!keep(parameters, unknown, line.slice(nameStart, nameEnd).toLowerCase(), line.slice(start, end)))
      return undefined;
    at = skipSpace(line, end);
  } while (codeAt(line, at) === comma);
  return at === line.length ? parameters : undefined;
}

const endOfValue = (line: string, start: number): number =>
  codeAt(line, start) === quote ? skipQuoted(line, start) : skip(line, start, Kind.token);

/** Puts a value, as written, where it belongs; false when there is one already, or it should stand in quotes. */
function keep(parameters: DigestParameters, unknown: string[], name: string, written: string): boolean {
  const quoted = written.charCodeAt(0) === quote;
  if (!isKnown(name)) return !unknown.includes(name) && unknown.push(name) <= maxUnknown;
  if (parameters[name] !== undefined || (known[name] && !quoted)) return false;
  parameters[name] = quoted ? unquote(written) : written;
  return true;
}

function unquote(written: string): string {
  const text = written.slice(1, -1);
  return text.includes('\\') ? text.replace(/\\(.)/g, '$1') : text;
}

/** A text as a quoted string. */
export const quoteText = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
