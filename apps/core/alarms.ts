// The conditions of the system that somebody should look at now. Each says what is wrong and what to do; it ends when its cause does.

import type { Condition } from '#alarms';
import type { UserSummary } from '#security';
import { type CertificateFacts, certificateConditions } from './certificate-alarms.ts';
import type { ListenerLine } from './protocol.ts';

/** What conditions are found in. */
export interface Facts {
  readonly nowMs: number;
  readonly listeners: readonly ListenerLine[];
  readonly certificates: CertificateFacts;
  /** The certificates of others that are trusted, and when they end. */
  readonly trusted: readonly { readonly name: string; readonly ends: string }[];
  readonly users: readonly UserSummary[];
  readonly voiceEncryption: boolean;
  /** What was found wrong with the audit trail; blank when nothing was. */
  readonly trailDamage: string;
  /** Why nothing can be written to it; blank when it can. */
  readonly writingTrouble: string;
  /** Why older entries of it could not be archived; blank when they could. */
  readonly archivingTrouble: string;
  /** How often the portal died within ten minutes. */
  readonly portalDeaths: number;
  readonly firstAccounts: readonly string[];
  /** What is left of the disk that the data directory is on. */
  readonly freeBytes: number;
  /** What the last change of the clock was, within a day; blank when there was none. */
  readonly timeChange: string;
  /** Logins that were refused within ten minutes. */
  readonly refusedLogins: number;
}

/** By a name that says which condition it is: the same as long as it is the same thing. */
export type Conditions = ReadonlyMap<string, Condition>;

const dayMs = 86_400_000;
/** Another certificate of somebody else is not had in a day. */
const renewalDays = 60;
const manyDeaths = 3;
const manyRefused = 30;
const megabyte = 1_048_576;
const littleBytes = 1_024 * megabyte;
const almostNothingBytes = 200 * megabyte;
const users = 'user-authorization-profiles';
const listenersForm = 'network-listeners';
const trailForm = 'audit-trail-logs';

/** Every condition that holds. */
export function conditionsOf(facts: Facts): Conditions {
  const found = [trail, writing, archiving, disk, closed, switchedOff, certificates, trusted, unencrypted, encryption];
  const others = [portal, guessing, timeSet, locked, oneTime];
  return new Map([...found, ...others].flatMap((find) => find(facts)));
}

type Find = (facts: Facts) => (readonly [string, Condition])[];

/** The condition where the words say something, and none where they are blank. */
const where = (words: string, name: string, condition: Condition): (readonly [string, Condition])[] =>
  words === '' ? [] : [[name, condition]];

const trail: Find = ({ trailDamage }) =>
  where(trailDamage, 'trail-damaged', {
    severity: 'critical',
    words: `The audit trail is not whole: ${trailDamage}`,
    remedy: 'Keep the data directory as it is and compare it with backups; `ringfence audit verify` tells more.',
    form: trailForm,
  });

const writing: Find = ({ writingTrouble }) =>
  where(writingTrouble, 'trail-unwritten', {
    severity: 'critical',
    words: `The audit trail cannot be written: ${writingTrouble}`,
    remedy:
      'Changes are refused meanwhile, and what calls tell waits in memory. See that the disk has room and that nothing else holds the database.',
    form: trailForm,
  });

const archiving: Find = ({ archivingTrouble }) =>
  where(archivingTrouble, 'trail-unarchived', {
    severity: 'major',
    words: `Older entries of the audit trail cannot be archived: ${archivingTrouble}`,
    remedy: 'They stay in the database. See that the disk has room, and run `ringfence audit verify`.',
    form: 'audit-archives',
  });

/** Told in steps, so that it is not told anew with each file that somebody writes. */
const disk: Find = ({ freeBytes }) =>
  freeBytes >= littleBytes
    ? []
    : [
        [
          'disk',
          {
            severity: freeBytes < almostNothingBytes ? 'critical' : 'major',
            words: `The disk with the data directory is nearly full: less than ${freeBytes < almostNothingBytes ? '200 MB' : '1 GB'} is left.`,
            remedy:
              'Make room, or move the data directory to a larger disk. When it is full, changes are refused and records of calls wait in memory.',
            form: '',
          },
        ],
      ];

const closed: Find = ({ listeners }) =>
  listeners
    .filter(({ closedBecause, isSwitchedOff }) => closedBecause !== '' && isSwitchedOff !== true)
    .map(({ name, closedBecause }) => [
      `listener-closed.${name}`,
      {
        severity: 'critical',
        words: `The listener ${name} is not open: ${closedBecause}`,
        remedy:
          'Give it another address or port, or end the program that has it. It is tried again with each change of a listener.',
        form: listenersForm,
      },
    ]);

