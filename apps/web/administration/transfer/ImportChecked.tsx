// What an import would do, counted; the button that does it.

import { Button } from '@mantine/core';
import type { Imported } from '../../../portal/api.ts';
import { Notice } from '../../shell/Notice.tsx';
import { printNumber } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import parts from '../parts/parts.module.css';
import styles from './transfer.module.css';

interface CheckedProps {
  readonly imported: Imported;
  readonly onBack: () => void;
  readonly onImport: () => void;
}

const said = words.forms.import;

export function ImportChecked({ imported, onBack, onImport }: CheckedProps) {
  const { added, changed, deleted, unchanged } = imported;
  const count = added + changed + deleted;
  const figures = [
    [said.added, added],
    [said.changed, changed],
    [said.deleted, deleted],
    [said.unchanged, unchanged],
  ] as const;
  return (
    <>
      <p role="status">{count === 0 ? said.nothing : said.fine}</p>
      <dl className={styles.figures}>
        {figures.map(([label, figure]) => (
          <div key={label} data-none={figure === 0 || undefined}>
            <dt>{label}</dt>
            <dd>{printNumber(figure)}</dd>
          </div>
        ))}
      </dl>
      {deleted > 0 && <Notice kind="weak">{said.willDelete(deleted)}</Notice>}
      <div className={parts.buttons}>
        <Button variant="default" onClick={onBack}>
          {words.forms.review.back}
        </Button>
        <Button
          data-autofocus
          disabled={count === 0}
          onClick={onImport}
          {...(deleted > 0 ? { className: parts.danger ?? '' } : {})}
        >
          {said.import(count)}
        </Button>
      </div>
    </>
  );
}
