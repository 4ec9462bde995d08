// For tests of starting: the core run to its end, a system to copy, and everything that a directory holds.

import { createHash } from 'node:crypto';
import { cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestNode } from '../node.ts';
import { type Circumstances, type Ended, runToEnd } from '../process.ts';

const coreFile = new URL('../../apps/core/main.ts', import.meta.url).pathname;
export const runCore = (argv: readonly string[], circumstances: Circumstances = {}): Promise<Ended> =>
  runToEnd([coreFile, ...argv], circumstances);

/**
 * Root may write anywhere, and would not notice a directory that cannot be written. This takes that right from it, and
 * leaves anyone else as they are.
 */
export const withoutRootsRights: readonly string[] =
  process.geteuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'] : [];

/** Every file with its mode, owner, size, time of change and contents: two listings are equal when nothing was touched. */
export function listing(directory: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(directory, { recursive: true }) as string[]) {
    const path = join(directory, name);
    const { mode, uid, size, mtimeNs } = lstatSync(path, { bigint: true });
    const isFile = lstatSync(path).isFile();
    const hash = isFile ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
    found[name] = `${mode.toString(8)} ${uid} ${isFile ? `${size} ${mtimeNs} ${hash}` : ''}`;
  }
  return found;
}

/** Temporary directories, removed together. */
export class Places {
  readonly #top = mkdtempSync(join(tmpdir(), 'ringfence-start-'));
  #made = 0;

  /** A path that does not exist yet. */
  next(): string {
    return join(this.#top, String(++this.#made));
  }

  /** A copy of a directory with the times of its files. */
  copyOf(directory: string): string {
    const copy = this.next();
    cpSync(directory, copy, { recursive: true, preserveTimestamps: true });
    return copy;
  }

  remove(): void {
    rmSync(this.#top, { recursive: true, force: true });
  }
}

/** A system that has run and was stopped, with an extension; whoever asks removes it. */
export async function stoppedSystem(set: readonly string[] = []): Promise<TestNode> {
  const node = await TestNode.start({ set });
  await node.addExtension('201');
  await node.stop();
  return node;
}
