// The data directory: one owner at a time, open to its account alone. Checks first; a refusal has touched nothing.

import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { no, ok, type Result } from '#base';
import { type OwnerLock, takeOwnerLock } from './owner-lock.ts';
import { storageCodes } from './storage.codes.ts';

/** Found at the top of a volume that was just made; not ours, and no harm. */
const tolerated = new Set(['lost+found']);
/** A directory that holds one of these is a data directory. */
const ours = ['owner.lock', 'ringfence.db'];

export class DataDirectory {
  readonly path: string;
  readonly #lock: OwnerLock;

  constructor(path: string, lock: OwnerLock) {
    this.path = path;
    this.#lock = lock;
  }

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  async read(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.file(name));
    } catch (fault) {
      if (codeOf(fault) === 'ENOENT') return undefined;
      throw fault;
    }
  }

  /** Writes a file whole or not at all, mode 0600, on disk when this returns. Not for two writers of one name at once. */
  async replace(name: string, contents: string | Uint8Array): Promise<void> {
    const path = this.file(name);
    const draft = await open(`${path}.new`, 'w', 0o600);
    try {
      await draft.writeFile(contents);
      await draft.datasync();
    } finally {
      await draft.close();
    }
    await rename(`${path}.new`, path);
    const directory = await open(this.path, 'r');
    await directory.sync().finally(() => directory.close());
  }

  /** Gives the directory up. */
  close(): void {
    this.#lock.release();
  }
}

/**
 * Takes a data directory into ownership; makes it, mode 0700, if it is not there.
 * An empty one that others may enter is closed to them; one that holds something is refused, for they may have read it.
 */
export function openDataDirectory(path: string): Result<DataDirectory> {
  const whole = resolve(path);
  const refuse = (code: DirectoryCode) => no(storageCodes.refuse(code, { path: whole }));
  try {
    makeWithParents(whole);
    const checked = check(whole);
    if (!checked.ok) return checked;
  } catch (fault) {
    return refuse(codeOf(fault) === 'ENOTDIR' ? 'storage.not-directory' : 'storage.not-writable');
  }
  const lock = takeOwnerLock(join(whole, 'owner.lock'));
  if (lock === 'not-writable') return refuse('storage.not-writable');
  if (lock === 'in-use') return refuse('storage.in-use');
  return ok(new DataDirectory(whole, lock));
}

type DirectoryCode = 'storage.not-directory' | 'storage.not-writable' | 'storage.in-use';

/** Not Node's own `recursive`: that one never ends below /proc. */
function makeWithParents(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeWithParents(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (fault) {
    // Two processes may start at once: the lock decides, not the making.
    if (codeOf(fault) !== 'EEXIST') throw fault;
  }
}

function check(path: string): Result<void> {
  const stats = statSync(path);
  if (!stats.isDirectory()) return no(storageCodes.refuse('storage.not-directory', { path }));
  if (stats.uid !== process.geteuid?.()) return no(storageCodes.refuse('storage.not-owner', { path }));
  const names = readdirSync(path).filter((name) => !tolerated.has(name));
  if (names.length > 0 && !ours.some((name) => names.includes(name)))
    return no(storageCodes.refuse('storage.not-ours', { path }));
  for (const name of ['.', ...names]) accessSync(join(path, name), constants.R_OK | constants.W_OK);
  const mode = stats.mode & 0o777;
  if ((mode & 0o077) === 0) return ok(undefined);
  if (names.length > 0) return no(storageCodes.refuse('storage.too-open', { path, mode: mode.toString(8) }));
  chmodSync(path, 0o700);
  return ok(undefined);
}

const codeOf = (fault: unknown): unknown => (fault instanceof Error && 'code' in fault ? fault.code : undefined);
