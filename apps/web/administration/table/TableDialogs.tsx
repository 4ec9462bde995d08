// What opens over a table: changing several records, deleting them, acting upon them, import and export.

import type { ActionDescription, FormDescription, RecordView } from '../../../portal/api.ts';
import type { RecordsQuery } from '../../shell/data/queries.ts';
import { ActDialog } from '../actions/ActDialog.tsx';
import { BulkDialog } from '../bulk/BulkDialog.tsx';
import { DeleteDialog } from '../bulk/DeleteDialog.tsx';
import type { Scope } from '../bulk/scope.ts';
import { ExportDialog } from '../transfer/ExportDialog.tsx';
import { ImportDialog } from '../transfer/ImportDialog.tsx';
import { nothing, type Selection } from './selection.ts';

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

interface DialogsProps extends Dialogs {
  readonly wish: Wish | undefined;
  readonly onWish: (wish: Wish | undefined) => void;
  readonly onSelect: (selection: Selection) => void;
}

export function TableDialogs({ wish, onWish, onSelect, ...dialogs }: DialogsProps) {
  const close = (): void => onWish(undefined);
  const done = (): void => onSelect(nothing);
  switch (wish?.kind) {
    case 'bulk':
      return <BulkDialog {...dialogs} scope={wish.scope} onClose={close} />;
    case 'delete':
      return <DeleteDialog {...dialogs} onClose={close} onDone={done} />;
    case 'act':
      return (
        <ActDialog
          form={dialogs.form}
          action={wish.action}
          keys={[...dialogs.selected]}
          onClose={close}
          onDone={done}
        />
      );
    case 'import':
      return <ImportDialog form={dialogs.form} onClose={close} />;
    case 'export':
      return <ExportDialog {...dialogs} onClose={close} />;
    case undefined:
      return null;
  }
}
