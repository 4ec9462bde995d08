// Files whose contents nobody reads who has the disk alone: chunks of AES-256-GCM under a key of their own, which lies sealed elsewhere. Each
// chunk is bound to its place and the last one says so, so that none can be left out, moved or cut off.

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { no, ok, type Result, randomKey } from '#base';
import { securityCodes } from '../security.codes.ts';

const algorithm = 'aes-256-gcm';
const magic = Buffer.from('RFS1');
const keyBytes = 32;
const tagBytes = 16;
const headBytes = 4;
/** The bit of a chunk's length that marks the last one. */
const lastBit = 0x80000000;
const mostChunkBytes = 1 << 20;

export const makeFileKey = (): Buffer => randomKey(keyBytes);

/** The number of the chunk; the key is used for one file alone. */
function nonceOf(place: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(place, 8);
  return nonce;
}

const bindOf = (place: number, isLast: boolean): Buffer => Buffer.from(`${magic} ${place} ${isLast ? 'last' : 'more'}`);

function sealChunk(key: Buffer, place: number, bytes: Uint8Array, isLast: boolean): Buffer {
  const cipher = createCipheriv(algorithm, key, nonceOf(place));
  cipher.setAAD(bindOf(place, isLast));
  const box = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(((isLast ? lastBit : 0) | box.length) >>> 0);
  return Buffer.concat([head, box]);
}

/** Writes a file from its beginning to its end. What is appended is on disk when `finish` has said so, and not before. */
export class SealedWriter {
  readonly path: string;
  readonly #key: Buffer;
  #file: FileHandle | undefined;
  #isOurs = false;
  #place = 0;
  #fault: unknown;
  #writing: Promise<void>;

  constructor(path: string, key: Buffer) {
    this.path = path;
    this.#key = key;
    this.#writing = this.#open();
  }

  /** True once something could not be written: the file will not be whole. */
  get hasFailed(): boolean {
    return this.#fault !== undefined;
  }

  /** Waits for nothing; the bytes are the writer's from now on. */
  append(bytes: Uint8Array): void {
    this.#writing = this.#writing.then(() => this.#write(bytes, false));
  }

  /** Resolves when the whole file is on disk; refused, and there is none, when something of it could not be written. */
  async finish(): Promise<Result<void>> {
    this.#writing = this.#writing.then(() => this.#write(new Uint8Array(), true));
    await this.#writing;
    try {
      if (this.#fault === undefined) await this.#file?.sync();
    } catch (fault) {
      this.#fault = fault;
    }
    await this.#close();
    if (this.#fault === undefined) return ok(undefined);
    await this.#remove();
    return no(securityCodes.refuse('security.not-written', { why: reasonOf(this.#fault) }));
  }

  /** Gives it up: nothing is left of it. */
  async discard(): Promise<void> {
    this.#fault ??= new Error('given up');
    await this.#writing;
    await this.#close();
    await this.#remove();
  }

  async #open(): Promise<void> {
    try {
      this.#file = await open(this.path, 'wx', 0o600);
      this.#isOurs = true;
      await this.#file.write(magic);
    } catch (fault) {
      this.#fault = fault;
    }
  }

  async #write(bytes: Uint8Array, isLast: boolean): Promise<void> {
    if (this.#fault !== undefined) return;
    try {
      const chunk = sealChunk(this.#key, this.#place++, bytes, isLast);
      // A disk that is full may take a part.
      for (let written = 0; written < chunk.length; )
        written += (await this.#file?.write(chunk, written))?.bytesWritten ?? chunk.length;
    } catch (fault) {
      this.#fault = fault;
    }
  }

  /** What was there before is somebody else's. */
  async #remove(): Promise<void> {
    if (this.#isOurs) await rm(this.path, { force: true });
  }

  async #close(): Promise<void> {
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
  }
}

/** The whole contents; refused where a bit of it is other than it was written, or it is not whole. */
export async function readSealedFile(path: string, key: Buffer): Promise<Result<Buffer>> {
  let file: Buffer;
  try {
    file = await readFile(path);
  } catch (fault) {
    return no(securityCodes.refuse('security.file-broken', { why: reasonOf(fault) }));
  }
  const contents = openAll(file, key);
  return contents === undefined
    ? no(securityCodes.refuse('security.file-broken', { why: 'it was altered or cut off' }))
    : ok(contents);
}

function openAll(file: Buffer, key: Buffer): Buffer | undefined {
  if (key.length !== keyBytes || !file.subarray(0, magic.length).equals(magic)) return undefined;
  const parts: Buffer[] = [];
  for (let at = magic.length, place = 0; at + headBytes <= file.length; place++) {
    const head = file.readUInt32BE(at);
    const isLast = head >= lastBit;
    const end = at + headBytes + (isLast ? head - lastBit : head);
    const part = openChunk(key, place, file.subarray(at + headBytes, end), isLast);
    if (part === undefined || end > file.length) return undefined;
    parts.push(part);
    if (isLast) return end === file.length ? Buffer.concat(parts) : undefined;
    at = end;
  }
  return undefined;
}

function openChunk(key: Buffer, place: number, box: Buffer, isLast: boolean): Buffer | undefined {
  if (box.length < tagBytes || box.length > mostChunkBytes) return undefined;
  const decipher = createDecipheriv(algorithm, key, nonceOf(place), { authTagLength: tagBytes });
  decipher.setAAD(bindOf(place, isLast));
  decipher.setAuthTag(box.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(box.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

const reasonOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault ? String(fault.code) : 'it could not be done';
