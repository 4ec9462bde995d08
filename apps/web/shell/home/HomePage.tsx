// Home, in the order in which people ask: is anything wrong, who is talking, are the phones there, how well are we protected, what changed,
// what did it cost.

import type { ReactNode } from 'react';
import { useForms, useHome } from '../data/queries.ts';
import { PageLink } from '../PageLink.tsx';
import { PageHead } from '../pages/PageHead.tsx';
import { printMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import { AlarmList } from './AlarmList.tsx';
import { Arrival } from './Arrival.tsx';
import { Calls } from './Calls.tsx';
import { Changes } from './Changes.tsx';
import { Cost } from './Cost.tsx';
import styles from './home.module.css';
import { Phones } from './Phones.tsx';
import { Protection } from './Protection.tsx';

const said = words.shell.home;

export function HomePage() {
  const { data: home } = useHome();
  return (
    <div className={styles.page}>
      <PageHead
        title={said.title}
        aside={home === undefined ? undefined : said.running(home.system.version, printMoment(home.system.startedAtMs))}
      />
      <Arrival />
      {home !== undefined && (
        <div className={styles.parts}>
          <Part place="alarms" title={said.alarms} form="alarms" link={said.allAlarms}>
            <AlarmList alarms={home.alarms} />
          </Part>
          <Part place="calls" title={said.calls} form="calls" link={said.allCalls} isOfForm>
            <Calls calls={home.calls} />
          </Part>
          <Part place="phones" title={said.phones} form="registrations" link={said.allPhones} isOfForm>
            <Phones phones={home.phones} />
          </Part>
          {(home.security !== undefined || home.spent !== undefined) && (
            <div className={styles.side}>
              {home.security !== undefined && (
                <Part place="security" title={said.security} page="/security" link={said.allSecurity}>
                  <Protection security={home.security} />
                </Part>
              )}
              {home.spent !== undefined && (
                <Part place="cost" title={said.cost} page="/calls/cost" link={said.allCost}>
                  <Cost spent={home.spent} />
                </Part>
              )}
            </div>
          )}
          <Part place="changes" title={said.changes} form="audit-trail-logs" link={said.allChanges}>
            <Changes changes={home.changes} />
          </Part>
        </div>
      )}
    </div>
  );
}

interface PartProps {
  readonly place: 'alarms' | 'calls' | 'phones' | 'security' | 'cost' | 'changes';
  readonly title: string;
  /** The form or view that shows all of it, for those who may see it. */
  readonly form?: string;
  /** A page of its own that shows all of it. */
  readonly page?: '/security' | '/calls/cost';
  readonly link?: string;
  /** There is nothing to show to those who may not see the form. */
  readonly isOfForm?: boolean;
  readonly children: ReactNode;
}

function Part({ place, title, form, page, link, isOfForm = false, children }: PartProps) {
  const { data: forms = [] } = useForms();
  const isThere = form !== undefined && forms.some(({ id }) => id === form);
  // Calls and phones that this person may not see are not an empty part, but none.
  if (isOfForm && !isThere) return null;
  return (
    <section className={styles.part} data-place={place}>
      <header className={styles.partHead}>
        <h2>{title}</h2>
        {isThere && (
          <PageLink to="/forms/$form" params={{ form }} size="xs">
            {link}
          </PageLink>
        )}
        {page !== undefined && (
          <PageLink to={page} size="xs">
            {link}
          </PageLink>
        )}
      </header>
      {children}
    </section>
  );
}
