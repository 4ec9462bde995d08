// What can be done with the record that is open: copy, delete, act, print.

import { ActionIcon, Button, Modal, Tooltip } from '@mantine/core';
import { IconCopy, IconPlayerStop, IconPrinter, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ActionDescription, FormDescription, RecordView } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { ActDialog } from '../actions/ActDialog.tsx';
import { closed } from '../address.ts';
import { Problem } from '../parts/Problem.tsx';
import { ReviewDialog } from '../review/ReviewDialog.tsx';
import { sendChanges, useReviewed } from '../review/useReviewed.ts';
import { useAddress } from '../useAddress.ts';

interface ToolsProps {
  readonly form: FormDescription;
  readonly record: RecordView;
  /** The record is about to be left because it is not there any more. */
  readonly onGone: () => void;
}

const said = words.forms.record;

export function RecordTools({ form, record, onGone }: ToolsProps) {
  const { go } = useAddress();
  const [acting, setActing] = useState<ActionDescription>();
  const may = new Set(form.operations);
  const leave = (): void => {
    onGone();
    go(closed);
  };
  return (
    <>
      {may.has('act') &&
        form.actions.map((action) => (
          <Button
            key={action.name}
            variant="default"
            title={action.help}
            leftSection={<IconPlayerStop size={15} aria-hidden />}
            onClick={() => setActing(action)}
          >
            {action.label}
          </Button>
        ))}
      {may.has('add') && !form.single && (
        <Tool label={said.copy} onClick={() => go({ ...closed, adding: true, copyOf: record.key })}>
          <IconCopy size={17} aria-hidden />
        </Tool>
      )}
      {may.has('delete') && !form.single && <Delete form={form} record={record} onDeleted={leave} />}
      <Tool label={said.print} onClick={() => window.print()}>
        <IconPrinter size={17} aria-hidden />
      </Tool>
      {acting !== undefined && (
        <ActDialog
          form={form}
          action={acting}
          keys={[record.key]}
          records={[record]}
          onClose={() => setActing(undefined)}
          onDone={leave}
        />
      )}
    </>
  );
}

interface DeleteProps {
  readonly form: FormDescription;
  readonly record: RecordView;
  readonly onDeleted: () => void;
}

/** The difference first; when it is refused, why: usually what refers to it. */
function Delete({ form, record, onDeleted }: DeleteProps) {
  const { key, version } = record;
  const deleting = useReviewed({
    send: (dryRun) => sendChanges([{ kind: 'delete', form: form.id, key, version }], dryRun),
    onDone: onDeleted,
  });
  const { review, fault, busy, ask, close } = deleting;
  return (
    <>
      <Tool label={said.delete} onClick={() => void ask()} busy={busy}>
        <IconTrash size={17} aria-hidden />
      </Tool>
      {review !== undefined && (
        <ReviewDialog
          form={form}
          title={said.reviewDelete(key)}
          reviewed={deleting}
          changed={review}
          label={said.delete}
          dangerous
        />
      )}
      {review === undefined && fault !== undefined && (
        <Modal
          opened
          onClose={close}
          title={said.notDeleted(key)}
          closeButtonProps={{ 'aria-label': words.shell.close }}
        >
          <Problem fault={fault} />
        </Modal>
      )}
    </>
  );
}

interface ToolProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly busy?: boolean;
  readonly children: React.ReactNode;
}

function Tool({ label, onClick, busy = false, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick} loading={busy}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
