// From a certificate to an authority in the store: path building and validation (RFC 5280 §6, without policies). Its law: a path that
// breaks any rule is no path; how much may be tried is limited, whatever the names say.

import { limits } from '#base';
import { type AnyName, isWithin } from '../names.ts';
import type { ParsedCertificate } from '../parsed.ts';

/** What a certificate is used for. */
export type Usage = 'client' | 'server';

/** A rule of paths that was broken, which certificate broke it, and how. */
export interface PathFault {
  readonly rule:
    | 'chain'
    | 'authority'
    | 'path-length'
    | 'name-constraints'
    | 'in-date'
    | 'key-size'
    | 'signature'
    | 'usage'
    | 'critical';
  readonly at: ParsedCertificate;
  readonly found: string;
}

/** Leaf first, the authority of the store last. */
export type Path = readonly ParsedCertificate[];

export interface PathWish {
  readonly leaf: ParsedCertificate;
  /** What the peer showed beside it, and what the store holds. */
  readonly between: readonly ParsedCertificate[];
  /** Authorities of the store: each signed itself. */
  readonly anchors: readonly ParsedCertificate[];
  readonly nowMs: number;
  readonly usage: Usage;
}

const verified = new WeakMap<ParsedCertificate, boolean>();

/** Whether a certificate is signed by its own key. */
export function isSelfSigned(certificate: ParsedCertificate): boolean {
  const known = verified.get(certificate);
  if (known !== undefined) return known;
  const is = certificate.selfIssued && isSignedBy(certificate, certificate);
  verified.set(certificate, is);
  return is;
}

export function isSignedBy(certificate: ParsedCertificate, issuer: ParsedCertificate): boolean {
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    // A key of another kind than the signature's.
    return false;
  }
}

/** Raw names are compared first; names that differ in encoding alone are told apart by nobody (RFC 5280 §7.1). */
export const isIssuedBy = (certificate: ParsedCertificate, issuer: ParsedCertificate): boolean =>
  certificate.issuerDer === issuer.subjectDer || certificate.x509.checkIssued(issuer.x509);

/** The first path that keeps every rule, or the fault of the one that came nearest. */
export function findPath(wish: PathWish): Path | PathFault {
  const search = new Search(wish);
  return search.from([wish.leaf]) ?? search.fault;
}

class Search {
  readonly #wish: PathWish;
  readonly #anchors: ReadonlySet<string>;
  #signatures = 0;
  #depth = 0;
  fault: PathFault;

  constructor(wish: PathWish) {
    this.#wish = wish;
    this.#anchors = new Set(wish.anchors.map(({ fingerprint }) => fingerprint));
    this.fault = { rule: 'chain', at: wish.leaf, found: `its issuer ${wish.leaf.issuer} is not known` };
  }

