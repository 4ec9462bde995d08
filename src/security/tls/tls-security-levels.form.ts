// TLS Security Levels (SEC-1): for each application what its connections may negotiate. High is what is right.

import type { Refusal } from '#base';
import { choice, defineForm, type Field, type Look, type RecordOf } from '#forms';
import { type TlsApplication, tlsApplications } from './applications.ts';
import type { TlsLevel } from './suites.ts';
import { tlsCodes } from './tls.codes.ts';

const levels: Readonly<Record<TlsLevel, string>> = {
  high: 'High: TLS 1.2 and 1.3 with ephemeral keys and authenticated encryption',
  low: 'Low: TLS 1.2 and 1.3; of TLS 1.2 also suites without ephemeral keys: who records a call today and gets the key later, reads it',
  legacy: 'Legacy: also TLS 1.0 and 1.1, which are broken: who is on the way may read and alter what is said',
};

/** What a level costs, told in the difference of a change and on record with it. */
const costs: Readonly<Partial<Record<string, string>>> = {
  low: 'no forward secrecy for clients that choose so',
  legacy: 'TLS 1.0 and 1.1, which attackers read and alter',
};

/** As the choice, with what it costs beside the value wherever the value is told. */
function level(application: TlsApplication, help: string): Field<TlsLevel> {
  const field = choice({ label: tlsApplications[application], help, of: levels, initial: 'high', marks });
  return {
    ...field,
    print: (value) => (costs[value] === undefined ? value : `${value} (${costs[value]})`),
    read: (text) => field.read(text.replace(/ \(.*\)$/s, '')),
  };
}

const marks = { low: 'weak', legacy: 'broken' } as const;

export const tlsSecurityLevels = defineForm({
  id: 'tls-security-levels',
  title: 'TLS Security Levels',
  group: 'Security',
  duty: 'security',
  single: true,
  help: {
    purpose:
      'For each application, which versions and cipher suites of TLS its connections may negotiate. Every listener belongs to one application (Network Listeners).',
    conditions:
      'The client’s highest version wins; of the suites, the order of this system. A change holds for every new connection at once, one that would resume an older session too; connections that are open stay. Low and Legacy make this system show an RSA certificate beside its P-256 one, because their suites need it. Legacy adds TLS 1.0 and 1.1 with SHA-1 signatures, which have known attacks (BEAST, and those on CBC padding); it is refused while the adopted security profile is medium or maximum. Where Service Security Levels asks for more, that holds.',
    recommendation:
      'Leave all of it at high. Where one old device cannot do it, give that device a listener of its own, on an address that only its network reaches, under an application that nothing else uses, and lower only that.',
  },
  fields: {
    sip: level('sip', 'Listeners of SIP for devices of other makers.'),
    ipSets: level('ipSets', 'Listeners of SIP for the phones of this system.'),
    ipTrunks: level('ipTrunks', 'Listeners of SIP for trunks and other systems.'),
    trustedApplications: level('trustedApplications', 'Listeners for programs that are trusted by name.'),
    systemDataSynchronization: level('systemDataSynchronization', 'Listeners by which systems share their data.'),
    mitai: level('mitai', 'Listeners of the call-control API.'),
    dataServices: level(
      'dataServices',
      'Listeners for data services, and every connection that this system opens itself: to mail servers, log receivers, webhooks and certificate authorities.',
    ),
    web: level('web', 'Listeners of the tools in the browser, of the REST interface and of Managers.'),
  },
  rules: (record, look) => legacyUnderProfile(record, look),
});

export type TlsSecurityLevels = RecordOf<typeof tlsSecurityLevels>;

const profileForm = 'security-profile';

/** The adopted security profile; none where there is no such form. */
export function adoptedProfile(look: Pick<Look, 'formIds' | 'keysWith'>): string {
  if (!look.formIds().includes(profileForm)) return 'none';
  const profiles = ['maximum', 'medium', 'minimum'];
  return profiles.find((profile) => look.keysWith(profileForm, 'profile', profile).length > 0) ?? 'none';
}

function legacyUnderProfile(record: Readonly<Record<TlsApplication, TlsLevel>>, look: Look): Refusal[] {
  const profile = adoptedProfile(look);
  if (profile !== 'medium' && profile !== 'maximum') return [];
  return Object.entries(tlsApplications).flatMap(([name, label]) =>
    // The fields of the form are the applications.
    record[name as TlsApplication] === 'legacy'
      ? [tlsCodes.refuse('security.legacy-refused', { label, profile }, name)]
      : [],
  );
}
