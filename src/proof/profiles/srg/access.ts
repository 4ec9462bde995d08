// Requirements about access: who gets in, from where, and how often.

import * as desks from '../../lines/desks.ts';
import * as srg from '../../lines/srg.ts';
import * as phones from '../../lines/telephony.ts';
import { byPerson, options, type Rule, security, set, users } from './rule.ts';

export const access: readonly Rule[] = [
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
    ...{ ids: ['000018-00101'], category: 2, demand: 'Extension mobility is allowed user by user.', form: users },
    look: srg.all(desks.mobilityByPerson, desks.noBlankPins),
    remedy: 'Take hot desking away in users-and-services from those who do not need it; give the others a PIN.',
  },
  {
    ...{ ids: ['000018-00102'], category: 2, demand: 'Extension mobility is off as installed.', form: options },
    look: desks.mobilityOff,
    remedy: 'Switch Hot Desking off in system-options, or record why it is needed.',
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
