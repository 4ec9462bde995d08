// The shelf: sealed archives in a folder of the data directory. A file is there whole or not at all, and never changed.
//
// A file is lines, each of them one sealed piece of the XML. The seal binds a piece to its archive, to its place in it, and
// says which one is the last: pieces that are altered, left out, doubled, exchanged or of another system do not open.

import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, NoLines } from '../lines.ts';
import { ArchiveDraft } from './draft.ts';
import { type ArchiveName, parseArchiveName, pieceName } from './name.ts';

/** Seals and opens under the master key. What this room is given by the one that holds the key. */
export interface ArchiveSeal {
  seal(archive: string, piece: string, text: string): string;
  /** Undefined: it was altered, is of another archive or place, or was sealed with another key. */
  open(archive: string, piece: string, sealed: string): string | undefined;
}

/** An archive is not what was written, in words. */
export class ArchiveDamaged extends Error {}

const folderName = 'archives';
const ending = '.sealed';
const draftEnding = '.new';

export class ArchiveShelf {
  readonly #folder: string;
  readonly #seal: ArchiveSeal;

  /** `directory` is the path of the data directory. */
  constructor(directory: string, seal: ArchiveSeal) {
    this.#folder = join(directory, folderName);
    this.#seal = seal;
  }

  /** Removes what a killed process left unfinished. */
  async tidy(): Promise<void> {
    for (const name of await this.#names()) if (name.endsWith(draftEnding)) await rm(join(this.#folder, name));
  }

  /** The archives by their first entry. */
  async list(): Promise<readonly ArchiveName[]> {
    const archives: ArchiveName[] = [];
    for (const name of await this.#names()) {
      const archive = name.endsWith(ending) ? parseArchiveName(name.slice(0, -ending.length)) : undefined;
      if (archive !== undefined) archives.push(archive);
    }
    return archives.toSorted((one, other) => one.firstId - other.firstId || one.lastId - other.lastId);
  }

  async sizeBytes(name: string): Promise<number> {
    return (await stat(this.#path(name))).size;
  }

  /** Begins an archive; nothing of it counts before it is published. */
  async begin(name: string): Promise<ArchiveDraft> {
    await mkdir(this.#folder, { mode: 0o700, recursive: true });
    const path = `${this.#path(name)}${draftEnding}`;
    return new ArchiveDraft(await open(path, 'w', 0o600), path, (piece, text) => this.#seal.seal(name, piece, text));
  }

  /** Puts a finished draft in its place, on disk when this returns. */
  async publish(name: string, draft: ArchiveDraft): Promise<void> {
    await rename(draft.path, this.#path(name));
    const folder = await open(this.#folder, 'r');
    await folder.sync().finally(() => folder.close());
  }

  /** The XML of an archive, piece by piece. Throws `ArchiveDamaged`. */
  read(name: string): AsyncGenerator<string> {
    return this.#pieces(name, this.#path(name));
  }

  /** The same of a draft, as it came to the disk. */
  readDraft(name: string, draft: ArchiveDraft): AsyncGenerator<string> {
    return this.#pieces(name, draft.path);
  }

  async *#pieces(name: string, path: string): AsyncGenerator<string> {
    let number = 0;
    let waiting: string | undefined;
    for await (const sealed of sealedLines(name, path)) {
      if (waiting !== undefined) yield this.#open(name, pieceName(number++, false), waiting);
      waiting = sealed;
    }
    if (waiting === undefined) throw new ArchiveDamaged(`archive ${name} is empty`);
    yield this.#open(name, pieceName(number, true), waiting);
  }

  #open(name: string, piece: string, sealed: string): string {
    const text = this.#seal.open(name, piece, sealed);
    if (text !== undefined) return text;
    throw new ArchiveDamaged(`archive ${name} was altered, cut off or exchanged, or is of another system`);
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${ending}`);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (fault) {
      if (isMissing(fault)) return [];
      throw fault;
    }
  }
}

async function* sealedLines(name: string, path: string): AsyncGenerator<string> {
  try {
    yield* linesOf(createReadStream(path));
  } catch (fault) {
    if (fault instanceof NoLines) throw new ArchiveDamaged(`archive ${name} was altered or cut off: ${fault.message}`);
    if (isMissing(fault)) throw new ArchiveDamaged(`archive ${name} is missing`);
    throw fault;
  }
}

const isMissing = (fault: unknown): boolean => fault instanceof Error && 'code' in fault && fault.code === 'ENOENT';
