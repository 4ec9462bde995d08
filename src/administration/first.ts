// The first records of forms: those that a new system starts with, with the wishes of whoever makes it laid over them.

import type { Form } from '#forms';
import type { Change } from './requests.ts';

/** The name of the system value that says that a form has had its first records. */
export const firstMark = (form: Form): string => `first-records.${form.id}`;

/** One change of everything: a wish for a first record is joined to it, other wishes are changes of their own. */
export function firstChanges(forms: readonly Form[], wishes: readonly Change[]): readonly Change[] {
  const left = new Set(wishes);
  const added = forms.flatMap((form) =>
    form.first.map((record): Change => {
      let patch = record;
      for (const wish of wishes) {
        if (wish.kind !== 'change' || wish.form !== form.id || wish.key !== keyOf(form, patch)) continue;
        patch = { ...patch, ...wish.patch };
        left.delete(wish);
      }
      return { kind: 'add', form: form.id, patch };
    }),
  );
  return [...added, ...left];
}

const keyOf = (form: Form, patch: Readonly<Record<string, unknown>>): unknown =>
  form.key === undefined ? undefined : patch[form.key];
