// What the portal is told: its listeners with what each may negotiate and whom it asks for certificates, the names that people may
// call it by, and the certificates that it shows.

import { type NetworkListener, networkListeners, splitPublicNames, systemOptions } from '#calls';
import { type Configuration, isEveryAddress } from '#forms';
import {
  type Authority,
  type Identities,
  ownNames,
  type Staple,
  serviceOffer,
  serviceOptions,
  serviceSecurityLevels,
} from '#security';
import { levelOf, offerOf, whyClosed } from '../open-or-closed.ts';
import type {
  PortalConfiguration,
  PortalFiles,
  PortalListener,
  PortalPlain,
  PortalStaple,
} from '../portal-protocol.ts';
import type { ListenerLine } from '../protocol.ts';
import type { ShownProofs } from './proofs.ts';

/** Every name and address by which this system is reached, those that only its administrator knows among them. */
export function namesOf(configuration: Configuration): string[] {
  const { realm, publicNames } = configuration.single(systemOptions);
  return ownNames([realm, ...splitPublicNames(publicNames)]);
}

export interface PortalParts {
  readonly configuration: Configuration;
  readonly identities: Pick<Identities, 'of'>;
  /** The certificates to which those of managers and administrators lead. */
  readonly trust: readonly string[];
  /** The certificates of codes with which a computer may become a Manager: let in by their listener alone. */
  readonly codes: readonly string[];
  readonly staples: readonly Staple[];
  /** What is proved of names while an order of a certificate runs. */
  readonly proofs: Pick<ShownProofs, 'challenges' | 'certificates'>;
  readonly authority: Pick<Authority, 'crl' | 'facts'>;
}

export function portalConfiguration(parts: PortalParts): PortalConfiguration {
  const { configuration, proofs } = parts;
  const open = listenersOf(configuration).filter((record) => whyClosed(configuration, record) === '');
  return {
    listeners: open.map((record) => portalListener(record, parts)),
    hosts: [...new Set(namesOf(configuration).map((name) => name.toLowerCase()))],
    proofs: proofs.certificates,
    ...(open.some(({ service }) => service === 'http') ? { plain: plainOf(parts) } : {}),
  };
}

/** What the unencrypted listener serves. */
const plainOf = ({ proofs, authority }: PortalParts): PortalPlain => ({
  challenges: proofs.challenges,
  crl: authority.crl().toString('base64'),
  authority: authority.facts.certificatePem,
});

/** Those that are enabled and must stay closed, for `status`. */
export const closedLines = (configuration: Configuration): readonly ListenerLine[] =>
  listenersOf(configuration).flatMap((record) => {
    const closedBecause = whyClosed(configuration, record);
    const { name, service, address, port } = record;
    return closedBecause === ''
      ? []
      : [{ name, transport: portalTransports[service], address, port, closedBecause, isSwitchedOff: true }];
  });

interface PortalRecord extends NetworkListener {
  readonly service: PortalListener['kind'];
}

const listenersOf = (configuration: Configuration): PortalRecord[] =>
  [...configuration.records(networkListeners).values()].filter(
    (record): record is PortalRecord => record.enabled && record.service in portalTransports,
  );

/** What is spoken on a listener of the portal, as `status` tells it. */
export const portalTransports: Readonly<Record<PortalListener['kind'], string>> = {
  https: 'HTTPS',
  management: 'Management',
  http: 'HTTP',
};

function portalListener(
  record: PortalRecord,
  { configuration, identities, trust, codes, staples }: PortalParts,
): PortalListener {
  const { name, service: kind, address, port } = record;
  const place = { name, kind, address, port };
  const offer = offerOf(configuration, record);
  if (offer === undefined) return { ...place, clientCertificates: 'none', trust: [] };
  const asked = trust.length === 0 ? 'none' : 'asked';
  const files = kind === 'https' ? filesOf(configuration, record) : undefined;
  return {
    ...place,
    tls: serviceOptions(offer, identities.of(kind === 'management' ? 'device' : 'web')),
    clientCertificates: offer.needsCertificate ? 'required' : asked,
    trust: kind === 'management' ? [...trust, ...codes] : trust,
    ...(files === undefined ? {} : { files }),
    ...(staples.length === 0 ? {} : { staples: staples.map(printStaple) }),
  };
}

const printStaple = ({ certificate, answer }: Staple): PortalStaple => ({
  certificate: certificate.toString('base64'),
  answer: answer.toString('base64'),
});

/** What a connection must be for the files of the tools: the service HTTP. */
function filesOf(configuration: Configuration, record: PortalRecord): PortalFiles | undefined {
  const { http } = configuration.single(serviceSecurityLevels);
  const offer = serviceOffer(levelOf(configuration, record), [http]);
  return offer === undefined ? undefined : { suites: offer.suites, certificate: offer.needsCertificate };
}

/** Where people log in, by the listeners that are open: under the first public name, at the address, or by this machine's name. */
export function logInAt(configuration: Configuration, listeners: readonly ListenerLine[]): string[] {
  const [publicName] = splitPublicNames(configuration.single(systemOptions).publicNames);
  const [ownName = 'localhost'] = namesOf(configuration);
  return listeners
    .filter(({ transport, closedBecause }) => transport === portalTransports.https && closedBecause === '')
    .map(({ address, port }) => {
      const host = publicName ?? (isEveryAddress(address) ? ownName : address);
      return `https://${host.includes(':') ? `[${host}]` : host}:${port}/`;
    });
}
