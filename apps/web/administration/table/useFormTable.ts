// The table of a form for TanStack Table: columns from the description, order and visibility as chosen. Searching, sorting and paging is the system's work.

import {
  type ColumnDef,
  columnOrderingFeature,
  columnVisibilityFeature,
  metaHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { FieldDescription, FormDescription, RecordView } from '../../../portal/api.ts';
import { type ColumnChoice, fitting, hiddenFields, orderedFields } from './columns.ts';

interface ColumnMeta {
  readonly field: FieldDescription;
  readonly isKey: boolean;
}

const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});

export type Features = typeof features;

const none: readonly RecordView[] = [];

interface Wanted {
  readonly form: FormDescription;
  readonly records: readonly RecordView[] | undefined;
  readonly choice: ColumnChoice | undefined;
  /** Pixels, where the columns must fit; undefined where the table may scroll. */
  readonly widthPx: number | undefined;
}

export function useFormTable({ form, records, choice, widthPx }: Wanted) {
  const columns = useMemo(() => columnsOf(form), [form]);
  const fields = useMemo(() => orderedFields(form.fields, form.key, choice), [form, choice]);
  const visibility = useMemo(() => visibilityOf(form, fields, choice, widthPx), [form, fields, choice, widthPx]);
  const state = useMemo(
    () => ({ columnOrder: fields.map(({ name }) => name), columnVisibility: visibility }),
    [fields, visibility],
  );
  // The table keeps no state of its own: what is shown follows from the choice and from the address.
  return useTable({ features, columns, data: records ?? none, getRowId: ({ key }) => key, state });
}

function columnsOf(form: FormDescription): ColumnDef<Features, RecordView>[] {
  return form.fields
    .filter(({ kind }) => kind !== 'secret')
    .map((field) => ({
      id: field.name,
      accessorFn: ({ values }) => values[field.name],
      header: field.label,
      meta: { field, isKey: field.name === form.key },
    }));
}

function visibilityOf(
  form: FormDescription,
  fields: readonly FieldDescription[],
  choice: ColumnChoice | undefined,
  widthPx: number | undefined,
): Record<string, boolean> {
  const hidden = hiddenFields(fields, form.key, choice);
  const chosen = fields.filter(({ name }) => !hidden.has(name));
  const shown = new Set((widthPx === undefined ? chosen : fitting(chosen, form.key, widthPx)).map(({ name }) => name));
  return Object.fromEntries(fields.map(({ name }) => [name, shown.has(name)]));
}
