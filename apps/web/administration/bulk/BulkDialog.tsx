// Change Page Members and Change All: a few fields, for many records at once; their number and the difference before anything is done.

import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { ChangeWish, FormDescription } from '../../../portal/api.ts';
import { refusalsOf } from '../../shell/api.ts';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import parts from '../parts/parts.module.css';
import type { Draft } from '../record/draft.ts';
import { ChangeGroups } from '../review/ChangeGroups.tsx';
import { countChanged, type MadeSecret, madeIn } from '../review/grouping.ts';
import { MadeSecrets } from '../review/MadeSecrets.tsx';
import { sendChanges, useReviewed } from '../review/useReviewed.ts';
import type { Dialogs, Scope } from '../table/wishes.ts';
import { BulkFields } from './BulkFields.tsx';
import { BulkRefusals } from './BulkRefusals.tsx';
import { ScopeChoice } from './ScopeChoice.tsx';
import { countIn, recordsIn } from './scope.ts';

interface BulkProps extends Dialogs {
  readonly scope: Scope;
  readonly onClose: () => void;
}

const said = words.forms.bulk;

export function BulkDialog({ scope: first, onClose, ...dialogs }: BulkProps) {
  const { form } = dialogs;
  const [scope, setScope] = useState(first);
  const [patch, setPatch] = useState<Draft>({});
  const [made, setMade] = useState<readonly MadeSecret[]>();
  const changing = useReviewed({
    send: async (dryRun) => sendChanges(await wishes(form, scope, dialogs, patch), dryRun),
    onDone: ({ records }) => {
      const secrets = madeIn(records);
      if (secrets.length === 0) onClose();
      else setMade(secrets);
    },
  });
  const { review, fault, busy, ask, confirm, close } = changing;
  if (made !== undefined) return <MadeSecrets form={form} made={made} onClose={onClose} />;
  const count = countIn(scope, dialogs);
  const changed = review === undefined ? 0 : countChanged(review.records);
  return (
    <Modal
      opened
      onClose={onClose}
      title={said.title(form.title)}
      size="xl"
      closeButtonProps={{ 'aria-label': words.shell.close }}
    >
      {review === undefined ? (
        <div className={parts.dialog}>
          <ScopeChoice dialogs={dialogs} scope={scope} onScope={setScope} />
          <BulkFields form={form} patch={patch} refusals={refusalsOf(fault)} onPatch={setPatch} />
          {refusalsOf(fault).some(({ key }) => key !== undefined && key !== '') ? (
            <BulkRefusals form={form} refusals={refusalsOf(fault)} />
          ) : (
            <Problem fault={fault} />
          )}
          <div className={parts.buttons}>
            <Button variant="default" onClick={onClose}>
              {words.shell.cancel}
            </Button>
            <Button disabled={Object.keys(patch).length === 0 || count === 0} loading={busy} onClick={() => void ask()}>
              {said.review(count)}
            </Button>
          </div>
        </div>
      ) : (
        <div className={parts.dialog}>
          <p>{said.counts(changed, review.records.length - changed)}</p>
          <ChangeGroups form={form} records={review.records} />
          <Problem fault={fault} />
          <div className={parts.buttons}>
            <Button variant="default" onClick={close}>
              {words.forms.review.back}
            </Button>
            <Button data-autofocus disabled={changed === 0} loading={busy} onClick={() => void confirm()}>
              {said.change(changed)}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

/** Each record with its version: what somebody else changes between the difference and the change is not overwritten. */
async function wishes(form: FormDescription, scope: Scope, dialogs: Dialogs, patch: Draft): Promise<ChangeWish[]> {
  const records = await recordsIn(scope, dialogs);
  return records.map(({ key, version }) => ({ kind: 'change', form: form.id, key, version, patch }));
}
