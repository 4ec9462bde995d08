// The extensions of a certificate (RFC 5280 §4.2), read. Its law: each at most once, few in number, and one that is critical and not
// understood is remembered as such.

import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityInfoAccessSyntax,
  BasicConstraints,
  CRLDistributionPoints,
  ExtendedKeyUsage,
  type Extension,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509';
import { limits } from '#base';
import { type AnyName, namesOf } from './names.ts';

export interface Extensions {
  /** Undefined where the extension is absent. */
  readonly basic: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  readonly keyUsage: readonly KeyUse[] | undefined;
  /** Object identifiers. */
  readonly extendedUsage: readonly string[] | undefined;
  readonly names: readonly AnyName[];
  readonly constraints: { readonly permitted: readonly AnyName[]; readonly excluded: readonly AnyName[] } | undefined;
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  /** Object identifiers of critical extensions that nobody here understands. */
  readonly notUnderstood: readonly string[];
}

export type KeyUse = 'digitalSignature' | 'keyEncipherment' | 'keyAgreement' | 'keyCertSign' | 'cRLSign';

const flags: readonly (readonly [KeyUse, number])[] = [
  ['digitalSignature', KeyUsageFlags.digitalSignature],
  ['keyEncipherment', KeyUsageFlags.keyEncipherment],
  ['keyAgreement', KeyUsageFlags.keyAgreement],
  ['keyCertSign', KeyUsageFlags.keyCertSign],
  ['cRLSign', KeyUsageFlags.cRLSign],
];

const ids = {
  basic: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedUsage: '2.5.29.37',
  names: '2.5.29.17',
  constraints: '2.5.29.30',
  crl: '2.5.29.31',
  access: '1.3.6.1.5.5.7.1.1',
} as const;

/**
 * Understood beside those of `ids`, or without effect here: key identifiers, the issuer's other names, and policies,
 * which nobody asks for (policyConstraints does ask, and is not understood).
 */
const harmless: readonly string[] = [
  ...['2.5.29.14', '2.5.29.35', '2.5.29.18', '2.5.29.32', '2.5.29.33', '2.5.29.54', '1.3.6.1.5.5.7.1.24'],
];

const ocspMethod = '1.3.6.1.5.5.7.48.1';

/** Reads them; in words what is wrong with them. Throws on malformed ASN.1. */
export function readExtensions(list: readonly Extension[]): Extensions | string {
  if (list.length > limits.certificates.extensions) return 'it has too many extensions';
  const found = new Map(list.map((extension) => [extension.extnID, extension]));
  if (found.size !== list.length) return 'it has an extension twice';
  const bytesOf = (id: string): ArrayBuffer | undefined => found.get(id)?.extnValue.buffer;
  const names = namesOf(parsed(bytesOf(ids.names), SubjectAlternativeName) ?? []);
  const constraints = readConstraints(bytesOf(ids.constraints));
  const count = names.length + (constraints?.permitted.length ?? 0) + (constraints?.excluded.length ?? 0);
  if (count > limits.certificates.names) return 'it has too many names';
  return {
    ...{ names, constraints },
    basic: readBasic(bytesOf(ids.basic)),
    keyUsage: readKeyUsage(bytesOf(ids.keyUsage)),
    extendedUsage: readList(bytesOf(ids.extendedUsage)),
    crlUrls: readCrlUrls(bytesOf(ids.crl)),
    ocspUrls: readOcspUrls(bytesOf(ids.access)),
    notUnderstood: list
      .filter((extension) => extension.critical && !isKnown(extension.extnID))
      .map(({ extnID }) => extnID),
  };
}

const known: readonly string[] = [...Object.values(ids), ...harmless];
const isKnown = (id: string): boolean => known.includes(id);

const parsed = <T>(bytes: ArrayBuffer | undefined, type: new () => T): T | undefined =>
  bytes === undefined ? undefined : AsnConvert.parse(bytes, type);

function readBasic(bytes: ArrayBuffer | undefined): Extensions['basic'] {
  const value = parsed(bytes, BasicConstraints);
  return value === undefined ? undefined : { ca: value.cA, pathLength: value.pathLenConstraint };
}

function readKeyUsage(bytes: ArrayBuffer | undefined): Extensions['keyUsage'] {
  const bits = parsed(bytes, KeyUsage)?.toNumber();
  return bits === undefined ? undefined : flags.filter(([, flag]) => (bits & flag) !== 0).map(([use]) => use);
}

function readList(bytes: ArrayBuffer | undefined): readonly string[] | undefined {
  const value = parsed(bytes, ExtendedKeyUsage);
  return value === undefined ? undefined : [...value];
}

function readConstraints(bytes: ArrayBuffer | undefined): Extensions['constraints'] {
  const value = parsed(bytes, NameConstraints);
  if (value === undefined) return undefined;
  const bases = (trees: typeof value.permittedSubtrees) =>
    namesOf(
      [...(trees ?? [])].map(({ base }) => base),
      true,
    );
  return { permitted: bases(value.permittedSubtrees), excluded: bases(value.excludedSubtrees) };
}

const isHttp = (url: string | undefined): url is string => url !== undefined && /^https?:\/\//i.test(url);

/** Of points that hold for every reason and are signed by the issuer itself; others are not understood (RFC 5280 §4.2.1.13). */
function readCrlUrls(bytes: ArrayBuffer | undefined): readonly string[] {
  const points = [...(parsed(bytes, CRLDistributionPoints) ?? [])];
  return points
    .filter(({ reasons, cRLIssuer }) => reasons === undefined && cRLIssuer === undefined)
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .map((name) => name.uniformResourceIdentifier)
    .filter(isHttp);
}

const readOcspUrls = (bytes: ArrayBuffer | undefined): readonly string[] =>
  [...(parsed(bytes, AuthorityInfoAccessSyntax) ?? [])]
    .filter(({ accessMethod }) => accessMethod === ocspMethod)
    .map(({ accessLocation }) => accessLocation.uniformResourceIdentifier)
    .filter(isHttp);
