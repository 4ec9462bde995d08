// The head of a column: its label, and a button that sorts.

import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { FieldDescription } from '../../../portal/api.ts';
import classes from './FormTable.module.css';

interface HeadCellProps {
  readonly meta: { readonly field: FieldDescription; readonly isKey: boolean } | undefined;
  readonly sorted: boolean;
  readonly descending: boolean;
  readonly onSort: (field: string) => void;
}

export function HeadCell({ meta, sorted, descending, onSort }: HeadCellProps) {
  if (meta === undefined) return null;
  const { field, isKey } = meta;
  const Arrow = descending ? IconArrowDown : IconArrowUp;
  const direction = descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={sorted ? direction : 'none'} data-kind={field.kind} data-strong={isKey || undefined}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(field.name)} title={field.help}>
        {field.label}
        {field.unit !== '' && !field.label.toLowerCase().includes(field.unit) && (
          <span className={classes.unit}>{field.unit}</span>
        )}
        {sorted && <Arrow size={13} stroke={2} aria-hidden />}
      </UnstyledButton>
    </th>
  );
}
