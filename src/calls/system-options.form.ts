// The form System Options: what holds for the whole system during calls.

import type { Refusal } from '#base';
import { defineForm, type RecordOf, text, whole, yesNo } from '#forms';
import { callsFormCodes } from './configuration.codes.ts';
import { arePublicNames, mostPublicNames, tidyPublicNames } from './public-names.ts';

const mediaPort = (label: string, help: string, initial: number) =>
  whole({
    label,
    help: `${help} A port is open only while a call needs it. Of use from the next start on.`,
    section: 'Media',
    min: 1_024,
    max: 65_535,
    initial,
  });

export const systemOptions = defineForm({
  id: 'system-options',
  title: 'System Options',
  group: 'System',
  help: {
    purpose:
      'Sets what holds for the whole system while calls are set up and held: names, encryption, times and limits.',
    conditions:
      'A change applies to the next registration or call; calls in progress keep what they began with. A change of the realm makes every phone answer a new challenge.',
    recommendation:
      'Keep voice encryption and SRTP enabled. Set the expiry of registrations no longer than a phone may stay unreachable unnoticed.',
  },
  single: true,
  fields: {
    systemName: text({
      label: 'System name',
      help: 'Names this system to people: at log-in, in the tools and in reports.',
      section: 'Names',
      max: 64,
      initial: 'Ringfence',
    }),
    realm: text({
      label: 'Realm',
      help: 'The realm of digest authentication, and the domain that phones are registered in. Phones show it when they ask for a secret.',
      section: 'Names',
      max: 128,
      initial: 'ringfence',
      tidy: (value) => value.toLowerCase(),
      pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
      expects: 'a domain name of letters, digits, hyphens and dots',
    }),
    publicNames: text({
      label: 'Public names',
      help: 'Further host names and addresses by which people and phones reach this system, separated by blanks: a name in the DNS, the address of a router that passes connections on. They stand in its certificates, and the tools in the browser answer under them; its own name and addresses need not be here.',
      section: 'Names',
      max: 1_000,
      initial: '',
      tidy: tidyPublicNames,
      expects: `at most ${mostPublicNames} host names or addresses, separated by blanks`,
      holds: arePublicNames,
    }),
    voiceEncryptionEnabled: yesNo({
      label: 'Voice Encryption Enabled',
      help: 'Whether media may be encrypted at all. No sends every call in the clear, whatever its extensions ask for, except that those which require encryption get no call.',
      section: 'Encryption',
      duty: 'security',
      initial: true,
    }),
    srtpEnabled: yesNo({
      label: 'Voice/Video SRTP Encryption Enabled',
      help: 'Whether media is encrypted by SRTP, which is what gives the secure call mark. Needs voice encryption.',
      section: 'Encryption',
      duty: 'security',
      initial: true,
    }),
    registrationExpirySeconds: whole({
      label: 'Registration expiry',
      help: 'The longest time that a phone is registered for; it must register again before.',
      section: 'Registration',
      unit: 'seconds',
      min: 60,
      max: 10_800,
      initial: 3_600,
    }),
    registrationExpiryMinimum: whole({
      label: 'Shortest registration expiry',
      help: 'A phone that asks for less is told to ask for this (423 Interval Too Brief).',
      section: 'Registration',
      unit: 'seconds',
      min: 30,
      max: 3_600,
      initial: 60,
    }),
    setRegistrationSecurity: whole({
      label: 'Set Registration Security',
      help: 'How many wrong attempts to register are taken from one source before it is refused for a time.',
      section: 'Registration',
      unit: 'attempts',
      min: 1,
      max: 255,
      initial: 10,
    }),
    sessionTimerSeconds: whole({
      label: 'Session timer',
      help: 'How often the phones of a call must show that they are still there (RFC 4028). A call that fails to is ended and its record closed.',
      section: 'Calls',
      unit: 'seconds',
      min: 90,
      max: 86_400,
      initial: 1_800,
    }),
    ringSeconds: whole({
      label: 'No answer time',
      help: 'How long a phone rings before the call ends as not answered.',
      section: 'Calls',
      unit: 'seconds',
      min: 5,
      max: 300,
      initial: 60,
    }),
    parkRecallSeconds: whole({
      label: 'Park recall',
      help: 'How long a parked call waits before whoever parked it is called back. After three times without an answer it ends.',
      section: 'Calls',
      unit: 'seconds',
      min: 10,
      max: 3_600,
      initial: 120,
    }),
    callBackMinutes: whole({
      label: 'Call back when free, waiting time',
      help: 'How long an extension that wants to be called back is remembered.',
      section: 'Calls',
      unit: 'minutes',
      min: 1,
      max: 480,
      initial: 30,
    }),
    hotDesking: yesNo({
      label: 'Hot Desking',
      help: 'Whether people may log in at phones of others (desks): those who may as their own record says, where the class of service of the desk accepts it. No logs everybody out.',
      section: 'Hot desking',
      initial: false,
    }),
    hotDeskHours: whole({
      label: 'Hot Desking - Longest Login',
      help: 'Who has been logged in at a desk for this long is logged out; a call in progress goes on. 0: nobody is.',
      section: 'Hot desking',
      unit: 'hours',
      min: 0,
      max: 168,
      initial: 12,
    }),
    pinAttempts: whole({
      label: 'PIN - Failed Attempts before Lock-Out',
      help: 'How many wrong PINs in a row are taken for one person, and from one desk, before no PIN is taken for a time.',
      section: 'Hot desking',
      unit: 'attempts',
      min: 1,
      max: 20,
      initial: 5,
    }),
    pinLockMinutes: whole({
      label: 'PIN - Lock-Out Timer',
      help: 'How long no PIN is taken after that. Each time that it happens again it is twice as long, up to a day.',
      section: 'Hot desking',
      unit: 'minutes',
      min: 1,
      max: 1_440,
      initial: 15,
    }),
    mediaPortFirst: mediaPort(
      'First media port',
      'The lowest UDP port at which the system itself hears callers.',
      10_000,
    ),
    mediaPortLast: mediaPort('Last media port', 'The highest one. A call with the system takes two.', 19_999),
    callHistoryDisabled: yesNo({
      label: 'Call History - Disable Record Generation',
      help: 'Yes keeps no call history. The audit trail is not affected.',
      section: 'Call history',
      initial: false,
    }),
    defaultCallHistoryRecords: whole({
      label: 'Call History - Default Call History Records',
      help: 'How many of its last calls a phone or its user is shown.',
      section: 'Call history',
      unit: 'records',
      min: 1,
      max: 100,
      initial: 20,
    }),
  },
  rules: (record) => [
    ...(record.srtpEnabled && !record.voiceEncryptionEnabled
      ? [callsFormCodes.refuse('calls.srtp-needs-encryption', {}, 'srtpEnabled')]
      : []),
    ...inOrder(record.registrationExpiryMinimum, record.registrationExpirySeconds, 'registrationExpiryMinimum', [
      'The shortest registration expiry',
      'the longest',
    ]),
    ...inOrder(record.mediaPortFirst + 100, record.mediaPortLast, 'mediaPortLast', [
      'The first media port and a hundred more',
      'the last one',
    ]),
  ],
});

export type SystemOptions = RecordOf<typeof systemOptions>;

function inOrder(lower: number, higher: number, field: string, [low, high]: readonly [string, string]): Refusal[] {
  return lower <= higher ? [] : [callsFormCodes.refuse('calls.range-reversed', { low, high }, field)];
}
