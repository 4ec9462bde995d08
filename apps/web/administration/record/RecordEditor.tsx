// A record that is there: read, changed, copied, deleted, acted upon; its history. Of a single form it is the whole page.

import { useQuery } from '@tanstack/react-query';
import type { FormDescription, RecordView } from '../../../portal/api.ts';
import { historyQuery } from '../../shell/data/queries.ts';
import { Notice } from '../../shell/Notice.tsx';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import { HistoryList } from '../history/HistoryList.tsx';
import { useAddress } from '../useAddress.ts';
import { EditorBody } from './EditorBody.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { RecordHead } from './RecordHead.tsx';
import { RecordTools } from './RecordTools.tsx';
import styles from './record.module.css';
import { SaveBar } from './SaveBar.tsx';
import { SaveDialogs } from './SaveDialogs.tsx';
import { StaleDialog } from './StaleDialog.tsx';
import { useEditor } from './useEditor.ts';
import { useLeaveGuard } from './useLeaveGuard.ts';
import { useSaving } from './useSaving.ts';

interface RecordEditorProps {
  readonly form: FormDescription;
  readonly now: RecordView;
  readonly tools: React.ReactNode;
}

const said = words.forms.record;

export function RecordEditor({ form, now, tools }: RecordEditorProps) {
  const { address, go } = useAddress();
  const editor = useEditor(form, now);
  const { draft, edited, newer, record = now } = editor;
  const guard = useLeaveGuard(edited);
  const keyed = form.single ? {} : { key: record.key };
  const { data: history } = useQuery({ ...historyQuery(form.id, keyed.key), enabled: form.kind !== 'view' });
  const wish = { kind: 'change', form: form.id, ...keyed, patch: draft, version: record.version } as const;
  const saving = useSaving(editor, wish, () => editor.reset());
  const title = form.single ? form.title : record.key;
  const writable = form.operations.includes('change');
  return (
    <>
      <RecordHead form={form} record={record} tools={tools}>
        <RecordTools form={form} record={record} onGone={guard.free} />
      </RecordHead>
      {address.history ? (
        <HistoryList form={form} history={history} />
      ) : (
        <EditorBody editor={editor} writable={writable} history={history}>
          {newer !== undefined && <Newer newer={newer} onCompare={() => saving.compare(true)} />}
        </EditorBody>
      )}
      {writable && !address.history && (
        <SaveBar editor={editor} saving={saving} label={said.save} onHistory={() => go({ history: true })} />
      )}
      <SaveDialogs form={form} saving={saving} title={said.reviewSave(title)} label={said.save} />
      {saving.comparing && newer !== undefined && (
        <StaleDialog editor={editor} now={newer} onClose={() => saving.compare(false)} />
      )}
      <LeaveDialog guard={guard} count={Object.keys(draft).length} />
    </>
  );
}

/** Somebody else saved the record while it is being edited here. */
function Newer({ newer, onCompare }: { readonly newer: RecordView; readonly onCompare: () => void }) {
  return (
    <Notice kind="weak" urgent>
      <p>
        {words.forms.stale.by(newer.changedBy)} <Moment ms={newer.changedAtMs} />.{' '}
        <button type="button" className={styles.link} onClick={onCompare}>
          {words.forms.stale.compare}
        </button>
      </p>
    </Notice>
  );
}
