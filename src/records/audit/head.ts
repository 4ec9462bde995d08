// The head file: the last checkpoint, kept beside the database, so that cutting the end off the tables is seen.
// Two slots, written in turn and valid by their signature: a write that is torn leaves the other.

import type { KeyObject } from 'node:crypto';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { type Checkpoint, isSigned } from './checkpoint.ts';

const slotBytes = 512;

export class HeadFile {
  readonly #file: number;
  #checkpoint: Checkpoint | undefined;
  #nextSlot = 0;

  /** Throws if the file cannot be opened for writing. */
  constructor(path: string, publicKey: KeyObject) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    for (const slot of [0, 1]) {
      const found = this.#read(slot);
      if (found === undefined || !isSigned(found, publicKey)) continue;
      if (this.#checkpoint !== undefined && this.#checkpoint.lastId >= found.lastId) continue;
      this.#checkpoint = found;
      this.#nextSlot = 1 - slot;
    }
  }

  /** The newest checkpoint; undefined when the file is new, or was made unreadable. */
  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  /** Keeps the checkpoint unless a newer one is kept. Survives the process; after a power cut an older one may be there. */
  write(checkpoint: Checkpoint): void {
    if (this.#checkpoint !== undefined && checkpoint.lastId <= this.#checkpoint.lastId) return;
    this.#checkpoint = checkpoint;
    const line = `${JSON.stringify(checkpoint).padEnd(slotBytes - 1)}\n`;
    writeSync(this.#file, line, this.#nextSlot * slotBytes, 'latin1');
    this.#nextSlot = 1 - this.#nextSlot;
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(slot: number): Checkpoint | undefined {
    const bytes = Buffer.alloc(slotBytes);
    const read = readSync(this.#file, bytes, 0, slotBytes, slot * slotBytes);
    return parseCheckpoint(bytes.toString('latin1', 0, read));
  }
}

/** A checkpoint from its JSON text, whatever its signature is worth. */
function parseCheckpoint(text: string): Checkpoint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isCheckpoint(value) ? value : undefined;
}

function isCheckpoint(value: unknown): value is Checkpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { lastId, hash, atMs, entries, signature } = value as Partial<Record<keyof Checkpoint, unknown>>;
  const numbers = [lastId, atMs, entries].every((number) => Number.isSafeInteger(number));
  return numbers && typeof hash === 'string' && typeof signature === 'string';
}
