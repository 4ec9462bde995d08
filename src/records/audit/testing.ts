// For the tests of the audit trail: a trail on a bed, and facts to put into it.

import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import { FakeClock, silentLog } from '#base';
import type { TestBed } from '../../storage/testing.ts';
import type { ArchiveSeal } from './archive/shelf.ts';
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

/** As the real one seals: AES-256-GCM, bound to the archive and the place in it. */
export function testSeal(key = Buffer.alloc(32, 7)): ArchiveSeal {
  return {
    seal(archive, piece, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(`${archive}/${piece}`));
      return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open(archive, piece, sealed) {
      const box = Buffer.from(sealed, 'base64url');
      if (box.length < 28 || box.toString('base64url') !== sealed) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(`${archive}/${piece}`)).setAuthTag(box.subarray(-16));
      try {
        return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
}

export const openTrail = (bed: TestBed, clock = new FakeClock()): Promise<AuditTrail> =>
  AuditTrail.open({
    storage: bed.storage,
    directory: bed.directory,
    clock,
    log: silentLog,
    signingKey,
    seal: testSeal(),
  });

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
