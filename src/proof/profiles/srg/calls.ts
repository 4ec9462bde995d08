// Requirements about calls, trunks, conferences and accounts.

import * as srg from '../../lines/srg.ts';
import * as phones from '../../lines/telephony.ts';
import { absent, byPerson, noTrunks, options, type Rule, security, unproven, users } from './rule.ts';

export const calls: readonly Rule[] = [
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
