// The parser bears what is sent: any bytes, its grammar's own pieces in any order, the largest of the nasty, the mutated.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mutate } from './mutate.ts';
import { fuzzParser } from './parse.ts';
import { Random } from './random.ts';
import { readBytes } from './read.ts';
import { fuzzSeeds } from './seeds.ts';

test('no bytes make it throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readBytes(Buffer.from(bytes))));
});

const piece = fc.constantFrom(
  ...[
    'INVITE ',
    'sip:a@b',
    ' SIP/2.0',
    'SIP/2.0 ',
    '200 ',
    '\r\n',
    '\r\n\r\n',
    '\r\n ',
    'Via',
    'v',
    'To',
    'From',
    'CSeq',
  ],
  ...['l', 'Call-ID', 'Contact', ':', ': ', ';', ',', '=', '"', '\\', '<', '>', '%', '%41', 'tag', 'branch', '1'],
  ...['SIP/2.0/UDP h', '1 INVITE', '[', ']', '::', '@', '?', '\0', '\r', '\n', '\x7f', '\xff', ' ', '\t', '*'],
);

test('no sequence of the grammar’s own pieces makes it throw', () => {
  const start = 'INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nCSeq: 1 INVITE\r\n';
  const made = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(`${start}${pieces.join('')}`, 'latin1'));
  fc.assert(
    fc.property(made, (bytes) => void readBytes(bytes)),
    { numRuns: 2000 },
  );
});

test('the largest of the nasty is read in bounded time', () => {
  const head = 'INVITE sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h\r\nt: sip:a@b\r\nf: sip:a@b\r\ni: x\r\nCSeq: 1 INVITE\r\n';
  const units = [
    ';',
    ',',
    '"',
    '\\',
    '<',
    '>',
    '%',
    '\r\n ',
    ' ',
    ':',
    '=',
    ';a',
    ';a=',
    ',<',
    '<">,',
    '"\\',
    ';a=b',
    'a,',
    '[:',
  ];
  for (const unit of units) {
    for (const name of ['m', 'v', 'Route', 'X-A', 'Supported']) {
      const line = `${name}: ${unit.repeat(8_000 / unit.length)}\r\n`;
      const started = performance.now();
      readBytes(Buffer.from(`${head}${line.repeat(3)}\r\n`, 'latin1'));
      const tookMs = performance.now() - started;
      assert.ok(tookMs < 500, `${JSON.stringify(unit)} in ${name} took ${tookMs} ms`);
    }
  }
});

test('twenty thousand mutated messages', () => {
  const figures = fuzzParser(20_000, 7);
  assert.equal(figures.message + figures.bad + figures.hopeless, 20_000);
  assert.ok(figures.message > 1_000 && figures.bad > 1_000 && figures.hopeless > 1_000, JSON.stringify(figures));
});

test('the mutator gives the same for the same seed, and changes nearly everything', () => {
  const made = (seed: number): string[] => {
    const random = new Random(seed);
    return fuzzSeeds.map((bytes) => mutate(random, bytes, fuzzSeeds).toString('latin1'));
  };
  assert.deepEqual(made(3), made(3));
  assert.notDeepEqual(made(3), made(4));
  const unchanged = made(5).filter((text, index) => text === fuzzSeeds[index]?.toString('latin1'));
  assert.ok(unchanged.length < fuzzSeeds.length / 5, `${unchanged.length}`);
});