/** It is enabled, and something above it is not: one of the two is not what somebody wants. */
const switchedOff: Find = ({ listeners }) =>
  listeners
    .filter(({ isSwitchedOff }) => isSwitchedOff === true)
    .map(({ name, closedBecause }) => [
      `listener-switched-off.${name}`,
      {
        severity: 'minor',
        words: `The listener ${name} is enabled and stays closed: ${closedBecause}.`,
        remedy:
          'Disable the listener. If a device needs it, the security administrator switches on what it stands under.',
        form: listenersForm,
      },
    ]);

const certificates: Find = ({ certificates: facts, nowMs }) => certificateConditions(facts, nowMs);

/** Who is judged by it is refused from then on. */
const trusted: Find = ({ trusted: all, nowMs }) =>
  all.flatMap(({ name, ends }) => {
    const days = Math.floor((Date.parse(ends) - nowMs) / dayMs);
    if (Number.isNaN(days) || days >= renewalDays) return [];
    const words =
      days < 0 ? `The trusted certificate ${name} has ended.` : `The trusted certificate ${name} ends in ${days} days.`;
    const remedy = 'Ask its owner for the next one, add it beside this one, and delete this one when it has ended.';
    return [
      [`trusted.${name}`, { severity: days < 7 ? 'major' : 'minor', words, remedy, form: 'trusted-certificates' }],
    ];
  });

const unencrypted: Find = ({ listeners }) =>
  listeners
    .filter(({ transport, closedBecause }) => closedBecause === '' && ['TCP', 'UDP', 'HTTP'].includes(transport))
    .map(({ name }) => [
      `listener-unencrypted.${name}`,
      {
        severity: 'major',
        words: `The listener ${name} is open and not encrypted: whoever is on the way reads and alters what is sent.`,
        remedy: 'Switch it off as soon as no device needs it, or bind it to an address that only those devices reach.',
        form: listenersForm,
      },
    ]);

const encryption: Find = ({ voiceEncryption }) =>
  where(voiceEncryption ? '' : 'off', 'voice-encryption', {
    severity: 'major',
    words: 'Voice encryption is switched off: calls are sent in the clear.',
    remedy: 'The security administrator switches it on in System Options.',
    form: 'system-options',
  });

const portal: Find = ({ portalDeaths }) =>
  where(portalDeaths < manyDeaths ? '' : 'died', 'portal', {
    severity: 'major',
    words: `The portal, which serves the tools, has ended ${portalDeaths} times within ten minutes.`,
    remedy: 'Look into the log for the reason. Calls are not affected.',
    form: '',
  });

const guessing: Find = ({ refusedLogins }) =>
  where(refusedLogins < manyRefused ? '' : 'many', 'refused-logins', {
    severity: 'major',
    words: `More than ${manyRefused} logins were refused within ten minutes: somebody may be guessing passwords.`,
    remedy:
      'Look in the audit trail where they come from, keep that address out in the firewall, and see that second factors are required.',
    form: trailForm,
  });

const timeSet: Find = ({ timeChange }) =>
  where(timeChange, 'time-set', {
    severity: 'minor',
    words: `The clock of the machine was set within the last day. ${timeChange}`,
    remedy:
      'Find out who did it: records and certificates go by the clock. See that the machine takes its time from a server that can be trusted.',
    form: trailForm,
  });

const locked: Find = ({ users: all }) => {
  const names = all.filter(({ status }) => status.startsWith('locked')).map(({ loginId }) => loginId);
  const words =
    names.length === 1
      ? `The account ${names[0]} is locked.`
      : `${names.length} accounts are locked: ${names.slice(0, 5).join(', ')}.`;
  return where(names.length === 0 ? '' : words, 'accounts-locked', {
    ...{ severity: 'minor', words, form: users, extent: names.length },
    remedy:
      'Find out in the audit trail who tried to log in, then unlock it, or let its owner choose another password.',
  });
};

const oneTime: Find = ({ users: all, firstAccounts }) =>
  all
    .filter(({ loginId, status }) => firstAccounts.includes(loginId) && status === 'force-new-password')
    .map(({ loginId }) => [
      `one-time-password.${loginId}`,
      {
        severity: 'minor',
        words: `Nobody has logged in as ${loginId} yet: its one-time password still holds.`,
        remedy: 'Log in with it and choose another; if it is lost, `ringfence user reset-password` makes a new one.',
        form: users,
      },
    ]);
