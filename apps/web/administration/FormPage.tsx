// The page of any form or view, drawn from its description alone.

import { useForm } from '../shell/data/queries.ts';
import { words } from '../shell/words/words.ts';
import { Problem } from './parts/Problem.tsx';
import styles from './parts/parts.module.css';
import { SinglePage } from './record/SinglePage.tsx';
import { TablePage } from './table/TablePage.tsx';

export function FormPage({ formId }: { readonly formId: string }) {
  const { data: form, error, refetch } = useForm(formId);
  if (form === undefined)
    return (
      <div className={styles.loading} role="status" aria-label={words.shell.loading}>
        {error !== null && <Problem fault={error} onAgain={() => void refetch()} />}
      </div>
    );
  return form.single ? <SinglePage form={form} /> : <TablePage form={form} />;
}
