// Access: who may do what with which form (ADM-6, ADM-7). Pure functions of the configuration and of who asks.

import type { Actor } from '../actor.ts';

export type Operation = 'read' | 'add' | 'change' | 'delete' | 'import' | 'export' | 'act';
/** To whom a form is invisible, it does not exist. */
export type Verdict = 'allowed' | 'refused' | 'invisible';

/** What access asks of a form or a view. */
export interface AskedForm {
  readonly id: string;
  readonly duty: 'configuration' | 'security';
  readonly fields: Readonly<Record<string, { readonly duty: 'configuration' | 'security' }>>;
}

/** May this actor do that with this form? */
export type MayDo = (actor: Actor, form: AskedForm, operation: Operation) => Verdict;
