// PNG files with a palette of 256 colours: a third of the size, and of a page of text nobody sees the difference.

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const mostColours = 256;
/** Colours that are nearer than this, in squared steps, are one. */
const alike = 24;

/** Takes what a browser gives: 8 bits for each channel, RGB or RGBA without transparency, not interlaced. */
export function smallPng(png: Buffer): Buffer {
  const { width, height, pixels } = readPixels(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = choosePalette(counts);
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, colour)]));
  const rows = Buffer.alloc(height * (width + 1));
  for (let at = 0; at < pixels.length; at += 1)
    rows[at + Math.floor(at / width) + 1] = places.get(pixels[at] ?? 0) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => channels(colour)));
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const channels = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function distance(a: number, b: number): number {
  const [one, other] = [channels(a), channels(b)];
  return one.reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
}

/** The most frequent first, leaving out what looks like one that is chosen already. */
function choosePalette(counts: ReadonlyMap<number, number>): readonly number[] {
  const chosen: number[] = [];
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) {
    if (chosen.length === mostColours) break;
    if (chosen.every((other) => distance(colour, other) > alike)) chosen.push(colour);
  }
  return chosen;
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const apart = distance(colour, other);
    if (apart >= least) continue;
    [best, least] = [index, apart];
  }
  return best;
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(content.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array;
}

function readPixels(png: Buffer): Pixels {
  const parts: Buffer[] = [];
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const bytes = png[25] === 6 ? 4 : 3;
  if (png[24] !== 8 || (bytes === 3 && png[25] !== 2)) throw new Error('not a PNG of a browser');
  const rows = unfilter(inflateSync(Buffer.concat(parts)), width * bytes, bytes);
  const pixels = new Uint32Array(width * height);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = rows.readUIntBE(at * bytes, 3);
  return { width, height, pixels };
}

/** Every row tells how it was predicted from what is left of it and above it (PNG, section 9). */
function unfilter(filtered: Buffer, stride: number, bytes: number): Buffer {
  const height = filtered.length / (stride + 1);
  const rows = Buffer.alloc(stride * height);
  for (let row = 0; row < height; row += 1) {
    const kind = filtered[row * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = row * stride + x;
      const left = x < bytes ? 0 : (rows[at - bytes] ?? 0);
      const above = row === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < bytes || row === 0 ? 0 : (rows[at - stride - bytes] ?? 0);
      rows[at] = (filtered[at + row + 1] ?? 0) + predict(kind, left, above, corner);
    }
  }
  return rows;
}

function predict(kind: number, left: number, above: number, corner: number): number {
  if (kind === 0) return 0;
  if (kind === 1) return left;
  if (kind === 2) return above;
  if (kind === 3) return (left + above) >> 1;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((one) => Math.abs(left + above - corner - one));
  if ((byLeft ?? 0) <= (byAbove ?? 0) && (byLeft ?? 0) <= (byCorner ?? 0)) return left;
  return (byAbove ?? 0) <= (byCorner ?? 0) ? above : corner;
}
