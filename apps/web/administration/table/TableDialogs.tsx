// What opens over a table: changing several records, deleting them, acting upon them, import and export.

import { ActDialog } from '../actions/ActDialog.tsx';
import { BulkDialog } from '../bulk/BulkDialog.tsx';
import { DeleteDialog } from '../bulk/DeleteDialog.tsx';
import { ExportDialog } from '../transfer/ExportDialog.tsx';
import { ImportDialog } from '../transfer/ImportDialog.tsx';
import { nothing, type Selection } from './selection.ts';
import type { Dialogs, Wish } from './wishes.ts';

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
          records={dialogs.page}
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
