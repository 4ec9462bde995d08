// Adopting a profile, or mending one line of it: the difference first, and what stays open for a person; then it is one change.

import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SecurityPlan } from '../../../portal/api.ts';
import { formQuery, useForms } from '../../shell/data/queries.ts';
import { Notice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import parts from '../parts/parts.module.css';
import { Differences } from '../review/Differences.tsx';
import { type ChangeGroup, grouped } from '../review/grouping.ts';
import { type ApplyWish, sendApply } from './queries.ts';
import styles from './security.module.css';

const said = words.security.adopt;

export interface Adopting {
  readonly wish: ApplyWish;
  /** From the dry run. */
  readonly plan: SecurityPlan;
}

interface AdoptDialogProps {
  readonly adopting: Adopting;
  readonly onDone: (plan: SecurityPlan) => void;
  readonly onClose: () => void;
}

export function AdoptDialog({ adopting: { wish, plan }, onDone, onClose }: AdoptDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const groups = grouped(plan.changed.records);
  const isOne = wish.only !== undefined;
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      onDone(await sendApply(wish, false));
    } catch (reason) {
      setFault(reason);
      setBusy(false);
    }
  };
  const title = isOne ? said.titleOne : said.title(wish.profile);
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': words.shell.close }}>
      <div className={parts.dialog}>
        <p className={parts.lead}>{groups.length === 0 ? said.nothing : isOne ? said.leadOne : said.lead}</p>
        {groups.map((group) => (
          <PlanGroup key={`${group.form} ${group.kind} ${group.keys[0]}`} group={group} />
        ))}
        {!isOne && plan.toDo.length > 0 && <ToDo plan={plan} />}
        <Problem fault={fault} />
        <div className={parts.buttons}>
          <Button variant="default" onClick={onClose}>
            {words.forms.review.back}
          </Button>
          {groups.length > 0 && (
            <Button loading={isBusy} onClick={() => void confirm()} data-autofocus>
              {isOne ? said.doOne : said.do(wish.profile)}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

function PlanGroup({ group }: { readonly group: ChangeGroup }) {
  const { data: forms = [] } = useForms();
  const { data: form } = useQuery(formQuery(group.form));
  const title = forms.find(({ id }) => id === group.form)?.title ?? group.form;
  const keys = group.keys.filter((key) => key !== '');
  return (
    <section className={parts.group}>
      <h3>{title}</h3>
      {keys.length > 0 && form?.single === false && <p className={parts.keys}>{keys.join(', ')}</p>}
      <Differences differences={group.differences} fields={form?.fields ?? []} kind={group.kind} />
    </section>
  );
}

function ToDo({ plan: { toDo } }: { readonly plan: SecurityPlan }) {
  return (
    <Notice kind="weak">
      <p>{said.toDo(toDo.length)}</p>
      <ul className={styles.toDo}>
        {toDo.map(({ id, statement }) => (
          <li key={id}>{statement}</li>
        ))}
      </ul>
    </Notice>
  );
}
