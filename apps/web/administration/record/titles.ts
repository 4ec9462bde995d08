// How a record is called: its key, and the first text in it that is not the key.

import type { FormDescription } from '../../../portal/api.ts';
import { printed } from '../../fields/values.ts';
import type { Values } from './draft.ts';

export function nameOf(form: FormDescription, values: Values): string {
  const field = form.fields.find(({ name, kind }) => kind === 'text' && name !== form.key);
  return field === undefined ? '' : printed(values[field.name]);
}
