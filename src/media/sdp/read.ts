// The reader of session descriptions (RFC 8866): order, counts and shapes are checked, attributes it does not know are kept.

import { limits, no, ok, type Result } from '#base';
import { mediaCodes } from '../media.codes.ts';
import type { Connection, MediaSection, Origin, SessionDescription } from './description.ts';
import { readConnection, readOrigin } from './read-address.ts';
import { AttributeReader } from './read-attributes.ts';
import { type Inherited, readSection } from './read-section.ts';
import { LineOrder, lineValue, Malformed } from './shapes.ts';

/**
 * Reads a session description given as latin1 text, with CRLF or LF line ends.
 * Refuses what is over `limits.sdp`, lines out of order or twice, letters that RFC 8866 does not have, and what is open
 * to two readings: media without an address, two crypto lines with one tag, contradicting directions.
 */
export function readSdp(text: string): Result<SessionDescription> {
  if (text.length > limits.sdp.bytes) return tooLarge(`${limits.sdp.bytes} bytes`);
  const lines = splitLines(text);
  if (lines.length > limits.sdp.lines) return tooLarge(`${limits.sdp.lines} lines`);
  try {
    return ok(readLines(lines));
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    return no(mediaCodes.refuse('media.sdp-malformed', { line: fault.line + 1, what: fault.what }));
  }
}

const tooLarge = (limit: string) => no(mediaCodes.refuse('media.sdp-too-large', { limit }));

/** Cuts at line ends; empty lines at the end, which some phones count into the body, are left out. */
function splitLines(text: string): string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length <= limits.sdp.lines; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    lines.push(text.slice(start, end > start && text.charCodeAt(end - 1) === 0x0d ? end - 1 : end));
    start = end + 1;
  }
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function readLines(lines: readonly string[]): SessionDescription {
  const end = nextSection(lines, 0);
  const session = readSession(lines, end);
  const { origin, name, connection, attributes } = session;
  return { lines: lines.slice(0, end), origin, name, connection, attributes, media: readSections(lines, end, session) };
}

function nextSection(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && !lines[at]?.startsWith('m=')) at++;
  return at;
}

// `r=` lines follow the `t=` line that they repeat, so both have one rank.
const order = new LineOrder(['v', 'o', 's', 'i', 'u', 'e', 'p', 'c', 'b', 'tr', 'z', 'k', 'a'], 'epbtra');

type Session = Pick<SessionDescription, 'origin' | 'name' | 'connection' | 'attributes'> & Inherited;

function readSession(lines: readonly string[], end: number): Session {
  const attributes = new AttributeReader('session');
  let origin: Origin | undefined;
  let connection: Connection | undefined;
  let name: string | undefined;
  let timed = false;
  let rank = -1;
  for (let at = 0; at < end; at++) {
    const line = lines[at] ?? '';
    rank = order.next(line, at, rank);
    const value = lineValue(line, at);
    const letter = line.charAt(0);
    if (letter === 'a') attributes.add(value, at);
    else if (letter === 'o') origin = readOrigin(value, at);
    else if (letter === 'c') connection = readConnection(value, at);
    else if (letter === 's') name = value;
    else if (letter === 't') timed = true;
  }
  if (lines[0] !== 'v=0') throw new Malformed(0, 'it is not "v=0"');
  if (origin === undefined || name === undefined || !timed) throw new Malformed(end, 'no line o, s or t before it');
  return { origin, name, connection, attributes: attributes.all, direction: attributes.direction };
}

function readSections(lines: readonly string[], start: number, session: Inherited): MediaSection[] {
  const media: MediaSection[] = [];
  for (let at = start; at < lines.length; ) {
    if (media.length === limits.sdp.mediaSections) throw new Malformed(at, 'too many media sections');
    const next = nextSection(lines, at + 1);
    media.push(readSection(lines, at, next, session));
    at = next;
  }
  return media;
}
