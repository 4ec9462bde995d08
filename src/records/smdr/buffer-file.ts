// A file of the buffer: records one after another, each written at once with one call of the system. Its law: whatever ends the
// process, a record that was appended is there; what is left of one that was not is overwritten.

import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { limits } from '#base';
import { parseEntry, type SmdrEntry } from './entry.ts';

/** Of this version; another one is not touched. */
const head = 'ringfence-smdr 1\n';
const sheet = Buffer.alloc(limits.smdr.recordBytes);

interface Place {
  readonly at: number;
  readonly length: number;
}

export class BufferFile {
  readonly path: string;
  readonly first: number;
  readonly #file: number;
  /** By the number less that of the first; a record that is damaged has no place. */
  readonly #places: (Place | undefined)[];
  #sizeBytes: number;

  private constructor(path: string, first: number, file: number, places: (Place | undefined)[], sizeBytes: number) {
    this.path = path;
    this.first = first;
    this.#file = file;
    this.#places = places;
    this.#sizeBytes = sizeBytes;
  }

  /** Makes a file whose first record will have this number; throws if it cannot be written. */
  static create(path: string, first: number): BufferFile {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
    const made = new BufferFile(path, first, file, [], 0);
    try {
      made.#write(head);
    } catch (fault) {
      closeSync(file);
      throw fault;
    }
    return made;
  }

  /** Reads a file that is there, and what of it is damaged is left out; undefined of one of another version. */
  static async open(path: string, first: number): Promise<BufferFile | undefined> {
    const bytes = await readFile(path);
    // A file that was being made when the process was killed.
    const isUnborn = bytes.length < head.length && head.startsWith(bytes.toString('latin1'));
    if (isUnborn) return BufferFile.create(path, first);
    if (!bytes.toString('latin1', 0, head.length).startsWith(head)) return undefined;
    const places: (Place | undefined)[] = [];
    let endOfGood = head.length;
    for (let at = head.length, end = bytes.indexOf(0x0a, at); end >= 0; at = end + 1, end = bytes.indexOf(0x0a, at)) {
      const number = parseEntry(bytes.toString('latin1', at, end))?.number;
      if (number === undefined || number < first + places.length) continue;
      places[number - first] = { at, length: end - at };
      endOfGood = end + 1;
    }
    const file = openSync(path, constants.O_RDWR);
    if (endOfGood < bytes.length) ftruncateSync(file, endOfGood);
    return new BufferFile(path, first, file, places, endOfGood);
  }

  /** The number of its last record; one less than the first where it has none. */
  get last(): number {
    return this.first + this.#places.length - 1;
  }

  /** Appends a line with its end; throws if it does not fit on the disk, and then nothing of it is there. */
  append(line: string): void {
    const at = this.#sizeBytes;
    this.#write(line);
    this.#places.push({ at, length: line.length - 1 });
  }

  #write(line: string): void {
    const length = sheet.write(line, 'latin1');
    const isWhole = length === line.length && writeSync(this.#file, sheet, 0, length, this.#sizeBytes) === length;
    if (!isWhole) {
      ftruncateSync(this.#file, this.#sizeBytes);
      throw new Error('the disk is full, or the record is too long');
    }
    this.#sizeBytes += length;
  }

  read(number: number): SmdrEntry | undefined {
    const place = this.#places[number - this.first];
    if (place === undefined) return undefined;
    const bytes = Buffer.alloc(place.length);
    const isWhole = readSync(this.#file, bytes, 0, place.length, place.at) === place.length;
    return isWhole ? parseEntry(bytes.toString('latin1')) : undefined;
  }

  close(): void {
    closeSync(this.#file);
  }
}
