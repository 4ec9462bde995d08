// The mutator: makes of a message one that nobody would send, bounded in size, the same for the same seed.

import { limits } from '#base';
import type { Random } from './random.ts';

type Mutation = (random: Random, bytes: Buffer) => Buffer;

/** A little over the largest that may come, so that the limit is met from both sides. */
const maxBytes = limits.sip.messageBytes + 1_000;

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** `bytes` with `removed` bytes at `at` replaced. */
const replaced = (bytes: Buffer, at: number, removed: number, put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + removed)]);

/** A place where `pattern` (global) stands, sought from a place of chance on; undefined when it stands nowhere. */
function place(random: Random, bytes: Buffer, pattern: RegExp): { at: number; size: number } | undefined {
  const text = bytes.toString('latin1');
  pattern.lastIndex = random.below(text.length);
  const one = pattern.exec(text) ?? pattern.exec(text);
  return one === null ? undefined : { at: one.index, size: one[0].length };
}

/** A mutation that puts something where `pattern` stands. */
const where =
  (pattern: RegExp, make: (random: Random, old: Buffer) => string): Mutation =>
  (random, bytes) => {
    const found = place(random, bytes, pattern);
    if (found === undefined) return bytes;
    const old = bytes.subarray(found.at, found.at + found.size);
    return replaced(bytes, found.at, found.size, latin1(make(random, old)));
  };

function flipBits(random: Random, bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes);
  for (let count = 1 + random.below(8); count > 0; count--) {
    const at = random.below(flipped.length);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
  }
  return flipped;
}

const cutEnd: Mutation = (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1));
const cutOut: Mutation = (random, bytes) =>
  replaced(bytes, random.below(bytes.length), 1 + random.below(40), Buffer.alloc(0));

function repeat(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length);
  const part = bytes.subarray(at, at + 1 + random.below(60));
  const size = Math.min(part.length * random.pick([2, 3, 10, 200, 2_000]), maxBytes);
  return replaced(bytes, at, 0, Buffer.alloc(size, part));
}

const odd = [
  ...[
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\r\n\r\n',
    '\r\n ',
    '\t',
    '\x7f',
    '\x1b[2J',
    '"',
    '\\',
    '\\"',
    '<',
    '>',
    '<<',
    ',',
    ',,',
    ';',
  ],
  ...[
    ';;',
    ':',
    '::',
    ':::',
    '=',
    '@',
    '?',
    '%',
    '%0',
    '%00',
    '%0d%0a',
    '*',
    '[',
    ']',
    '[::1]',
    '\xff\xfe',
    '\xc0\x80',
    ' ',
  ],
  ...['\xe2\x80\xae', 'SIP/2.0', ';tag=', ';branch=z9hG4bK', ';lr', 'sip:', 'tel:', '{{', '$(', '../', 'v=0'],
] as const;

const insertOdd: Mutation = (random, bytes) =>
  replaced(bytes, random.below(bytes.length + 1), random.below(3), latin1(random.pick(['', ...odd])));

const insertLong: Mutation = (random, bytes) => {
  const size = random.pick([64, 255, 256, 1_024, 4_096, 8_192, 33_000]);
  return replaced(
    bytes,
    random.below(bytes.length + 1),
    0,
    latin1(random.pick(['A', '0', ' ', '"', '\\', ';a', ',', '%41']).repeat(size)),
  );
};

const numbers = [
  ...[
    '0',
    '-1',
    '00',
    '1e9',
    '0x10',
    '255',
    '256',
    '65535',
    '65536',
    '2147483647',
    '2147483648',
    '4294967295',
    '4294967296',
  ],
  ...['9007199254740993', '18446744073709551616', '9'.repeat(400), '٣'],
] as const;

const lieAboutNumber: Mutation = where(/\d+/g, (random) => random.pick(['1', ...numbers]));
const lieAboutLength: Mutation = where(
  /\n(?:content-length|l)[ \t]{0,8}:[^\r\n]*/gi,
  (random) => `\nContent-Length: ${random.pick([String(random.below(70_000)), ...numbers])}`,
);
const breakLineEnd: Mutation = where(/\r\n/g, (random) =>
  random.pick(['\n', '\r', '\n\r', '\r\r\n', '\r\n\r\n', '\r\n ', '\r\n\t\r\n ', '']),
);
const repeatHeader: Mutation = where(/(?<=\n)[^\r\n]+\r\n/g, (random, old) =>
  old.toString('latin1').repeat(random.pick([0, 2, 3, 40, 200])),
);
const changeCase: Mutation = where(/[A-Za-z]+/g, (_, old) => old.toString('latin1').toUpperCase());

/** A header line moves to another place. */
const moveHeader: Mutation = (random, bytes) => {
  const found = place(random, bytes, /(?<=\n)[^\r\n]+\r\n/g);
  if (found === undefined) return bytes;
  const line = Buffer.from(bytes.subarray(found.at, found.at + found.size));
  const without = replaced(bytes, found.at, found.size, Buffer.alloc(0));
  const target = place(random, without, /(?<=\n)/g);
  return target === undefined ? bytes : replaced(without, target.at, 0, line);
};

const mutations: readonly [Mutation, ...Mutation[]] = [
  ...([flipBits, cutEnd, cutOut, repeat, insertOdd, insertOdd, insertOdd, insertLong, lieAboutNumber] as const),
  ...([lieAboutLength, breakLineEnd, repeatHeader, changeCase, moveHeader] as const),
];

/**
 * A message with one to four things done to it; with `others`, it may also go on as one of them from some place. Never
 * larger than a little over `limits.sip.messageBytes`.
 */
export function mutate(random: Random, bytes: Buffer, others: readonly Buffer[] = []): Buffer {
  let made = bytes;
  const other = others[random.below(others.length * 8)];
  if (other !== undefined)
    made = Buffer.concat([made.subarray(0, random.below(made.length)), other.subarray(random.below(other.length))]);
  for (let count = 1 + random.below(4); count > 0; count--)
    made = random.pick(mutations)(random, made).subarray(0, maxBytes);
  return made;
}
