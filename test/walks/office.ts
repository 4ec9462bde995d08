// For walks through the configuration: the product's own forms over a real database, keys and audit trail, without calls.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Administration, type Change, type Changed } from '#administration';
import { ok, type Refusal, type Result, silentLog, systemClock } from '#base';
import { makeRegistry } from '#forms';
import { AuditTrail } from '#records';
import { localActor, MasterKey, openSecurity, systemActor } from '#security';
import { openDataDirectory, openStorage } from '#storage';
import { forms, views } from '../../apps/core/product.ts';

const actor = localActor('walk');

function value<T>(result: Result<T, Refusal | readonly Refusal[]>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

export interface Office {
  readonly administration: Administration;
  readonly trail: AuditTrail;
  /** Makes the changes, or fails. */
  done(...changes: readonly Change[]): Promise<Changed>;
  /** The refusals of the changes as "key field code"; fails when there are none. */
  refused(...changes: readonly Change[]): Promise<readonly string[]>;
}

/** What no walk comes to: thousands of entries. */
const noArchives = { seal: () => '', open: () => undefined };

/** A new system with its first records in a temporary directory, which is removed after `work`. */
export async function withOffice(work: (office: Office) => Promise<void>): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'ringfence-walk-'));
  const directory = value(openDataDirectory(path));
  const storage = value(await openStorage({ dialect: 'sqlite', directory: path }, silentLog));
  const values = {
    get: (name: string) => storage.system.get(name),
    set: (name: string, text: string) => storage.transaction((tx) => storage.system.put(tx, name, text)),
  };
  const master = new MasterKey(Buffer.alloc(32, 7));
  const opening = { master, masterKeyPath: '', values, clock: systemClock, log: silentLog, names: [] };
  const { sealer, auditKey } = value(await openSecurity(opening));
  const parts = { storage, log: silentLog, clock: systemClock };
  const trail = await AuditTrail.open({ ...parts, directory, signingKey: auditKey.signingKey, seal: noArchives });
  const registry = makeRegistry(forms, views);
  const administration = new Administration({
    ...parts,
    registry,
    trail,
    sealer,
    // Nobody logs in here.
    hashed: { next: async () => ok('hashed') },
    may: () => 'allowed',
    duties: () => ['configuration', 'security'],
  });
  value(await administration.load());
  value(await administration.addFirstRecords(systemActor('First start')));
  try {
    await work({ administration, trail, ...asking(administration) });
  } finally {
    await trail.close();
    await storage.close();
    directory.close();
    rmSync(path, { recursive: true });
  }
}

const asking = (administration: Administration): Pick<Office, 'done' | 'refused'> => ({
  done: async (...changes) => value(await administration.change(actor, changes)),
  async refused(...changes) {
    const result = await administration.change(actor, changes);
    if (result.ok) throw new Error('should have been refused');
    return result.refusal.map(({ key, field, code }) => `${key} ${field ?? '-'} ${code}`);
  },
});
