// The catalogue: what each archive says of itself, read once and kept while its file stays as long as it is.

import { Pace } from '#base';
import { TrailBroken } from '../check.ts';
import type { AuditArchives } from './archives.ts';
import type { ArchiveName } from './name.ts';
import { ArchiveDamaged } from './shelf.ts';

export interface ArchiveFacts {
  readonly name: string;
  readonly firstEntry: number;
  readonly lastEntry: number;
  /** Times of the first and the last entry; 0 where the archive cannot be read. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** Of the sealed file. */
  readonly sizeBytes: number;
  /** Blank, or what is wrong with its beginning, in words. The rest of it is what `verify` reads. */
  readonly damage: string;
}

export class ArchiveCatalogue {
  readonly #archives: AuditArchives;
  #known = new Map<string, ArchiveFacts>();

  constructor(archives: AuditArchives) {
    this.#archives = archives;
  }

  /** How many there were when somebody looked last. */
  get count(): number {
    return this.#known.size;
  }

  /** All of them, by their first entry. */
  async list(): Promise<readonly ArchiveFacts[]> {
    const known = new Map<string, ArchiveFacts>();
    const pace = new Pace();
    for (const archive of await this.#archives.shelf.list()) {
      known.set(archive.name, await this.#facts(archive));
      await pace.step();
    }
    this.#known = known;
    return [...known.values()];
  }

  async #facts({ name, firstId, lastId }: ArchiveName): Promise<ArchiveFacts> {
    const sizeBytes = await this.#archives.shelf.sizeBytes(name);
    const archive = { name, firstEntry: firstId, lastEntry: lastId, sizeBytes };
    const before = this.#known.get(name);
    if (before?.sizeBytes === sizeBytes && before.damage === '') return before;
    try {
      const { firstAtMs, lastAtMs } = await this.#archives.heading(name);
      return { ...archive, firstAtMs, lastAtMs, damage: '' };
    } catch (fault) {
      if (!(fault instanceof TrailBroken || fault instanceof ArchiveDamaged)) throw fault;
      return { ...archive, firstAtMs: 0, lastAtMs: 0, damage: fault.message };
    }
  }
}
