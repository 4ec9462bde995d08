// The requirements of the SRG for session managers (EVVM Session Management, prefix SRG-NET-), said honestly. Its law: "met" names
// the check that looked; what nothing can look at while the system runs is not met, or for a person to show, with the reason.

import { type Line, type Mend, notApplicable, notMet, type Profile, type Seen, toDo } from '../line.ts';
import { unsecuredInterfaces } from '../lines/interfaces.ts';
import * as srg from '../lines/srg.ts';
import * as phones from '../lines/telephony.ts';
import type { World } from '../world.ts';

interface Rule {
  /** The number between SRG-NET- and -VVSM-, and the one behind it. */
  readonly ids: readonly string[];
  readonly category: 1 | 2;
  readonly demand: string;
  readonly look: (world: World) => Seen;
  readonly remedy?: string;
  readonly form?: string;
  readonly mend?: readonly Mend[];
}

const security = 'system-security-management';
const options = 'system-options';
const users = 'users-and-services';

const absent = (why: string) => (): Seen => notApplicable(why);
const unproven = (why: string) => (): Seen => notMet('', why);
const byPerson = (why: string) => (): Seen => toDo('', why);

const noTrunks = absent('This version has no trunks.');
const records = (...fields: readonly string[]) =>
  srg.all(
    srg.isSet(options, 'callHistoryDisabled', 'Call History - Disable Record Generation', false),
    srg.shows('call-history', ...fields),
  );
const set = (form: string, patch: Mend['patch']): readonly Mend[] => [{ form, patch }];

const access: readonly Rule[] = [
  {
    ...{
      ids: ['000004-00101'],
      category: 2,
      demand: 'Disable access of users after 35 days without use.',
      form: security,
    },
    look: srg.within(security, 'accountIdleDays', 'Account Idle Time', 1, 35),
    mend: set(security, { accountIdleDays: 35 }),
  },
  {
    ...{ ids: ['000015-00101'], category: 1, demand: 'No automatic registration of endpoints.', form: users },
    look: srg.all(phones.strangersAreRefused, phones.everyDeviceProves),
  },
  {
    ...{
      ids: ['000018-00101', '000018-00102'],
      category: 2,
      demand: 'Extension mobility per user only, and off as installed.',
    },
    look: absent('This version has no extension mobility.'),
  },
  {
    ...{ ids: ['000018-00103'], category: 2, demand: 'Use the name servers that are assigned to the voice system.' },
    look: byPerson('Names are resolved as this machine is set up to; nothing in this system says by whom.'),
  },
  {
    ...{ ids: ['000041-00101', '000042-00101'], category: 2, form: security },
    demand: 'A banner is shown, and stays until it is acknowledged.',
    look: srg.isSet(security, 'loginBanner', 'Login Banner', true),
    mend: set(security, { loginBanner: true }),
  },
  {
    ...{
      ids: ['000053-00101'],
      category: 2,
      demand: 'At most three management sessions of one user at once.',
      form: security,
    },
    look: srg.within(security, 'sessionsPerAccount', 'Sessions per Account', 1, 3),
    mend: set(security, { sessionsPerAccount: 3 }),
  },
  {
    ...{
      ids: ['000062-00010'],
      category: 2,
      demand: 'Sessions of remote access are encrypted.',
      form: 'unsecured-interfaces',
    },
    look: srg.encryptedAlone,
  },
];

const recording: readonly Rule[] = [
  {
    ids: ['000074-00101'],
    category: 2,
    demand: 'Session records hold the type of the event.',
    form: options,
    look: records('outcome'),
  },
  {
    ids: ['000075-00101'],
    category: 2,
    demand: 'Session records hold date and time.',
    form: options,
    look: records('started', 'talked'),
  },
  {
    ids: ['000076-00101'],
    category: 2,
    demand: 'Session records hold where it was.',
    form: options,
    look: records('callerSecurity', 'calledSecurity'),
  },
  {
    ids: ['000077-00101'],
    category: 2,
    demand: 'Session records hold its source.',
    form: options,
    look: records('caller'),
  },
  {
    ids: ['000078-00101'],
    category: 2,
    demand: 'Session records hold its outcome.',
    form: options,
    look: records('outcome', 'cause'),
  },
  {
    ids: ['000079-00101'],
    category: 2,
    demand: 'Session records hold who took part.',
    form: options,
    look: records('caller', 'called'),
  },
  {
    ids: ['000088-00101'],
    category: 2,
    demand: 'Somebody is alerted when records fail.',
    form: 'alarm-delivery',
    look: srg.alarmsAreDelivered,
  },
  {
    ...{ ids: ['000098-00101', '000099-00101', '000100-00101'], category: 2, form: 'audit-trail-logs' },
    demand: 'Records are protected from unauthorised reading, change and deletion.',
    look: srg.trailIsWhole,
  },
  {
    ...{ ids: ['000113-00101'], category: 2, demand: 'Records of events that matter locally.' },
    look: byPerson('What matters locally, and whether the audit trail tells of it, is for somebody to decide.'),
  },
  {
    ids: ['000131-00101'],
    category: 2,
    demand: 'What is not essential is switched off.',
    form: 'unsecured-interfaces',
    look: unsecuredInterfaces.look,
  },
  {
    ids: ['000132-00101'],
    category: 1,
    demand: 'Only approved ports, protocols and services.',
    form: 'network-listeners',
    look: srg.all(srg.noOtherPorts, srg.encryptedAlone),
  },
];

