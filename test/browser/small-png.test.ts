import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync, inflateSync } from 'node:zlib';
import { smallPng } from './small-png.ts';

/** Two rows of two pixels: red and green, then predicted from above and from the left blue and blue. */
function picture(): Buffer {
  const rows = Buffer.from([0, 255, 0, 0, 0, 255, 0, 1, 0, 0, 255, 0, 0, 0]);
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const part = (name: string, content: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(name), content, Buffer.alloc(4)]);
  };
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, part('IHDR', head), part('IDAT', deflateSync(rows)), part('IEND', Buffer.alloc(0))]);
}

test('colours become places in a palette', () => {
  const small = smallPng(picture());
  const palette = small.indexOf('PLTE') + 4;
  const colours = small.subarray(palette, palette + 9).toString('hex');
  assert.equal(colours, '0000ffff000000ff00', 'the most frequent first');
  const content = small.indexOf('IDAT');
  const length = small.readUInt32BE(content - 4);
  const rows = inflateSync(small.subarray(content + 4, content + 4 + length));
  assert.deepEqual([...rows], [0, 1, 2, 0, 0, 0]);
});

test('the pictures of the README are small', () => {
  const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
  const names = globSync('*.png', { cwd: folder });
  assert.ok(names.length > 0);
  for (const name of names) assert.ok(readFileSync(join(folder, name)).length < 80_000, name);
});
