// ASN.1 in DER, and in the BER that exporting programs write (X.690): read within limits of depth and number, and written.

import { limits } from '#base';

/** One value. Of a constructed one `children` are what it holds. */
export interface Der {
  /** The identifier octet: class, constructed, number below 31. */
  readonly tag: number;
  readonly content: Buffer;
  readonly children: readonly Der[];
  /** Identifier, length and content, as they came. */
  readonly whole: Buffer;
}

export const tags = {
  integer: 0x02,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
  first: 0xa0,
} as const;

const constructed = 0x20;

/** What is no ASN.1, or not what it should be. Caught where reading began. */
export class DerFault extends Error {}

/** The one value that `bytes` are; throws a DerFault. */
export function readDer(bytes: Buffer): Der {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (!reader.isAtEnd) throw new DerFault('something follows the end');
  return value;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  #values = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): Der {
    const { depth: mostDepth, values } = limits.upload;
    if (depth > mostDepth || ++this.#values > values) throw new DerFault('too much is nested');
    const start = this.#at;
    const tag = this.#byte();
    if ((tag & 0x1f) === 0x1f) throw new DerFault('a tag of several octets');
    const length = this.#length();
    if (length === undefined) return this.#endless(tag, start, depth);
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new DerFault('it is cut off');
    const content = this.#bytes.subarray(this.#at, end);
    const children: Der[] = [];
    if ((tag & constructed) !== 0) while (this.#at < end) children.push(this.value(depth + 1));
    if ((tag & constructed) !== 0 && this.#at !== end) throw new DerFault('lengths do not fit');
    this.#at = end;
    return { tag, content, children, whole: this.#bytes.subarray(start, end) };
  }

  /** Of indefinite length: it ends with two zero octets (X.690 §8.1.3.6). */
  #endless(tag: number, start: number, depth: number): Der {
    if ((tag & constructed) === 0) throw new DerFault('an open end where none may be');
    const begin = this.#at;
    const children: Der[] = [];
    while (this.#bytes[this.#at] !== 0) children.push(this.value(depth + 1));
    const content = this.#bytes.subarray(begin, this.#at);
    this.#byte();
    if (this.#byte() !== 0) throw new DerFault('an end that is none');
    return { tag, content, children, whole: this.#bytes.subarray(start, this.#at) };
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new DerFault('it is cut off');
    return byte;
  }

  /** Undefined: indefinite. */
  #length(): number | undefined {
    const first = this.#byte();
    if (first < 0x80) return first;
    if (first === 0x80) return undefined;
    const octets = first & 0x7f;
    if (octets > 4) throw new DerFault('a length beyond all measure');
    let length = 0;
    for (let index = 0; index < octets; index++) length = length * 256 + this.#byte();
    return length;
  }
}

/** The child at `index`, which must have this tag where one is named. */
export function child(value: Der, index: number, tag?: number): Der {
  const found = value.children[index];
  if (found === undefined || (tag !== undefined && found.tag !== tag)) throw new DerFault('a part is missing');
  return found;
}

/** The octets of an OCTET STRING, one in several pieces too, whatever its tag was replaced by. */
export const octetsOf = ({ tag, content, children }: Der): Buffer =>
  (tag & constructed) === 0 ? content : Buffer.concat(children.map(octetsOf));

/** A whole number from 0; `Infinity` where it has more than six octets. */
export function numberOf({ tag, content }: Der): number {
  if (tag !== tags.integer || content.length === 0 || (content[0] ?? 0) >= 0x80) throw new DerFault('no whole number');
  return content.length > 6 ? Number.POSITIVE_INFINITY : content.readUIntBE(0, content.length);
}

/** "1.2.840.113549.1.7.1" */
export function oidOf({ tag, content }: Der): string {
  if (tag !== tags.oid || content.length === 0 || content.length > 32) throw new DerFault('no object identifier');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join('.');
}

/** A value with this tag around `parts`. */
export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = content.length < 0x100 ? 1 : content.length < 0x1_0000 ? 2 : 3;
  const length = Buffer.alloc(size);
  length.writeUIntBE(content.length, 0, size);
  return Buffer.concat([Buffer.from([tag, 0x80 | size]), length, content]);
}

/** A whole number below 2^31. */
export function derNumber(value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(value, 1);
  let start = 0;
  while (start < 4 && bytes[start] === 0 && (bytes[start + 1] ?? 0) < 0x80) start++;
  return der(tags.integer, bytes.subarray(start));
}

export function derOid(oid: string): Buffer {
  const [top = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const octets = [top * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    return groups;
  });
  return der(tags.oid, Buffer.from(octets));
}
