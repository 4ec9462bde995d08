// The last step: what is done and what is left, each with the way to it.

import { Anchor } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Refusal } from '../../../portal/api.ts';
import { printed } from '../../fields/values.ts';
import { api, refusalsOf } from '../../shell/api.ts';
import { recordQuery, recordsQuery } from '../../shell/data/queries.ts';
import { RefusalNotice } from '../../shell/Notice.tsx';
import { State } from '../../shell/State.tsx';
import { printMoment } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import type { SetupState } from './facts.ts';
import { StepFrame, type Way } from './StepFrame.tsx';
import classes from './setup.module.css';
import type { StepId } from './steps.ts';
import { type Line, profiles, summaryOf } from './summary.ts';

interface Props {
  readonly state: SetupState;
  readonly way: Way;
  readonly goTo: (step: StepId) => void;
  readonly onFinished: () => void;
}

/** The administrator and the security administrator are there from the beginning. */
const firstProfiles = 2;
const mostProfiles = 100;

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

function useLines({ facts, sees, extensionLength }: SetupState): readonly Line[] {
  const { data: system } = useQuery({ ...recordQuery('system-options'), enabled: sees('system-options') });
  const { data: page } = useQuery({ ...recordsQuery(profiles, { limit: mostProfiles }), enabled: sees(profiles) });
  const security = page?.records.find(({ values }) => values.securityAdministrator === true);
  return summaryOf({
    facts,
    systemName: printed(system?.values.systemName),
    extensionLength: sees('numbering') ? extensionLength : 0,
    people: page === undefined ? undefined : page.total - firstProfiles,
    securityCame: security === undefined ? undefined : printed(security.values.status) !== 'force-new-password',
  });
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
      <Anchor component="button" type="button" inherit underline="always" onClick={() => goTo(step)}>
        {said[step].name}
      </Anchor>
    );
  if (form === undefined) return null;
  return (
    <Anchor component={Link} to={`/forms/${form}`} inherit underline="always">
      {said.summary.profiles}
    </Anchor>
  );
}
