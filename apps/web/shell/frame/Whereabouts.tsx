// Where I am: the task, then the form.

import { useParams } from '@tanstack/react-router';
import { useForms } from '../data/queries.ts';
import styles from './TopBar.module.css';

export function Whereabouts() {
  const { form: id } = useParams({ strict: false });
  const { data: forms } = useForms();
  const form = forms?.find((one) => one.id === id);
  if (form === undefined) return <div className={styles.where} />;
  return (
    <div className={styles.where}>
      <span className={styles.whereGroup}>{form.group}</span>
      <span className={styles.whereForm}>{form.title}</span>
    </div>
  );
}
