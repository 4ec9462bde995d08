// The form Numbering: how long extension numbers are, and the codes that switch features at a phone.

import type { Refusal } from '#base';
import { defineForm, type Look, type RecordOf, text, whole } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { hidesEmergency } from '../emergency/collisions.ts';

/** The feature codes among the fields of Numbering. */
const featureCodeFields = ['doNotDisturbOn', 'doNotDisturbOff'] as const;

const code = (label: string, help: string, initial: string) =>
  text({
    label,
    help: `${help} Blank: the feature cannot be dialled.`,
    section: 'Feature codes',
    initial,
    blank: true,
    min: 2,
    max: 5,
    pattern: /^[*#0-9]{2,5}$/,
    expects: '2 to 5 of the characters * # 0 to 9',
  });

export const numbering = defineForm({
  id: 'numbering',
  title: 'Numbering',
  group: 'Calls and routing',
  help: {
    purpose: 'Sets the length of extension numbers and the codes that people dial to switch features on and off.',
    conditions:
      'All extensions have the same length, so it can change only together with them. No code may begin with another code or with an extension number, nor an extension number with a code. A change applies to the next call.',
    recommendation:
      'Choose the length once, with room for growth: 3 digits serve up to about 800 extensions. Let codes begin with * or #, which no number does.',
  },
  single: true,
  fields: {
    extensionLength: whole({
      label: 'Extension length',
      help: 'The number of digits of every extension number.',
      section: 'Extensions',
      unit: 'digits',
      min: 2,
      max: 7,
      initial: 3,
    }),
    doNotDisturbOn: code(
      'Do not disturb on',
      'Dialled at a phone, stops calls to its extension: callers get busy.',
      '*78',
    ),
    doNotDisturbOff: code(
      'Do not disturb off',
      'Dialled at a phone, lets calls to its extension through again.',
      '*79',
    ),
  },
  rules: (record, look) => [
    ...sameLength(record, look),
    ...distinctCodes(record, look),
    ...featureCodeFields.flatMap((name) =>
      hidesEmergency(record[name], `The feature code ${record[name]}`, name, look),
    ),
  ],
});

export type NumberingPlan = RecordOf<typeof numbering>;

/** The feature code that `number` cannot be told from: equal to it, or one begins with the other. */
export function collidingCode(record: NumberingPlan, number: string): string | undefined {
  return featureCodeFields.map((name) => record[name]).find((value) => overlaps(value, number));
}

const overlaps = (a: string, b: string): boolean => a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));

function sameLength({ extensionLength }: { extensionLength: number }, look: Look): Refusal[] {
  const others: string[] = [];
  for (const number of look.keys('users-and-services')) if (number.length !== extensionLength) others.push(number);
  if (others.length === 0) return [];
  const numbers =
    others.length > 5 ? `${others.slice(0, 5).join(', ')} and ${others.length - 5} more` : others.join(', ');
  return [callsFormCodes.refuse('calls.length-in-use', { numbers }, 'extensionLength')];
}

type Codes = Readonly<Record<(typeof featureCodeFields)[number], string>>;

function distinctCodes(record: Codes, look: Look): Refusal[] {
  return featureCodeFields.flatMap((name, index) => {
    const other =
      featureCodeFields.slice(0, index).find((earlier) => overlaps(record[earlier], record[name])) ??
      firstOverlap(record[name], look.keys('users-and-services'));
    if (other === undefined) return [];
    const { label } = numbering.fields[name];
    return [callsFormCodes.refuse('calls.code-collides', { code: record[name], label, other }, name)];
  });
}

function firstOverlap(value: string, numbers: Iterable<string>): string | undefined {
  for (const number of numbers) if (overlaps(value, number)) return `extension ${number}`;
  return undefined;
}
