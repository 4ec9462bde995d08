// Who may do what with which form, until Admin Policies come: the owner of this machine's socket and the system itself may
// all; a phone may switch what its feature codes switch, and nothing else.

import type { DutiesOf, May } from '#administration';
import { usersAndServices } from '#calls';

export const may: May = (actor, form, operation) => {
  if (actor.application === 'Command line' || actor.application === 'System') return 'allowed';
  const byCode = actor.application === 'SIP' && form.id === usersAndServices.id && operation === 'change';
  return byCode ? 'allowed' : 'invisible';
};

/** A phone has no business with what protects the system. */
export const duties: DutiesOf = ({ application }) =>
  application === 'Command line' || application === 'System' ? ['configuration', 'security'] : ['configuration'];
