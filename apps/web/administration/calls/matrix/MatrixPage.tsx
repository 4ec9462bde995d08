// The page Interconnect matrix: who may call whom, cell by cell. What was clicked is a draft until its difference was seen and saved.

import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormDescription, FormSummary } from '../../../../portal/api.ts';
import { useForm, useForms, useRecords } from '../../../shell/data/queries.ts';
import { PageLink } from '../../../shell/PageLink.tsx';
import { PageHead } from '../../../shell/pages/PageHead.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import { words } from '../../../shell/words/words.ts';
import { Problem } from '../../parts/Problem.tsx';
import { Waiting } from '../../parts/Waiting.tsx';
import { LeaveDialog } from '../../record/LeaveDialog.tsx';
import { useLeaveGuard } from '../../record/useLeaveGuard.ts';
import { useSaveKey } from '../../record/useSaveKey.ts';
import { ReviewDialog } from '../../review/ReviewDialog.tsx';
import { sendChanges, useReviewed } from '../../review/useReviewed.ts';
import styles from '../calls.module.css';
import { Bearer } from './Bearer.tsx';
import { Legend } from './Legend.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import own from './matrix.module.css';
import {
  changesOf,
  type Draft,
  highest,
  pendingOf,
  type Rows,
  restriction,
  rowsOf,
  sizeOf,
  toggled,
} from './matrix.ts';
import { useBearers, useHighest } from './useInUse.ts';

const said = callWords.matrix;
/** Who has a number is asked for so many: more would be a question for each. */
const named = 16;

export function MatrixPage() {
  const { data: form } = useForm(restriction);
  const { data: page, error, refetch } = useRecords(restriction, { limit: highest });
  const inUse = useHighest();
  const { data: forms = [] } = useForms();
  const summary = forms.find(({ id }) => id === restriction);
  const isThere = form !== undefined && page !== undefined && inUse !== undefined && summary !== undefined;
  return (
    <div className={styles.page}>
      <PageHead title={words.shell.frame.pages.matrix}>
        <PageLink to="/forms/$form" params={{ form: restriction }} size="sm">
          {said.table}
        </PageLink>
      </PageHead>
      <p className={styles.lead}>{said.lead}</p>
      <Problem fault={error} onAgain={() => void refetch()} />
      {!isThere && error === null && <Waiting />}
      {isThere && <Matrix form={form} rows={rowsOf(page.records)} inUse={inUse} may={summary.operations} />}
    </div>
  );
}

interface MatrixProps {
  readonly form: FormDescription;
  readonly rows: Rows;
  readonly inUse: readonly number[];
  readonly may: FormSummary['operations'];
}

function Matrix({ form, rows, inUse, may }: MatrixProps) {
  const [clicked, setClicked] = useState<Draft>(new Map());
  const draft = pendingOf(rows, clicked);
  const readOnly = !(may.includes('add') && may.includes('change'));
  const { show } = useSearch({ strict: false });
  const used = sizeOf(rows, inUse);
  const size = show === 'all' ? highest : used;
  const bearers = useBearers(Math.min(used, named));
  const saving = useReviewed({
    send: (dryRun) => sendChanges(changesOf(rows, draft, may.includes('delete')), dryRun),
    onDone: () => setClicked(new Map()),
  });
  const guard = useLeaveGuard(draft.size > 0);
  useSaveKey(() => {
    if (draft.size > 0 && !saving.busy) void saving.ask();
  });
  return (
    <>
      <section className={own.frame}>
        <div className={own.scroll}>
          <MatrixTable
            rows={rows}
            draft={draft}
            size={size}
            readOnly={readOnly}
            onToggle={(caller, called) => {
              if (!readOnly) setClicked(toggled(rows, draft, caller, called));
            }}
            nameOf={(number) => <Bearer bearers={bearers[number - 1]} />}
          />
        </div>
        <Legend readOnly={readOnly} />
        <footer className={own.foot}>
          {used < highest && <ShowAll isAll={show === 'all'} />}
          <output className={styles.quiet}>{draft.size > 0 && said.count(draft.size)}</output>
          <span className={own.buttons}>
            {draft.size > 0 && (
              <Button variant="default" onClick={() => setClicked(new Map())}>
                {words.forms.record.discard}
              </Button>
            )}
            {!readOnly && (
              <Button
                disabled={draft.size === 0}
                loading={saving.busy}
                onClick={() => void saving.ask()}
                aria-keyshortcuts="Control+S"
              >
                {words.forms.record.save}
              </Button>
            )}
          </span>
        </footer>
      </section>
      {saving.review === undefined && <Problem fault={saving.fault} />}
      {saving.review !== undefined && (
        <ReviewDialog
          form={form}
          title={said.review}
          reviewed={saving}
          changed={saving.review}
          label={words.forms.record.save}
        />
      )}
      <LeaveDialog guard={guard} count={draft.size} />
    </>
  );
}

function ShowAll({ isAll }: { readonly isAll: boolean }) {
  const navigate = useNavigate();
  return (
    <Button
      variant="default"
      onClick={() => void navigate({ to: '/calls/matrix', search: isAll ? {} : { show: 'all' }, replace: true })}
    >
      {isAll ? said.showUsed : said.showAll}
    </Button>
  );
}
