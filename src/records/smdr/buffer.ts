// The buffer of SMDR records: the newest of them, on disk, in files of which the oldest goes when there are too many. Its law: a record
// that was appended is read until as many others have come as are kept, however often the process is killed in between.

import { readdirSync, unlink } from 'node:fs';
import { join } from 'node:path';
import { type Log, limits } from '#base';
import { BufferFile } from './buffer-file.ts';
import { printEntry, type SmdrEntry } from './entry.ts';

export interface BufferOptions {
  /** The directory of the buffer, which is there. */
  readonly path: string;
  readonly log: Log;
  /** How many records are kept. */
  readonly kept: () => number;
  /** No record gets a number up to this one: what is known to have been given, whatever became of the files. */
  readonly given?: number;
  /** Records of one file. */
  readonly fileRecords?: number;
}

const fileName = /^(\d{12})\.records$/;

export class SmdrBuffer {
  readonly #options: BufferOptions;
  readonly #fileRecords: number;
  readonly #files: BufferFile[];
  #unwritten = 0;
  #isFailing = false;

  private constructor(options: BufferOptions, files: BufferFile[]) {
    this.#options = options;
    this.#files = files;
    this.#fileRecords = options.fileRecords ?? limits.smdr.fileRecords;
  }

  /** Opens the buffer with all that is in it. Throws where the directory cannot be written. */
  static async open(options: BufferOptions): Promise<SmdrBuffer> {
    const { path, log, given = 0 } = options;
    const files: BufferFile[] = [];
    for (const name of readdirSync(path).sort()) {
      const first = Number(fileName.exec(name)?.[1] ?? 0);
      if (first === 0) continue;
      const file = await BufferFile.open(join(path, name), first);
      if (file === undefined) log.warn('SMDR records of another version are left alone', { file: name });
      else if (file.last >= first) files.push(file);
      else file.close();
    }
    const buffer = new SmdrBuffer(options, files);
    if (given > buffer.last) buffer.#begin(given + 1);
    buffer.trim();
    return buffer;
  }

  /** The number of the oldest record that is kept; one more than the last where none is. */
  get first(): number {
    const oldest = this.#files[0]?.first ?? 1;
    return Math.max(oldest, this.last - this.#options.kept() + 1);
  }

  /** The number of the newest record; 0 before the first. */
  get last(): number {
    return this.#files.at(-1)?.last ?? 0;
  }

  /** Records that could not be written, since the start. */
  get unwritten(): number {
    return this.#unwritten;
  }

  /** Keeps a record, and gives it the next number: when this returns, no end of the process loses it. */
  append(entry: Omit<SmdrEntry, 'number'>): SmdrEntry | undefined {
    const made: SmdrEntry = Object.freeze({ number: this.last + 1, ...entry });
    try {
      this.#current().append(printEntry(made));
      this.#isFailing = false;
      return made;
    } catch (fault) {
      if (!this.#isFailing) this.#options.log.fault('an SMDR record cannot be written', fault);
      this.#isFailing = true;
      this.#unwritten++;
      return undefined;
    }
  }

  /** Undefined of one that is not kept, or damaged. */
  read(number: number): SmdrEntry | undefined {
    if (number < this.first || number > this.last) return undefined;
    return this.#files.findLast((file) => file.first <= number)?.read(number);
  }

  /** Gives up what is beyond the number of records that is kept now. */
  trim(): void {
    const { first } = this;
    while (this.#files.length > 1 && (this.#files[0]?.last ?? first) < first) this.#drop(this.#files.shift());
  }

  close(): void {
    for (const file of this.#files) file.close();
  }

  #current(): BufferFile {
    const newest = this.#files.at(-1);
    if (newest !== undefined && newest.last - newest.first + 1 < this.#fileRecords) return newest;
    const made = this.#begin(this.last + 1);
    this.trim();
    return made;
  }

  #begin(first: number): BufferFile {
    const file = BufferFile.create(join(this.#options.path, `${String(first).padStart(12, '0')}.records`), first);
    this.#files.push(file);
    return file;
  }

  /** No call waits for the disk to give it up. */
  #drop(file: BufferFile | undefined): void {
    if (file === undefined) return;
    file.close();
    unlink(file.path, (fault) => {
      if (fault !== null) this.#options.log.warn('an old file of SMDR records stays', { why: fault.message });
    });
  }
}
