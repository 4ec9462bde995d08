// A journal file: lines are appended at once and survive the process, however it ends.

import { closeSync, constants, createReadStream, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

export class Journal {
  readonly #path: string;
  readonly #file: number;
  #sizeBytes: number;
  /** The last write was cut short (disk full): the next begins on a line of its own. */
  #torn = false;

  /** Throws if the file cannot be opened for writing. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
    this.#sizeBytes = fstatSync(this.#file).size;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** When it was last written. */
  get writtenAtMs(): number {
    return fstatSync(this.#file).mtimeMs;
  }

  /** Appends whole lines; throws if they do not fit on the disk. */
  append(lines: string): void {
    const bytes = Buffer.from(this.#torn ? `\n${lines}` : lines);
    this.#torn = true;
    const written = writeSync(this.#file, bytes);
    this.#sizeBytes += written;
    if (written < bytes.length) throw new Error('the disk is full');
    this.#torn = false;
  }

  /** Every line, oldest first; the last one may be half a line. */
  async *lines(): AsyncGenerator<string> {
    let rest = '';
    for await (const chunk of createReadStream(this.#path, { encoding: 'utf8' })) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  }

  clear(): void {
    ftruncateSync(this.#file);
    this.#sizeBytes = 0;
    this.#torn = false;
  }

  close(): void {
    closeSync(this.#file);
  }
}
