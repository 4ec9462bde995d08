// Which records a change of several is about, and all of them with their versions.

import type { RecordView } from '../../../portal/api.ts';
import { queryClient } from '../../shell/data/client.ts';
import { type RecordsQuery, recordsQuery } from '../../shell/data/queries.ts';
import type { Dialogs, Scope } from '../table/wishes.ts';

/** The most records that the system gives at once. */
const piece = 1000;

export const countIn = (scope: Scope, { total, page, selected }: Dialogs): number =>
  ({ selected: selected.size, page: page.length, found: total })[scope];

/** The records as they are now. Of selected ones those that are still there. */
export async function recordsIn(scope: Scope, dialogs: Dialogs): Promise<readonly RecordView[]> {
  const { form, found, page, selected } = dialogs;
  if (scope === 'page') return page;
  if (scope === 'found') return everyRecord(form.id, found);
  const here = new Map(page.map((record) => [record.key, record]));
  if ([...selected].every((key) => here.has(key))) return page.filter(({ key }) => selected.has(key));
  return (await everyRecord(form.id, {})).filter(({ key }) => selected.has(key));
}

/** Every record that is found, asked for in pieces. */
export async function everyRecord(
  formId: string,
  found: RecordsQuery,
  onProgress: (part: number) => void = () => undefined,
): Promise<readonly RecordView[]> {
  const all: RecordView[] = [];
  for (;;) {
    const query = recordsQuery(formId, { ...found, offset: all.length, limit: piece });
    const { total, records } = await queryClient.fetchQuery({ ...query, staleTime: 0, gcTime: 0 });
    all.push(...records);
    onProgress(total === 0 ? 1 : all.length / total);
    if (all.length >= total || records.length === 0) return all;
  }
}
