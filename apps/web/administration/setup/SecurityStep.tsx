// The step of security: which profile is met as installed, what a person must still bring, and where a stronger one is adopted.

import { useQuery } from '@tanstack/react-query';
import type { Home } from '../../../portal/api.ts';
import { useHome } from '../../shell/data/queries.ts';
import { markOfGrade } from '../../shell/frame/Grade.tsx';
import { PageLink } from '../../shell/PageLink.tsx';
import { State } from '../../shell/State.tsx';
import { words } from '../../shell/words/words.ts';
import { reportQuery } from '../security/queries.ts';
import { isProfile } from '../security/report.ts';
import { StepFrame, type Way } from './StepFrame.tsx';
import classes from './setup.module.css';

export function SecurityStep({ way }: { readonly way: Way }) {
  const said = words.setup.security;
  const { data: home } = useHome();
  return (
    <StepFrame title={said.title} lead={said.lead} way={way}>
      {home?.security !== undefined && <Grade security={home.security} />}
      <p>{said.who}</p>
    </StepFrame>
  );
}

function Grade({ security }: { readonly security: NonNullable<Home['security']> }) {
  const said = words.security;
  const { grade, adopted } = security;
  const { data: report } = useQuery({ ...reportQuery(adopted), enabled: isProfile(adopted) });
  const toDo = report?.lines.filter(({ state }) => state === 'to-do') ?? [];
  return (
    <>
      <p>
        <State kind={markOfGrade(security)}>{grade === '' ? said.noGrade : said.grade(said.nameOf(grade))}</State>
      </p>
      {toDo.length > 0 && (
        <section className={classes.part}>
          <h3>{words.setup.security.toDo}</h3>
          <ul className={classes.lines}>
            {toDo.map(({ id, statement, remedy }) => (
              <li key={id}>
                <State kind="weak">
                  {statement} <span className={classes.small}>{remedy}</span>
                </State>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>
        <PageLink to="/security" inherit underline="always">
          {words.setup.security.page}
        </PageLink>
      </p>
    </>
  );
}