  /** Depth first: authorities of the store before what the peer sent. */
  from(path: Path): Path | undefined {
    const last = path.at(-1) ?? this.#wish.leaf;
    if (this.#anchors.has(last.fingerprint)) return this.#judged(path);
    if (path.length > limits.certificates.chain) return this.#note(path, 'its chain is too long');
    if (isSelfSigned(last)) return this.#note(path, `${last.subject} is not in the store`);
    for (const issuer of this.#candidates(path, last)) {
      if (this.#signatures++ >= limits.certificates.signatures) return this.#note(path, 'its chain has too many ways');
      if (!isSignedBy(last, issuer)) {
        this.#note(path, `${last.subject} is not signed by ${issuer.subject}`);
        continue;
      }
      const found = this.from([...path, issuer]);
      if (found !== undefined) return found;
    }
    return this.#note(path, `the issuer ${last.issuer} is missing`);
  }

  #candidates(path: Path, last: ParsedCertificate): ParsedCertificate[] {
    const { anchors, between } = this.#wish;
    return [...anchors, ...between].filter(
      (issuer) => isIssuedBy(last, issuer) && path.every(({ fingerprint }) => fingerprint !== issuer.fingerprint),
    );
  }

  #judged(path: Path): Path | undefined {
    const fault = validate(path, this.#wish);
    if (fault === undefined) return path;
    this.fault = fault;
    this.#depth = Number.POSITIVE_INFINITY;
    return undefined;
  }

  /** Remembers what was wrong on the longest way. */
  #note(path: Path, found: string): undefined {
    if (path.length <= this.#depth) return;
    this.#depth = path.length;
    this.fault = { rule: 'chain', at: this.#wish.leaf, found };
  }
}

type Check = (path: Path, wish: PathWish) => PathFault | undefined;

function validate(path: Path, wish: PathWish): PathFault | undefined {
  for (const check of [inDate, strong, authorities, pathLengths, understood, constrained, usable]) {
    const fault = check(path, wish);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The first of a path, from its end on, that breaks a rule. */
function firstFault(
  path: Path,
  rule: PathFault['rule'],
  found: (certificate: ParsedCertificate, index: number) => string | undefined,
): PathFault | undefined {
  for (const [index, at] of path.entries()) {
    const why = found(at, index);
    if (why !== undefined) return { rule, at, found: why };
  }
  return undefined;
}

const inDate: Check = (path, { nowMs }) =>
  firstFault(path, 'in-date', (certificate) => whyNotInDate(certificate, nowMs));

/** What an authority signed with a hash that can be forged, anybody may have signed; of the last one only the key counts. */
const strong: Check = (path) =>
  firstFault(path, 'key-size', ({ key }) => (key.strong ? undefined : `it is ${key.words}`)) ??
  firstFault(path.slice(0, -1), 'signature', ({ hash, signature }) => (hash === '' ? signature : undefined));

const authorities: Check = (path) =>
  firstFault(path.slice(1), 'authority', ({ basic, keyUsage }) => {
    if (basic?.ca !== true) return 'it is no authority (basic constraints)';
    return keyUsage?.includes('keyCertSign') === false ? 'its key may not sign certificates (key usage)' : undefined;
  });

/** Intermediates below an authority, those that are issued to itself not counted (RFC 5280 §6.1.4 l). */
const pathLengths: Check = (path) =>
  firstFault(path, 'path-length', ({ basic }, index) => {
    const below = path.slice(1, index).filter(({ selfIssued }) => !selfIssued).length;
    const most = basic?.pathLength;
    return index > 0 && most !== undefined && below > most ? `${below} where ${most} may be` : undefined;
  });

const understood: Check = (path) => firstFault(path, 'critical', whyNotUnderstood);

const constrained: Check = (path) => {
  for (const [index, { constraints }] of path.entries()) {
    if (constraints === undefined) continue;
    const below = path.slice(0, index).filter(({ selfIssued }, at) => at === 0 || !selfIssued);
    for (const at of below) {
      const found = whyOutside(at, constraints);
      if (found !== undefined) return { rule: 'name-constraints', at, found };
    }
  }
  return undefined;
};

/** Names of which there is nothing permitted, or which are excluded; those of kinds that are not understood, too. */
function whyOutside(
  { names, subjectName, subject }: ParsedCertificate,
  { permitted, excluded }: NonNullable<ParsedCertificate['constraints']>,
): string | undefined {
  const own: AnyName[] = subjectName.length === 0 ? [] : [{ kind: 'directory', name: subjectName, value: subject }];
  for (const name of [...names, ...own]) {
    const ofKind = permitted.filter(({ kind }) => kind === name.kind);
    if (ofKind.length > 0 && !ofKind.some((base) => isWithin(name, base))) return `${name.kind} ${name.value}`;
    if (name.kind === 'other' && excluded.some(({ kind }) => kind === 'other')) return 'a name of an unknown kind';
    if (excluded.some((base) => isWithin(name, base))) return `${name.kind} ${name.value}`;
  }
  return undefined;
}

/** An extended usage of an authority holds for what is below it, as every browser has it. */
const usable: Check = (path, { usage }) =>
  firstFault(path.slice(1), 'usage', ({ extendedUsage }) =>
    extendedUsage === undefined || extendedUsage.includes(purposeOf(usage))
      ? undefined
      : `its authority may not issue for ${usage}s`,
  );

const purposes: Readonly<Record<Usage, string>> = { client: '1.3.6.1.5.5.7.3.2', server: '1.3.6.1.5.5.7.3.1' };

/** The object identifier of an extended key usage. */
export const purposeOf = (usage: Usage): string => purposes[usage];

export const whyNotUnderstood = ({ notUnderstood }: ParsedCertificate): string | undefined =>
  notUnderstood.length === 0 ? undefined : `the extension ${notUnderstood[0]}`;

export function whyNotInDate({ startsMs, endsMs }: ParsedCertificate, nowMs: number): string | undefined {
  if (nowMs < startsMs) return `it begins on ${dayOf(startsMs)}`;
  return nowMs > endsMs ? `it ended on ${dayOf(endsMs)}` : undefined;
}

const dayOf = (ms: number): string =>
  Number.isFinite(ms) ? Temporal.Instant.fromEpochMilliseconds(ms).toString().slice(0, 10) : 'no day that there is';
