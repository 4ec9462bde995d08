// The text of a record as searches look through it, in lower case and without secrets; kept as long as the record is.

import type { AnyRecord, FormShape } from '#forms';

const texts = new WeakMap<AnyRecord, string>();

/** All fields as they are printed, one under the other. */
export function searchText(form: FormShape, record: AnyRecord): string {
  let text = texts.get(record);
  if (text === undefined) {
    text = '';
    for (const [name, field] of Object.entries(form.fields))
      if (field.kind !== 'secret') text += `${field.print(record[name])}\n`;
    text = text.toLowerCase();
    texts.set(record, text);
  }
  return text;
}
