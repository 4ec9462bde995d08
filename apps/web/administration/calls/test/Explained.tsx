// What would become of the call: in one sentence, then step by step, each with the record that it came from.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RouteExplained } from '../../../../portal/api.ts';
import { useForms } from '../../../shell/data/queries.ts';
import { Notice } from '../../../shell/Notice.tsx';
import { Said } from '../../../shell/Said.tsx';
import { State, type StateKind } from '../../../shell/State.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import { Moment } from '../../../shell/words/Moment.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Waiting } from '../../parts/Waiting.tsx';
import styles from '../calls.module.css';
import { RecordLink } from '../RecordLink.tsx';
import { expectations, keepable } from './expectation.ts';
import { KeepDialog } from './KeepDialog.tsx';
import { explainedQuery } from './queries.ts';
import { printWish, type TestWish } from './wish.ts';

const said = callWords.test;
const marks: Readonly<Record<RouteExplained['outcome'], StateKind>> = {
  rings: 'proven',
  'goes-out': 'proven',
  'carried-out': 'proven',
  refused: 'broken',
};

export function Explained({ wish }: { readonly wish: TestWish }) {
  const { data: explained, error, refetch } = useQuery(explainedQuery(wish));
  if (error !== null) return <Problem fault={error} onAgain={() => void refetch()} />;
  if (explained === undefined) return <Waiting />;
  return <Told key={JSON.stringify(printWish(wish))} wish={wish} explained={explained} />;
}

interface ToldProps {
  readonly wish: TestWish;
  readonly explained: RouteExplained;
}

function Told({ wish, explained }: ToldProps) {
  const { words: sentence, outcome, refusedWith, atMs, steps } = explained;
  return (
    <section className={styles.part} aria-label={said.outcomes[outcome]}>
      <div className={styles.verdict} role="status">
        <div>
          <p className={styles.outcome}>
            <State kind={marks[outcome]}>{said.outcomes[outcome]}</State>
          </p>
          <p className={styles.sentence}>
            <Said text={bareOf(sentence)} />
          </p>
          <p className={styles.quiet}>
            {said.testedFor} <Moment ms={atMs} />
            {refusedWith !== '' && ` · ${said.code(refusedWith)}`}
          </p>
        </div>
      </div>
      <Keep wish={wish} explained={explained} />
      <h2>{said.steps}</h2>
      <ol className={styles.steps}>
        {steps.map(({ form, key, words: step }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one answer never change their order, and may be alike
          <li key={at}>
            <span>
              <Said text={step} />
            </span>
            <RecordLink form={form} recordKey={key} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The state says already that it is refused. */
const bareOf = (sentence: string): string =>
  sentence.startsWith(`${said.outcomes.refused}: `) ? sentence.slice(said.outcomes.refused.length + 2) : sentence;

/** Only for those who may add expectations. */
function Keep({ wish, explained }: ToldProps) {
  const { data: forms = [] } = useForms();
  const [isOpen, setOpen] = useState(false);
  const [kept, setKept] = useState<string>();
  const outcome = keepable(wish, explained);
  if (!forms.some(({ id, operations }) => id === expectations && operations.includes('add'))) return null;
  if (outcome === undefined) return <p className={styles.hint}>{said.keep.notOutcome}</p>;
  return (
    <div className={styles.keep}>
      {kept === undefined ? (
        <Button variant="default" onClick={() => setOpen(true)}>
          {said.keep.offer}
        </Button>
      ) : (
        <Notice kind="proven">
          {said.keep.done(kept)} <RecordLink form={expectations} recordKey={kept} />
        </Notice>
      )}
      {isOpen && (
        <KeepDialog
          wish={wish}
          outcome={outcome}
          leadsTo={explained.leadsTo}
          onKept={(name) => {
            setOpen(false);
            setKept(name);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
