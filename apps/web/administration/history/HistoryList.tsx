// What was done with a record, newest first; each change can be taken back, after its difference was seen.

import { Button, Modal } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { FormDescription, RecordChangeLine, RecordHistory } from '../../../portal/api.ts';
import { api } from '../../shell/api.ts';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import { Differences } from '../review/Differences.tsx';
import { ReviewDialog } from '../review/ReviewDialog.tsx';
import { useReviewed } from '../review/useReviewed.ts';
import styles from './history.module.css';

interface HistoryProps {
  readonly form: FormDescription;
  readonly history: RecordHistory | undefined;
}

const said = words.forms.history;

export function HistoryList({ form, history }: HistoryProps) {
  if (history === undefined) return <div className={styles.list} role="status" aria-label={words.shell.loading} />;
  if (history.changes.length === 0) return <p className={styles.none}>{said.none}</p>;
  return (
    <ol className={styles.list}>
      {history.changes.map((change) => (
        <Change key={change.auditId} form={form} change={change} />
      ))}
    </ol>
  );
}

function Change({ form, change }: { readonly form: FormDescription; readonly change: RecordChangeLine }) {
  return (
    <li className={styles.change}>
      <div className={styles.head}>
        <b>{said.kinds[change.kind]}</b>
        <span className={styles.by}>
          {said.by(change.by)} <Moment ms={change.atMs} /> · {said.entry(change.auditId)}
        </span>
        <Undo form={form} change={change} />
      </div>
      {change.differences.length > 0 && (
        <Differences differences={change.differences} fields={form.fields} kind={change.kind} />
      )}
    </li>
  );
}

function Undo({ form, change }: { readonly form: FormDescription; readonly change: RecordChangeLine }) {
  const undoing = useReviewed({
    send: (dryRun) => api.send('POST', 'undo', { auditId: change.auditId, dryRun }),
    onDone: () => undefined,
  });
  const { review, fault, busy, ask, close } = undoing;
  if (!form.operations.includes('change')) return null;
  if (change.notUndoable !== '') return <span className={styles.why}>{change.notUndoable}</span>;
  return (
    <>
      <Button
        variant="default"
        loading={busy && review === undefined}
        leftSection={<IconArrowBackUp size={14} aria-hidden />}
        aria-label={said.undoEntry(change.auditId)}
        onClick={() => void ask()}
      >
        {said.undo}
      </Button>
      {review !== undefined && (
        <ReviewDialog form={form} title={said.reviewUndo} reviewed={undoing} changed={review} label={said.undo} />
      )}
      {review === undefined && fault !== undefined && (
        <Modal opened onClose={close} title={said.notUndone} closeButtonProps={{ 'aria-label': words.shell.close }}>
          <Problem fault={fault} />
        </Modal>
      )}
    </>
  );
}
