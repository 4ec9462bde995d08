// The order of the form tree: by task, as people come to it.

import type { FormSummary } from '../../../portal/api.ts';
import { words } from '../words/words.ts';

/** A page of its own within a task. */
export interface TreePage {
  readonly to: '/calls/test' | '/calls/cost' | '/calls/matrix';
  readonly title: string;
  /** The title of the task. */
  readonly group: string;
}

const said = words.shell.frame.pages;
/** Each with the form of whose matter it is: whoever may see that one may see the page. */
const pages = [
  { to: '/calls/test', title: said.test, form: 'digits-dialled' },
  { to: '/calls/cost', title: said.cost, form: 'toll-guard' },
  { to: '/calls/matrix', title: said.matrix, form: 'interconnect-restriction' },
] as const;

export interface TreeGroup {
  readonly title: string;
  readonly pages: readonly TreePage[];
  readonly forms: readonly FormSummary[];
}

const order = ['Phones and people', 'Calls and routing', 'Voicemail', 'Records', 'Security', 'Network', 'System'];

/** Groups in the order of the tasks, a group that the tool does not know last; within a group its pages, then forms in the order of the system. */
export function treeOf(forms: readonly FormSummary[]): readonly TreeGroup[] {
  const titles = [...new Set(forms.map(({ group }) => group))];
  const place = (title: string): number => (order.includes(title) ? order.indexOf(title) : order.length);
  return titles
    .sort((a, b) => place(a) - place(b))
    .map((title) => ({
      title,
      pages: pagesOf(forms).filter(({ group }) => group === title),
      forms: forms.filter(({ group }) => group === title),
    }));
}

/** The pages that somebody may see who may see these forms. */
export const pagesOf = (forms: readonly FormSummary[]): readonly TreePage[] =>
  pages.flatMap(({ to, title, form }) =>
    forms.filter(({ id }) => id === form).map(({ group }): TreePage => ({ to, title, group })),
  );
