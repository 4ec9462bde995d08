// The form Call Screening: what becomes of calls to an extension by who calls. Its law: who is turned away learns no more than from an
// extension that is busy, or not there.

import type { Refusal } from '#base';
import { choice, defineForm, type Look, type RecordOf, text } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { emergencyDialled } from '../emergency/collisions.ts';
import { dialledNumber, NUMBER_AS_DIALLED } from '../numbering/dialled-number.ts';
import { entryField, entryFits, ofExtension } from '../stations/entries.ts';

export const callScreening = defineForm({
  id: 'call-screening',
  title: 'Call Screening',
  group: 'Phones and people',
  help: {
    purpose: 'Says for an extension which callers are turned away, sent elsewhere, or let through at any time.',
    conditions:
      'Of the entries that fit a caller the one with the lowest number holds, before any forward of the extension. A number of the public network is what its provider says, which a caller may have made up: nothing but whether a phone rings depends on it. An extension can be deleted once it has no entries here. A change applies to the next call.',
    recommendation:
      'Turn nuisance callers away by their number, and let those through whom do not disturb should not keep out. Do not rely on it to know who calls.',
  },
  key: 'entry',
  fields: {
    entry: entryField({
      help: 'The extension, a dash and a number from 1 to 999, by which the entries are looked at in order: 201-10.',
      place: /[1-9][0-9]{0,2}/,
      expects: 'an extension, a dash and a number from 1 to 999, such as 201-10',
    }),
    extension: ofExtension('Whose calls it is about: the extension in front of the dash.'),
    caller: text({
      label: 'Caller',
      help: 'An extension; a number of the public network, with + and country code or as it would be dialled; the beginning of one and *; `withheld` for those from outside who show none; or `outside` for everybody from outside.',
      max: 25,
      tidy: (value) => value.replace(/[\s()/.-]/g, '').toLowerCase(),
      pattern: /^(withheld|outside|\+?[0-9]{2,23}|\+?[0-9]{1,22}\*)$/,
      expects: 'a number, the beginning of one and *, withheld, or outside',
    }),
    action: choice({
      label: 'What happens',
      help: 'Busy and not there are what any caller hears of an extension that is so. Let through: the call rings while the extension does not want to be disturbed, too.',
      of: {
        busy: 'The caller hears busy',
        unreachable: 'The caller hears that it is not there',
        forward: 'It is forwarded',
        through: 'It is let through, at do not disturb too',
      },
    }),
    forwardTo: text({
      label: 'Forwarded to',
      help: 'Where it is forwarded to: another extension, or a number of the public network as it would be dialled, where the class of service has Call Forwarding (External Destination). Blank unless it is forwarded.',
      initial: '',
      max: 24,
      pattern: dialledNumber,
      expects: NUMBER_AS_DIALLED,
    }),
  },
  rules: (record, look) => [...entryFits(record), ...forwardFits(record, look)],
});

export type CallScreening = RecordOf<typeof callScreening>;

interface Forwarding {
  readonly extension: string;
  readonly action: string;
  readonly forwardTo: string;
}

function forwardFits({ extension, action, forwardTo }: Forwarding, look: Look): Refusal[] {
  if ((action === 'forward') !== (forwardTo !== ''))
    return [callsFormCodes.refuse('calls.screen-target', {}, 'forwardTo')];
  if (forwardTo === extension) {
    const chain = `${extension}, ${extension}`;
    return [callsFormCodes.refuse('calls.forward-circle', { chain }, 'forwardTo')];
  }
  if (forwardTo === '' || !emergencyDialled(look).has(forwardTo)) return [];
  const given = { number: extension, target: forwardTo };
  return [callsFormCodes.refuse('calls.forwards-to-emergency', given, 'forwardTo')];
}
