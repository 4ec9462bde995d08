// A place in a form where one way is named: a route, a route list, or with both blank none.

import type { Refusal } from '#base';
import { reference } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';

interface WayOptions {
  readonly label: string;
  readonly help: string;
  readonly section: string;
}

export const routeField = ({ label, help, section }: WayOptions) =>
  reference({ label, help, section, to: 'routes', initial: '' });
export const listField = ({ label, help, section }: WayOptions) =>
  reference({ label, help, section, to: 'route-lists', initial: '' });

/** By the names of the fields: at most one of them is given, or with `needed` exactly one. */
export function oneWay(ways: Readonly<Record<string, string>>, needed: boolean): Refusal[] {
  const given = Object.entries(ways).filter(([, name]) => name !== '');
  if (given.length === 1 || (given.length === 0 && !needed)) return [];
  const what = given.map(([, name]) => name).join(' and ');
  const field = given.at(-1)?.[0] ?? Object.keys(ways)[0] ?? '';
  return [
    callsFormCodes.refuse('calls.one-way', { given: what === '' ? 'none is given' : `${what} are given` }, field),
  ];
}
