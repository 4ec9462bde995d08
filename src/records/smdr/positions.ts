// How far the records have got, for each purpose: with readers, and with the collector. Each has a place of its own in one small file,
// written at once. Its law: a place that cannot be read is as of nothing delivered, so that records come twice rather than never.

import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const purposes = ['readers', 'collector'] as const;
export type Purpose = (typeof purposes)[number];

export interface Position {
  /** The number of the last record that is known to have arrived; -1 of a purpose that is not in use. */
  readonly arrived: number;
  /** Records that were given up before anybody took them. */
  readonly lost: number;
}

const placeBytes = 64;
const version = 'smdr1';

export class Positions {
  readonly #file: number;
  readonly #known: Map<Purpose, Position>;

  /** Throws if the file cannot be opened for writing. */
  constructor(path: string) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#known = new Map(purposes.flatMap((purpose, index) => this.#read(purpose, index)));
  }

  of(purpose: Purpose): Position | undefined {
    return this.#known.get(purpose);
  }

  /** The highest number that any of them speaks of. */
  get highest(): number {
    return Math.max(0, ...[...this.#known.values()].map(({ arrived }) => arrived));
  }

  put(purpose: Purpose, position: Position): void {
    this.#known.set(purpose, position);
    const said = `${version} ${purpose} ${position.arrived} ${position.lost}`;
    const text = `${said} ${sumOf(said)}`.padEnd(placeBytes - 1);
    writeSync(this.#file, `${text}\n`, purposes.indexOf(purpose) * placeBytes, 'latin1');
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(purpose: Purpose, index: number): [Purpose, Position][] {
    const bytes = Buffer.alloc(placeBytes);
    if (fstatSync(this.#file).size <= index * placeBytes) return [];
    readSync(this.#file, bytes, 0, placeBytes, index * placeBytes);
    const parts = bytes.toString('latin1').trim().split(' ');
    const said = parts.slice(0, 4).join(' ');
    if (parts[0] !== version || parts[1] !== purpose || parts[4] !== sumOf(said)) return [];
    return [[purpose, { arrived: Number(parts[2]), lost: Number(parts[3]) }]];
  }
}

const sumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');
