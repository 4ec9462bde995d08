// What the system refused, in its own words, with what can be done; or that it could not be asked.

import { Button } from '@mantine/core';
import { refusalsOf } from '../../shell/api.ts';
import { RefusalNotice } from '../../shell/Notice.tsx';
import { words } from '../../shell/words/words.ts';
import styles from './parts.module.css';

interface ProblemProps {
  readonly fault: unknown;
  readonly onAgain?: () => void;
}

/** Nothing while there is no fault. */
export function Problem({ fault, onAgain }: ProblemProps) {
  if (fault === undefined || fault === null) return null;
  return (
    <div className={styles.problem}>
      <RefusalNotice refusals={refusalsOf(fault)} />
      {onAgain !== undefined && (
        <Button variant="default" onClick={onAgain}>
          {words.shell.tryAgain}
        </Button>
      )}
    </div>
  );
}
