// Alarms: what somebody should look at now. Each says what is wrong and what to do; it ends when its cause does.

import type { UserSummary } from '#security';
import type { AlarmLine } from './portal-protocol.ts';
import type { ListenerLine } from './protocol.ts';

/** What alarms are made of. */
export interface Facts {
  readonly nowMs: number;
  readonly listeners: readonly ListenerLine[];
  /** When the certificates of SIP and of the web server end. */
  readonly certificatesEndMs: readonly number[];
  readonly users: readonly UserSummary[];
  readonly voiceEncryption: boolean;
  /** What was found wrong with the audit trail; blank when nothing was. */
  readonly trailDamage: string;
  /** Why older entries of it could not be archived; blank when they could. */
  readonly archivingTrouble: string;
  /** How often the portal died within ten minutes. */
  readonly portalDeaths: number;
  readonly firstAccounts: readonly string[];
}

const dayMs = 86_400_000;
const soonDays = 30;
const manyDeaths = 3;
const users = 'user-authorization-profiles';
const listenersForm = 'network-listeners';

/** The alarms, worst first. */
export function alarmsOf(facts: Facts): AlarmLine[] {
  const all = [trail, archiving, closed, certificates, unencrypted, encryption, portal, locked, oneTime];
  const order: readonly AlarmLine['severity'][] = ['critical', 'major', 'minor'];
  return all.flatMap((alarm) => alarm(facts)).sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

type Alarm = (facts: Facts) => AlarmLine[];

const trail: Alarm = ({ trailDamage }) =>
  trailDamage === ''
    ? []
    : [
        {
          severity: 'critical',
          words: `The audit trail is not whole: ${trailDamage}`,
          remedy: 'Keep the data directory as it is and compare it with backups; `ringfence audit verify` tells more.',
          form: 'audit-trail-logs',
        },
      ];

const archiving: Alarm = ({ archivingTrouble }) =>
  archivingTrouble === ''
    ? []
    : [
        {
          severity: 'major',
          words: `Older entries of the audit trail cannot be archived: ${archivingTrouble}`,
          remedy: 'They stay in the database. See that the disk has room, and run `ringfence audit verify`.',
          form: 'audit-archives',
        },
      ];

const closed: Alarm = ({ listeners }) =>
  listeners
    .filter(({ closedBecause }) => closedBecause !== '')
    .map(({ name, closedBecause }) => ({
      severity: 'critical',
      words: `The listener ${name} is not open: ${closedBecause}`,
      remedy:
        'Give it another address or port, or end the program that has it. It is tried again with each change of a listener.',
      form: listenersForm,
    }));

const certificates: Alarm = ({ certificatesEndMs, nowMs }) => {
  const days = Math.floor((Math.min(...certificatesEndMs) - nowMs) / dayMs);
  if (days >= soonDays) return [];
  const words =
    days < 0 ? 'A certificate of this system has ended.' : `A certificate of this system ends in ${days} days.`;
  return [
    {
      severity: days < 7 ? 'critical' : 'major',
      words,
      remedy: 'It should have been renewed by itself 60 days before; look into the log for the reason.',
      form: '',
    },
  ];
};

const unencrypted: Alarm = ({ listeners }) =>
  listeners
    .filter(({ transport, closedBecause }) => closedBecause === '' && ['TCP', 'UDP', 'HTTP'].includes(transport))
    .map(({ name }) => ({
      severity: 'major',
      words: `The listener ${name} is open and not encrypted: whoever is on the way reads who calls whom.`,
      remedy: 'Switch it off as soon as no device needs it, or bind it to an address that only those devices reach.',
      form: listenersForm,
    }));

const encryption: Alarm = ({ voiceEncryption }) =>
  voiceEncryption
    ? []
    : [
        {
          severity: 'major',
          words: 'Voice encryption is switched off: calls are sent in the clear.',
          remedy: 'The security administrator switches it on in System Options.',
          form: 'system-options',
        },
      ];

const portal: Alarm = ({ portalDeaths }) =>
  portalDeaths < manyDeaths
    ? []
    : [
        {
          severity: 'major',
          words: `The portal, which serves the tools, has ended ${portalDeaths} times within ten minutes.`,
          remedy: 'Look into the log for the reason. Calls are not affected.',
          form: '',
        },
      ];

const locked: Alarm = ({ users: all }) => {
  const names = all.filter(({ status }) => status.startsWith('locked')).map(({ loginId }) => loginId);
  if (names.length === 0) return [];
  const words =
    names.length === 1
      ? `The account ${names[0]} is locked.`
      : `${names.length} accounts are locked: ${names.slice(0, 5).join(', ')}.`;
  return [
    {
      severity: 'minor',
      words,
      remedy:
        'Find out in the audit trail who tried to log in, then unlock it, or let its owner choose another password.',
      form: users,
    },
  ];
};

const oneTime: Alarm = ({ users: all, firstAccounts }) =>
  all
    .filter(({ loginId, status }) => firstAccounts.includes(loginId) && status === 'force-new-password')
    .map(({ loginId }) => ({
      severity: 'minor',
      words: `Nobody has logged in as ${loginId} yet: its one-time password still holds.`,
      remedy: 'Log in with it and choose another; if it is lost, `ringfence user reset-password` makes a new one.',
      form: users,
    }));
