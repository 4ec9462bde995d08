// What the marks of the matrix mean, and its keys.

import { IconX } from '@tabler/icons-react';
import { callWords } from '../../../shell/words/calls.ts';
import styles from './matrix.module.css';

const said = callWords.matrix;

export function Legend({ readOnly }: { readonly readOnly: boolean }) {
  return (
    <p className={styles.legend}>
      <span>
        <span className={styles.button} /> {said.allowed}
      </span>
      <span>
        <span className={styles.button} data-denied>
          <IconX size={14} aria-hidden />
        </span>{' '}
        {said.denied}
      </span>
      {readOnly ? (
        <span>{said.readOnly}</span>
      ) : (
        <>
          <span>
            <span className={styles.button} data-edited /> {said.edited}
          </span>
          <span>{said.keys}</span>
        </>
      )}
    </p>
  );
}
