// One record in the table. It is drawn again only when something of it changed.

import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Row } from '@tanstack/react-table';
import { type MouseEvent, memo } from 'react';
import type { RecordView } from '../../../portal/api.ts';
import { FieldValue } from '../../fields/FieldValue.tsx';
import { words } from '../../shell/words/words.ts';
import { type Parameters, printAddress, readAddress } from '../address.ts';
import classes from './FormTable.module.css';
import type { Features } from './useFormTable.ts';

interface TableRowProps {
  readonly row: Row<Features, RecordView>;
  /** Which columns are shown and their order: only so that a change of them draws the row again. */
  readonly columns: unknown;
  readonly order: unknown;
  readonly formId: string;
  readonly rowIndex: number;
  /** Undefined where rows cannot be selected. */
  readonly selected: boolean | undefined;
  readonly open: boolean;
  readonly tabbable: boolean;
  readonly onPoint: (event: MouseEvent, key: string) => void;
  readonly onBox: (key: string, range: boolean) => void;
}

function RecordRow({ row, formId, rowIndex, selected, open, tabbable, onPoint, onBox }: TableRowProps) {
  const key = row.id;
  return (
    // The keys are listened for by the table as a whole.
    <tr
      data-key={key}
      data-open={open || undefined}
      tabIndex={tabbable ? 0 : -1}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      onClick={(event) => onPoint(event, key)}
    >
      {selected !== undefined && (
        <td className={classes.box} data-box>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={words.forms.table.select(key)}
            checked={selected}
            onChange={() => undefined}
            onClick={(event) => onBox(key, event.shiftKey)}
          />
        </td>
      )}
      {row.getVisibleCells().map((cell) => {
        const { meta } = cell.column.columnDef;
        if (meta === undefined) return null;
        const shown = <FieldValue field={meta.field} value={cell.getValue()} />;
        return (
          <td key={cell.id} data-kind={meta.field.kind} data-strong={meta.isKey || undefined}>
            {meta.isKey ? <KeyLink formId={formId} value={key} /> : shown}
          </td>
        );
      })}
    </tr>
  );
}

/** The key is a link, so that a record can be opened in another tab and its address copied. */
function KeyLink({ formId, value }: { readonly formId: string; readonly value: string }) {
  return (
    <Link
      to="/forms/$form"
      params={{ form: formId }}
      search={(now: Parameters) =>
        printAddress({ ...readAddress(now), record: value, adding: false, copyOf: undefined })
      }
      className={classes.key}
      tabIndex={-1}
      preload={false}
    >
      {value}
    </Link>
  );
}

export const TableRow = memo(RecordRow);
