// What a search shows: the forms that the browser knows at once, then all that the system found, by kind.

import type { FormSummary, Found } from '../../../portal/api.ts';

/** Something found; or something that can be done here and now. */
export interface Result extends Found {
  readonly run?: () => void;
}

export interface FoundGroup {
  readonly kind: Found['kind'];
  readonly found: readonly Result[];
}

/** What can be done from anywhere, in words. */
export interface Action {
  readonly words: string;
  readonly run: () => void;
}

const kinds = ['form', 'action', 'record', 'field', 'help'] as const;

/** Grouped by kind, forms first, each in the system's order; a form that both know stands once. */
export function arrange(
  text: string,
  forms: readonly FormSummary[],
  found: readonly Found[],
  actions: readonly Action[],
): readonly FoundGroup[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const told = new Set(found.filter(({ kind }) => kind === 'form').map(({ form }) => form));
  const local = forms
    .filter(({ id, title }) => !told.has(id) && title.toLowerCase().includes(wanted))
    .map(({ id, title, group }): Found => ({ kind: 'form', form: id, formTitle: title, words: title, excerpt: group }));
  const doing = actions
    .filter(({ words }) => words.toLowerCase().includes(wanted))
    .map((action): Result => ({ ...action, kind: 'action', form: '', formTitle: '', excerpt: '' }));
  const all: readonly Result[] = [...local, ...doing, ...found];
  return kinds
    .map((kind) => ({ kind, found: all.filter((one) => one.kind === kind) }))
    .filter((group) => group.found.length > 0);
}

/** The page that shows it; of a field the place where it is, once that is there. */
export function pageOf({ form, key, field }: Found) {
  const search: Record<string, string> = {
    ...(key === undefined ? {} : { record: key }),
    ...(field === undefined ? {} : { field }),
  };
  return { to: '/forms/$form', params: { form }, search } as const;
}
