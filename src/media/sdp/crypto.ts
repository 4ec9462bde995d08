// The crypto attribute (RFC 4568 §9.1): which suite and key a stream offers, and whether a call may rely on it.

import { suiteNamed } from '../suites.ts';
import { isNumber } from './shapes.ts';

export interface InlineKey {
  /** Master key and salt together, base64 as sent, with or without padding. */
  readonly base64: string;
  /** Packets that the key may protect; 0 = not said. */
  readonly lifetime: number;
  readonly mki: number;
  /** Bytes of the MKI in each packet; 0 = none. */
  readonly mkiBytes: number;
}

export interface CryptoLine {
  readonly tag: number;
  /** The suite's registered name, also when an alias was sent; as sent when it is unknown. */
  readonly suite: string;
  readonly keys: readonly InlineKey[];
  /** Session parameters as sent. */
  readonly parameters: readonly string[];
  /** Why no call may rely on this line; '' = it may. */
  readonly weakness: string;
}

const maxTagDigits = 9;
const maxKeys = 16;
const maxLifetime = 2 ** 48;
const maxMkiBytes = 128;

/** Reads the value of `a=crypto:`; undefined when it has no tag, suite and key part. Faults inside these make it weak. */
export function readCrypto(value: string): CryptoLine | undefined {
  const parts = words(value);
  const [tagText = '', name = '', keyText = ''] = parts;
  if (tagText.length > maxTagDigits || !isNumber(tagText) || name === '' || keyText === '') return undefined;
  const suite = suiteNamed(name);
  const keys = readKeys(keyText);
  const parameters = parts.length > 3 ? parts.slice(3) : none;
  let weakness = suite === undefined ? 'unknown suite' : '';
  if (suite !== undefined) weakness = weaknessOfKeys(keys, suite.keyBytes + suite.saltBytes);
  if (weakness === '') weakness = weaknessOfParameters(parameters);
  return { tag: Number(tagText), suite: suite?.name ?? name, keys, parameters, weakness };
}

const none: readonly string[] = [];

/** Between the words there is one space; RFC 4568 §9.1 allows more, and tabs. */
function words(text: string): string[] {
  const parts = text.split(' ');
  return parts.includes('') || text.includes('\t') ? text.trim().split(/[ \t]+/) : parts;
}

/** Master key and salt of the line's first key; undefined when the line has none. */
export function keyAndSalt(line: CryptoLine): Buffer | undefined {
  const first = line.keys[0];
  return first === undefined ? undefined : Buffer.from(first.base64, 'base64');
}

/** Prints an `a=crypto` line with one key; the key is padded, which every phone reads. */
export function printCrypto(tag: number, suite: string, key: Buffer): string {
  return `a=crypto:${tag} ${suite} inline:${key.toString('base64')}`;
}

/** The keys of `inline:…;inline:…`; an empty list when one of them is malformed. */
function readKeys(text: string): InlineKey[] {
  const keys: InlineKey[] = [];
  for (let start = 0; start <= text.length; ) {
    let end = text.indexOf(';', start);
    if (end < 0) end = text.length;
    const key = readKey(text, start, end);
    if (key === undefined || keys.length === maxKeys) return [];
    keys.push(key);
    start = end + 1;
  }
  return keys;
}

const method = 'inline:';

function readKey(text: string, start: number, end: number): InlineKey | undefined {
  if (!text.startsWith(method, start)) return undefined;
  const from = start + method.length;
  const bar = text.indexOf('|', from);
  if (bar < 0 || bar >= end) return { base64: text.slice(from, end), lifetime: 0, mki: 0, mkiBytes: 0 };
  return readKeyParts(text.slice(from, end).split('|'));
}

/** `key|lifetime|mki:length`, of which lifetime or MKI may be left out. */
function readKeyParts(parts: readonly string[]): InlineKey | undefined {
  const [base64 = '', second = '', third] = parts;
  if (parts.length > 3) return undefined;
  const mkiText = third ?? (second.includes(':') ? second : undefined);
  const lifetimeText = third === undefined && mkiText !== undefined ? undefined : second;
  const lifetime = lifetimeText === undefined ? 0 : readLifetime(lifetimeText);
  const [mki, mkiBytes] = mkiText === undefined ? [0, 0] : readMki(mkiText);
  if (lifetime === undefined || mki === undefined || mkiBytes === undefined) return undefined;
  return { base64, lifetime, mki, mkiBytes };
}

function readLifetime(text: string): number | undefined {
  const power = text.startsWith('2^');
  const digits = power ? text.slice(2) : text;
  if (digits.length > 15 || !isNumber(digits)) return undefined;
  const lifetime = power ? 2 ** Number(digits) : Number(digits);
  return lifetime >= 1 && lifetime <= maxLifetime ? lifetime : undefined;
}

function readMki(text: string): [number, number] | [undefined, undefined] {
  const colon = text.indexOf(':');
  const value = text.slice(0, colon);
  const length = text.slice(colon + 1);
  if (colon < 1 || value.length > 15 || !isNumber(value) || length.length > 3 || !isNumber(length))
    return [undefined, undefined];
  const bytes = Number(length);
  return bytes >= 1 && bytes <= maxMkiBytes ? [Number(value), bytes] : [undefined, undefined];
}

function weaknessOfKeys(keys: readonly InlineKey[], bytes: number): string {
  const first = keys[0];
  if (first === undefined) return 'malformed key';
  for (const key of keys) {
    if (base64Bytes(key.base64) !== bytes) return `key and salt are not ${bytes} bytes`;
    if (key.mkiBytes !== first.mkiBytes) return 'key identifiers of different lengths';
    if (keys.length > 1 && key.mkiBytes === 0) return 'several keys without identifiers';
  }
  return '';
}

/** How many bytes base64 text stands for, whether padded or not; -1 when it is not base64. */
function base64Bytes(text: string): number {
  let length = text.length;
  while (length > 0 && text.length - length < 2 && text.charCodeAt(length - 1) === 0x3d) length--;
  for (let index = 0; index < length; index++) {
    if (!isBase64(text.charCodeAt(index))) return -1;
  }
  return length % 4 === 1 ? -1 : (length * 6) >> 3;
}

function isBase64(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a;
  if (code >= 0x41) return code <= 0x5a;
  return (code >= 0x2f && code <= 0x39) || code === 0x2b;
}

/** What switches protection off, and what we do not understand and must not accept (RFC 4568 §6.3.7). */
function weaknessOfParameters(parameters: readonly string[]): string {
  for (const parameter of parameters) {
    if (parameter.startsWith('UNENCRYPTED_') || parameter === 'UNAUTHENTICATED_SRTP') return parameter;
    if (!isHarmless(parameter)) return 'unknown session parameter';
  }
  return '';
}

function isHarmless(parameter: string): boolean {
  if (parameter.startsWith('-')) return true;
  const equals = parameter.indexOf('=');
  const value = parameter.slice(equals + 1);
  switch (parameter.slice(0, Math.max(equals, 0))) {
    case 'KDR':
      return value.length <= 2 && isNumber(value) && Number(value) <= 24;
    case 'WSH':
      return value.length <= 6 && isNumber(value) && Number(value) >= 64;
    case 'FEC_ORDER':
      return value === 'FEC_SRTP' || value === 'SRTP_FEC';
    case 'FEC_KEY':
      return value.startsWith(method);
    default:
      return false;
  }
}