const identities: readonly Rule[] = [
  {
    ids: ['000138-00101'],
    category: 1,
    demand: 'Users are identified and authenticated, each for themselves.',
    form: users,
    look: srg.all(phones.everyDeviceProves, srg.hashedPasswords),
  },
  {
    ids: ['000138-00102'],
    category: 1,
    demand: 'Users come from a directory of the organisation.',
    look: unproven('This version asks no directory; accounts are its own.'),
  },
  {
    ids: ['000147-00101'],
    category: 2,
    demand: 'Registration of endpoints resists attacks.',
    form: options,
    look: srg.all(
      phones.strangersAreRefused,
      srg.within(options, 'setRegistrationSecurity', 'Set Registration Security', 1, 10),
    ),
  },
  {
    ids: ['000148-00101'],
    category: 2,
    demand: 'Every device is identified before it registers.',
    form: users,
    look: phones.everyDeviceIsBound,
  },
  {
    ids: ['000213-00101'],
    category: 2,
    demand: 'All connections of a call end with it, and after 15 minutes without life.',
    form: options,
    look: srg.within(options, 'sessionTimerSeconds', 'Session timer', 90, 900),
  },
  {
    ids: ['000225-00101', '000226-00101', '000354-00101'],
    category: 2,
    demand: 'Precedence and preemption (command and control only).',
    look: absent('Asked of command and control systems alone.'),
  },
  {
    ids: ['000230-00101'],
    category: 1,
    demand: 'Authenticity of sessions by SHA-2 or better.',
    form: users,
    look: srg.all(srg.sha2Alone, phones.noMd5),
  },
  {
    ids: ['000235-00101', '000236-00101'],
    category: 2,
    demand: 'Fail secure, and keep what tells of the failure.',
    look: unproven(
      'Nothing can look at a failure that has not happened; the tests of this release make each step fail.',
    ),
  },
  {
    ids: ['000273-00101'],
    category: 2,
    demand: 'Records are useful without telling who people are.',
    look: unproven('Exports of call history hold numbers and names; this version has no redaction.'),
  },
  {
    ids: ['000315-00101'],
    category: 2,
    demand: 'Access is restricted outside operating hours.',
    look: unproven('This version has no service by time of day.'),
  },
  {
    ids: ['000321-00101', '000322-00101'],
    category: 2,
    demand: 'Changed privileges hold at once, of users and of devices.',
    look: unproven(
      'Sessions and registrations end with the change; no check of a running system shows it, only the tests of this release.',
    ),
  },
];

