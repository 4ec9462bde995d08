// The order of the form tree: by task, as people come to it.

import type { FormSummary } from '../../../portal/api.ts';

export interface TreeGroup {
  readonly title: string;
  readonly forms: readonly FormSummary[];
}

const order = ['Phones and people', 'Calls and routing', 'Voicemail', 'Records', 'Security', 'Network', 'System'];

/** Groups in the order of the tasks, a group that the tool does not know last; within a group the order of the system. */
export function treeOf(forms: readonly FormSummary[]): readonly TreeGroup[] {
  const titles = [...new Set(forms.map(({ group }) => group))];
  const place = (title: string): number => (order.includes(title) ? order.indexOf(title) : order.length);
  return titles
    .sort((a, b) => place(a) - place(b))
    .map((title) => ({ title, forms: forms.filter(({ group }) => group === title) }));
}
