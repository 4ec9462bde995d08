// The last changes, by whom; each leads to its record.

import type { HomeChange } from '../../../portal/api.ts';
import { PageLink } from '../PageLink.tsx';
import { useNow } from '../useNow.ts';
import { printAgo, printWholeMoment } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell.home;

export function Changes({ changes }: { readonly changes: readonly HomeChange[] }) {
  const now = useNow(60_000);
  if (changes.length === 0) return <p className={styles.quiet}>{said.noChanges}</p>;
  return (
    <ul className={styles.rows}>
      {changes.map(({ auditId, atMs, by, words: told, form, key }) => (
        <li className={styles.change} key={auditId}>
          <time className={styles.when} dateTime={new Date(atMs).toISOString()} title={printWholeMoment(atMs)}>
            {printAgo(atMs, now)}
          </time>
          <PageLink
            className={styles.what}
            to="/forms/$form"
            params={{ form }}
            search={key === '' ? {} : { record: key, show: 'history' }}
            underline="hover"
          >
            {told}
          </PageLink>
          <span className={styles.by}>{said.by(by)}</span>
        </li>
      ))}
    </ul>
  );
}
