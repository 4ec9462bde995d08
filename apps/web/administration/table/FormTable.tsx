// The table itself: quiet lines, the key strong. Arrows move, Enter opens, Space selects, Shift makes ranges.

import { Checkbox } from '@mantine/core';
import type { useTable } from '@tanstack/react-table';
import type { MouseEvent } from 'react';
import type { FormDescription, RecordView } from '../../../portal/api.ts';
import { words } from '../../shell/words/words.ts';
import { useStable } from '../parts/useStable.ts';
import classes from './FormTable.module.css';
import { HeadCell } from './HeadCell.tsx';
import { pageState, pageToggled, ranged, type Selection, toggled } from './selection.ts';
import { TableRow } from './TableRow.tsx';
import type { Features } from './useFormTable.ts';
import type { Density } from './usePreferences.ts';
import { useRowKeys } from './useRowKeys.ts';

export interface FormTableProps {
  readonly form: FormDescription;
  readonly table: ReturnType<typeof useTable<Features, RecordView>>;
  readonly total: number;
  readonly offset: number;
  readonly sort: string | undefined;
  readonly descending: boolean;
  /** The key of the open record. */
  readonly open: string | undefined;
  readonly density: Density;
  readonly busy: boolean;
  /** Undefined where nothing can be done with several records. */
  readonly selection: Selection | undefined;
  readonly onSelect: (selection: Selection) => void;
  readonly onSort: (field: string) => void;
  readonly onOpen: (key: string) => void;
}

export function FormTable(props: FormTableProps) {
  const { form, table, total, offset, sort, descending, open, density, busy, selection, onSelect, onSort, onOpen } =
    props;
  const { rows } = table.getRowModel();
  const page = rows.map(({ id }) => id);
  const select = useStable((key: string, range: boolean, here?: string) => {
    if (selection !== undefined) onSelect(range ? ranged(selection, key, page, here) : toggled(selection, key));
  });
  const keys = useRowKeys({ page, open, onOpen, select });
  const point = useStable((event: MouseEvent, key: string): void => {
    if (event.defaultPrevented || isInBox(event.target)) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) select(key, event.shiftKey);
    else onOpen(key);
  });
  return (
    <table
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of rows; each has the focus, opens and is selected
      role="grid"
      className={classes.table}
      aria-label={form.title}
      aria-rowcount={total + 1}
      aria-multiselectable={selection !== undefined}
      aria-busy={busy}
      data-density={density}
      onKeyDown={keys.onKeyDown}
    >
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} aria-rowindex={1}>
            {selection !== undefined && (
              <th scope="col" className={classes.box}>
                <PageBox selection={selection} page={page} onSelect={onSelect} />
              </th>
            )}
            {group.headers.map(({ id, column }) => (
              <HeadCell
                key={id}
                meta={column.columnDef.meta}
                sorted={sort === id}
                descending={descending}
                onSort={onSort}
              />
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <TableRow
            key={row.id}
            row={row}
            columns={table.state.columnVisibility}
            order={table.state.columnOrder}
            formId={form.id}
            rowIndex={offset + index + 2}
            selected={selection?.keys.has(row.id)}
            open={open === row.id}
            tabbable={keys.tabbable === row.id}
            onPoint={point}
            onBox={select}
          />
        ))}
      </tbody>
    </table>
  );
}

/** The box of a row has its own answer to a click. */
const isInBox = (target: EventTarget): boolean => target instanceof Element && target.closest('[data-box]') !== null;

interface PageBoxProps {
  readonly selection: Selection;
  readonly page: readonly string[];
  readonly onSelect: (selection: Selection) => void;
}

function PageBox({ selection, page, onSelect }: PageBoxProps) {
  const state = pageState(selection, page);
  return (
    <Checkbox
      size="xs"
      aria-label={words.forms.table.selectPage}
      checked={state === 'all'}
      indeterminate={state === 'some'}
      onChange={() => onSelect(pageToggled(selection, page))}
    />
  );
}
