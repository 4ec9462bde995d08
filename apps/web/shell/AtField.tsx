// What was refused at a field: each refusal on a line of its own.

import type { Refusal } from '../../portal/api.ts';
import styles from './Notice.module.css';

export function AtField({ refusals }: { readonly refusals: readonly Refusal[] }) {
  return refusals.map(({ code, words }) => (
    <span className={styles.line} key={`${code} ${words}`}>
      {words}
    </span>
  ));
}
