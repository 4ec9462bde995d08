// The Manager's own directory on an administrator's computer: the key of this computer, the systems that it knows, its preferences,
// and who is logged in where. Nobody else reads any of it (0700, 0600); a file is replaced whole or not at all.

import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../refused.ts';

export class ManagerFiles {
  readonly directory: string;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this.directory = environment.RINGFENCE_MANAGER || join(homedir(), '.config', 'ringfence');
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** The text of a file; undefined when it is not there. */
  read(name: string): string | undefined {
    return readIfThere(this.path(name));
  }

  /** An object of JSON; empty when the file is not there. */
  readObject(name: string): Readonly<Record<string, unknown>> {
    return parseObject(this.read(name) ?? '{}', this.path(name));
  }

  write(name: string, text: string): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const path = this.path(name);
    const fresh = `${path}.${process.pid}.new`;
    writeFileSync(fresh, text, { mode: 0o600 });
    chmodSync(fresh, 0o600);
    renameSync(fresh, path);
  }

  writeObject(name: string, value: object): void {
    this.write(name, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  remove(name: string): void {
    rmSync(this.path(name), { force: true });
  }
}

export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT' || codeOf(fault) === 'ENOTDIR') return undefined;
    throw refuse('cli.file', { why: fault instanceof Error ? fault.message : String(fault) });
  }
}

export function parseObject(text: string, file: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refuse('cli.manager-file-damaged', { file, why: 'it is not JSON' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse('cli.manager-file-damaged', { file, why: 'it is not an object' });
  // An object of JSON has texts as its names.
  return value as Readonly<Record<string, unknown>>;
}

/** The code of a fault of Node's: ENOENT, ECONNREFUSED, ERR_SSL_…. Blank where there is none. */
export const codeOf = (fault: unknown): string => (fault instanceof Error && 'code' in fault ? String(fault.code) : '');
