// The key that signs checkpoints of the audit trail (Ed25519): made once, sealed, its public half free for anyone to verify with.

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ok, type Result, Secret } from '#base';
import type { SealedValues } from './kept.ts';

const keyName = 'security.audit-signing-key';

export interface AuditKey {
  readonly signingKey: KeyObject;
  readonly publicKeyPem: string;
}

/** The database's own signing key, made at the first start. */
export async function openAuditKey(values: SealedValues): Promise<Result<AuditKey>> {
  const kept = await values.getLasting(keyName);
  if (!kept.ok) return kept;
  if (kept.value !== undefined) return ok(withPublicHalf(createPrivateKey(kept.value.reveal())));
  const { privateKey } = generateKeyPairSync('ed25519');
  await values.set(keyName, new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
  return ok(withPublicHalf(privateKey));
}

const withPublicHalf = (signingKey: KeyObject): AuditKey => ({
  signingKey,
  publicKeyPem: createPublicKey(signingKey).export({ type: 'spki', format: 'pem' }).toString(),
});
