// The form Busy Lamp Lists: extensions that a phone watches with one subscription.

import { limits, type Refusal } from '#base';
import { defineForm, type Look, type RecordOf, text } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';

const { listMembers, lists } = limits.watching;

/** The extensions of a list, as they are typed: with spaces or commas between. */
export const membersIn = (list: string): readonly string[] => list.split(/[\s,;]+/).filter((part) => part !== '');

const tidyMembers = (list: string): string => [...new Set(membersIn(list))].join(' ');

export const busyLampLists = defineForm({
  id: 'busy-lamp-lists',
  title: 'Busy Lamp Lists',
  group: 'Phones and people',
  help: {
    purpose:
      'Names sets of extensions, so that a phone with many lamps watches them all with one subscription (RFC 4662): enter the name of the list at the phone as its BLF list.',
    conditions:
      'A phone may watch a list where its class of service has Busy Lamps. An extension that is disabled is left out. A change reaches the phones at once.',
    recommendation: 'Make a list for each department, and put no extension into it whose calls are nobody’s business.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'What the phone subscribes to: a word that begins with a letter.',
      max: 30,
      pattern: /^[a-z][a-z0-9-]{0,29}$/,
      expects: 'small letters, digits and hyphens, a letter first',
    }),
    extensions: text({
      label: 'Extensions',
      help: `The extensions that are watched, in the order of the keys, with spaces between; at most ${listMembers}.`,
      max: listMembers * 8,
      tidy: tidyMembers,
      holds: (list) => membersIn(list).length <= listMembers && membersIn(list).every((one) => /^\d{2,7}$/.test(one)),
      expects: `up to ${listMembers} extension numbers with spaces between`,
    }),
  },
  rules: ({ name, extensions }, look) => membersThere(name, extensions, look),
});

export type BusyLampList = RecordOf<typeof busyLampLists>;

function membersThere(name: string, extensions: string, look: Look): Refusal[] {
  const known = new Set(look.keys('users-and-services'));
  const missing = membersIn(extensions).find((number) => !known.has(number));
  const refused =
    missing === undefined
      ? []
      : [callsFormCodes.refuse('calls.lamp-of-nobody', { number: missing, list: name }, 'extensions')];
  const isTooMany = [...look.keys('busy-lamp-lists')].length > lists;
  return isTooMany ? [...refused, callsFormCodes.refuse('calls.too-many-lists', { most: lists }, 'name')] : refused;
}
