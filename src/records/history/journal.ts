// A journal file: lines are appended at once and survive the process, however it ends.

import { closeSync, constants, createReadStream, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Of UTF-8, for each unit of a JavaScript string. */
const maxBytesPerCharacter = 3;
/** Where lines of the usual length are encoded: nothing of it outlives the write. */
const sheet = Buffer.alloc(65_536);

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
    const text = this.#torn ? `\n${lines}` : lines;
    const fits = text.length * maxBytesPerCharacter <= sheet.length;
    const bytes = fits ? sheet : Buffer.from(text);
    const length = fits ? sheet.write(text) : bytes.length;
    this.#torn = true;
    const written = writeSync(this.#file, bytes, 0, length);
    this.#sizeBytes += written;
    if (written < length) throw new Error('the disk is full');
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
