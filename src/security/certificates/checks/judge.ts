// A stranger's chain judged at a level: the one function of the core and of the command line on a computer without a core. Its law: it
// needs nothing but its arguments, and refuses what it cannot read.

import { limits, no, ok, type Refusal, type Result } from '#base';
import { isCertificate, type ParsedCertificate, parseCertificate } from '../parsed.ts';
import { certificatesIn } from '../pem.ts';
import { type ChecksCode, checksCodes } from './checks.codes.ts';
import { findPath, isSelfSigned, type Path, type PathFault, type Usage } from './path.ts';
import { type Case, type CheckLevel, reaches, rules } from './rules.ts';

export type { Usage } from './path.ts';
export type { CheckLevel } from './rules.ts';
export { checkLevels, reaches, rules } from './rules.ts';

export interface JudgeWish {
  readonly level: CheckLevel;
  /** DER, the leaf first; the rest in any order. */
  readonly chain: readonly Uint8Array[];
  readonly usage: Usage;
  readonly trusted: Trusted;
  readonly nowMs: number;
  /** Names of the other end, one of which must be borne; "sip:example.com" for a SIP domain. Default: any will do. */
  readonly hosts?: readonly string[];
}

/** What is gone by. Made once by `readTrusted`, used for many. */
export interface Trusted {
  readonly anchors: readonly ParsedCertificate[];
  readonly intermediates: readonly ParsedCertificate[];
  /** SHA-256 fingerprints of copies of certificates, hex in upper case with colons. */
  readonly pinned: ReadonlySet<string>;
  /** Whether a certificate is known one by one without a copy, by its fingerprint. */
  readonly isEnrolled?: (fingerprint: string) => boolean;
  /** Fingerprints of our own certificates, and hashes of our own keys. */
  readonly own: ReadonlySet<string>;
}

export interface Judged {
  readonly leaf: ParsedCertificate;
  /** Undefined below Medium, where nobody looks for it. */
  readonly path: Path | undefined;
}

/** Judges a chain. The refusal has the code of the rule that was broken. */
export function judge(wish: JudgeWish): Result<Judged> {
  const read = readChain(wish.chain);
  if (!read.ok) return read;
  const [leaf, ...between] = read.value;
  if (leaf === undefined) return no(checksCodes.refuse('security.certificate-missing'));
  const given = caseOf(wish, leaf, between);
  for (const { from, code, broken } of rules) {
    if (!reaches(wish.level, from)) continue;
    const found = broken(given);
    if (found !== undefined) return no(refusalOf(code, leaf, found, wish.hosts));
  }
  const path = reaches(wish.level, 'medium') ? given.path() : undefined;
  return ok({ leaf, path: path === undefined || 'rule' in path ? undefined : path });
}

/** A refusal about a certificate, in the words of its code. */
export const refusalOf = (
  code: ChecksCode,
  { subject }: Pick<ParsedCertificate, 'subject'>,
  found: string,
  hosts: readonly string[] = [],
): Refusal => checksCodes.refuse(code, { subject, found, host: hosts.join(' or ') });

/** Sorts PEM certificates into what they are good for. What cannot be read is left out: it was refused when it came in. */
export const readTrusted = (pems: readonly string[], own: readonly string[] = []): Trusted =>
  sortTrusted(readAll(pems), own);

/** The same of certificates that were read before. */
export const sortTrusted = (read: readonly ParsedCertificate[], own: readonly string[]): Trusted => ({
  anchors: read.filter(isSelfSigned),
  intermediates: read.filter((certificate) => !isSelfSigned(certificate)),
  pinned: new Set(read.map(({ fingerprint }) => fingerprint)),
  own: new Set(readAll(own).flatMap(({ fingerprint, keyHash }) => [fingerprint, keyHash])),
});

const readAll = (pems: readonly string[]): ParsedCertificate[] =>
  pems.flatMap(certificatesIn).map(parseCertificate).filter(isCertificate);

function readChain(chain: readonly Uint8Array[]): Result<readonly ParsedCertificate[]> {
  const unreadable = (found: string) => no(checksCodes.refuse('security.certificate-unreadable', { found }));
  if (chain.length > limits.certificates.chain)
    return unreadable(`it comes with more than ${limits.certificates.chain} certificates`);
  const read: ParsedCertificate[] = [];
  for (const der of chain) {
    const certificate = parseCertificate(der);
    if (!isCertificate(certificate)) return unreadable(certificate);
    read.push(certificate);
  }
  return ok(read);
}

function caseOf(wish: JudgeWish, leaf: ParsedCertificate, shown: readonly ParsedCertificate[]): Case {
  const { trusted, usage, nowMs, hosts = [] } = wish;
  let path: Path | PathFault | undefined;
  const between = [...trusted.intermediates, ...shown];
  return {
    ...{ leaf, usage, nowMs, hosts },
    path: () => {
      path ??= findPath({ leaf, between, anchors: trusted.anchors, nowMs, usage });
      return path;
    },
    isOwn: ({ fingerprint, keyHash }) => trusted.own.has(fingerprint) || trusted.own.has(keyHash),
    isPinned: ({ fingerprint }) => trusted.pinned.has(fingerprint) || trusted.isEnrolled?.(fingerprint) === true,
  };
}
