// The text of a record as searches look through it, in lower case and without secrets; kept as long as its row is.

import type { FormShape } from '#forms';
import type { Row } from './snapshot.ts';

/** All fields as they are printed, one under the other. */
export function searchText(form: FormShape, row: Row): string {
  row.text ??= printAll(form, row);
  return row.text;
}

function printAll(form: FormShape, { record }: Row): string {
  let text = '';
  for (const [name, field] of Object.entries(form.fields))
    if (field.kind !== 'secret') text += `${field.print(record[name])}\n`;
  return text.toLowerCase();
}
