// The conditions of this system's own certificates: that one ends soon, and that one lacks a name by which people come.

import type { Condition } from '#alarms';
import { splitPublicNames, systemOptions } from '#calls';
import type { Configuration } from '#forms';
import {
  type Authority,
  type CertificatePlace,
  certificatePlaces,
  type Identities,
  type IdentityFacts,
  webServerCertificate,
} from '#security';

export interface CertificateFacts {
  /** Of each place that shows one of its own. */
  readonly shown: readonly Pick<IdentityFacts, 'place' | 'source' | 'startsMs' | 'endsMs'>[];
  readonly authorityEndsMs: number;
  /** Places whose uploaded certificate does not fit its key any more. */
  readonly unusable: readonly CertificatePlace[];
  /** How long before its end somebody is told of one that does not renew itself. */
  readonly warningDays: number;
  /** Public names that the certificate of the web server is not for. */
  readonly namesLacking: readonly string[];
}

export function certificateFactsOf(
  { identities, authority }: { readonly identities: Identities; readonly authority: Authority },
  configuration: Configuration,
): CertificateFacts {
  const publicNames = splitPublicNames(configuration.single(systemOptions).publicNames);
  return {
    shown: certificatePlaces.map((place) => identities.facts(place)).filter(({ source }) => source !== 'web'),
    authorityEndsMs: authority.facts.endsMs,
    unusable: certificatePlaces.filter((place) => identities.isUnusable(place)),
    warningDays: configuration.single(webServerCertificate).expiryWarningDays,
    namesLacking: publicNames.filter((name) => !identities.covers('web', name)),
  };
}

const dayMs = 86_400_000;
/** An own one is renewed 60 days before its end: something is wrong when it was not after a month. */
const overdueDays = 30;
const criticalDays = 7;
/** By ACME it comes when a third of its life is left, which may be days. */
const acmeOverduePart = 1 / 6;
const titles = { web: 'web server', telephony: 'telephony', device: 'device' } as const;
const forms = {
  web: 'web-server-certificate',
  telephony: 'telephony-certificate',
  device: 'device-certificate',
} as const;

type Found = readonly [string, Condition];

/** Each condition, by its name. */
export const certificateConditions = (facts: CertificateFacts, nowMs: number): Found[] => [
  ...facts.shown.flatMap((one) => ending(one, facts, nowMs)),
  ...authorityEnding(facts, nowMs),
  ...facts.unusable.map((place) => altered(place)),
  ...facts.namesLacking.map((name) => lacking(name)),
];

function ending(
  { place, source, startsMs, endsMs }: CertificateFacts['shown'][number],
  { warningDays }: CertificateFacts,
  nowMs: number,
): Found[] {
  const leftMs = endsMs - nowMs;
  const lifeMs = endsMs - startsMs;
  const soonMs = { uploaded: warningDays * dayMs, acme: lifeMs * acmeOverduePart, authority: overdueDays * dayMs };
  if (source === 'web' || leftMs >= soonMs[source]) return [];
  const days = Math.floor(leftMs / dayMs);
  const words =
    leftMs < 0
      ? `The ${titles[place]} certificate has ended: clients refuse it.`
      : `The ${titles[place]} certificate ends in ${days} days.`;
  const isCritical = leftMs < 0 || (source !== 'acme' && leftMs < criticalDays * dayMs);
  const severity = isCritical ? 'critical' : 'major';
  return [[`certificate.${place}`, { severity, words, remedy: remedies[source], form: forms[place] }]];
}

const remedies = {
  uploaded: 'Have it renewed by whoever issued it, and upload the next one. What is in use goes on meanwhile.',
  acme: 'It should have been renewed by itself: look into the view ACME Certificates for the reason.',
  authority: 'It should have been renewed by itself 60 days before: look into the log for the reason.',
} as const;

function authorityEnding({ authorityEndsMs, warningDays }: CertificateFacts, nowMs: number): Found[] {
  const days = Math.floor((authorityEndsMs - nowMs) / dayMs);
  if (days >= warningDays) return [];
  const words =
    days < 0 ? 'The private authority has ended.' : `The certificate of the private authority ends in ${days} days.`;
  const remedy = 'Phones and machines that trust it must be given another one: plan for a new system identity.';
  return [
    [
      'certificate.authority',
      { severity: days < criticalDays ? 'critical' : 'major', words, remedy, form: 'certificates' },
    ],
  ];
}

const altered = (place: CertificatePlace): Found => [
  `certificate.altered.${place}`,
  {
    severity: 'critical',
    words: `The uploaded ${titles[place]} certificate cannot be used: it was altered in the database, or its key was. That of the own authority is shown.`,
    remedy: 'Upload it again, and find out who could write to the database.',
    form: forms[place],
  },
];

const lacking = (name: string): Found => [
  `certificate.name.${name}`,
  {
    severity: 'minor',
    words: `The web server certificate is not for ${name}, a public name of this system: browsers warn people who come by it.`,
    remedy: 'Have a certificate issued that names it, or take the name out of System Options.',
    form: forms.web,
  },
];
