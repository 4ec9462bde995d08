// Whether any certificate of a verified path was revoked. Its law: places that a certificate names are asked only once its path is
// verified, else a stranger would choose where this system connects.

import { limits } from '#base';
import type { Path } from '../checks/path.ts';
import type { ParsedCertificate } from '../parsed.ts';
import type { CrlStore } from './crl-store.ts';
import { type OcspAnswer, readAnswer } from './ocsp.ts';
import type { OcspStore } from './ocsp-store.ts';

/** `none`: it names no place to ask. */
export type Status = 'good' | 'none' | 'revoked' | 'unknown';

export interface Verdict {
  readonly status: Status;
  /** Which certificate, where it is not good. */
  readonly at: ParsedCertificate;
  readonly found: string;
  /** Until when this holds. */
  readonly untilMs: number;
}

/** What this system's own authority knows of what it issued. */
export interface OwnAuthority {
  isOwn(issuer: ParsedCertificate): boolean;
  isRevoked(certificate: ParsedCertificate): boolean;
}

export interface RevocationParts {
  readonly crls: CrlStore;
  readonly ocsp: OcspStore;
  readonly own: OwnAuthority;
}

export interface RevocationWish {
  readonly path: Path;
  readonly nowMs: number;
  /** What the peer showed about its own certificate (RFC 6066 §8), DER. */
  readonly stapled?: Buffer | undefined;
  /** Whether lists and responders may be asked. */
  readonly mayAsk: boolean;
}

/** The first of the path that is revoked, else the first that nobody knows about, else good. */
export async function findRevoked(wish: RevocationWish, parts: RevocationParts): Promise<Verdict | undefined> {
  const { path } = wish;
  let worst: Verdict | undefined;
  for (const [index, at] of path.slice(0, -1).entries()) {
    const issuer = path[index + 1];
    if (issuer === undefined) continue;
    const verdict = await statusOf(at, issuer, { ...wish, stapled: index === 0 ? wish.stapled : undefined }, parts);
    if (verdict.status === 'revoked') return verdict;
    worst = worse(worst, verdict);
  }
  return worst;
}

function worse(a: Verdict | undefined, b: Verdict): Verdict {
  if (a === undefined) return b;
  const untilMs = Math.min(a.untilMs, b.untilMs);
  return { ...(a.status === 'unknown' ? a : b.status === 'none' ? a : b), untilMs };
}

async function statusOf(
  at: ParsedCertificate,
  issuer: ParsedCertificate,
  { stapled, nowMs, mayAsk }: RevocationWish,
  { crls, ocsp, own }: RevocationParts,
): Promise<Verdict> {
  const forever = { at, found: '', untilMs: Number.POSITIVE_INFINITY };
  if (own.isOwn(issuer)) {
    const isRevoked = own.isRevoked(at);
    return { ...forever, status: isRevoked ? 'revoked' : 'good', found: isRevoked ? 'by our own authority' : '' };
  }
  const shown = stapled === undefined ? undefined : readAnswer(stapled, { certificate: at, issuer, nowMs });
  if (shown !== undefined && typeof shown !== 'string' && shown.status !== 'unknown') return told(at, shown, 'stapled');
  const places = at.crlUrls.length + at.ocspUrls.length;
  if (!mayAsk || places === 0) return { ...forever, status: 'none' };
  return (await askLists(at, issuer, crls)) ?? (await askResponders(at, issuer, ocsp)) ?? notTold(at, nowMs);
}

const told = (at: ParsedCertificate, { status, untilMs }: OcspAnswer, where: string): Verdict => ({
  ...{ at, status, untilMs },
  found: status === 'revoked' ? `says OCSP (${where})` : '',
});

const notTold = (at: ParsedCertificate, nowMs: number): Verdict => ({
  ...{ at, status: 'unknown' },
  found: 'no list and no responder that it names gave an answer',
  untilMs: nowMs + limits.certificates.fetchAgainMs,
});

async function askLists(
  at: ParsedCertificate,
  issuer: ParsedCertificate,
  crls: CrlStore,
): Promise<Verdict | undefined> {
  for (const url of at.crlUrls.slice(0, limits.certificates.places)) {
    const crl = await crls.get(url, issuer);
    if (typeof crl === 'string') continue;
    const isAuthority = at.basic?.ca === true;
    if (crl.about !== 'all' && (crl.about === 'authorities') !== isAuthority) continue;
    const isRevoked = crl.revoked.has(at.serial);
    return {
      ...{ at, untilMs: crl.nextMs },
      status: isRevoked ? 'revoked' : 'good',
      found: isRevoked ? `says the list ${url}` : '',
    };
  }
  return undefined;
}

/** A responder that does not know a certificate has said nothing about it. */
async function askResponders(
  at: ParsedCertificate,
  issuer: ParsedCertificate,
  ocsp: OcspStore,
): Promise<Verdict | undefined> {
  for (const url of at.ocspUrls.slice(0, limits.certificates.places)) {
    const answer = await ocsp.ask(url, at, issuer);
    if (typeof answer !== 'string' && answer.status !== 'unknown') return told(at, answer, url);
  }
  return undefined;
}
