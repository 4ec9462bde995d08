// The last step: what is done and what is left, each with the way to it.

import { Anchor } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Refusal } from '../../../portal/api.ts';
import { printed } from '../../fields/values.ts';
import { api, refusalsOf } from '../../shell/api.ts';
import { useForms, useRecord } from '../../shell/data/queries.ts';
import { RefusalNotice } from '../../shell/Notice.tsx';
import { State } from '../../shell/State.tsx';
import { printMoment } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import type { SetupState } from './facts.ts';
import { StepFrame, type Way } from './StepFrame.tsx';
import classes from './setup.module.css';
import type { StepId } from './steps.ts';

interface Props {
  readonly state: SetupState;
  readonly way: Way;
  readonly goTo: (step: StepId) => void;
  readonly onFinished: () => void;
}

interface Line {
  readonly done: boolean;
  readonly words: string;
  readonly step?: StepId;
  readonly form?: string;
}

export function SummaryStep({ state, way, goTo, onFinished }: Props) {
  const said = words.setup.summary;
  const queries = useQueryClient();
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const lines = useLines(state);
  const finish = async (): Promise<void> => {
    try {
      await api.send('POST', 'setup');
      await Promise.all(
        [['form', 'setup'], ['session'], ['home']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
      onFinished();
    } catch (fault) {
      setRefusals(refusalsOf(fault));
    }
  };
  return (
    <StepFrame title={said.title} way={way} next={said.finish} onNext={() => void finish()}>
      <List title={said.done} lines={lines.filter(({ done }) => done)} goTo={goTo} />
      <List title={said.left} lines={lines.filter(({ done }) => !done)} goTo={goTo} />
      {state.setup.finishedAtMs > 0 && (
        <p className={classes.small}>{said.finished(printMoment(state.setup.finishedAtMs))}</p>
      )}
      <RefusalNotice refusals={refusals} />
    </StepFrame>
  );
}

function useLines({ facts }: SetupState): readonly Line[] {
  const said = words.setup.summary;
  const { data: system } = useRecord('system-options');
  const { data: numbering } = useRecord('numbering');
  const { data: forms } = useForms();
  const seesProfiles = forms?.some(({ id }) => id === 'user-authorization-profiles') === true;
  const { systemChanged, extensions, registered, callsOnRecord } = facts;
  const name = printed(system?.values.systemName);
  const length = Number(numbering?.values.extensionLength ?? 0);
  return [
    { done: systemChanged, words: systemChanged ? said.system(name) : said.systemLeft, step: 'system' },
    ...(length > 0 ? [{ done: true, words: said.numbering(length), step: 'numbering' } as const] : []),
    { done: extensions >= 2, words: extensions >= 2 ? said.phones(extensions) : said.phonesLeft, step: 'phones' },
    {
      done: registered >= 2,
      words: registered >= 2 ? said.registered(registered) : said.registeredLeft,
      step: 'phones',
    },
    { done: callsOnRecord > 0, words: callsOnRecord > 0 ? said.call : said.callLeft, step: 'call' },
    { done: false, words: said.always.trust, step: 'certificate' },
    { done: false, words: said.always.security },
    { done: false, words: said.always.key },
    { done: false, words: said.always.people, ...(seesProfiles ? { form: 'user-authorization-profiles' } : {}) },
  ];
}

interface ListProps {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly goTo: Props['goTo'];
}

function List({ title, lines, goTo }: ListProps) {
  if (lines.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line.words}>
            <State kind={line.done ? 'proven' : 'off'}>
              {line.words} <To line={line} goTo={goTo} />
            </State>
          </li>
        ))}
      </ul>
    </section>
  );
}

function To({ line, goTo }: { readonly line: Line; readonly goTo: Props['goTo'] }) {
  const said = words.setup;
  const { step, form } = line;
  if (step !== undefined && !line.done)
    return (
      <Anchor component="button" type="button" onClick={() => goTo(step)}>
        {said[step].name}
      </Anchor>
    );
  if (form === undefined) return null;
  return (
    <Anchor component={Link} to={`/forms/${form}`}>
      {said.summary.profiles}
    </Anchor>
  );
}
