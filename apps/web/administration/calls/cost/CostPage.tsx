// The page What could it cost?: the worst that an extension could run up, and beneath it what was really spent.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHead } from '../../../shell/pages/PageHead.tsx';
import { callWords } from '../../../shell/words/calls.ts';
import { words } from '../../../shell/words/words.ts';
import styles from '../calls.module.css';
import { SpanForm } from './SpanForm.tsx';
import { Spent } from './Spent.tsx';
import { Worst } from './Worst.tsx';
import { printWish, readWish } from './wish.ts';

export function CostPage() {
  const wish = readWish(useSearch({ strict: false }));
  const navigate = useNavigate();
  return (
    <div className={styles.page}>
      <PageHead title={words.shell.frame.pages.cost} />
      <p className={styles.lead}>{callWords.cost.lead}</p>
      <SpanForm wish={wish} onAsk={(wanted) => void navigate({ to: '/calls/cost', search: printWish(wanted) })} />
      {wish.extension !== '' && <Worst wish={wish} />}
      <Spent />
    </div>
  );
}
