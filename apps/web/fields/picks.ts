// Records of a form that a field may name: key and the first words of each, as far as this person may see them.

import { useForm, useRecords } from '../shell/data/queries.ts';
import { printed } from './values.ts';

export interface Pick {
  readonly key: string;
  /** The first text beside the key: usually a name. */
  readonly name: string;
}

const shown = 30;

/** None while they are not known, and of a form that may not be seen. */
export function usePicks(formId: string, search: string): readonly Pick[] {
  const { data: form } = useForm(formId);
  const { data: page } = useRecords(formId, { search, limit: shown });
  const nameField = form?.fields.find(({ name, kind }) => kind === 'text' && name !== form.key)?.name;
  return (page?.records ?? []).map(({ key, values }) => ({
    key,
    name: nameField === undefined ? '' : printed(values[nameField]),
  }));
}
