// The revocation list of the private authority (RFC 5280 §5): what it took back, numbered, signed, good until a stated moment.

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  Extension,
  X509Certificate,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509';
import { type Identity, keyAlgorithm, readKey } from './issue.ts';
import { derNumber } from './upload/der.ts';

/** Why a certificate was taken back. */
export type RevocationReason = 'unused' | 'stolen' | 'replaced';

export interface RevokedEntry {
  readonly serial: string;
  readonly revokedAtMs: number;
  readonly reason: RevocationReason;
}

export interface CrlWish {
  /** Above that of every list before, below 2^31. */
  readonly number: number;
  readonly nowMs: number;
  readonly nextMs: number;
  readonly entries: readonly RevokedEntry[];
}

const reasons: Readonly<Record<RevocationReason, X509CrlReason>> = {
  unused: X509CrlReason.cessationOfOperation,
  stolen: X509CrlReason.keyCompromise,
  replaced: X509CrlReason.superseded,
};
const crlNumber = '2.5.29.20';

/** DER. */
export async function signCrl(authority: Identity, { number, nowMs, nextMs, entries }: CrlWish): Promise<Buffer> {
  const issuer = new X509Certificate(authority.certificate);
  const crl = await X509CrlGenerator.create({
    issuer: issuer.subjectName,
    thisUpdate: new Date(nowMs),
    nextUpdate: new Date(nextMs),
    signingAlgorithm: keyAlgorithm,
    signingKey: await readKey(authority.key),
    entries: entries.map(({ serial, revokedAtMs, reason }) => ({
      serialNumber: serial,
      revocationDate: new Date(revokedAtMs),
      reason: reasons[reason],
    })),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export(webcrypto), false, webcrypto),
      new Extension(crlNumber, false, derNumber(number)),
    ],
  });
  return Buffer.from(crl.rawData);
}
