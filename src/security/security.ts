// Opening security: the master key first, then everything that is sealed under it. Nothing is touched with a wrong key.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type Log, ok, type Result } from '#base';
import { type AuditKey, openAuditKey } from './audit-key.ts';
import { Authority, ownNames } from './certificates/authority.ts';
import { Identities } from './certificates/identities.ts';
import { checkMasterKey, isSealedBefore, type KeptValues, rememberMasterKey, SealedValues } from './kept.ts';
import type { MasterKey } from './masterkey.ts';
import { Sealer } from './sealer.ts';

export interface SecurityOptions {
  readonly master: MasterKey;
  /** Where the key was read from, for the words of a refusal. */
  readonly masterKeyPath: string;
  readonly values: KeptValues;
  readonly clock: Clock;
  readonly log: Log;
  /** Further names of this system: its realm, a public name. */
  readonly names: readonly string[];
}

export interface Security {
  readonly master: MasterKey;
  readonly sealer: Sealer;
  readonly auditKey: AuditKey;
  readonly authority: Authority;
  readonly identities: Identities;
}

/** Opens keys and certificates, making at the first start what is not there yet. */
export async function openSecurity(options: SecurityOptions): Promise<Result<Security>> {
  const { master, values, clock, log } = options;
  const sealer = new Sealer(master);
  const checked = await checkMasterKey(values, sealer, options.masterKeyPath);
  if (!checked.ok) return checked;
  const isNew = !(await isSealedBefore(values));
  const sealed = new SealedValues(values, sealer, isNew);
  const auditKey = await openAuditKey(sealed);
  if (!auditKey.ok) return auditKey;
  const authority = await Authority.open(sealed, clock, log);
  if (!authority.ok) return authority;
  const parts = { values: sealed, authority: authority.value, clock, log, names: ownNames(options.names) };
  const identities = await Identities.open(parts);
  if (!identities.ok) return identities;
  if (isNew) await rememberMasterKey(values, sealer);
  return ok({ master, sealer, auditKey: auditKey.value, authority: authority.value, identities: identities.value });
}

export const authorityFileName = 'authority.pem';
export const auditPublicKeyFileName = 'audit-public-key.pem';

/** Puts the two public halves into the data directory: for phones to trust, and for auditors to verify with. */
export function writePublicFiles(directory: string, security: Security): void {
  replaceFile(join(directory, authorityFileName), security.authority.facts.certificatePem);
  replaceFile(join(directory, auditPublicKeyFileName), security.auditKey.publicKeyPem);
}

/** A reader sees the old file or the new one, never half of it; one that is right is left as it is. */
function replaceFile(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  const fresh = `${path}.new`;
  writeFileSync(fresh, text, { mode: 0o644 });
  renameSync(fresh, path);
}
