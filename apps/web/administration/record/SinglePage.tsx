// The page of a form that is one record: its fields over the whole width.

import type { FormDescription } from '../../../portal/api.ts';
import { useRecord } from '../../shell/data/queries.ts';
import { PageHead } from '../../shell/pages/PageHead.tsx';
import { Problem } from '../parts/Problem.tsx';
import { RecordEditor } from './RecordEditor.tsx';
import styles from './record.module.css';

export function SinglePage({ form }: { readonly form: FormDescription }) {
  const { data, error, refetch } = useRecord(form.id);
  return (
    <div className={styles.single}>
      {data !== undefined && <RecordEditor form={form} now={data} tools={null} />}
      {data === undefined && (
        <div className={styles.body}>
          <PageHead title={form.title} />
          {error !== null && <Problem fault={error} onAgain={() => void refetch()} />}
        </div>
      )}
    </div>
  );
}
