// The security grade in the top bar: which profile is met in full, and by a click why.

import { Link } from '@tanstack/react-router';
import type { Home } from '../../../portal/api.ts';
import { useHome } from '../data/queries.ts';
import { State, type StateKind } from '../State.tsx';
import { words } from '../words/words.ts';
import styles from './TopBar.module.css';

type Grade = NonNullable<Home['security']>;

/** Nothing was looked at yet, as in the first seconds after a start: were every line met, there would be a grade. */
export const isUnknown = ({ grade, notMet, toDo }: Grade): boolean => grade === '' && notMet === 0 && toDo === 0;

/** Green where the adopted profile is met, amber where only a person is waited for, red where something is not as it was adopted. */
export function markOfGrade(security: Grade): StateKind {
  const { adopted, notMet, toDo } = security;
  if (adopted === 'none' || isUnknown(security)) return 'off';
  if (notMet > 0) return 'broken';
  return toDo > 0 ? 'weak' : 'proven';
}

export function Grade() {
  const { data: home } = useHome();
  const security = home?.security;
  if (security === undefined) return null;
  const { grade, notMet, toDo } = security;
  return (
    <Link to="/security" className={styles.grade} aria-label={words.security.badge(grade, notMet + toDo)}>
      <State kind={markOfGrade(security)}>
        {isUnknown(security) ? words.security.notLooked : words.security.short(grade)}
      </State>
    </Link>
  );
}
