// How the grade came to be what it is: a line over time, and each change that moved it.

import { useQuery } from '@tanstack/react-query';
import type { SecurityMoment } from '../../../portal/api.ts';
import { useForms } from '../../shell/data/queries.ts';
import { PageLink } from '../../shell/PageLink.tsx';
import { useNow } from '../../shell/useNow.ts';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import { momentsQuery } from './queries.ts';
import { staircase } from './report.ts';
import styles from './security.module.css';

const said = words.security.history;
const box = { width: 1000, height: 60 };
const momentsShown = 20;

export function GradeHistory() {
  const { data: moments = [] } = useQuery(momentsQuery);
  const now = useNow(60_000);
  if (moments.length === 0) return <p className={styles.quiet}>{said.none}</p>;
  const points = staircase(moments, now, box);
  return (
    <>
      <svg
        className={styles.chart}
        viewBox={`0 -4 ${box.width} ${box.height + 8}`}
        preserveAspectRatio="none"
        role="img"
      >
        <title>{said.chart}</title>
        <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      </svg>
      <ol className={styles.moments}>
        {moments.slice(0, momentsShown).map((moment) => (
          <MomentLine key={`${moment.atMs} ${moment.auditId}`} moment={moment} />
        ))}
      </ol>
    </>
  );
}

function MomentLine({ moment }: { readonly moment: SecurityMoment }) {
  const { data: forms = [] } = useForms();
  const { atMs, grade, profile, moved, by, auditId } = moment;
  const seesTrail = forms.some(({ id }) => id === 'audit-trail-logs');
  return (
    <li className={styles.moment}>
      <Moment ms={atMs} />
      <div>
        <p>
          {said.grade(grade === '' ? '' : words.security.nameOf(grade), words.security.nameOf(profile))}
          {by !== '' && ` ${said.by(by)}`}
          {auditId > 0 && seesTrail && (
            <>
              {' '}
              <PageLink
                to="/forms/$form"
                params={{ form: 'audit-trail-logs' }}
                search={{ search: String(auditId) }}
                inherit
                underline="always"
              >
                {said.entry(auditId)}
              </PageLink>
            </>
          )}
        </p>
        <ul className={styles.moved}>
          {moved.map(({ id, statement, from, to }) => (
            <li key={id}>{said.moved(statement, wordOf(from), wordOf(to))}</li>
          ))}
        </ul>
      </div>
    </li>
  );
}

const isState = (text: string): text is keyof typeof words.security.states =>
  Object.hasOwn(words.security.states, text);
const wordOf = (state: string): string => (isState(state) ? words.security.states[state] : said.before);
