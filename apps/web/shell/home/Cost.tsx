// What calls have cost within 24 hours, and which extensions have spent the most.

import type { HomeSpent } from '../../../portal/api.ts';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.shell.home;

export function Cost({ spent: { day, most } }: { readonly spent: HomeSpent }) {
  if (day === '') return <p className={styles.quiet}>{said.noCost}</p>;
  return (
    <div className={styles.cost}>
      <p>
        <span className={styles.money}>{day}</span> <span className={styles.remedy}>{said.costDay}</span>
      </p>
      <dl>
        {most.map(({ who, day: theirs }) => (
          <div key={who} className={styles.spender}>
            <dt>{who}</dt>
            <dd>{theirs}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
