// The page of a table or view: what can be done, filters, the table, and beside it the record that is open.

import { useElementSize } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FormDescription } from '../../../portal/api.ts';
import { useRecords } from '../../shell/data/queries.ts';
import { closed } from '../address.ts';
import { Problem } from '../parts/Problem.tsx';
import { RecordPane } from '../record/RecordPane.tsx';
import { useAddress } from '../useAddress.ts';
import { EmptyTable } from './EmptyTable.tsx';
import { Filters } from './Filters.tsx';
import { FormTable } from './FormTable.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { nothing, type Selection } from './selection.ts';
import { TableDialogs } from './TableDialogs.tsx';
import { TableFoot } from './TableFoot.tsx';
import { TableHead } from './TableHead.tsx';
import styles from './TablePage.module.css';
import { TableTools } from './TableTools.tsx';
import { useFormTable } from './useFormTable.ts';
import { useColumnChoice, useDensity, usePageSize } from './usePreferences.ts';
import { focusRow } from './useRowKeys.ts';
import type { Dialogs, Wish } from './wishes.ts';

export function TablePage({ form }: { readonly form: FormDescription }) {
  const { address, go } = useAddress();
  const [choice, setChoice] = useColumnChoice(form.id);
  const [density, setDensity] = useDensity();
  const [pageSize, setPageSize] = usePageSize();
  const [selection, setSelection] = useState<Selection>(nothing);
  const [wish, setWish] = useState<Wish>();
  const { ref, width } = useElementSize();
  const isOpen = address.record !== undefined || address.adding;

  const { search, sort, descending, page, where } = address;
  const offset = (page - 1) * pageSize;
  const found = useMemo(
    () => ({ search, descending, where, ...(sort === undefined ? {} : { sort }) }),
    [search, descending, where, sort],
  );
  const records = useRecords(form.id, { ...found, offset, limit: pageSize });
  const { data, isPlaceholderData, isError, error, refetch } = records;
  const table = useFormTable({
    form,
    records: data?.records,
    choice,
    widthPx: isOpen || choice === undefined ? width || undefined : undefined,
  });

  const open = useCallback((key: string) => go({ ...closed, record: key }), [go]);
  const sortBy = useCallback(
    (field: string) => go({ sort: field, descending: (sort ?? form.key) === field && !descending, page: 1 }, true),
    [go, sort, descending, form.key],
  );
  const close = useCallback(() => {
    go(closed);
    if (address.record !== undefined) focusRow(address.record);
  }, [go, address.record]);

  const total = data?.total ?? 0;
  const lastPage = Math.max(1, Math.ceil(total / pageSize));
  // A page that is no more, because records were deleted or the address is old.
  useEffect(() => {
    if (data !== undefined && !isPlaceholderData && page > lastPage) go({ page: lastPage }, true);
  }, [data, isPlaceholderData, page, lastPage, go]);
  const isFiltered = search !== '' || Object.keys(where).length > 0;
  const dialogs: Dialogs = { form, found, total, page: data?.records ?? [], selected: selection.keys };
  const selectable = form.operations.some((may) => may === 'change' || may === 'delete' || may === 'act');
  return (
    <div className={styles.page} data-open={isOpen || undefined}>
      <div className={styles.list} ref={ref}>
        <TableHead form={form} total={data?.total} filtered={isFiltered} onWish={setWish} />
        {selection.keys.size > 0 ? (
          <SelectionBar
            form={form}
            count={selection.keys.size}
            onWish={setWish}
            onClear={() => setSelection(nothing)}
          />
        ) : (
          <Filters form={form} search={search} where={where} onChange={(change) => go({ ...change, page: 1 }, true)}>
            <TableTools {...{ form, choice, density }} onChoice={setChoice} onDensity={setDensity} onWish={setWish} />
          </Filters>
        )}
        <div className={styles.scroll}>
          {isError && <Problem fault={error} onAgain={() => void refetch()} />}
          {data !== undefined && total === 0 && (
            <EmptyTable
              form={form}
              filtered={isFiltered}
              onClear={() => go({ search: '', where: {}, page: 1 })}
              onWish={setWish}
            />
          )}
          {(data === undefined || total > 0) && !isError && (
            <FormTable
              {...{ form, table, total, offset, descending, density }}
              // A view that nobody sorted has an order of its own.
              sort={sort ?? (form.kind === 'view' ? undefined : form.key)}
              open={address.record}
              busy={data === undefined || isPlaceholderData}
              selection={selectable ? selection : undefined}
              onSelect={setSelection}
              onSort={sortBy}
              onOpen={open}
            />
          )}
        </div>
        <TableFoot
          {...{ total, offset, pageSize }}
          shown={data?.records.length ?? 0}
          onPage={(next) => go({ page: next })}
          onSize={(size) => {
            setPageSize(size);
            go({ page: Math.floor(offset / size) + 1 }, true);
          }}
        />
      </div>
      {isOpen && <RecordPane form={form} page={data?.records ?? []} onClose={close} />}
      <TableDialogs {...dialogs} wish={wish} onWish={setWish} onSelect={setSelection} />
    </div>
  );
}
