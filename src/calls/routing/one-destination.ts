// A place in a form where one destination inside is named: an extension, a group or a service, or with all blank none.

import type { Refusal } from '#base';
import { callsFormCodes } from '../configuration.codes.ts';

/** By the names of the fields: at most one of them is given, or with `needed` exactly one. */
export function oneDestination(fields: Readonly<Record<string, string>>, needed: boolean): Refusal[] {
  const given = Object.entries(fields).filter(([, number]) => number !== '');
  if (given.length === 1 || (given.length === 0 && !needed)) return [];
  const what = given.map(([, number]) => number).join(' and ');
  const field = given.at(-1)?.[0] ?? Object.keys(fields)[0] ?? '';
  return [
    callsFormCodes.refuse(
      'calls.one-destination',
      { given: what === '' ? 'none is given' : `${what} are given` },
      field,
    ),
  ];
}
