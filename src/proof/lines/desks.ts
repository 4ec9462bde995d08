// What is asked of hot desking: off as installed, allowed person by person, and nobody without a PIN.

import { met, notApplicable, notMet, type Seen, toDo, unknown } from '../line.ts';
import { textOf, type World } from '../world.ts';

const users = 'users-and-services';
const shown = 5;

/** It is off as installed; whether it is needed where it is on, a person has to say. */
export function mobilityOff({ settings }: World): Seen {
  const options = settings.single('system-options');
  if (options === undefined) return unknown('There is no form system-options.');
  const words = `Hot Desking is ${options.hotDesking === true ? 'on' : 'off'} in ${settings.title('system-options')}`;
  return options.hotDesking === true
    ? toDo('on', `${words}; it is off as installed, so somebody has switched it on: record why it is needed.`)
    : met('off', `${words}, as it is installed.`);
}

/** Each person is allowed by their own record; everybody at once is not person by person. */
export function mobilityByPerson({ settings }: World): Seen {
  const enabled = (settings.records(users) ?? []).filter((record) => record.enabled === true);
  const allowed = enabled.filter(({ hotDeskUser }) => hotDeskUser === true);
  if (allowed.length === 0) return met('nobody', `Nobody may log in at desks (${settings.title(users)}).`);
  const words = `${allowed.length} of ${enabled.length} extensions may log in at desks, each by its own record (${settings.title(users)}).`;
  return allowed.length === enabled.length && enabled.length > 1
    ? notMet(`${allowed.length} of ${enabled.length}`, words)
    : met(`${allowed.length} of ${enabled.length}`, words);
}

/** Whoever may log in has a PIN. */
export function noBlankPins({ settings }: World): Seen {
  const allowed = (settings.records(users) ?? []).filter(({ hotDeskUser }) => hotDeskUser === true);
  if (allowed.length === 0) return notApplicable('Nobody needs a PIN.');
  const blank = allowed.filter(({ pin }) => pin !== true).map((record) => textOf(record, 'number'));
  if (blank.length === 0) return met('', 'Each of them has a PIN; a blank one is never accepted.');
  const more = blank.length > shown ? ` and ${blank.length - shown} more` : '';
  return notMet(`${blank.length} without a PIN`, `Without a PIN: ${blank.slice(0, shown).join(', ')}${more}.`);
}
