// Prints records and their differences as text; of a secret only that there is one.

import type { AnyRecord, FormShape } from './define.ts';

/** One field as text: what `validate` reads back. Of a secret "set" or "not set". */
export function toText(form: FormShape, record: AnyRecord, name: string): string {
  return form.fields[name]?.print(record[name]) ?? '';
}

/** A record as JSON shows it: values as they are, secrets as "set" or "not set". */
export function toPlain(form: FormShape, record: AnyRecord): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form.fields).map(([name, field]) => [
      name,
      field.kind === 'secret' ? field.print(record[name]) : record[name],
    ]),
  );
}

/** One changed field, in text. */
export interface Difference {
  readonly field: string;
  readonly label: string;
  readonly old: string;
  readonly new: string;
}

/** What changes from `before` to `after`; undefined stands for no record. `secrets` names those that get another value. */
export function difference(
  form: FormShape,
  before: AnyRecord | undefined,
  after: AnyRecord | undefined,
  secrets: Iterable<string> = [],
): Difference[] {
  const fresh = new Set(secrets);
  const differences: Difference[] = [];
  for (const [name, { label, kind }] of Object.entries(form.fields)) {
    const old = before === undefined ? '' : shown(form, before, name);
    let now = after === undefined ? '' : shown(form, after, name);
    if (kind === 'secret' && fresh.has(name) && old === now) now = '(set anew)';
    if (old !== now) differences.push({ field: name, label, old, new: now });
  }
  return differences;
}

const shown = (form: FormShape, record: AnyRecord, name: string): string => {
  if (form.fields[name]?.kind === 'secret') return record[name] === true ? '(set)' : '';
  return toText(form, record, name);
};
