// The page Test a call: who dials what and when; what would become of it, and every record that has a say in it.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHead } from '../../../shell/pages/PageHead.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import { words } from '../../../shell/words/words.ts';
import styles from '../calls.module.css';
import { Explained } from './Explained.tsx';
import { RefusedCalls } from './RefusedCalls.tsx';
import { WishForm } from './WishForm.tsx';
import { isWhole, printWish, readWish } from './wish.ts';

export function TestCallPage() {
  const wish = readWish(useSearch({ strict: false }));
  const navigate = useNavigate();
  return (
    <div className={styles.page}>
      <PageHead title={words.shell.frame.pages.test} />
      <p className={styles.lead}>{callWords.test.lead}</p>
      <WishForm wish={wish} onTest={(wanted) => void navigate({ to: '/calls/test', search: printWish(wanted) })} />
      {isWhole(wish) && <Explained wish={wish} />}
      <RefusedCalls />
    </div>
  );
}
