// Stepping over DER without reading what is inside: a revocation list of thousands of entries is cut into its parts by this, and the
// parts are read by the library, which would take seconds for the whole and refuses long ones.

export interface Part {
  readonly tag: number;
  /** With its head. */
  readonly whole: Buffer;
  readonly body: Buffer;
}

/** The parts that `bytes` consists of; undefined when they do not fill it exactly, or are more than `most`. */
export function partsOf(bytes: Buffer, most: number): Part[] | undefined {
  const parts: Part[] = [];
  for (const part of eachPart(bytes)) {
    if (part === undefined || parts.length >= most) return undefined;
    parts.push(part);
  }
  return parts;
}

/** One part after the other; undefined, and then no more, where none begins. */
export function* eachPart(bytes: Buffer): Generator<Part | undefined> {
  for (let at = 0; at < bytes.length; ) {
    const end = endOf(bytes, at);
    if (end === undefined) {
      yield undefined;
      return;
    }
    yield { tag: bytes[at] ?? 0, whole: bytes.subarray(at, end.at), body: bytes.subarray(end.from, end.at) };
    at = end.at;
  }
}

/** Where the body of the part at `at` begins and ends. Tags of one byte and definite lengths of up to four bytes alone. */
function endOf(bytes: Buffer, at: number): { readonly from: number; readonly at: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined || ((bytes[at] ?? 0) & 0x1f) === 0x1f) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4 || at + 2 + count > bytes.length) return undefined;
  const length = count === 0 ? first : bytes.readUIntBE(at + 2, count);
  const from = at + 2 + count;
  return from + length > bytes.length ? undefined : { from, at: from + length };
}

/** A part with this tag around `body`. */
export function wrap(tag: number, body: Buffer): Buffer {
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  const digits = size.subarray(size.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length]), digits, body]);
}
