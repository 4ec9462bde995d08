// What a certificate must be before this system shows it: a table of rules, each with its own refusal. All that fail are told.

import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Refusal } from '#base';
import { namesIn } from '../facts.ts';
import type { Chain } from './chain.ts';
import { uploadCodes } from './upload.codes.ts';

export interface Circumstances {
  readonly nowMs: number;
  /** Of this system: host names and addresses. */
  readonly names: readonly string[];
}

type Rule = (chain: Chain, circumstances: Circumstances) => readonly Refusal[];

const field = 'certificate';

/** Everything that speaks against showing this chain; nothing when it is fit. */
export const unfitness = (chain: Chain, circumstances: Circumstances): readonly Refusal[] =>
  rules.flatMap((rule) => rule(chain, circumstances));

const inDate: Rule = (chain, { nowMs }) =>
  chain.flatMap(({ subject, startsMs, endsMs }) => {
    if (endsMs < nowMs)
      return [uploadCodes.refuse('security.upload-ended', { subject, moment: moment(endsMs) }, field)];
    if (startsMs <= nowMs) return [];
    return [uploadCodes.refuse('security.upload-not-yet', { subject, moment: moment(startsMs) }, field)];
  });

const moment = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

const noAuthority: Rule = ([{ x509, subject }]) =>
  x509.ca ? [uploadCodes.refuse('security.upload-is-authority', { subject }, field)] : [];

const strongKey: Rule = (chain) =>
  chain
    .filter(({ key }) => !key.strong)
    .map(({ subject, key: { words: kind } }) =>
      uploadCodes.refuse('security.upload-weak-key', { subject, kind }, field),
    );

/** A root is believed because it is known, not for the signature under itself. */
const strongSignature: Rule = (chain) =>
  chain
    .filter(({ hash, selfIssued }, index) => hash === '' && !(index > 0 && selfIssued))
    .map(({ subject, signature: algorithm }) =>
      uploadCodes.refuse('security.upload-weak-signature', { subject, algorithm }, field),
    );

const serverAuth = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';

/** RFC 5280 §4.2.1.3 and §4.2.1.12; an extension that is absent forbids nothing. */
const forServers: Rule = ([{ subject, x509, keyUsage, extendedUsage, notUnderstood }]) => {
  const isRsa = x509.publicKey.asymmetricKeyType === 'rsa';
  const permits = keyUsage?.some((use) => use === 'digitalSignature' || (isRsa && use === 'keyEncipherment')) ?? true;
  const names = extendedUsage?.some((oid) => oid === serverAuth || oid === anyUsage) ?? true;
  const why = [
    ...(names ? [] : ['its extended key usage does not name servers']),
    ...(permits ? [] : ['its key usage does not permit a handshake']),
    ...notUnderstood.map((oid) => `it has the critical extension ${oid}, which nobody understands`),
  ];
  return why.map((one) => uploadCodes.refuse('security.upload-usage', { subject, why: one }, field));
};

const namesShown = 5;

/** Names count only where clients look for them: in subjectAltName (RFC 9525 §6.3), wildcards included. */
const forThisSystem: Rule = ([{ x509 }], { names }) => {
  if (names.some((name) => covers(x509, name))) return [];
  const own = namesIn(x509);
  const shown = own.length === 0 ? 'no name at all' : own.slice(0, namesShown).join(', ');
  return [uploadCodes.refuse('security.upload-names', { names: shown }, field)];
};

/** Whether the certificate stands for this host name or address. */
export const covers = (certificate: X509Certificate, name: string): boolean =>
  isIP(name) === 0
    ? certificate.checkHost(name, { subject: 'never' }) !== undefined
    : certificate.checkIP(name) !== undefined;

const rules: readonly Rule[] = [inDate, noAuthority, strongKey, strongSignature, forServers, forThisSystem];
