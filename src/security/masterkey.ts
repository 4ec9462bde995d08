// The master key: one owner-only file outside the database that everything sealed depends on.

import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { no, ok, type Result, randomKey } from '#base';
import { securityCodes } from './security.codes.ts';

export const masterKeyFileName = 'master.key';
const masterKeySizeBytes = 32;

const label = 'ringfence-master-key';
const version = 'v1';

/** The opened key. It never shows itself: it only derives keys for named purposes. */
export class MasterKey {
  readonly id: string;
  readonly #key: KeyObject;

  constructor(key: Buffer) {
    this.id = keyId(key);
    this.#key = createSecretKey(key);
  }

  /** A 32-byte key for one purpose (HKDF-SHA-256, RFC 5869); the same purpose always gives the same key. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#key, '', `ringfence ${purpose}`, masterKeySizeBytes));
  }
}

/** Where the key lies when the settings say nothing else. */
export const masterKeyPath = (directory: string): string => join(directory, masterKeyFileName);

/** Makes a fresh key file, mode 0600, whole or not at all, and never replaces one. Only a first start calls it. */
export function createMasterKey(path: string): Result<MasterKey> {
  const key = randomKey(masterKeySizeBytes);
  const draft = `${path}.new`;
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, printKey(key), { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, path);
    rmSync(draft);
    syncDirectory(dirname(path));
  } catch (fault) {
    return no(securityCodes.refuse('security.master-key-unusable', { path, why: reasonOf(fault) }));
  }
  return ok(new MasterKey(key));
}

/** Reads the key file; refuses one that is missing, damaged, or open to others. Changes nothing. */
export function readMasterKey(path: string): Result<MasterKey> {
  try {
    const mode = statSync(path).mode & 0o777;
    // Group reading is let pass: systemd's credentials show the owner's access list as group rights.
    if ((mode & 0o037) !== 0)
      return no(securityCodes.refuse('security.master-key-exposed', { path, mode: mode.toString(8).padStart(4, '0') }));
    const key = parseKey(readFileSync(path, 'latin1'));
    if (key === undefined) return no(securityCodes.refuse('security.master-key-damaged', { path }));
    return ok(new MasterKey(key));
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return no(securityCodes.refuse('security.master-key-missing', { path }));
    return no(securityCodes.refuse('security.master-key-unusable', { path, why: reasonOf(fault) }));
  }
}

/** Reads the key, or makes it while nothing has been sealed yet. With `sealedBefore`, a missing key is refused. */
export function openMasterKey(path: string, sealedBefore: boolean): Result<MasterKey> {
  const read = readMasterKey(path);
  if (read.ok || sealedBefore || read.refusal.code !== 'security.master-key-missing') return read;
  return createMasterKey(path);
}

const keyId = (key: Buffer): string =>
  createHash('sha256').update('ringfence key id').update(key).digest('hex').slice(0, 8);

const printKey = (key: Buffer): string => `${label} ${version} ${keyId(key)} ${key.toString('base64')}\n`;

function parseKey(text: string): Buffer | undefined {
  const [name, form, id, value, ...rest] = text.trim().split(' ');
  if (name !== label || form !== version || value === undefined || rest.length > 0) return undefined;
  const key = Buffer.from(value, 'base64');
  return key.length === masterKeySizeBytes && keyId(key) === id ? key : undefined;
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

const codeOf = (fault: unknown): string =>
  fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : '';

const reasonOf = (fault: unknown): string => codeOf(fault) || String(fault);
