// No such page, or none that this person may see: the same words for both.

import { PageLink } from '../PageLink.tsx';
import { words } from '../words/words.ts';
import { PageHead } from './PageHead.tsx';
import styles from './pages.module.css';

const said = words.shell.lostPage;

export function LostPage() {
  return (
    <div className={styles.message}>
      <PageHead title={said.title} />
      <p>{said.words}</p>
      <PageLink to="/">{said.home}</PageLink>
    </div>
  );
}
