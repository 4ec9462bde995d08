// How well the system is protected: the profile that is met, and what is missing of the one that was adopted.

import type { Home } from '../../../portal/api.ts';
import { markOfGrade } from '../frame/Grade.tsx';
import { State } from '../State.tsx';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.security;

export function Protection({ security }: { readonly security: NonNullable<Home['security']> }) {
  const { grade, adopted, notMet, toDo } = security;
  return (
    <div className={styles.protection}>
      <p>
        <State kind={markOfGrade(security)}>{grade === '' ? said.noGrade : said.grade(said.nameOf(grade))}</State>
      </p>
      <p className={styles.remedy}>
        {said.home.adopted(adopted)} {adopted !== 'none' && said.home.open(notMet, toDo)}
      </p>
    </div>
  );
}
