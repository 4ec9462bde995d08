// Requirements about records, and about what is open.

import { unsecuredInterfaces } from '../../lines/interfaces.ts';
import * as srg from '../../lines/srg.ts';
import { byPerson, options, type Rule, records } from './rule.ts';

export const recording: readonly Rule[] = [
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
