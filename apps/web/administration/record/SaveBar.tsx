// The foot of a record: how much was edited, taking it back, saving it.

import { Button } from '@mantine/core';
import { printTime } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import styles from './record.module.css';
import type { Editor } from './useEditor.ts';
import type { Saving } from './useSaving.ts';

interface SaveBarProps {
  readonly editor: Editor;
  readonly saving: Saving;
  readonly label: string;
  /** Undefined of a new record, which has none. */
  readonly onHistory?: () => void;
}

const said = words.forms.record;

export function SaveBar({ editor, saving, label, onHistory }: SaveBarProps) {
  const { draft, edited, record, refusals } = editor;
  const adding = record === undefined;
  const saved = !edited && saving.savedAtMs !== undefined;
  const count = Object.keys(draft).length;
  return (
    <footer className={styles.foot}>
      <output className={styles.status} data-refused={refusals.length > 0 || undefined}>
        {refusals.length > 0 && said.refused(refusals.length)}
        {refusals.length === 0 && edited && said.edited(count)}
        {saved && said.saved(printTime(saving.savedAtMs ?? 0))}
      </output>
      {saved && onHistory !== undefined && (
        <button type="button" className={styles.link} onClick={onHistory}>
          {said.undo}
        </button>
      )}
      <span className={styles.buttons}>
        {edited && (
          <Button variant="default" onClick={() => editor.reset()}>
            {said.discard}
          </Button>
        )}
        <Button disabled={!edited && !adding} loading={saving.busy} onClick={saving.save} aria-keyshortcuts="Control+S">
          {label}
        </Button>
      </span>
    </footer>
  );
}
