// The form Routes: a trunk, what it is sent, and who is barred from it.

import type { Refusal } from '#base';
import { defineForm, type Look, reference, yesNo } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { trunks } from '../trunks/trunks.form.ts';
import { nameField } from './names.ts';

export const routes = defineForm({
  id: 'routes',
  title: 'Routes',
  group: 'Calls and routing',
  help: {
    purpose: 'Lists the ways out: which trunk a call takes, how its digits are changed, and who may not take it.',
    conditions:
      'Digits Dialled, Route Lists and Route Plans lead here. An enabled route needs an enabled trunk when it is saved; a trunk that is switched off later is passed over. A change applies to the next call.',
    recommendation:
      'Make a route of its own for each kind of number over the same trunk (national, mobile, international, premium), each with its Class of Restriction Group.',
  },
  key: 'name',
  fields: {
    name: nameField({ help: 'Names the route in Digits Dialled, lists, plans and records of calls.' }),
    enabled: yesNo({
      label: 'Enabled',
      help: 'No closes it: calls take the next route of their list, or are refused. Emergency calls take it all the same.',
      initial: true,
    }),
    trunk: reference({ label: 'Trunk', help: 'The trunk of SIP Trunks over which it leads.', to: 'trunks' }),
    digitModification: reference({
      label: 'Digit modification',
      help: 'How the digits are changed, as Digit Modification says. Blank: they go out as they were dialled.',
      to: 'digit-modification',
      initial: '',
    }),
    restrictionGroup: reference({
      label: 'Class of restriction group',
      help: 'Whose classes may not take it, as Class of Restriction Groups says. Blank: everybody may.',
      to: 'class-of-restriction-groups',
      initial: '',
    }),
  },
  rules: (record, look) => (record.enabled ? openTrunk(record, look) : []),
});

function openTrunk({ name, trunk }: { readonly name: string; readonly trunk: string }, look: Look): Refusal[] {
  if (look.records(trunks).get(trunk)?.enabled !== false) return [];
  return [callsFormCodes.refuse('calls.route-without-trunk', { route: name, trunk }, 'trunk')];
}
