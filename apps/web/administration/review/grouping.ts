// Groups the records of a change whose differences are the same: "Enabled: yes → no" once, for 37 records.

import type { Changed } from '../../../portal/api.ts';

export type ChangedRecord = Changed['records'][number];

export interface ChangeGroup {
  readonly form: string;
  readonly kind: string;
  readonly differences: ChangedRecord['differences'];
  readonly keys: readonly string[];
}

/** Those that change nothing are left out; in the order in which they come first. */
export function grouped(records: readonly ChangedRecord[]): readonly ChangeGroup[] {
  const groups = new Map<string, ChangeGroup & { keys: string[] }>();
  for (const { form, kind, differences, key } of records) {
    if (kind === 'unchanged') continue;
    const alike = JSON.stringify([form, kind, differences]);
    const group = groups.get(alike);
    if (group === undefined) groups.set(alike, { form, kind, differences, keys: [key] });
    else group.keys.push(key);
  }
  return [...groups.values()];
}

export const countChanged = (records: readonly ChangedRecord[]): number =>
  records.filter(({ kind }) => kind !== 'unchanged').length;

/** The secrets that were made, each with the record that it belongs to. */
export interface MadeSecret {
  readonly form: string;
  readonly key: string;
  readonly field: string;
  readonly text: string;
}

export const madeIn = (records: readonly ChangedRecord[]): readonly MadeSecret[] =>
  records.flatMap(({ form, key, made }) => Object.entries(made).map(([field, text]) => ({ form, key, field, text })));
