// Where in the table we are, and how to another page.

import { Input, Pagination } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useId } from 'react';
import { printNumber } from '../../shell/words/format.ts';
import { words } from '../../shell/words/words.ts';
import styles from './TableFoot.module.css';
import { pageSizes } from './usePreferences.ts';

interface TableFootProps {
  readonly total: number;
  readonly offset: number;
  readonly shown: number;
  readonly pageSize: number;
  /** From 1. */
  readonly onPage: (page: number) => void;
  readonly onSize: (size: number) => void;
}

const said = words.forms.table;

export function TableFoot({ total, offset, shown, pageSize, onPage, onSize }: TableFootProps) {
  const id = useId();
  if (total === 0) return null;
  const pages = Math.ceil(total / pageSize);
  return (
    <footer className={styles.foot}>
      <span className={styles.range}>
        {said.range(printNumber(offset + 1), printNumber(offset + shown), printNumber(total))}
      </span>
      {pages > 1 && (
        <Pagination
          className={styles.pages ?? ''}
          size="sm"
          gap={4}
          siblings={1}
          total={pages}
          value={Math.floor(offset / pageSize) + 1}
          onChange={onPage}
          getControlProps={(control) => ({ 'aria-label': said.pageControls[control] })}
          getItemProps={(page) => ({ 'aria-label': said.page(printNumber(page)) })}
        />
      )}
      <span className={styles.size}>
        <label htmlFor={id}>{said.rows}</label>
        <Input
          component="select"
          id={id}
          size="xs"
          pointer
          rightSection={<IconChevronDown size={13} aria-hidden />}
          rightSectionWidth={24}
          value={String(pageSize)}
          onChange={(event) => onSize(Number(event.currentTarget.value))}
        >
          {pageSizes.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </Input>
      </span>
    </footer>
  );
}
