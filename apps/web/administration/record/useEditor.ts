// The record that is open and what was edited of it. Edits stand on the version on which they began, whatever comes meanwhile.

import { useState } from 'react';
import type { FieldDescription, FormDescription, RecordView, Refusal } from '../../../portal/api.ts';
import { initialValues } from '../../fields/values.ts';
import { useStable } from '../parts/useStable.ts';
import { type Draft, edit, isEdited, type Values, valueIn, without } from './draft.ts';

export interface Editor {
  readonly form: FormDescription;
  /** The version that the edits stand on; undefined of a new record. */
  readonly record: RecordView | undefined;
  readonly base: Values;
  readonly draft: Draft;
  readonly edited: boolean;
  /** The record as it is now, when somebody else changed it since the edits began. */
  readonly newer: RecordView | undefined;
  readonly refusals: readonly Refusal[];
  readonly valueOf: (name: string) => unknown;
  readonly set: (field: FieldDescription, value: unknown) => void;
  readonly refuse: (refusals: readonly Refusal[]) => void;
  /** Takes all edits back, or puts these on top of that version. */
  readonly reset: (draft?: Draft, on?: RecordView) => void;
}

/** `now` is the record as the system has it; of a new record `template` is what a copy takes over. */
export function useEditor(form: FormDescription, now: RecordView | undefined, template: Values = {}): Editor {
  const [draft, setDraft] = useState<Draft>({});
  const [held, setHeld] = useState<RecordView>();
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const edited = isEdited(draft);
  const record = edited ? (held ?? now) : now;
  const base: Values = record?.values ?? { ...initialValues(form.fields), ...template };

  const set = useStable((field: FieldDescription, value: unknown) => {
    const next = edit(draft, field.name, value, base, field.kind === 'secret');
    setDraft(next);
    setHeld(isEdited(next) ? record : undefined);
    setRefusals(refusals.filter((refusal) => refusal.field !== field.name));
  });
  const reset = useStable((next: Draft = {}, on: RecordView | undefined = undefined) => {
    setDraft(next);
    setHeld(on);
    setRefusals([]);
  });
  return {
    ...{ form, record, base, draft, edited, refusals, set, reset },
    newer: edited && now !== undefined && record !== undefined && now.version !== record.version ? now : undefined,
    valueOf: (name) => valueIn(draft, base, name),
    refuse: setRefusals,
  };
}

/** What a copy takes over from a record: everything but what names it and its secrets. */
export function templateOf(form: FormDescription, { values }: RecordView): Values {
  const secrets = form.fields.filter(({ kind }) => kind === 'secret');
  const left = [...secrets.map(({ name }) => name), ...(form.key === undefined ? [] : [form.key])];
  return left.reduce<Values>(without, values);
}
