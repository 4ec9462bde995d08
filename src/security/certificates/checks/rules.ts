// The rules by which a stranger's certificate is judged (SEC-5), as a table. Its law: pure functions of what was shown, what is
// trusted and the time; who wants to know what a level asks for reads this table.

import { isIP } from 'node:net';
import { sipDomainOf } from '../names.ts';
import type { ParsedCertificate } from '../parsed.ts';
import type { ChecksCode } from './checks.codes.ts';
import {
  isSelfSigned,
  type Path,
  type PathFault,
  purposeOf,
  type Usage,
  whyNotInDate,
  whyNotUnderstood,
} from './path.ts';

export const checkLevels = ['none', 'low', 'medium', 'high'] as const;
export type CheckLevel = (typeof checkLevels)[number];

export const reaches = (level: CheckLevel, from: CheckLevel): boolean =>
  checkLevels.indexOf(level) >= checkLevels.indexOf(from);

/** What a rule looks at. */
export interface Case {
  readonly leaf: ParsedCertificate;
  /** From the leaf to its authority, or why there is none; looked for when first asked. */
  path(): Path | PathFault;
  readonly usage: Usage;
  readonly nowMs: number;
  /** Whether a certificate or a key is of this system itself. */
  isOwn(certificate: ParsedCertificate): boolean;
  /** Whether a copy of the certificate itself is known. */
  isPinned(certificate: ParsedCertificate): boolean;
  /** Host names, addresses and SIP domains, one of which the certificate must bear; empty: any will do. */
  readonly hosts: readonly string[];
}

export interface Rule {
  readonly name: string;
  readonly code: ChecksCode;
  readonly from: CheckLevel;
  /** What it asks for, in words. */
  readonly asks: string;
  /** What is wrong, in words; undefined where the rule is kept. */
  broken(given: Case): string | undefined;
}

/** The rule of a path, where it is the one that was broken. */
const ofPath =
  (rule: PathFault['rule']) =>
  (given: Case): string | undefined => {
    const path = given.path();
    if (!('rule' in path) || path.rule !== rule) return undefined;
    return path.at === given.leaf ? path.found : `${path.at.subject}: ${path.found}`;
  };

const firstOf =
  (...rules: ((given: Case) => string | undefined)[]) =>
  (given: Case): string | undefined => {
    for (const rule of rules) {
      const found = rule(given);
      if (found !== undefined) return found;
    }
    return undefined;
  };

