// A message as it came: one text and the places of its headers; values are cut out and parsed when they are asked for.

import { type NameAddress, parseNameAddress } from './address.ts';
import { Kind, parseWhole, skip, skipSpace } from './characters.ts';
import { Header, type HeaderId, unknownHeader } from './headers.ts';
import { endOfListed, splitList } from './lists.ts';
import { parseUri, type SipUri } from './uri.ts';
import { parseVia, type Via } from './via.ts';

/** Where a message came from, as the transport saw it. */
export interface Source {
  readonly address: string;
  readonly port: number;
}

export interface CSeq {
  readonly number: number;
  readonly method: string;
}

/** The first line of a message, read. */
export interface StartLine {
  readonly isRequest: boolean;
  readonly method: string;
  readonly uri: string;
  readonly status: number;
  readonly reason: string;
}

/** The places of one head in its text: four numbers a header (id, start of the line, start and end of the value). */
export interface HeadMarks {
  readonly marks: readonly number[];
  readonly isFolded: boolean;
  readonly end: number;
}

const maxCSeq = 2 ** 31 - 1;
const maxSeconds = 2 ** 32 - 1;

/** A SIP message. `null` in a cache means: not read yet; undefined: absent or malformed. */
export class SipMessage {
  readonly isRequest: boolean;
  /** Of a response: the method of its CSeq. */
  readonly method: string;
  /** The Request-URI as sent; '' in a response. */
  readonly uri: string;
  /** 0 in a request. */
  readonly status: number;
  readonly reason: string;
  /** Set by the transport. */
  source: Source | undefined = undefined;

  readonly #text: string;
  readonly #marks: readonly number[];
  readonly #isFolded: boolean;
  readonly #bodyStart: number;
  readonly #bodyEnd: number;
  #via: Via | undefined | null = null;
  #from: NameAddress | undefined | null = null;
  #to: NameAddress | undefined | null = null;
  #cseq: CSeq | undefined | null = null;
  #contact: NameAddress | '*' | undefined | null = null;
  #target: SipUri | undefined | null = null;

  constructor(text: string, line: StartLine, head: HeadMarks, bodyEnd: number) {
    this.#text = text;
    this.#marks = head.marks;
    this.#isFolded = head.isFolded;
    this.#bodyStart = head.end;
    this.#bodyEnd = bodyEnd;
    this.isRequest = line.isRequest;
    this.uri = line.uri;
    this.status = line.status;
    this.reason = line.reason;
    this.method = line.isRequest ? line.method : (this.cseq?.method ?? '');
  }

  /** The first value line of a header, unfolded and trimmed. */
  get(id: HeaderId): string | undefined {
    const marks = this.#marks;
    for (let index = 0; index < marks.length; index += 4) if (marks[index] === id) return this.#value(index);
    return undefined;
  }

  has(id: HeaderId): boolean {
    const marks = this.#marks;
    for (let index = 0; index < marks.length; index += 4) if (marks[index] === id) return true;
    return false;
  }

