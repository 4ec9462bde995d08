// The form Digits Dialled: which leading digits mean the public network, how many follow, and which way such calls take.

import type { Refusal } from '#base';
import { defineForm, type Look, type RecordOf, reference, text, whole } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { emergencyHides } from '../emergency/collisions.ts';
import { insideNumbers } from '../numbering/inside-forms.ts';
import { collidingCode, numbering } from '../numbering/numbering.form.ts';
import { oneWay } from './one-way.ts';

const way = (label: string, help: string, to: string) =>
  reference({
    label,
    help: `${help} Exactly one of route, route list and route plan is given.`,
    section: 'Way out',
    to,
    initial: '',
  });
const following = (label: string, help: string, initial: number) =>
  whole({ label, help, section: 'Digits', unit: 'digits', min: 0, max: 20, initial });

export const digitsDialled = defineForm({
  id: 'digits-dialled',
  title: 'Digits Dialled',
  group: 'Calls and routing',
  help: {
    purpose:
      'Lists the numbers outside this system that can be dialled, by their leading digits, and the route, route list or route plan that each takes.',
    conditions:
      'What begins with no entry cannot be dialled. Where several entries fit, the one with the most leading digits decides, and another number of digits than it says is refused. No entry may take an extension, a feature code or an emergency number, nor take numbers from a shorter entry that it then refuses. A change applies to the next call.',
    recommendation:
      'Begin with what people need, as narrow as it is. Give premium and satellite numbers entries of their own, with routes that bar everybody.',
  },
  key: 'digits',
  fields: {
    digits: text({
      label: 'Leading digits',
      help: 'What the number begins with as it is dialled, an outside prefix included, such as 900 for international calls behind a 9.',
      section: 'Digits',
      max: 20,
      pattern: /^(\+[0-9]{0,19}|[0-9]{1,20})$/,
      expects: '1 to 20 digits, or a + and digits',
    }),
    fewest: following(
      'At least',
      'How many digits follow at the least. A phone that has sent fewer is told that the number is not complete.',
      1,
    ),
    most: following('At most', 'How many digits follow at the most.', 20),
    route: way('Route', 'The route that such calls take.', 'routes'),
    routeList: way('Route list', 'The routes that are tried one after the other.', 'route-lists'),
    routePlan: way('Route plan', 'The plan that says which way holds at the time.', 'route-plans'),
  },
  rules: (record, look) => [
    ...(record.fewest <= record.most
      ? []
      : [callsFormCodes.refuse('calls.range-reversed', { low: 'At least', high: 'at most' }, 'fewest')]),
    ...oneWay({ route: record.route, routeList: record.routeList, routePlan: record.routePlan }, true),
    ...shadowing(record, look),
  ],
});

export type DigitsDialled = RecordOf<typeof digitsDialled>;

/** Leading digits with how many may follow. */
export interface Pattern {
  readonly digits: string;
  readonly fewest: number;
  readonly most: number;
}

/** Is it a whole number of this pattern? */
export const fits = ({ digits, fewest, most }: Pattern, number: string): boolean =>
  number.startsWith(digits) && number.length >= digits.length + fewest && number.length <= digits.length + most;

/** The entry that would take this number; of an extension there may be none. */
export function patternTaking(number: string, look: Look): string | undefined {
  const records = look.records(digitsDialled);
  for (let length = 1; length <= number.length; length++) {
    const record = records.get(number.slice(0, length));
    if (record !== undefined && fits(record, number)) return record.digits;
  }
  return undefined;
}

function shadowing(record: Pattern, look: Look): Refusal[] {
  const hiding = emergencyHides(record.digits, `${record.digits} in Digits Dialled`, 'digits', look);
  if (hiding.length > 0) return [...hiding];
  const other = extensionTaken(record, look) ?? codeTaken(record, look) ?? contradicted(record, look);
  return other === undefined ? [] : [overlap(record, other)];
}

const overlap = ({ digits }: Pattern, other: string): Refusal =>
  callsFormCodes.refuse('calls.digits-overlap', { digits, other }, 'digits');

function extensionTaken(record: Pattern, look: Look): string | undefined {
  const { extensionLength } = look.single(numbering);
  if (!fits(record, record.digits.padEnd(extensionLength, '0'))) return undefined;
  for (const { number, what } of insideNumbers(look)) if (fits(record, number)) return `${what} ${number}`;
  return undefined;
}

function codeTaken({ digits }: Pattern, look: Look): string | undefined {
  const code = collidingCode(look.single(numbering), digits);
  return code === undefined ? undefined : `the code ${code} of Numbering`;
}

/** Two entries of which the longer takes numbers of the shorter, and takes none of their length. */
function contradicted(record: Pattern, look: Look): string | undefined {
  const records = look.records(digitsDialled);
  for (let length = 1; length < record.digits.length; length++) {
    const shorter = records.get(record.digits.slice(0, length));
    if (shorter !== undefined && isContradiction(shorter, record)) return `the entry ${shorter.digits}`;
  }
  for (const digits of longerThan(record.digits, sortedKeys(records))) {
    const longer = records.get(digits);
    if (longer !== undefined && isContradiction(record, longer)) return `the entry ${digits}`;
  }
  return undefined;
}

/** The keys of a table that does not change any more, sorted: an import asks for them once for each of its entries. */
const sorted = new WeakMap<ReadonlyMap<string, unknown>, readonly string[]>();

function sortedKeys(records: ReadonlyMap<string, unknown>): readonly string[] {
  const known = sorted.get(records);
  if (known !== undefined) return known;
  const keys = [...records.keys()].sort();
  sorted.set(records, keys);
  return keys;
}

/** Those that begin with these digits and go on: they stand together. */
function* longerThan(digits: string, keys: readonly string[]): Generator<string> {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') <= digits) low = middle + 1;
    else high = middle;
  }
  for (let key = keys[low]; key?.startsWith(digits); key = keys[++low]) yield key;
}

function isContradiction(shorter: Pattern, longer: Pattern): boolean {
  const least = Math.max(shorter.digits.length + shorter.fewest, longer.digits.length);
  const greatest = shorter.digits.length + shorter.most;
  if (greatest < least) return false;
  return longer.digits.length + longer.fewest > greatest || longer.digits.length + longer.most < least;
}
