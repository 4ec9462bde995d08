// An archive that is being written: text in, sealed pieces out, each a line of the file.

import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { rm } from 'node:fs/promises';
import { pieceName } from './name.ts';

/** Characters of a piece, more only where one line has more. */
const pieceLength = 32_768;

export class ArchiveDraft {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #seal: (piece: string, text: string) => string;
  readonly #digest = createHash('sha256');
  #text = '';
  #number = 0;

  constructor(file: FileHandle, path: string, seal: (piece: string, text: string) => string) {
    this.#file = file;
    this.path = path;
    this.#seal = seal;
  }

  /** Takes whole lines. */
  async write(lines: string): Promise<void> {
    // The last piece is called so: the one that is full waits until there is more.
    if (this.#text.length + lines.length > pieceLength && this.#text !== '') await this.endPiece();
    this.#text += lines;
  }

  /** What follows stands in another piece. */
  async endPiece(): Promise<void> {
    await this.#put(pieceName(this.#number, false));
  }

  /** Everything is on disk; gives the SHA-256 of the text, as hexadecimal. */
  async finish(): Promise<string> {
    await this.#put(pieceName(this.#number, true));
    await this.#file.sync();
    await this.#file.close();
    return this.#digest.digest('hex');
  }

  /** Nothing of it stays. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }

  async #put(piece: string): Promise<void> {
    this.#digest.update(this.#text);
    await this.#file.writeFile(`${this.#seal(piece, this.#text)}\n`);
    this.#text = '';
    this.#number += 1;
  }
}
