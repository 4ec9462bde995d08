// For the tests of the audit trail: a trail on a bed, and facts to put into it.

import { generateKeyPairSync } from 'node:crypto';
import { FakeClock, silentLog } from '#base';
import type { TestBed } from '../../storage/testing.ts';
import type { AuditFact } from './entry.ts';
import { AuditTrail } from './trail.ts';

export const signingKey = generateKeyPairSync('ed25519').privateKey;

export const fact = (change: Partial<AuditFact> = {}): AuditFact => ({
  level: 'medium',
  actor: { user: 'root', sourceIp: '10.0.0.9', application: 'Command line', context: 'users-and-services' },
  action: 'change',
  data: 'Name: Ä → “B”; SIP secret: (changed)',
  ...change,
});

export const openTrail = (bed: TestBed, clock = new FakeClock()): Promise<AuditTrail> =>
  AuditTrail.open({ storage: bed.storage, directory: bed.directory, clock, log: silentLog, signingKey });

/** Opens it again, as a restart would; the one before must not be used any more. */
export async function reopenTrail(bed: TestBed): Promise<AuditTrail> {
  await bed.reopen();
  return openTrail(bed);
}

/** One transaction with `count` entries. */
export async function add(bed: TestBed, trail: AuditTrail, count = 1): Promise<void> {
  await bed.storage.transaction(async (tx) => {
    for (let index = 0; index < count; index++) await trail.append(tx, fact({ data: `Step: ${index}` }));
  });
}
