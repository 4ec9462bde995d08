// No such page, or none that this person may see: the same words for both.

import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { words } from '../words/words.ts';
import { PageHead } from './PageHead.tsx';
import styles from './pages.module.css';

const said = words.shell.lostPage;

export function LostPage() {
  return (
    <div className={styles.message}>
      <PageHead title={said.title} />
      <p>{said.words}</p>
      <Anchor component={Link} to="/">
        {said.home}
      </Anchor>
    </div>
  );
}
