// What is asked of the view Call History, as the database is asked it: searched, filtered and paged there.

import { limits, no, ok, type Refusal, type Result } from '#base';
import type { HistorySearch, HistoryTextColumn } from '#storage';
import type { LogQuestion } from '../../audit/views/audit-search.ts';
import { recordsCodes } from '../../records.codes.ts';
import { spanOf } from '../../time-span.ts';

const columns: Readonly<Record<string, HistoryTextColumn>> = {
  id: 'id',
  caller: 'callerNumber',
  called: 'calledNumber',
  dialled: 'dialled',
  outcome: 'outcome',
  endedBy: 'endedBy',
  secure: 'secure',
};

const defaultLimit = 50;

/** Without an order, the newest come first. Refuses another order than that of the calls, and filters by what is not kept as a column. */
export function historySearch(question: LogQuestion): Result<HistorySearch> {
  const { search = '', where = {}, sort, offset = 0, limit = defaultLimit } = question;
  if (sort !== undefined && sort !== 'started' && sort !== 'id')
    return refuse('they stand in the order in which they began alone');
  const { pageRecords } = limits.forms;
  if (!Number.isInteger(offset) || offset < 0) return refuse('the offset is a whole number from 0');
  if (!Number.isInteger(limit) || limit < 1 || limit > pageRecords)
    return refuse(`a page has 1 to ${pageRecords} records`);
  const { started, ...texts } = where;
  const span = started === undefined ? {} : spanOf(started);
  if (span === undefined) return refuse(`"${started}" is no time, nor the beginning of one`);
  const equal: Partial<Record<HistoryTextColumn, string>> = {};
  for (const [field, text] of Object.entries(texts)) {
    const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
    if (column === undefined) return refuse(`calls cannot be filtered by "${field}"`);
    equal[column] = text;
  }
  const descending = question.descending ?? sort === undefined;
  return ok({ text: search.trim(), equal, descending, offset, limit, ...span });
}

const refuse = (why: string): Result<never, Refusal> => no(recordsCodes.refuse('records.wrong-search', { why }));
