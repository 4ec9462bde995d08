// Merges what I edited with what somebody else saved meanwhile: field by field, nothing is overwritten unseen.

import { printed } from '../../fields/values.ts';
import { type Draft, edit, type Values } from './draft.ts';

/** A field that both changed, to different values. */
export interface Conflict {
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merge {
  readonly conflicts: readonly Conflict[];
  /** Fields that they changed and I did not. */
  readonly theirs: readonly string[];
  /** Fields that I changed and they did not. */
  readonly mine: readonly string[];
}

export type Choice = 'mine' | 'theirs';

/** Compares my edits, made on `base`, with the record as it is now. `secrets` cannot be compared: mine stay mine. */
export function merge(base: Values, draft: Draft, now: Values, secrets: ReadonlySet<string> = new Set()): Merge {
  const changed = (name: string): boolean => printed(base[name]) !== printed(now[name]);
  const edited = Object.keys(draft);
  const conflicts = edited
    .filter((name) => !secrets.has(name) && changed(name) && printed(draft[name]) !== printed(now[name]))
    .map((field) => ({ field, base: base[field], mine: draft[field], theirs: now[field] }));
  return {
    conflicts,
    theirs: Object.keys(now).filter((name) => changed(name) && !Object.hasOwn(draft, name)),
    mine: edited.filter((name) => secrets.has(name) || !changed(name)),
  };
}

/** My edits on top of the record as it is now, with the choice made for each conflict; without a choice theirs stays. */
export function rebased(
  draft: Draft,
  now: Values,
  { conflicts }: Merge,
  choices: Readonly<Record<string, Choice>>,
  secrets: ReadonlySet<string> = new Set(),
): Draft {
  const dropped = new Set(conflicts.filter(({ field }) => choices[field] !== 'mine').map(({ field }) => field));
  return Object.entries(draft)
    .filter(([name]) => !dropped.has(name))
    .reduce<Draft>((kept, [name, value]) => edit(kept, name, value, now, secrets.has(name)), {});
}
