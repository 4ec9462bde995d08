// One line of a profile: its state and statement, and when opened what was seen, why it matters, what to do and what that may break.

import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { SecurityCheck } from '../../../portal/api.ts';
import { useForms } from '../../shell/data/queries.ts';
import { PageLink } from '../../shell/PageLink.tsx';
import { Said } from '../../shell/Said.tsx';
import { State } from '../../shell/State.tsx';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import { markOf } from './report.ts';
import styles from './security.module.css';

const said = words.security;

export interface CheckLineProps {
  readonly line: SecurityCheck;
  /** Undefined for whoever may not mend it. */
  readonly onMend: ((line: SecurityCheck) => void) | undefined;
}

export function CheckLine({ line, onMend }: CheckLineProps) {
  const isOpen = line.state === 'not-met' || line.state === 'to-do';
  return (
    <li>
      <details className={styles.line} open={isOpen}>
        <summary className={styles.summary}>
          <IconChevronRight className={styles.chevron} size={14} aria-hidden />
          <span className={styles.state}>
            <State kind={markOf(line)}>{said.states[line.state]}</State>
          </span>
          <span className={styles.statement}>{line.statement}</span>
          <span className={styles.values}>{line.current}</span>
        </summary>
        <div className={styles.body}>
          <dl className={styles.facts}>
            <Fact name={said.evidence}>{line.evidence}</Fact>
            <Fact name={said.wanted}>{line.wanted}</Fact>
            <Fact name={said.why}>{line.why}</Fact>
            {line.state !== 'met' && <Fact name={said.remedy}>{line.remedy}</Fact>}
            {line.state !== 'met' && <Fact name={said.mayBreak}>{line.mayBreak}</Fact>}
            <Change line={line} />
            <Fact name={said.source}>{line.source}</Fact>
          </dl>
          <Ways line={line} onMend={onMend} />
        </div>
      </details>
    </li>
  );
}

/** Nothing where there is nothing to say. */
function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  if (children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Said text={children} />
      </dd>
    </>
  );
}

function Change({ line }: { readonly line: SecurityCheck }) {
  if (line.changedAtMs === 0) return null;
  return (
    <>
      <dt>{said.changed}</dt>
      <dd>
        <Moment ms={line.changedAtMs} />
        {line.changedBy !== '' && ` ${said.changedBy(line.changedBy, line.auditId)}`}
      </dd>
    </>
  );
}

function Ways({ line, onMend }: CheckLineProps): ReactNode {
  const { data: forms = [] } = useForms();
  const form = forms.find(({ id }) => id === line.form);
  const mayMend = onMend !== undefined && line.fixable && line.state === 'not-met';
  if (form === undefined && !mayMend) return null;
  return (
    <p className={styles.ways}>
      {mayMend && (
        <Button size="compact-xs" onClick={() => onMend(line)}>
          {said.mend}
        </Button>
      )}
      {form !== undefined && (
        <PageLink to="/forms/$form" params={{ form: form.id }} inherit>
          {said.open(form.title)}
        </PageLink>
      )}
    </p>
  );
}
