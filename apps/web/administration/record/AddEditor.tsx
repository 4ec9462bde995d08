// A new record, blank or as a copy of another. It is not there until it is saved.

import type { ReactNode } from 'react';
import type { Changed, FormDescription, RecordView } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { closed } from '../address.ts';
import { MadeSecrets } from '../review/MadeSecrets.tsx';
import { ReviewDialog } from '../review/ReviewDialog.tsx';
import { useAddress } from '../useAddress.ts';
import { EditorBody } from './EditorBody.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import styles from './record.module.css';
import { SaveBar } from './SaveBar.tsx';
import { templateOf, useEditor } from './useEditor.ts';
import { useLeaveGuard } from './useLeaveGuard.ts';
import { useSaving } from './useSaving.ts';

interface AddProps {
  readonly form: FormDescription;
  readonly tools: ReactNode;
  readonly copied?: RecordView;
}

const said = words.forms.record;

export function AddEditor({ form, tools, copied }: AddProps) {
  const { go } = useAddress();
  const editor = useEditor(form, undefined, copied === undefined ? {} : templateOf(form, copied));
  const guard = useLeaveGuard(editor.edited);
  const copyOf = copied === undefined ? {} : { copyOf: copied.key };
  const open = ({ records }: Changed): void => {
    guard.free();
    const added = records.find((record) => record.form === form.id);
    go({ ...closed, record: added?.key }, true);
  };
  const wish = { kind: 'add', form: form.id, patch: editor.draft, ...copyOf } as const;
  const saving = useSaving(editor, wish, (changed) => {
    // What was made is told before the new record is opened: it is told once.
    if (changed.records.every(({ made }) => Object.keys(made).length === 0)) open(changed);
  });
  const addedKey = saving.made[0]?.key;
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title} tabIndex={-1}>
          {copied === undefined ? said.newRecord : said.copyOf(copied.key)}{' '}
          <span className={styles.name}>{form.title}</span>
        </h2>
        <span className={styles.tools}>{tools}</span>
      </header>
      <EditorBody editor={editor} writable history={undefined} />
      <SaveBar editor={editor} saving={saving} label={said.add} />
      {saving.review !== undefined && (
        <ReviewDialog
          form={form}
          title={said.reviewAdd(saving.review.records[0]?.key ?? '')}
          reviewed={saving}
          changed={saving.review}
          label={said.add}
        />
      )}
      {addedKey !== undefined && (
        <MadeSecrets
          form={form}
          made={saving.made}
          onClose={() => {
            guard.free();
            go({ ...closed, record: addedKey }, true);
          }}
        />
      )}
      <LeaveDialog guard={guard} count={Object.keys(editor.draft).length} />
    </>
  );
}
