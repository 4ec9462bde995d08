// The form Route Lists: routes that are tried one after the other.

import { defineForm, reference } from '#forms';
import { callsFormCodes } from '../configuration.codes.ts';
import { nameField } from './names.ts';

const next = (label: string) =>
  reference({
    label,
    help: 'The route that is tried where those before it cannot take the call. Blank: none.',
    to: 'routes',
    initial: '',
  });

export const routeLists = defineForm({
  id: 'route-lists',
  title: 'Route Lists',
  group: 'Calls and routing',
  help: {
    purpose:
      'Gives a call several ways out, tried in their order: when a trunk is full, down or refuses, the next is taken.',
    conditions:
      'A route that bars the caller, is closed or has no enabled trunk is passed over. No route stands in a list twice. A change applies to the next call.',
    recommendation:
      'Put a trunk of another provider second. Give every route of a list a Class of Restriction Group, or the second lets out whom the first bars.',
  },
  key: 'name',
  fields: {
    name: nameField({ help: 'Names the list in Digits Dialled and Route Plans.' }),
    first: reference({ label: 'First', help: 'The route that is tried first.', to: 'routes' }),
    second: next('Second'),
    third: next('Third'),
    fourth: next('Fourth'),
    fifth: next('Fifth'),
    sixth: next('Sixth'),
  },
  rules: (record) => {
    const names: readonly string[] = routesIn(record);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    return twice === undefined
      ? []
      : [callsFormCodes.refuse('calls.route-twice', { route: twice, list: record.name }, 'second')];
  },
});

interface Six {
  readonly first: string;
  readonly second: string;
  readonly third: string;
  readonly fourth: string;
  readonly fifth: string;
  readonly sixth: string;
}

/** The names of its routes, in their order. */
export const routesIn = ({ first, second, third, fourth, fifth, sixth }: Six): string[] =>
  [first, second, third, fourth, fifth, sixth].filter((name) => name !== '');
