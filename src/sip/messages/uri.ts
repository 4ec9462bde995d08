// SIP, SIPS and tel URIs (RFC 3261 §19.1, RFC 3966): strict reading, printing, comparison.

import { limits } from '#base';
import { codeAt, isEscapedRun, isWord, Kind, parseWhole, skip } from './characters.ts';
import { parameter } from './parameters.ts';

export interface SipUri {
  /** 'sip', 'sips' or 'tel'. */
  readonly scheme: string;
  /** Unescaped; the number of a tel URI; '' where there is none. */
  readonly user: string;
  /** As written. */
  readonly password: string;
  /** In lower case, IPv6 in its brackets; '' in a tel URI. */
  readonly host: string;
  /** 0: none was given. */
  readonly port: number;
  /** With the leading ';', or ''; escapes of ordinary characters are resolved. */
  readonly parameters: string;
  /** With the leading '?', or ''. */
  readonly headers: string;
}

/** The scheme of a URI in lower case, or '' when the text begins with none. */
export function uriScheme(text: string): string {
  const colon = text.indexOf(':');
  if (colon === 3 && isWord(text, 0, 3, 'sip')) return 'sip';
  if (colon < 1 || !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(text.slice(0, colon))) return '';
  return text.slice(0, colon).toLowerCase();
}

/** Reads a sip, sips or tel URI as a whole; undefined for any other scheme and for whatever RFC 3261 §25.1 does not allow. */
export function parseUri(text: string): SipUri | undefined {
  if (text.length > limits.sip.uriBytes) return undefined;
  const scheme = uriScheme(text);
  if (scheme === 'tel') return parseTel(text);
  if (scheme !== 'sip' && scheme !== 'sips') return undefined;
  const start = scheme.length + 1;
  const at = text.indexOf('@', start);
  const hostStart = at < 0 ? start : at + 1;
  const hostEnd = skipHost(text, hostStart);
  if (hostEnd < 0) return undefined;
  const port = readPort(text, hostEnd);
  if (port < 0) return undefined;
  const rest = codeAt(text, hostEnd) === 58 ? skip(text, hostEnd + 1, Kind.digit) : hostEnd;
  const question = text.indexOf('?', rest);
  const parametersEnd = question < 0 ? text.length : question;
  if (!areParameters(text, rest, parametersEnd) || !areHeaders(text, parametersEnd)) return undefined;
  const userEnd = at < 0 ? start : endOfUser(text, start, at);
  if (userEnd < 0) return undefined;
  return {
    scheme,
    user: resolveEscapes(text.slice(start, userEnd)),
    password: userEnd < at ? text.slice(userEnd + 1, at) : '',
    host: text.slice(hostStart, hostEnd).toLowerCase(),
    port,
    parameters: rest === parametersEnd ? '' : unescapeOrdinary(text.slice(rest, parametersEnd)),
    headers: text.slice(parametersEnd),
  };
}

/** Where the user part of the userinfo text[start, at) ends, a password following; -1 when malformed or empty. */
function endOfUser(text: string, start: number, at: number): number {
  const colon = text.indexOf(':', start);
  const end = colon >= 0 && colon < at ? colon : at;
  if (end === start || !isEscapedRun(text, start, end, Kind.user)) return -1;
  return end === at || isEscapedRun(text, end + 1, at, Kind.password) ? end : -1;
}

/** The position after a host name, IPv4 address or bracketed IPv6 address; -1 when there is none. */
export function skipHost(text: string, start: number): number {
  if (codeAt(text, start) === 91) {
    const close = text.indexOf(']', start);
    return close > 0 && isIpv6(text.slice(start + 1, close)) ? close + 1 : -1;
  }
  const end = skip(text, start, Kind.host);
  return end === start ? -1 : end;
}

const maxIpv6Length = 45;

function isIpv6(text: string): boolean {
  if (text.length > maxIpv6Length || !/^[0-9A-Fa-f:.]+$/.test(text)) return false;
  // The grammar of RFC 3261 allows a colon too many before an IPv4 part, and RFC 5118 §4.10 asks to bear with it.
  return URL.canParse(`http://[${text.replace(/:::(?=\d+\.)/, '::')}]`);
}

/** The port written as ':port' at `at`; 0 where there is none, -1 where it is malformed. */
function readPort(text: string, at: number): number {
  if (codeAt(text, at) !== 58) return 0;
  const port = parseWhole(text, at + 1, skip(text, at + 1, Kind.digit), 65_535);
  return port === 0 ? -1 : port;
}

function areParameters(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; ) {
    if (codeAt(text, at) !== 59) return false;
    const semicolon = text.indexOf(';', at + 1);
    const stop = semicolon < 0 || semicolon > end ? end : semicolon;
    if (!isPair(text, at + 1, stop, Kind.parameter, true)) return false;
    at = stop;
  }
  return true;
}

