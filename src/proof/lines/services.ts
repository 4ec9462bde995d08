// Lines about the services of administration: their level, and what their listeners answer to a stranger.

import { type Demand, type Mend, met, notMet, type Seen, together, unknown } from '../line.ts';
import { type Answered, isEncrypted, placeOf } from '../probes/live.ts';
import { textOf, type World } from '../world.ts';
import { choiceAtLeast } from './setting.ts';

const form = 'service-security-levels';
const checksForm = 'certificate-checks';
/** From the laxest. What is disabled is reached by nobody. */
const levels = ['unsecure', 'unsecure-secure', 'secure-low', 'secure-medium', 'secure-high', 'disabled'];
export type Level = 'secure-low' | 'secure-medium' | 'secure-high';
const titles: Readonly<Record<Level, string>> = {
  'secure-low': 'Secure, Low',
  'secure-medium': 'Secure, Medium',
  'secure-high': 'Secure, High',
};
const labels = {
  securityAdministration: 'Security Administration',
  configuration: 'Configuration',
  systemStatus: 'System Status',
  callControl: 'Call Control',
  http: 'HTTP',
  webServices: 'Web Services',
} as const;

export const serviceLevel = (service: 'securityAdministration' | 'configuration', wanted: Level): Demand => ({
  ...choiceAtLeast(
    {
      statement: `Set the system ${labels[service]} service security level to ${titles[wanted]}.`,
      severity: wanted === 'secure-low' ? 'critical' : 'major',
      label: `${labels[service]} service security level`,
      field: service,
      wanted: wanted === 'secure-high' ? titles[wanted] : `${titles[wanted]}, or stricter`,
      why:
        wanted === 'secure-high'
          ? 'A stolen password alone is worth nothing where a recognised certificate is needed too.'
          : 'Passwords and settings that go over a weak connection can be read and altered on the way.',
      remedy: 'Choose it in Service Security Levels; TLS Security Levels must not be laxer for Web.',
      mayBreak:
        wanted === 'secure-high'
          ? 'Browsers and programs without a recognised certificate reach the service no more.'
          : 'Very old browsers and programs cannot connect.',
      form,
    },
    levels,
    wanted,
    (world) => liveLevel(world, wanted),
  ),
  watches: [form, 'tls-security-levels', 'network-listeners'],
});

/** What the listeners of the tools answer: they are the same for both services. */
function liveLevel({ live }: World, wanted: Level): readonly Seen[] {
  if (live === undefined) return [unknown('The listeners were not asked: not running.')];
  const web = live.listeners.filter(({ speaks }) => speaks === 'https');
  if (web.length === 0) return [met('', 'No listener of the tools is open.')];
  return web.map((one) => strength(one, wanted));
}

function strength(one: Answered, wanted: Level): Seen {
  const { isOpen, handshake, why, oldVersions, weakSuite } = one;
  const place = `Connected to ${placeOf(one)}`;
  if (!isOpen) return unknown(`${place}: it did not answer (${why}).`);
  if (one.plainAnswer !== '')
    return notMet('answers unencrypted', `${place}: it answers "${one.plainAnswer}" in the clear.`);
  if (wanted !== 'secure-low' && oldVersions.length > 0)
    return notMet(oldVersions.join(', '), `${place}: it accepts ${oldVersions.join(' and ')}.`);
  if (wanted !== 'secure-low' && weakSuite !== '') return notMet(weakSuite, `${place}: it accepts ${weakSuite}.`);
  const shown =
    handshake === undefined
      ? `no handshake without a certificate (${why})`
      : `${handshake.version}, ${handshake.suite}`;
  const refused = [
    ...(oldVersions.length > 0 ? [] : ['TLS 1.0 and 1.1']),
    ...(weakSuite === '' ? ['weak suites'] : []),
    'plain HTTP',
  ];
  return met('', `${place}: ${shown}; ${refused.join(', ')} refused.`);
}

/** "Client Certificate Checks", of management. */
export const clientCertificateChecks = (wanted: 'none' | 'high'): Demand =>
  choiceAtLeast(
    {
      statement: `${wanted === 'none' ? 'Leave' : 'Set'} the system Client Certificate Checks level ${wanted === 'none' ? 'set to None' : 'to High'}.`,
      severity: 'major',
      label: 'Certificate Checks, management,',
      field: 'management',
      wanted: wanted === 'none' ? 'None, or stricter' : 'High',
      why: 'Below High, any certificate of a trusted authority opens the way to the password; at High only those of which a copy is kept here.',
      remedy:
        'Put a copy of the certificate of each administrator’s computer into Trusted Certificates, then choose High in Certificate Checks.',
      mayBreak:
        wanted === 'none' ? 'Nothing.' : 'Certificates of which there is no copy in Trusted Certificates are refused.',
      form: checksForm,
    },
    ['none', 'low', 'medium', 'high'],
    wanted,
  );

const others = ['systemStatus', 'callControl', 'http', 'webServices'] as const;
const all = ['configuration', 'securityAdministration', ...others] as const;
const closed = (level: string): boolean => level === 'secure-high' || level === 'disabled';

/** The closing words of the document on maximum security: only recognised entities communicate, with strong encryption. */
export const onlyRecognised: Demand = {
  statement:
    'Only entities recognised by a strong certificate can communicate on the service interfaces; all services use strong encryption.',
  severity: 'critical',
  wanted: 'every other service Secure, High or Disabled; no handshake without a certificate',
  why: 'One service that answers strangers is a place from which to attack all of them.',
  remedy: 'Set the remaining services to Secure, high, or disable them, in Service Security Levels.',
  mayBreak: 'Browsers and programs without a recognised certificate reach nothing any more.',
  form,
  watches: [form, 'tls-security-levels', 'network-listeners', checksForm],
  look: (world) => {
    const record = world.settings.single(form);
    if (record === undefined) return unknown(`There is no form ${form}.`);
    const lax = others.filter((name) => !closed(textOf(record, name)));
    const { title, word } = world.settings;
    const words = `In ${title(form)}: ${others.map((name) => `${labels[name]} is ${word(form, name, textOf(record, name))}`).join('; ')}.`;
    if (lax.length > 0) return notMet(lax.map((name) => labels[name]).join(', '), words);
    // While configuration or security administration is open to strangers, the listener must be: that is another line.
    const isAll = all.every((name) => closed(textOf(record, name)));
    return together([met('all closed to strangers', words), ...(isAll ? strangers(world) : [])]);
  },
  mend: ({ settings }): readonly Mend[] => {
    const record = settings.single(form);
    const lax = others.filter((name) => record !== undefined && !closed(textOf(record, name)));
    return lax.length === 0 ? [] : [{ form, patch: Object.fromEntries(lax.map((name) => [name, 'secure-high'])) }];
  },
};

function strangers({ live }: World): readonly Seen[] {
  if (live === undefined) return [unknown('The listeners were not asked: not running.')];
  return live.listeners.filter(({ speaks }) => isEncrypted(speaks) && speaks !== 'sip-tls').map(stranger);
}

function stranger(one: Answered): Seen {
  const place = `Connected to ${placeOf(one)} without a certificate`;
  if (!one.isOpen) return unknown(`${place}: it did not answer (${one.why}).`);
  if (one.strangerAnswer !== '') return notMet('answers strangers', `${place}: it answers "${one.strangerAnswer}".`);
  if (one.shortSuite !== '')
    return notMet(one.shortSuite, `${place}: it accepts ${one.shortSuite}, with a key of 128 bits.`);
  return met('', `${place}: no request is answered${one.why === '' ? '' : ` (${one.why})`}.`);
}
