// How well the system is protected: the profile that is met, and what is missing of the one that was adopted.

import type { Home } from '../../../portal/api.ts';
import { isUnknown, markOfGrade } from '../frame/Grade.tsx';
import { State } from '../State.tsx';
import { words } from '../words/words.ts';
import styles from './home.module.css';

const said = words.security;

export function Protection({ security }: { readonly security: NonNullable<Home['security']> }) {
  const { adopted, notMet, toDo } = security;
  return (
    <div className={styles.protection}>
      <p>
        <State kind={markOfGrade(security)}>{wordsOf(security)}</State>
      </p>
      <p className={styles.remedy}>
        {said.home.adopted(adopted)} {adopted !== 'none' && !isUnknown(security) && said.home.open(notMet, toDo)}
      </p>
    </div>
  );
}

function wordsOf(security: NonNullable<Home['security']>): string {
  if (isUnknown(security)) return said.notLooked;
  return security.grade === '' ? said.noGrade : said.grade(said.nameOf(security.grade));
}