/** In the order in which they are asked; the first that is broken is the refusal. */
export const rules: readonly Rule[] = [
  {
    name: 'in-date',
    code: 'security.certificate-in-date',
    from: 'none',
    asks: 'has begun and not ended',
    broken: ({ leaf, nowMs }) => whyNotInDate(leaf, nowMs),
  },
  {
    name: 'key-size',
    code: 'security.certificate-key-size',
    from: 'low',
    asks: 'its key is RSA of 2048 to 8192 bits, P-256, P-384, P-521, Ed25519 or Ed448',
    broken: ({ leaf }) => (leaf.key.strong ? undefined : `it is ${leaf.key.words}`),
  },
  {
    name: 'signature',
    code: 'security.certificate-signature',
    from: 'low',
    asks: 'is signed with SHA-256 or better, not with MD5 or SHA-1',
    broken: ({ leaf }) => (leaf.hash === '' ? leaf.signature : undefined),
  },
  {
    name: 'reflected',
    code: 'security.certificate-reflected',
    from: 'medium',
    asks: 'is not a certificate of this system itself, and has none of its keys',
    broken: (given) => (given.isOwn(given.leaf) ? 'it is our own' : undefined),
  },
  {
    name: 'self-signed',
    code: 'security.certificate-self-signed',
    from: 'high',
    asks: 'is not signed by its own key',
    broken: ({ leaf }) => (isSelfSigned(leaf) ? 'it is' : undefined),
  },
  {
    name: 'critical',
    code: 'security.certificate-critical',
    from: 'medium',
    asks: 'has no critical extension that is not understood',
    broken: ({ leaf }) => whyNotUnderstood(leaf),
  },
  {
    name: 'usage',
    code: 'security.certificate-usage',
    from: 'medium',
    asks: 'has a key usage, is no authority, and its usages fit who connects (client) or is connected to (server)',
    broken: firstOf(({ leaf, usage }) => whyUnfit(leaf, usage)),
  },
  {
    name: 'chain',
    code: 'security.certificate-chain',
    from: 'medium',
    asks: 'leads without a hole to an authority in Trusted Certificates, or to the own one',
    broken: ofPath('chain'),
  },
  {
    name: 'chain-in-date',
    code: 'security.certificate-in-date',
    from: 'medium',
    asks: 'everything above it has begun and not ended',
    broken: ofPath('in-date'),
  },
  {
    name: 'chain-key-size',
    code: 'security.certificate-key-size',
    from: 'medium',
    asks: 'the keys of everything above it are as strong as its own must be',
    broken: ofPath('key-size'),
  },
  {
    name: 'chain-signature',
    code: 'security.certificate-signature',
    from: 'medium',
    asks: 'everything above it but the authority itself is signed with SHA-256 or better',
    broken: ofPath('signature'),
  },
  {
    name: 'authority',
    code: 'security.certificate-authority',
    from: 'medium',
    asks: 'everything above it is an authority (basic constraints) that may sign certificates (key usage)',
    broken: ofPath('authority'),
  },
  {
    name: 'path-length',
    code: 'security.certificate-path-length',
    from: 'medium',
    asks: 'no authority has more authorities below it than it permits',
    broken: ofPath('path-length'),
  },
  {
    name: 'chain-critical',
    code: 'security.certificate-critical',
    from: 'medium',
    asks: 'nothing above it has a critical extension that is not understood',
    broken: ofPath('critical'),
  },
  {
    name: 'name-constraints',
    code: 'security.certificate-name-constraints',
    from: 'medium',
    asks: 'its names are among those that the authorities above it may issue for',
    broken: ofPath('name-constraints'),
  },
  {
    name: 'chain-usage',
    code: 'security.certificate-usage',
    from: 'medium',
    asks: 'the extended usages of everything above it, where there are any, hold its own',
    broken: ofPath('usage'),
  },
  {
    name: 'pinned',
    code: 'security.certificate-pinned',
    from: 'high',
    asks: 'a copy of it is in Trusted Certificates, or it was enrolled',
    broken: (given) => (given.isPinned(given.leaf) ? undefined : 'it is not there'),
  },
  {
    name: 'name',
    code: 'security.certificate-name',
    from: 'medium',
    asks: 'bears the name or address of the other end; SIP domains as in RFC 5922. Of who connects only with Remote Checks',
    broken: ({ leaf, hosts }) =>
      hosts.length === 0 || hosts.some((host) => bears(leaf, host)) ? undefined : namesIn(leaf),
  },
];

const fitting: Readonly<Record<Usage, readonly string[]>> = {
  client: ['digitalSignature'],
  server: ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
};

function whyUnfit({ basic, keyUsage, extendedUsage }: ParsedCertificate, usage: Usage): string | undefined {
  if (basic?.ca === true) return 'it is an authority, which connects to nobody';
  if (keyUsage === undefined) return 'it has no key usage';
  if (!keyUsage.some((use) => fitting[usage].includes(use))) return `its key usage is not for a ${usage}`;
  const named = extendedUsage === undefined || extendedUsage.includes(purposeOf(usage));
  return named ? undefined : `its extended key usage is not for a ${usage}`;
}

const shownNames = 5;

const namesIn = ({ names }: ParsedCertificate): string => {
  const shown = names.slice(0, shownNames).map(({ value }) => value.slice(0, 100));
  return shown.length === 0 ? 'it bears no names' : `it is for ${shown.join(', ')}`;
};

/** "sip:example.com" asks for a SIP domain; else a host name or an IP address. The common name is never looked at (RFC 9525). */
function bears({ names, x509 }: ParsedCertificate, host: string): boolean {
  if (host.startsWith('sip:')) return bearsDomain(names, host.slice(4).toLowerCase());
  try {
    if (isIP(host) !== 0) return x509.checkIP(host) !== undefined;
    return x509.checkHost(host, { subject: 'never', partialWildcards: false, wildcards: true }) !== undefined;
  } catch {
    // What is no name at all.
    return false;
  }
}

/** RFC 5922 §7.2: SIP URIs where there are any, else DNS names; never wildcards. */
function bearsDomain(names: ParsedCertificate['names'], domain: string): boolean {
  const uris = names.filter(({ kind, value }) => kind === 'uri' && /^sips?:/i.test(value));
  if (uris.length > 0) return uris.some((name) => sipDomainOf(name) === domain);
  return names.some(({ kind, value }) => kind === 'dns' && value === domain);
}
