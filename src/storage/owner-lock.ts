// The lock of a data directory: an exclusive SQLite lock on a small file. The system drops it when the process ends,
// however it ends. Nothing else may open the file: closing it anywhere in this process would let the lock go (fcntl).

import { closeSync, constants, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export interface OwnerLock {
  release(): void;
}

export function takeOwnerLock(path: string): OwnerLock | 'in-use' | 'not-writable' {
  let database: DatabaseSync | undefined;
  try {
    makeFile(path);
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('pragma journal_mode = memory; begin exclusive');
  } catch (fault) {
    database?.close();
    return isBusy(fault) ? 'in-use' : 'not-writable';
  }
  const held = database;
  return { release: () => held.close() };
}

function makeFile(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600));
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault;
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED. */
const isBusy = (fault: unknown): boolean =>
  fault instanceof Error && 'errcode' in fault && (fault.errcode === 5 || fault.errcode === 6);
