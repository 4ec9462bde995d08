// Requirements about identities, sessions and failures.

import * as srg from '../../lines/srg.ts';
import * as phones from '../../lines/telephony.ts';
import { absent, options, type Rule, unproven, users } from './rule.ts';

export const identities: readonly Rule[] = [
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
