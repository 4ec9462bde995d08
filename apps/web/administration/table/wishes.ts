// What somebody wants to do with several records of a table, and what the dialog for it is told.

import type { ActionDescription, FormDescription, RecordView } from '../../../portal/api.ts';
import type { RecordsQuery } from '../../shell/data/queries.ts';

/** Which records a change of several is about. */
export type Scope = 'selected' | 'page' | 'found';

export type Wish =
  | { readonly kind: 'bulk'; readonly scope: Scope }
  | { readonly kind: 'delete' }
  | { readonly kind: 'act'; readonly action: ActionDescription }
  | { readonly kind: 'import' }
  | { readonly kind: 'export' };

/** What the dialogs are about. */
export interface Dialogs {
  readonly form: FormDescription;
  /** Search, filters and order, without the page. */
  readonly found: RecordsQuery;
  readonly total: number;
  readonly page: readonly RecordView[];
  readonly selected: ReadonlySet<string>;
}
