// Deleting the selected records: all of them or none; what each holds, or what refers to it, before anything is done.

import { Button, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { refusalsOf } from '../../shell/api.ts';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import { sendChanges, useReviewed } from '../review/useReviewed.ts';
import type { Dialogs } from '../table/wishes.ts';
import { BulkRefusals } from './BulkRefusals.tsx';
import { recordsIn } from './scope.ts';

interface DeleteProps extends Dialogs {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const said = words.forms.bulk;

export function DeleteDialog({ onClose, onDone, ...dialogs }: DeleteProps) {
  const { form } = dialogs;
  const deleting = useReviewed({
    send: async (dryRun) => {
      const records = await recordsIn('selected', dialogs);
      return sendChanges(
        records.map(({ key, version }) => ({ kind: 'delete', form: form.id, key, version })),
        dryRun,
      );
    },
    onDone: () => {
      onDone();
      onClose();
    },
  });
  const { review, fault, busy, ask, confirm } = deleting;
  useEffect(() => void ask(), [ask]);
  const records = review?.records ?? [];
  return (
    <Modal opened onClose={onClose} title={said.deleteTitle(dialogs.selected.size)} size="lg" withCloseButton={false}>
      <div className={parts.dialog}>
        {records.length > 0 && <p>{records.map(({ key }) => key).join(', ')}</p>}
        {records.length > 0 && <p className={parts.lead}>{said.deleteWords}</p>}
        {fault !== undefined && <BulkRefusals form={form} refusals={refusalsOf(fault)} />}
        <div className={parts.buttons}>
          <Button variant="default" data-autofocus onClick={onClose}>
            {words.shell.cancel}
          </Button>
          <Button
            className={parts.danger ?? ''}
            disabled={records.length === 0}
            loading={busy}
            onClick={() => void confirm()}
          >
            {said.delete(records.length)}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
