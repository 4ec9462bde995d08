// The file of clips: what is printed is read again, and whatever else lies there is refused, not played.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { printPack, readPack } from './pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'pack-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'english.pack');

const good = printPack(
  new Map([
    ['common.one', Int16Array.from([1, -2, 3, -4])],
    ['common.two', Int16Array.from([32_767, -32_768])],
  ]),
);

test('what is printed is read: names, places and samples, in memory that threads share', async () => {
  writeFileSync(path, good);
  const read = await readPack(path);
  assert.ok(read.ok);
  const { names, samples } = read.value;
  assert.ok(samples.buffer instanceof SharedArrayBuffer);
  const heard = names.map(({ name, start, length }) => [name, ...samples.subarray(start, start + length)]);
  assert.deepEqual(heard, [
    ['common.one', 1, -2, 3, -4],
    ['common.two', 32_767, -32_768],
  ]);
});

function withIndex(index: string): Buffer {
  const head = Buffer.from('RFCLIPS1\0\0\0\0', 'latin1');
  head.writeUInt32LE(Buffer.byteLength(index), 8);
  return Buffer.concat([head, Buffer.from(index), Buffer.alloc(8)]);
}

const bad: Readonly<Record<string, Buffer>> = {
  nothing: Buffer.alloc(0),
  'another file': Buffer.from('RIFF....WAVEfmt '),
  'no index': good.subarray(0, 10),
  'half an index': good.subarray(0, 40),
  'sound cut off': good.subarray(0, good.length - 4),
  'no list': withIndex('{}'),
  'a place before the beginning': withIndex('[{"name":"a.b","start":-1,"length":2}]'),
  'a place beyond the end': withIndex('[{"name":"a.b","start":3,"length":2}]'),
  'a place between two samples': withIndex('[{"name":"a.b","start":0.5,"length":2}]'),
  'a place without a name': withIndex('[{"start":0,"length":2}]'),
  'no place': withIndex('[null]'),
};

for (const [what, bytes] of Object.entries(bad)) {
  test(`refused: ${what}`, async () => {
    writeFileSync(path, bytes);
    const read = await readPack(path);
    assert.ok(!read.ok);
    assert.equal(read.refusal.code, 'media.no-clips');
  });
}

test('refused: a file that is not there', async () => {
  const read = await readPack(join(folder, 'none.pack'));
  assert.ok(!read.ok);
  assert.match(read.refusal.words, /ENOENT/);
});
