// The head of a record: what it is called, who changed it last, its fields or its history.

import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FormDescription, RecordView } from '../../../portal/api.ts';
import { PageHead } from '../../shell/pages/PageHead.tsx';
import { Moment } from '../../shell/words/Moment.tsx';
import { words } from '../../shell/words/words.ts';
import { useAddress } from '../useAddress.ts';
import styles from './record.module.css';
import { nameOf } from './titles.ts';

interface RecordHeadProps {
  readonly form: FormDescription;
  readonly record: RecordView;
  /** What belongs to where it is shown: close, the record before and after. */
  readonly tools: ReactNode;
  /** What can be done with it. */
  readonly children: ReactNode;
}

const said = words.forms.record;

export function RecordHead({ form, record, tools, children }: RecordHeadProps) {
  const name = nameOf(form, record.values);
  return (
    <header className={styles.head}>
      {form.single ? (
        <PageHead title={form.title}>{children}</PageHead>
      ) : (
        <>
          <h2 className={styles.title} tabIndex={-1}>
            {record.key} <span className={styles.name}>{name}</span>
          </h2>
          <span className={styles.tools}>
            {children}
            {tools}
          </span>
        </>
      )}
      {form.single && <p className={styles.purpose}>{form.help.purpose}</p>}
      {form.kind !== 'view' && <Below record={record} />}
    </header>
  );
}

function Below({ record }: { readonly record: RecordView }) {
  const { address, go } = useAddress();
  return (
    <div className={styles.below}>
      <SegmentedControl
        size="xs"
        aria-label={said.show}
        value={address.history ? 'history' : 'fields'}
        data={[
          { value: 'fields', label: said.fields },
          { value: 'history', label: said.history },
        ]}
        onChange={(shown) => go({ history: shown === 'history' }, true)}
      />
      {record.version > 0 && record.changedBy !== '' && (
        <span>
          {said.changedBy(record.changedBy)} <Moment ms={record.changedAtMs} />
        </span>
      )}
    </div>
  );
}
