// The preferences of this computer as a Manager (facts 1.7): how careful it is. Each is the most careful of what its user has set
// and what root has fixed for everybody in /etc/ringfence/manager.json; without either, as careful as can be.

import { statSync } from 'node:fs';
import { type CheckLevel, checkLevels } from '../../../src/security/manager/pins.ts';
import { refuse } from '../refused.ts';
import { codeOf, type ManagerFiles, parseObject, readIfThere } from './files.ts';

export interface Preferences {
  /** How the certificate of a system is checked. */
  readonly checkLevel: CheckLevel;
  /** Whether this computer's own certificate is offered. */
  readonly offerCertificate: boolean;
  /** Whether a login is forgotten after five minutes without a command. */
  readonly idleTimer: boolean;
}

export type PreferenceName = keyof Preferences;

export const preferenceNames: readonly PreferenceName[] = ['checkLevel', 'offerCertificate', 'idleTimer'];
export const idleMs = 300_000;

const fileName = 'preferences.json';
const machineFile = '/etc/ringfence/manager.json';
const initial: Preferences = { checkLevel: 'high', offerCertificate: true, idleTimer: true };

export interface PreferencesFound {
  /** What holds. */
  readonly values: Preferences;
  /** What root has fixed, and in which file. */
  readonly fixed: ReadonlyMap<PreferenceName, string>;
}

/** Refuses a file that says what is no preference, and one of root's that others can change. */
export function readPreferences(files: ManagerFiles, environment: NodeJS.ProcessEnv = process.env): PreferencesFound {
  const user = readValues(files.readObject(fileName), files.path(fileName));
  const fixed = new Map<PreferenceName, string>();
  let values: Preferences = { ...initial, ...user };
  for (const { file, values: floor } of machineFiles(environment)) {
    for (const name of preferenceNames) if (floor[name] !== undefined) fixed.set(name, file);
    values = stricter(values, floor);
  }
  return { values, fixed };
}

/**
 * The file of this machine, and for tests a further one. It is read beside the other, never in its place: who sets their own
 * environment can be more careful, not less.
 */
function machineFiles({ RINGFENCE_MANAGER_MACHINE: further }: NodeJS.ProcessEnv) {
  return [machineFile, ...(further ? [further] : [])].flatMap((file) => {
    const text = readIfThere(file);
    if (text === undefined) return [];
    if (file === machineFile) checkOwner(file);
    return [{ file, values: readValues(parseObject(text, file), file) }];
  });
}

/** What others than root can change fixes nothing. */
function checkOwner(file: string): void {
  try {
    const { uid, mode } = statSync(file);
    if (uid !== 0) throw refuse('cli.machine-file-unsafe', { file, why: 'it is not root’s' });
    if ((mode & 0o022) !== 0) throw refuse('cli.machine-file-unsafe', { file, why: 'others may write it' });
  } catch (fault) {
    if (codeOf(fault) === '') throw fault;
    throw refuse('cli.machine-file-unsafe', { file, why: codeOf(fault) });
  }
}

function readValues(object: Readonly<Record<string, unknown>>, file: string): Partial<Preferences> {
  const found: Partial<Record<PreferenceName, unknown>> = {};
  for (const [name, value] of Object.entries(object)) {
    if (!isName(name) || !isValue(name, value))
      throw refuse('cli.manager-file-damaged', { file, why: `it says of "${name}" what cannot be` });
    found[name] = value;
  }
  // Each value has just been looked at.
  return found as Partial<Preferences>;
}

const isName = (name: string): name is PreferenceName => preferenceNames.some((known) => known === name);

const isValue = (name: PreferenceName, value: unknown): boolean =>
  name === 'checkLevel' ? checkLevels.some((level) => level === value) : typeof value === 'boolean';

/** Of each the more careful one. */
const stricter = (one: Preferences, other: Partial<Preferences>): Preferences => ({
  checkLevel: rank(other.checkLevel ?? 'low') > rank(one.checkLevel) ? (other.checkLevel ?? 'low') : one.checkLevel,
  offerCertificate: one.offerCertificate || (other.offerCertificate ?? false),
  idleTimer: one.idleTimer || (other.idleTimer ?? false),
});

const rank = (level: CheckLevel): number => checkLevels.indexOf(level);

/** Reads NAME=VALUE operands. */
export function readWish(patch: Readonly<Record<string, string>>): Partial<Preferences> {
  const wish: Partial<Record<PreferenceName, unknown>> = {};
  for (const [name, text] of Object.entries(patch)) {
    if (!isName(name))
      throw refuse('cli.usage', { why: `"${name}" is no preference: they are ${preferenceNames.join(', ')}` });
    const value = name === 'checkLevel' ? text.toLowerCase() : { yes: true, no: false }[text.toLowerCase()];
    if (!isValue(name, value))
      throw refuse('cli.usage', { why: `${name} takes ${name === 'checkLevel' ? checkLevels.join(', ') : 'yes, no'}` });
    wish[name] = value;
  }
  return wish as Partial<Preferences>;
}

/** Whether a wish makes this computer less careful than it is. */
export const isLower = (now: Preferences, wish: Partial<Preferences>): boolean => {
  const then: Preferences = { ...now, ...wish };
  return JSON.stringify(stricter(then, now)) !== JSON.stringify(then);
};

/** Keeps a wish as the user's own. What root has fixed stays as it is, and asking for less is refused. */
export function writePreferences(
  files: ManagerFiles,
  { fixed, values }: PreferencesFound,
  wish: Partial<Preferences>,
): void {
  for (const name of preferenceNames) {
    const file = fixed.get(name);
    if (file !== undefined && wish[name] !== undefined && isLower(values, { [name]: wish[name] }))
      throw refuse('cli.preference-fixed', { name, file });
  }
  files.writeObject(fileName, { ...files.readObject(fileName), ...wish });
}
