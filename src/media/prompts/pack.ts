// The file of clips: an index of names and places, then samples of 16 bit at 16 kHz. It is made when the system is built, and read at its start.

import { readFile } from 'node:fs/promises';
import { no, ok, type Result } from '#base';
import type { ClipPlaces } from '../engine/protocol.ts';
import { mediaCodes } from '../media.codes.ts';

const magic = 'RFCLIPS1';
const headBytes = magic.length + 4;
const sampleBytes = 2;

export function printPack(clips: ReadonlyMap<string, Int16Array>): Buffer {
  let start = 0;
  const names = [...clips].map(([name, { length }]) => {
    const place = { name, start, length };
    start += length;
    return place;
  });
  const index = Buffer.from(JSON.stringify(names));
  const head = Buffer.alloc(headBytes);
  head.write(magic, 'latin1');
  head.writeUInt32LE(index.length, magic.length);
  const sound = [...clips.values()].map((samples) =>
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
  );
  return Buffer.concat([head, index, ...sound]);
}

/** Refuses `media.no-clips` when it is not there or is something else. */
export async function readPack(path: string): Promise<Result<ClipPlaces>> {
  try {
    return ok(parsePack(await readFile(path)));
  } catch (fault) {
    const why = fault instanceof Error && 'code' in fault ? String(fault.code) : 'it is no such file';
    return no(mediaCodes.refuse('media.no-clips', { path, why }));
  }
}

function parsePack(file: Buffer): ClipPlaces {
  if (file.toString('latin1', 0, magic.length) !== magic) throw new Error('not a pack');
  const indexBytes = file.readUInt32LE(magic.length);
  const begin = headBytes + indexBytes;
  // Checked below, place by place.
  const names = JSON.parse(file.toString('utf8', headBytes, begin)) as ClipPlaces['names'];
  const count = Math.floor((file.length - begin) / sampleBytes);
  const isWithin = ({ name, start, length }: ClipPlaces['names'][number]): boolean =>
    typeof name === 'string' && isCount(start) && isCount(length) && start + length <= count;
  if (!names.every(isWithin)) throw new Error('not a pack');
  const memory = new SharedArrayBuffer(count * sampleBytes);
  new Uint8Array(memory).set(file.subarray(begin, begin + count * sampleBytes));
  return { names, samples: new Int16Array(memory) };
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
