// The form Numbering: how long extension numbers are, and the codes that switch features at a phone.

import type { Refusal } from '#base';
import { defineForm, type Look, type RecordOf, text, whole } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { hidesEmergency } from '../emergency/collisions.ts';
import { type FeatureCode, featureCodes } from './feature-codes.ts';
import { insideNumbers } from './inside-forms.ts';

/** All codes: the last is followed by an account code and a number. */
const codeFields = [...(Object.keys(featureCodes) as FeatureCode[]), 'accountCodeAccess'] as const;

const code = (label: string, help: string, initial: string) =>
  text({
    label,
    help: `${help} Blank: it cannot be dialled.`,
    section: 'Codes',
    initial,
    blank: true,
    min: 2,
    max: 5,
    pattern: /^[*#0-9]{2,5}$/,
    expects: '2 to 5 of the characters * # 0 to 9',
  });

type CodeField = ReturnType<typeof code>;

const featureFields = Object.fromEntries(
  Object.entries(featureCodes).map(([name, { label, help, initial }]) => [name, code(label, help, initial)]),
  // One field for each code.
) as Record<FeatureCode, CodeField>;

export const numbering = defineForm({
  id: 'numbering',
  title: 'Numbering',
  group: 'Calls and routing',
  help: {
    purpose:
      'Sets the length of extension numbers, the codes that people dial to switch features on and off, and the one in front of account codes.',
    conditions:
      'All extensions and groups have the same length, so it can change only together with them. No code may begin with another code, with one of their numbers or with an entry of Digits Dialled, nor one of these with a code. A change applies to the next call.',
    recommendation:
      'Choose the length once, with room for growth: 3 digits serve up to about 800 extensions. Let codes begin with * or #, which no number does.',
  },
  single: true,
  fields: {
    extensionLength: whole({
      label: 'Extension length',
      help: 'The number of digits of every extension number, and of every hunt group.',
      section: 'Extensions',
      unit: 'digits',
      min: 2,
      max: 7,
      initial: 3,
    }),
    ...featureFields,
    accountCodeAccess: code(
      'Account code access',
      'Dialled in front of an account code, which is followed by * and the number: *11, the code, * and the number.',
      '*11',
    ),
  },
  rules: (record, look) => [
    ...sameLength(record, look),
    ...distinctCodes(record, look),
    ...codeFields.flatMap((name) => hidesEmergency(record[name], `The feature code ${record[name]}`, name, look)),
  ],
});

export type NumberingPlan = RecordOf<typeof numbering>;

/** The feature code that `number` cannot be told from: equal to it, or one begins with the other. */
export function collidingCode(record: NumberingPlan, number: string): string | undefined {
  return codeFields.map((name) => record[name]).find((value) => overlaps(value, number));
}

const overlaps = (a: string, b: string): boolean => a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));

function sameLength({ extensionLength }: { extensionLength: number }, look: Look): Refusal[] {
  const others: string[] = [];
  for (const { number } of insideNumbers(look)) if (number.length !== extensionLength) others.push(number);
  if (others.length === 0) return [];
  const numbers =
    others.length > 5 ? `${others.slice(0, 5).join(', ')} and ${others.length - 5} more` : others.join(', ');
  return [callsFormCodes.refuse('calls.length-in-use', { numbers }, 'extensionLength')];
}

type Codes = Readonly<Record<(typeof codeFields)[number], string>>;

function distinctCodes(record: Codes, look: Look): Refusal[] {
  return codeFields.flatMap((name, index) => {
    const other =
      codeFields.slice(0, index).find((earlier) => overlaps(record[earlier], record[name])) ??
      overlapInside(record[name], look) ??
      firstOverlap(record[name], 'the entry of Digits Dialled', look.keys('digits-dialled'));
    if (other === undefined) return [];
    const { label } = numbering.fields[name];
    return [callsFormCodes.refuse('calls.code-collides', { code: record[name], label, other }, name)];
  });
}

function overlapInside(value: string, look: Look): string | undefined {
  for (const { number, what } of insideNumbers(look)) if (overlaps(value, number)) return `${what} ${number}`;
  return undefined;
}

function firstOverlap(value: string, what: string, numbers: Iterable<string>): string | undefined {
  for (const number of numbers) if (overlaps(value, number)) return `${what} ${number}`;
  return undefined;
}
