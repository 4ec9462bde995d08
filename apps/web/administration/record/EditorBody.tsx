// The fields of a record between its head and its foot; refusals that belong to no field at the top, the focus at the first that does.

import { type ReactNode, useEffect, useRef } from 'react';
import type { RecordHistory } from '../../../portal/api.ts';
import { Notice, RefusalNotice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import { useAddress } from '../useAddress.ts';
import { FieldList } from './FieldList.tsx';
import styles from './record.module.css';
import type { Editor } from './useEditor.ts';

interface BodyProps {
  readonly editor: Editor;
  readonly writable: boolean;
  readonly history: RecordHistory | undefined;
  readonly children?: ReactNode;
}

export function EditorBody({ editor, writable, history, children }: BodyProps) {
  const { form, refusals } = editor;
  const { field } = useAddress().address;
  const body = useRef<HTMLDivElement>(null);
  const names = new Set(form.fields.map(({ name }) => name));
  const others = refusals.filter(({ field }) => field === undefined || !names.has(field));
  useEffect(() => {
    if (refusals.length > 0) firstToMend(body.current)?.focus();
  }, [refusals]);
  useEffect(() => {
    if (field === undefined) return;
    const row = body.current?.querySelector(`[data-field="${CSS.escape(field)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('[data-editor] :is(input, select, textarea, button)')?.focus();
  }, [field]);
  return (
    <div className={styles.body} ref={body} {...(writable ? {} : scrolledByKeys(form.title))}>
      <div className={styles.notices}>
        {children}
        {!writable && form.kind !== 'view' && (
          <Notice kind="told">
            {form.duty === 'security' ? words.forms.record.readOnlySecurity : words.forms.record.readOnly}
          </Notice>
        )}
        <RefusalNotice refusals={others} />
      </div>
      <FieldList editor={editor} writable={writable} history={history} />
    </div>
  );
}

/** What has nothing to go to by Tab is gone to itself, so that the arrow keys scroll it. */
const scrolledByKeys = (label: string) => ({ tabIndex: 0, role: 'region', 'aria-label': label }) as const;

/** The first editor that holds something refused. */
const firstToMend = (body: HTMLElement | null): HTMLElement | null =>
  body?.querySelector<HTMLElement>('[data-invalid] [data-editor] :is(input, select, textarea, button)') ?? null;
