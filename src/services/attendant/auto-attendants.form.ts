// The form Auto Attendants: what callers are offered, and whom each key reaches. Its law: an attendant leads to numbers inside and nowhere else.

import { limits } from '#base';
import { choices, defineForm, type RecordOf, reference, text, whole, yesNo } from '#forms';
import { insideDestinationsFit, insideNumber } from './inside-destination.ts';

const menu = 'Menu';
const keys = 'Keys';
const closed = 'Closed';
const key = (digit: number) => insideNumber(`Key ${digit}`, `Whom the key reaches by itself. Blank: nobody.`, keys);

export const autoAttendants = defineForm({
  id: 'auto-attendants',
  title: 'Auto Attendants',
  group: 'Voicemail',
  help: {
    purpose:
      'Lists attendants: they answer, say who can be reached, and put callers through by the keys that they press.',
    conditions:
      'An attendant is reached by a number of Service Numbers that names it, with whose permissions it puts callers through: inside alone, never to the public network. Whom it may not reach, and whom there is not, sound alike.',
    recommendation:
      'Record a greeting in the mailbox of an extension that nobody has, and name it here. Let an operator answer for those who press nothing. Offer extensions by name only where callers may learn who works here.',
  },
  key: 'name',
  fields: {
    name: text({
      label: 'Name',
      help: 'Names the attendant in Service Numbers.',
      section: menu,
      max: 32,
      pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      expects: '1 to 32 letters, digits and . _ -, the first a letter or digit',
    }),
    greeting: reference({
      label: 'Greeting',
      help: 'The mailbox whose recorded greeting is said first. Blank: a standard sentence.',
      section: menu,
      to: 'voice-mailboxes',
      initial: '',
    }),
    dialExtension: yesNo({
      label: 'Dial by extension',
      help: 'Whether callers may enter the number of an extension or group.',
      section: menu,
      initial: true,
    }),
    dialName: yesNo({
      label: 'Dial by name',
      help: 'Whether callers may press star and spell a name on the keys.',
      section: menu,
      initial: false,
    }),
    tries: whole({
      label: 'Tries',
      help: 'How often a caller is asked.',
      section: menu,
      min: 1,
      max: limits.attendant.tries,
      initial: 3,
    }),
    operator: insideNumber('Operator', 'Whom callers reach who choose nothing. Blank: they hear a goodbye.', menu),
    ...{ key0: key(0), key1: key(1), key2: key(2), key3: key(3), key4: key(4) },
    ...{ key5: key(5), key6: key(6), key7: key(7), key8: key(8), key9: key(9) },
    openIn: choices({
      label: 'Open',
      help: 'In which modes the menu is offered, as Service Mode says.',
      section: closed,
      of: { day: 'Day', night1: 'Night 1', night2: 'Night 2' },
      initial: ['day', 'night1', 'night2'],
    }),
    closedTo: insideNumber('Closed: to', 'Whom callers reach while it is closed. Blank: they hear that it is.', closed),
  },
  rules: (record, look) => {
    const { operator, closedTo, key0, key1, key2, key3, key4, key5, key6, key7, key8, key9 } = record;
    return insideDestinationsFit(
      { operator, closedTo, key0, key1, key2, key3, key4, key5, key6, key7, key8, key9 },
      look,
    );
  },
});

export type AutoAttendant = RecordOf<typeof autoAttendants>;

/** The number of a key; '' where it has none. */
export function numberOfKey(record: AutoAttendant, pressed: string): string {
  const { key0, key1, key2, key3, key4, key5, key6, key7, key8, key9 } = record;
  return [key0, key1, key2, key3, key4, key5, key6, key7, key8, key9][Number(pressed)] ?? '';
}