function areHeaders(text: string, start: number): boolean {
  for (let at = start; at < text.length; ) {
    const ampersand = text.indexOf('&', at + 1);
    const stop = ampersand < 0 ? text.length : ampersand;
    if (!isPair(text, at + 1, stop, Kind.header, false)) return false;
    at = stop;
  }
  return true;
}

/** `name=value`, or where `flags` a name alone; the value of a header (§19.1.1) may be empty, that of a parameter not. */
function isPair(text: string, start: number, end: number, kind: number, flags: boolean): boolean {
  const equals = text.indexOf('=', start);
  if (equals < 0 || equals >= end) return flags && start < end && isEscapedRun(text, start, end, kind);
  if (equals === start || (flags && equals + 1 === end)) return false;
  return isEscapedRun(text, start, equals, kind) && isEscapedRun(text, equals + 1, end, kind);
}

const globalNumber = /^\+[0-9().-]+$/;
const localNumber = /^[0-9A-Fa-f*#().-]+$/;

function parseTel(text: string): SipUri | undefined {
  const semicolon = text.indexOf(';');
  const end = semicolon < 0 ? text.length : semicolon;
  const number = text.slice(4, end);
  if (!globalNumber.test(number) && !localNumber.test(number)) return undefined;
  if (!/[0-9A-Fa-f*#]/.test(number)) return undefined;
  if (!areParameters(text, end, text.length)) return undefined;
  const parameters = unescapeOrdinary(text.slice(end));
  return { scheme: 'tel', user: number, password: '', host: '', port: 0, parameters, headers: '' };
}

const hexPair = /%([0-9A-Fa-f]{2})/g;

function resolveEscapes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(hexPair, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Resolves escapes of unreserved characters alone, once: what stays escaped keeps its meaning. */
function unescapeOrdinary(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(hexPair, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-_.!~*'()]/.test(character) ? character : escaped.toUpperCase();
  });
}

/** Escapes what may not stand in the user part of a SIP URI. */
export function escapeUser(user: string): string {
  if (isPlainUser(user)) return user;
  let text = '';
  for (const character of user) text += isPlainUser(character) ? character : escaped(character);
  return text;
}

const isPlainUser = (text: string): boolean => skip(text, 0, Kind.user) === text.length && !text.includes('#');

/** Each byte as '%' and two digits: a latin1 character is one byte, any other text its UTF-8. */
const escaped = (character: string): string =>
  Buffer.from(character, character > '\xff' ? 'utf8' : 'latin1')
    .toString('hex')
    .toUpperCase()
    .replace(/../g, '%$&');

/** The URI as text; the inverse of `parseUri`. */
export function printUri(uri: SipUri): string {
  if (uri.scheme === 'tel') return `tel:${uri.user}${uri.parameters}`;
  const password = uri.password === '' ? '' : `:${uri.password}`;
  const user = uri.user === '' ? '' : `${escapeUser(uri.user)}${password}@`;
  const port = uri.port === 0 ? '' : `:${uri.port}`;
  return `${uri.scheme}:${user}${uri.host}${port}${uri.parameters}${uri.headers}`;
}

const decisive = ['transport', 'user', 'ttl', 'method', 'maddr'];

/**
 * Whether two URIs name the same thing (RFC 3261 §19.1.4). An escaped character counts as itself, also a reserved one in
 * the user part: a number dialled with %2B is the number with '+'.
 */
export function sameUri(a: SipUri, b: SipUri): boolean {
  if (a.scheme !== b.scheme || a.host !== b.host || a.port !== b.port) return false;
  if (a.user !== b.user || resolveEscapes(a.password) !== resolveEscapes(b.password)) return false;
  return sameParameters(a.parameters, b.parameters) && sameHeaders(a.headers, b.headers);
}

function sameParameters(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (decisive.some((name) => parameter(a, name)?.toLowerCase() !== parameter(b, name)?.toLowerCase())) return false;
  for (const part of a.split(';')) {
    const name = part.split('=', 1)[0] ?? '';
    const other = name === '' ? undefined : parameter(b, name);
    if (other !== undefined && other.toLowerCase() !== parameter(a, name)?.toLowerCase()) return false;
  }
  return true;
}

function sameHeaders(a: string, b: string): boolean {
  if (a === b) return true;
  const sorted = (headers: string): string =>
    headers
      .slice(1)
      .split('&')
      .map((pair) => {
        const [name = '', ...value] = resolveEscapes(pair).split('=');
        return `${name.toLowerCase()}=${value.join('=')}`;
      })
      .sort()
      .join('&');
  return sorted(a) === sorted(b);
}
