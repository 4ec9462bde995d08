// A table without a record teaches: what it is for, and the first step. A search without a result says so, and how to take it back.

import { Button } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import type { FormDescription } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { useAddress } from '../useAddress.ts';
import styles from './EmptyTable.module.css';
import type { Wish } from './wishes.ts';

interface EmptyProps {
  readonly form: FormDescription;
  readonly filtered: boolean;
  readonly onClear: () => void;
  readonly onWish: (wish: Wish) => void;
}

const said = words.forms.empty;

export function EmptyTable({ form, filtered, onClear, onWish }: EmptyProps) {
  if (filtered)
    return (
      <div className={styles.empty}>
        <h2>{said.nothingFound}</h2>
        <p>{said.filtered}</p>
        <Button variant="default" onClick={onClear}>
          {said.clear}
        </Button>
      </div>
    );
  return <Teaching form={form} onWish={onWish} />;
}

function Teaching({ form, onWish }: Pick<EmptyProps, 'form' | 'onWish'>) {
  const { go } = useAddress();
  const may = new Set(form.operations);
  return (
    <div className={styles.empty}>
      <h2>{form.kind === 'view' ? said.nothingNow : said.none(form.title)}</h2>
      <p>{form.help.purpose}</p>
      {form.help.recommendation !== '' && <p>{form.help.recommendation}</p>}
      <div className={styles.steps}>
        {may.has('add') && (
          <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => go({ adding: true })}>
            {said.addFirst}
          </Button>
        )}
        {may.has('import') && (
          <Button
            variant="default"
            leftSection={<IconUpload size={15} aria-hidden />}
            onClick={() => onWish({ kind: 'import' })}
          >
            {said.importMany}
          </Button>
        )}
      </div>
    </div>
  );
}
