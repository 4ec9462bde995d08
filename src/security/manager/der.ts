// Writing DER (X.690): the few kinds that a certificate of an enrolment is made of. Every value is given whole and written definite.

const shortForm = 128;

/** One value: its tag, its length, its content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(size: number): Buffer {
  if (size < shortForm) return Buffer.from([size]);
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([shortForm | bytes.length, ...bytes]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
export const setOf = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
/** `YYMMDDHHMMSSZ`, of the years 1950 to 2049 (RFC 5280 §4.1.2.5.1). */
export const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
export const octets = (content: Buffer): Buffer => der(0x04, content);
export const bits = (content: Buffer, unused = 0): Buffer => der(0x03, Buffer.from([unused]), content);
export const yes: Buffer = der(0x01, Buffer.from([0xff]));
/** A context tag around whole values. */
export const explicit = (tag: number, ...content: readonly Buffer[]): Buffer => der(0xa0 | tag, ...content);

/** A whole number above 0, from its bytes. */
export function positive(bytes: Buffer): Buffer {
  const first = bytes[0] ?? 0;
  return der(0x02, first >= shortForm ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
}

/** An object identifier, as `1.3.101.112`. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const groups = [value % shortForm];
  for (let rest = Math.floor(value / shortForm); rest > 0; rest = Math.floor(rest / shortForm))
    groups.unshift(shortForm | (rest % shortForm));
  return groups;
}