const calls: readonly Rule[] = [
  {
    ids: ['000333-00101'],
    category: 2,
    demand: 'Call records are managed centrally.',
    look: absent('Dropped from the requirements with V1R2.'),
  },
  {
    ids: ['000334-00101'],
    category: 1,
    demand: 'Call records are off-loaded to a central server.',
    look: unproven('This version sends the audit trail elsewhere, but not the call history.'),
  },
  {
    ids: ['000338-00101'],
    category: 2,
    demand: 'Endpoints register again within three hours.',
    form: options,
    look: srg.within(options, 'registrationExpirySeconds', 'Registration expiry', 1, 10_800),
  },
  {
    ids: ['000338-00102', '000343-00102'],
    category: 2,
    demand: 'Trunks register again within an hour, authenticated.',
    look: noTrunks,
  },
  {
    ids: ['000343-00101'],
    category: 2,
    demand: 'Endpoints are authenticated before they register.',
    form: users,
    look: srg.all(phones.strangersAreRefused, phones.everyDeviceProves),
  },
  {
    ids: ['000353-00101'],
    category: 2,
    demand: 'The participants of a conference are shown.',
    look: absent('This version has no conferences and no silent listening; each phone shows the other.'),
  },
  {
    ids: ['000355-00010'],
    category: 2,
    demand: 'Only approved certificate authorities.',
    form: 'trusted-certificates',
    look: srg.trustedByHand,
  },
  {
    ids: ['000362-00101'],
    category: 2,
    demand: 'Safeguards against denial of service.',
    look: byPerson('Run `ringfence security drill`: its report of the floods is the evidence.'),
  },
  {
    ids: ['000363-00019'],
    category: 2,
    demand: 'Bandwidth is reserved by priority.',
    look: unproven('This version does not control admission by bandwidth.'),
  },
  {
    ids: ['000371-00101'],
    category: 1,
    demand: 'Configuration files, signalling and media are confidential and whole.',
    form: options,
    look: srg.all(srg.encryptedAlone, phones.encryptionOn, phones.everyCallEncrypted),
  },
  {
    ids: ['000395-00010'],
    category: 2,
    demand: 'After 3 failures in 15 minutes an account is locked until an administrator unlocks it.',
    form: security,
    look: srg.locksAccounts,
  },
  {
    ids: ['000400-00101'],
    category: 2,
    demand: 'Passwords are authenticated by SHA-2.',
    form: users,
    look: srg.all(phones.noMd5, srg.hashedPasswords),
  },
  {
    ids: ['000506-00010'],
    category: 2,
    demand: 'Logons of one person from several endpoints are on record.',
    form: 'sessions',
    look: srg.shows('sessions', 'user', 'from', 'started'),
  },
  {
    ids: ['000509-00010'],
    category: 2,
    demand: 'Creation and change of accounts is on record.',
    form: 'user-authorization-profiles',
    look: srg.accountsOnRecord,
  },
];

const platform: readonly Rule[] = [
  {
    ids: ['000510-00101'],
    category: 1,
    demand: 'Cryptography of sessions is validated under FIPS 140.',
    look: srg.fips,
  },
  {
    ids: ['000512-00101'],
    category: 2,
    demand: 'Time comes from the network (NTP).',
    look: byPerson(
      'The clock is that of this machine; whether it follows a time server is set up there. Jumps of it are in the audit trail.',
    ),
  },
  {
    ids: ['000512-00130'],
    category: 2,
    demand: 'The system is configured by the guidance as a whole.',
    look: byPerson('Which guidance holds here, beside these profiles, is for somebody to decide.'),
  },
  {
    ids: ['000520-00101', '000520-00102'],
    category: 2,
    demand: 'Voice has a network of its own (802.1Q).',
    look: byPerson('Switches and phones separate the networks; this system cannot see it.'),
  },
  {
    ids: ['000522-00010'],
    category: 2,
    demand: 'Only cryptographic representations of passwords are stored.',
    form: users,
    look: srg.all(srg.hashedPasswords, phones.noSealedSecrets),
  },
  {
    ids: ['000530-00010'],
    category: 1,
    demand: 'TLS 1.2 or later everywhere.',
    form: 'tls-security-levels',
    look: srg.all(srg.newTlsAlone, srg.encryptedAlone),
  },
  {
    ids: ['000580-00010'],
    category: 2,
    demand: 'The path of certificates is validated (RFC 5280).',
    form: 'certificate-checks',
    look: srg.checksPaths,
  },
];

/** One line for each id: ids that ask for the same are looked at in the same way. */
const linesOf = ({ ids, category, demand, look, remedy, form = '', mend = [] }: Rule): readonly Line[] =>
  ids.map((number) => ({
    id: `SRG-NET-${number.replace('-', '-VVSM-')}`,
    source: `EVVM Session Management SRG, SRG-NET-${number.replace('-', '-VVSM-')}, CAT ${category === 1 ? 'I' : 'II'}`,
    statement: demand,
    severity: category === 1 ? 'critical' : 'major',
    wanted: demand,
    why: 'The requirements for call managers of the United States Department of Defense ask for it.',
    remedy:
      remedy ??
      (form === '' ? 'The evidence says what is missing.' : `See ${form}; the evidence says what is missing.`),
    mayBreak: mend.length === 0 ? 'It depends on what is changed.' : 'Whoever relies on the laxer value.',
    form,
    watches: form === '' ? [] : [form],
    look,
    mend: (world) => (look(world).state === 'not-met' ? mend : []),
  }));

export const sessionManagementSrg: Profile = {
  id: 'session-management-srg',
  title: 'Session management SRG',
  lines: [access, recording, identities, calls, platform].flat().flatMap(linesOf),
};
