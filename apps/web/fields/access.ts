// The rows of an access matrix: every form as the tree groups it, with its level, given or by default.

import type { FieldDescription, FormSummary } from '../../portal/api.ts';
import { treeOf } from '../shell/frame/tree.ts';
import { type Access, printed } from './values.ts';

export const levels = ['none', 'read', 'write'] as const;
export type Level = (typeof levels)[number];

export interface AccessRow {
  readonly id: string;
  readonly title: string;
  /** Undefined: as the default. */
  readonly level: Level | undefined;
}

export interface AccessGroup {
  readonly group: string;
  readonly rows: readonly AccessRow[];
}

/** Every form that this person knows, and those that are named though they are not known. */
export function accessGroups(forms: readonly FormSummary[], access: Access): readonly AccessGroup[] {
  const named = treeOf(forms).map(({ title: group, forms: members }) => ({
    group,
    rows: members.map(({ id, title }) => ({ id, title, level: levelOf(access[id]) })),
  }));
  const known = new Set(forms.map(({ id }) => id));
  const others = Object.keys(access).filter((id) => !known.has(id));
  const unknown = others.map((id) => ({ id, title: id, level: levelOf(access[id]) }));
  return unknown.length === 0 ? named : [...named, { group: '', rows: unknown }];
}

export const levelOf = (text: string | undefined): Level | undefined => levels.find((level) => level === text);

/** The access with one form's level set, or left to the default again. */
export function withLevel(access: Access, id: string, level: Level | undefined): Access {
  const rest = Object.fromEntries(Object.entries(access).filter(([other]) => other !== id));
  return level === undefined ? rest : { ...rest, [id]: level };
}

/** The field beside it whose choices are exactly the levels: what a form gets that is not named. */
export function defaultLevel(
  fields: readonly FieldDescription[],
  valueIn: (name: string) => unknown,
): Level | undefined {
  const field = fields.find(
    ({ choices }) =>
      choices !== undefined &&
      Object.keys(choices).length === levels.length &&
      levels.every((level) => Object.hasOwn(choices, level)),
  );
  return field === undefined ? undefined : levelOf(printed(valueIn(field.name)));
}

/** How many forms are named with each level. */
export const countLevels = (access: Access): Readonly<Record<Level, number>> => {
  const given = Object.values(access);
  const count = (level: Level): number => given.filter((one) => one === level).length;
  return { none: count('none'), read: count('read'), write: count('write') };
};
