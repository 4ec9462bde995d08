// The page of security: a document that an auditor could print. Profile and grade, then each line with its evidence, then the history.

import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { SecurityCheck, SecurityPlan, SecurityReport } from '../../../portal/api.ts';
import { useForms, useHome } from '../../shell/data/queries.ts';
import { Notice } from '../../shell/Notice.tsx';
import { PageHead } from '../../shell/pages/PageHead.tsx';
import { State } from '../../shell/State.tsx';
import { printMoment } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import { Problem } from '../parts/Problem.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { AdoptDialog, type Adopting } from './AdoptDialog.tsx';
import { CheckLine } from './CheckLine.tsx';
import { GradeHistory } from './GradeHistory.tsx';
import { Managers } from './Managers.tsx';
import { ProfileChoice } from './ProfileChoice.tsx';
import { type ApplyWish, reportQuery, sendApply } from './queries.ts';
import { inGroups, isAdoptable, isProfile, type ProfileId } from './report.ts';
import styles from './security.module.css';

const said = words.security;

export function SecurityPage() {
  const { profile } = useSearch({ strict: false });
  const { data: home } = useHome();
  const adopted = home?.security?.adopted;
  const shown: ProfileId = isProfile(profile) ? profile : isProfile(adopted) ? adopted : 'medium';
  const { data: report, error, refetch, isFetching } = useQuery(reportQuery(shown));
  const aside = report === undefined ? undefined : said.checked(printMoment(report.checkedAtMs));
  return (
    <div className={styles.page}>
      <PageHead title={said.title} aside={aside}>
        <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
          {said.again}
        </Button>
        <Button variant="default" onClick={() => print()}>
          {said.print}
        </Button>
      </PageHead>
      <Problem fault={error} onAgain={() => void refetch()} />
      {report === undefined && error === null && <Waiting />}
      {report !== undefined && <Report key={shown} report={report} shown={shown} />}
    </div>
  );
}

interface ReportProps {
  readonly report: SecurityReport;
  readonly shown: ProfileId;
}

function Report({ report, shown }: ReportProps) {
  const queries = useQueryClient();
  const [adopting, setAdopting] = useState<Adopting>();
  const [done, setDone] = useState<SecurityPlan>();
  const [fault, setFault] = useState<unknown>();
  const { data: forms = [] } = useForms();
  const mayApply = forms.some(({ id, operations }) => id === 'security-profile' && operations.includes('change'));
  const ask = async (wish: ApplyWish): Promise<void> => {
    setFault(undefined);
    setDone(undefined);
    try {
      setAdopting({ wish, plan: await sendApply(wish, true) });
    } catch (reason) {
      setFault(reason);
    }
  };
  const finish = (plan: SecurityPlan): void => {
    setAdopting(undefined);
    setDone(plan);
    void queries.invalidateQueries();
  };
  const mend = ({ id }: SecurityCheck): void => void ask({ profile: shown, only: [id] });
  return (
    <>
      <ProfileChoice report={report} shown={shown} />
      <section className={styles.verdict}>
        <Verdict report={report} />
        {mayApply && isAdoptable(shown) && (!report.met || report.adopted !== shown) && (
          <Button onClick={() => void ask({ profile: shown })}>{said.adopt.offer(shown)}</Button>
        )}
      </section>
      <Problem fault={fault} />
      {done !== undefined && <Notice kind="proven">{said.adopt.done(done.changed.records.length)}</Notice>}
      {inGroups(report.lines).map(([state, lines]) => (
        <section key={state} className={styles.group}>
          <h2>{said.groups[state](lines.length)}</h2>
          <ol>
            {lines.map((line) => (
              <CheckLine key={line.id} line={line} onMend={mayApply ? mend : undefined} />
            ))}
          </ol>
        </section>
      ))}
      <Managers />
      <section className={styles.group}>
        <h2>{said.history.title}</h2>
        <GradeHistory />
      </section>
      {adopting !== undefined && (
        <AdoptDialog adopting={adopting} onDone={finish} onClose={() => setAdopting(undefined)} />
      )}
    </>
  );
}

/** One sentence that answers the question with which somebody came. */
function Verdict({ report: { title, met, grade, lines } }: { readonly report: SecurityReport }) {
  const open = lines.filter(({ state }) => state === 'not-met' || state === 'unknown').length;
  const toDo = lines.filter(({ state }) => state === 'to-do').length;
  return (
    <div>
      <p className={styles.sentence}>
        <State kind={met ? 'proven' : open > 0 ? 'broken' : 'weak'}>
          {met ? said.met(title) : said.notMet(title, open, toDo)}
        </State>
      </p>
      <p className={styles.quiet}>{grade === '' ? said.noGrade : said.grade(said.nameOf(grade))}</p>
    </div>
  );
}