  /** One string a header line, in their order. */
  all(id: HeaderId): readonly string[] {
    const values: string[] = [];
    const marks = this.#marks;
    for (let index = 0; index < marks.length; index += 4) if (marks[index] === id) values.push(this.#value(index));
    return values;
  }

  /** The comma-separated values of all lines; empty ones left out. */
  list(id: HeaderId): readonly string[] {
    const lines = this.all(id);
    return lines.length === 1 ? splitList(lines[0] ?? '') : lines.flatMap(splitList);
  }

  /** The value lines of a header that has no number, by its name in any case. */
  other(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    const values: string[] = [];
    for (let index = 0; index < this.#marks.length; index += 4) {
      if (this.#marks[index] === unknownHeader && this.#name(index).toLowerCase() === wanted)
        values.push(this.#value(index));
    }
    return values;
  }

  /** Each header line as `id`, name as written and value, in their order. */
  *lines(): Generator<{ readonly id: HeaderId; readonly name: string; readonly value: string }> {
    for (let index = 0; index < this.#marks.length; index += 4)
      yield { id: this.#marks[index] ?? unknownHeader, name: this.#name(index), value: this.#value(index) };
  }

  /** Those of the headers whose numbers are bits of `bits` (numbers below 32) that stand here more than once, as bits. */
  repeated(bits: number): number {
    let seen = 0;
    let twice = 0;
    for (let index = 0; index < this.#marks.length; index += 4) {
      const id = this.#marks[index] ?? unknownHeader;
      if (id > 31) continue;
      twice |= seen & (1 << id);
      seen |= 1 << id;
    }
    return twice & bits;
  }

  get via(): Via | undefined {
    if (this.#via === null) this.#via = read(this.get(Header.Via), parseVia);
    return this.#via;
  }

  get from(): NameAddress | undefined {
    if (this.#from === null) this.#from = read(this.get(Header.From), parseNameAddress);
    return this.#from;
  }

  get to(): NameAddress | undefined {
    if (this.#to === null) this.#to = read(this.get(Header.To), parseNameAddress);
    return this.#to;
  }

  get cseq(): CSeq | undefined {
    if (this.#cseq === null) this.#cseq = read(this.get(Header.CSeq), parseCSeq);
    return this.#cseq;
  }

  /** The first Contact. */
  get contact(): NameAddress | '*' | undefined {
    if (this.#contact === null) this.#contact = read(this.get(Header.Contact), parseContact);
    return this.#contact;
  }

  /** The Request-URI, read; undefined in a response and for a scheme other than sip, sips and tel. */
  get target(): SipUri | undefined {
    if (this.#target === null) this.#target = parseUri(this.uri);
    return this.#target;
  }

  /** '' where there is none. */
  get callId(): string {
    return this.get(Header.CallId) ?? '';
  }

  /** 0 to 255. */
  get maxForwards(): number | undefined {
    return this.whole(Header.MaxForwards, 255);
  }

  /** Seconds, of the Expires header; undefined also where the number is above what RFC 3261 allows. */
  get expires(): number | undefined {
    return this.whole(Header.Expires, maxSeconds);
  }

  /** The value of a header that is one whole number; undefined when absent, malformed or above `max`. */
  whole(id: HeaderId, max: number): number | undefined {
    const value = this.get(id);
    if (value === undefined) return undefined;
    const number = parseWhole(value, 0, value.length, max);
    return number < 0 ? undefined : number;
  }

  /** Latin1, cut to Content-Length. */
  get body(): string {
    return this.#text.slice(this.#bodyStart, this.#bodyEnd);
  }

  /** The start line, the headers and the empty line, byte for byte. */
  get head(): string {
    return this.#text.slice(0, this.#bodyStart);
  }

  #name(index: number): string {
    const start = this.#marks[index + 1] ?? 0;
    return this.#text.slice(start, skip(this.#text, start, Kind.token));
  }

  #value(index: number): string {
    const value = this.#text.slice(this.#marks[index + 2], this.#marks[index + 3]);
    return this.#isFolded ? unfold(value) : value;
  }
}

const read = <T>(value: string | undefined, parse: (text: string) => T | undefined): T | undefined =>
  value === undefined ? undefined : parse(value);

/** Each line break with the white space behind it is one space (RFC 3261 §7.3.1). */
const unfold = (value: string): string => (value.includes('\r') ? value.replace(/\r\n[ \t]+/g, ' ') : value);

function parseCSeq(text: string): CSeq | undefined {
  const digitsEnd = skip(text, 0, Kind.digit);
  const number = parseWhole(text, 0, digitsEnd, maxCSeq);
  const start = skipSpace(text, digitsEnd);
  const end = skip(text, start, Kind.token);
  if (number < 0 || start === digitsEnd || end === start || end !== text.length) return undefined;
  return { number, method: knownMethod(text.slice(start)) };
}

function parseContact(text: string): NameAddress | '*' | undefined {
  if (text === '*') return '*';
  const end = endOfListed(text, 0);
  return parseNameAddress(end === text.length ? text : text.slice(0, end).trimEnd());
}

const methods = [
  ...['INVITE', 'ACK', 'BYE', 'CANCEL', 'REGISTER', 'OPTIONS', 'PRACK', 'UPDATE', 'INFO', 'REFER'],
  ...['SUBSCRIBE', 'NOTIFY', 'MESSAGE', 'PUBLISH'],
];

/** The method as one of our own texts where it is a known one, so that comparing is by reference and nothing is kept. */
export function knownMethod(method: string): string {
  const index = methods.indexOf(method);
  return methods[index] ?? method;
}
