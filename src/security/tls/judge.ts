// Judges connections by service (SEC-2): what a listener may negotiate for the services on it, and whether a connection is good
// enough for what is asked over it. Pure functions; the stricter of TLS level and service level holds.

import type { Refusal } from '#base';
import {
  type Service,
  type ServiceLevel,
  type ServiceSecurityLevels,
  services,
} from './service-security-levels.form.ts';
import {
  isAead,
  isForwardSecret,
  isLongKeyed,
  type Offer,
  offers,
  type TlsLevel,
  type TlsVersion,
  tlsVersions,
} from './suites.ts';
import { tlsCodes } from './tls.codes.ts';

/** What is known of the connection over which somebody asks, as the portal that holds it tells. */
export interface ConnectionFacts {
  /** The name of the listener; blank where it is not known. */
  readonly listener: string;
  /** As OpenSSL names it: 'TLSv1.3'. */
  readonly version: string;
  /** OpenSSL's name: 'ECDHE-RSA-AES256-GCM-SHA384'. */
  readonly suite: string;
  /** SHA-256 of the client's certificate, where one was shown and recognised; blank otherwise. */
  readonly certificate: string;
  /** Why the certificate that was shown is not recognised; blank where none was shown. */
  readonly certificateRefused: string;
}

interface Floor {
  readonly minVersion: TlsVersion;
  permits(suite: string): boolean;
}

type SecureLevel = 'secure-low' | 'secure-medium' | 'secure-high';

const floors: Readonly<Record<SecureLevel, Floor>> = {
  'secure-low': { minVersion: 'TLSv1', permits: () => true },
  'secure-medium': { minVersion: 'TLSv1.2', permits: isAead },
  'secure-high': {
    minVersion: 'TLSv1.2',
    permits: (suite) => isAead(suite) && isForwardSecret(suite) && isLongKeyed(suite),
  },
};

const wanted: Readonly<Record<SecureLevel, string>> = {
  'secure-low': 'TLS',
  'secure-medium': 'TLS 1.2 or 1.3 and a suite with GCM or CHACHA20-POLY1305',
  'secure-high': 'TLS 1.3, or TLS 1.2 with ECDHE, and AES of 256 bits or CHACHA20-POLY1305',
};

/** The secure side of a level; undefined where there is none. */
function secureSide(level: ServiceLevel): SecureLevel | undefined {
  if (level === 'disabled' || level === 'unsecure') return undefined;
  return level === 'unsecure-secure' ? 'secure-low' : level;
}

/** What the services on an encrypted listener leave of a TLS level. */
export interface ServiceOffer extends Offer {
  /** Every service on it asks for a client certificate. */
  readonly needsCertificate: boolean;
}

/** The offer of a listener with these services; undefined where none of them is enabled on its secure side. */
export function serviceOffer(level: TlsLevel, onIt: readonly ServiceLevel[]): ServiceOffer | undefined {
  const sides = onIt.map(secureSide).filter((side) => side !== undefined);
  const order: readonly SecureLevel[] = ['secure-low', 'secure-medium', 'secure-high'];
  const weakest = order.find((side) => sides.includes(side));
  if (weakest === undefined) return undefined;
  const { minVersion, permits } = floors[weakest];
  const offer = offers[level];
  return {
    minVersion: isOlder(offer.minVersion, minVersion) ? minVersion : offer.minVersion,
    suites: offer.suites.filter((suite) => permits(suite)),
    needsCertificate: weakest === 'secure-high',
  };
}

const isOlder = (version: string, than: TlsVersion): boolean => rank(version) < rank(than);
/** A version that is not known is older than all. */
const rank = (version: string): number => (tlsVersions as readonly string[]).indexOf(version);

/** Why a connection is not good enough for a service; undefined when it is. Facts that are missing speak against it. */
export function judgeService(service: Service, level: ServiceLevel, facts: ConnectionFacts): Refusal | undefined {
  const name = services[service];
  const side = secureSide(level);
  if (level === 'disabled') return tlsCodes.refuse('security.service-disabled', { service: name });
  if (side === undefined) return tlsCodes.refuse('security.service-unsecured', { service: name });
  const { minVersion, permits } = floors[side];
  const { version, suite, certificate, certificateRefused } = facts;
  if (isOlder(version, minVersion) || !permits(suite)) {
    const connection = version === '' ? 'of which nothing is known' : `${version}, ${suite}`;
    const values = { service: name, level, connection, wanted: wanted[side] };
    return tlsCodes.refuse('security.connection-weak', values);
  }
  if (side !== 'secure-high' || certificate !== '') return undefined;
  const why =
    certificateRefused === '' ? 'This connection showed none.' : `The one that was shown is not: ${certificateRefused}`;
  return tlsCodes.refuse('security.certificate-needed', { service: name, why });
}

/** The first reason against any of these services. */
export function judgeServices(
  needed: Iterable<Service>,
  levels: ServiceSecurityLevels,
  facts: ConnectionFacts,
): Refusal | undefined {
  for (const service of needed) {
    const refusal = judgeService(service, levels[service], facts);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Whether a new connection like this one would still be negotiated. */
export const isOffered = (
  { minVersion, suites }: Offer,
  { version, suite }: Pick<ConnectionFacts, 'version' | 'suite'>,
) => !isOlder(version, minVersion) && suites.includes(suite);

/** The services of an encrypted listener of this service. The call-control API has none yet. */
export const servicesOn: Readonly<Record<'https' | 'management', readonly Service[]>> = {
  https: ['configuration', 'securityAdministration', 'systemStatus', 'http', 'webServices'],
  management: ['configuration', 'securityAdministration', 'systemStatus'],
};
