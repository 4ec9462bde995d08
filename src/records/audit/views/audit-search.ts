// What is asked of the view Audit Trail Logs, as the database is asked it: searched, filtered and paged there.

import { limits, no, ok, type Refusal, type Result } from '#base';
import type { AuditRow, AuditSearch, AuditTextColumn } from '#storage';
import { recordsCodes } from '../../records.codes.ts';
import { spanOf } from '../../time-span.ts';
import type { AuditTrailLog } from './audit-trail-logs.view.ts';

/** A question as any view is asked it. */
export interface LogQuestion {
  readonly search?: string;
  readonly where?: Readonly<Record<string, string>>;
  readonly sort?: string;
  readonly descending?: boolean;
  readonly offset?: number;
  readonly limit?: number;
}

const columns: Readonly<Record<string, AuditTextColumn>> = {
  detailLevel: 'level',
  userName: 'user',
  sourceIp: 'sourceIp',
  appName: 'application',
  appContext: 'context',
  actionType: 'action',
  actionData: 'data',
};

const defaultLimit = 50;

/** Without an order, the newest come first. Refuses another order than that of the entries, and what is no number or time. */
export function auditSearch(question: LogQuestion, hiddenForms: readonly string[]): Result<AuditSearch> {
  const { search = '', where = {}, sort, offset = 0, limit = defaultLimit } = question;
  if (sort !== undefined && sort !== 'id') return refuse('they stand in the order of their ids alone');
  const { pageRecords } = limits.forms;
  if (!Number.isInteger(offset) || offset < 0) return refuse('the offset is a whole number from 0');
  if (!Number.isInteger(limit) || limit < 1 || limit > pageRecords)
    return refuse(`a page has 1 to ${pageRecords} records`);
  const { id, at, ...texts } = where;
  const number = id === undefined ? undefined : idOf(id);
  if (id !== undefined && number === undefined) return refuse(`"${id}" is no id`);
  const span = at === undefined ? {} : spanOf(at);
  if (span === undefined) return refuse(`"${at}" is no time, nor the beginning of one`);
  const equal: Partial<Record<AuditTextColumn, string>> = {};
  for (const [field, text] of Object.entries(texts)) {
    const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
    if (column === undefined) return refuse(`they have no field "${field}"`);
    equal[column] = text;
  }
  const descending = question.descending ?? sort === undefined;
  const asked = { text: search.trim(), equal, hiddenForms, descending, offset, limit, ...span };
  return ok(number === undefined ? asked : { ...asked, id: number });
}

const refuse = (why: string): Result<never, Refusal> => no(recordsCodes.refuse('records.wrong-search', { why }));

const idOf = (text: string): number | undefined => (/^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined);

/** An entry as the view shows it. A level that is none was written by a forger, and is shown as high. */
export const auditTrailLog = (entry: AuditRow): AuditTrailLog => ({
  id: entry.id,
  at: printMoment(entry.atMs),
  detailLevel: entry.level === 'low' || entry.level === 'medium' ? entry.level : 'high',
  userName: entry.user,
  sourceIp: entry.sourceIp,
  appName: entry.application,
  appContext: entry.context,
  actionType: entry.action,
  actionData: entry.data,
});

/** Blank of what is no time. */
export function printMoment(ms: number): string {
  const date = new Date(ms);
  return ms === 0 || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
