// Reads the stored body of a record: values by their schemas, secrets as the text that they are kept as.

import { no, ok, type Result } from '#base';
import type { AnyRecord, Form } from './define.ts';
import { freezeValue } from './validate.ts';

export interface StoredRecord {
  readonly record: AnyRecord;
  /** The text that is kept of each secret that is set: sealed, or hashed. */
  readonly sealed: Readonly<Record<string, string>>;
}

/**
 * The record in a stored body. A field that is not there has its initial value, one that the form no longer has is left out.
 * Refuses values that the form refuses, in words.
 */
export function validateStored(
  form: Form,
  body: Readonly<Record<string, unknown>>,
): Result<StoredRecord, readonly string[]> {
  const values: Record<string, unknown> = {};
  const sealed: Record<string, string> = {};
  const faults: string[] = [];
  for (const [name, field] of Object.entries(form.fields)) {
    const stored = Object.hasOwn(body, name) ? body[name] : undefined;
    if (field.kind === 'secret') {
      if (typeof stored === 'string' && stored !== '') sealed[name] = stored;
      values[name] = name in sealed;
    } else {
      const parsed = field.schema.safeParse(stored === undefined ? field.initial : stored);
      values[name] = freezeValue(parsed.data);
      if (!parsed.success) faults.push(`${field.label} must be ${field.expects}`);
    }
  }
  if (faults.length > 0) return no(faults);
  return ok({ record: Object.freeze(values), sealed: Object.freeze(sealed) });
}
