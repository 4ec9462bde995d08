// What would refuse a start later is asked beforehand, reading only: a start that is refused has touched nothing.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { storedRecords } from '#administration';
import { no, ok, type Refusal, type Result } from '#base';
import { networkListeners } from '#calls';
import { validate } from '#forms';
import {
  checkSuites,
  interfaceOf,
  masterKeyPath,
  readMasterKey,
  unsecuredInterfaces,
  userAuthorizationProfiles,
} from '#security';
import { databaseFileName, type Storage } from '#storage';
import { tryListeners } from './listeners.ts';
import type { CoreSettings } from './settings.ts';

/** A system without accounts has never come to the end of a start. */
export const isFirstStart = async (storage: Storage): Promise<boolean> =>
  (await storage.forms.all(userAuthorizationProfiles.id)).length === 0;

/** Before anything is made at the very first start: the master key, where one is given, and the ports that are needed. */
export async function checkBeforeMaking(settings: CoreSettings): Promise<Result<void>> {
  const { mode, directory, databaseUrl } = settings;
  const suites = checkSuites();
  if (!suites.ok) return suites;
  if (databaseUrl !== undefined || existsSync(join(directory, databaseFileName))) return ok(undefined);
  if (settings.masterKeyPath !== masterKeyPath(directory)) {
    const key = readMasterKey(settings.masterKeyPath);
    if (!key.ok && key.refusal.code !== 'security.master-key-missing') return key;
  }
  return mode === 'run' ? await tryListeners(firstListeners()) : ok(undefined);
}

/** With the database open, before anything is written to it: the ports that the listeners need. */
export async function checkBeforeWriting(
  settings: CoreSettings,
  storage: Storage,
): Promise<Result<void, readonly Refusal[]>> {
  if (settings.mode !== 'run') return ok(undefined);
  const stored = await storedRecords(networkListeners, storage.forms);
  if (!stored.ok) return stored;
  const isNew = stored.value.size === 0 && (await isFirstStart(storage));
  const switches = await storedRecords(unsecuredInterfaces, storage.forms);
  if (!switches.ok) return switches;
  const mayOpen = [...stored.value.values()].filter(({ service }) => isInterfaceEnabled(switches.value, service));
  const free = await tryListeners(isNew ? firstListeners() : mayOpen);
  return free.ok ? free : no([free.refusal]);
}

/** A listener of an interface that is switched off stays closed: its port is not needed. */
function isInterfaceEnabled(switches: ReadonlyMap<string, { readonly enabled: boolean }>, service: string): boolean {
  const name = interfaceOf(service);
  return name === undefined || (switches.get(name)?.enabled ?? false);
}

/** The listeners of a new system. */
const firstListeners = () =>
  networkListeners.first.flatMap((patch) => {
    const read = validate(networkListeners, patch);
    return read.ok ? [read.value.record] : [];
  });
