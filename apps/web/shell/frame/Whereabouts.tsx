// Where I am: the task, then the form or page.

import { useLocation, useParams } from '@tanstack/react-router';
import { useForms } from '../data/queries.ts';
import styles from './TopBar.module.css';
import { pagesOf } from './tree.ts';

export function Whereabouts() {
  const { form: id } = useParams({ strict: false });
  const { pathname } = useLocation();
  const { data: forms = [] } = useForms();
  const here = forms.find((one) => one.id === id) ?? pagesOf(forms).find(({ to }) => to === pathname);
  if (here === undefined) return <div className={styles.where} />;
  return (
    <div className={styles.where}>
      <span className={styles.whereGroup}>{here.group}</span>
      <span className={styles.whereForm}>{here.title}</span>
    </div>
  );
}
