// What somebody has edited of a record and not yet saved: only the fields that differ from what is there.

import { printed } from '../../fields/values.ts';

export type Values = Readonly<Record<string, unknown>>;
/** Edited fields with their new values. */
export type Draft = Readonly<Record<string, unknown>>;

/** The draft with one field edited; a field that is as before is edited no more. `always` keeps it: a secret shows no value to compare with. */
export function edit(draft: Draft, name: string, value: unknown, base: Values, always = false): Draft {
  if (value === undefined || (!always && printed(value) === printed(base[name]))) return without(draft, name);
  return { ...draft, [name]: value };
}

export const without = (draft: Draft, name: string): Draft =>
  Object.fromEntries(Object.entries(draft).filter(([edited]) => edited !== name));

export const isEdited = (draft: Draft): boolean => Object.keys(draft).length > 0;

/** The value that is shown: the edited one, or what is there. */
export const valueIn = (draft: Draft, base: Values, name: string): unknown =>
  Object.hasOwn(draft, name) ? draft[name] : base[name];
