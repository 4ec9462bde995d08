// What is asked of the view SMDR Records, answered from the buffer: by its numbers where nothing is searched for, else record by record,
// giving way to calls.

import { limits, no, ok, Pace, type Refusal, type Result } from '#base';
import type { LogQuestion } from '../../audit/views/audit-search.ts';
import { recordsCodes } from '../../records.codes.ts';
import { spanOf } from '../../time-span.ts';
import type { SmdrBuffer } from '../buffer.ts';
import { type SmdrRecord, smdrRecord, smdrRecords } from './smdr-records.view.ts';

export interface SmdrPage {
  readonly total: number;
  readonly offset: number;
  readonly records: readonly SmdrRecord[];
}

type Buffer = Pick<SmdrBuffer, 'first' | 'last' | 'read'>;

const defaultLimit = 50;

/**
 * Without an order, the newest come first. Refuses another order than that of the numbers, and filters by what is no field. A record
 * that is damaged is left out.
 */
export async function smdrPage(question: LogQuestion, buffer: Buffer): Promise<Result<SmdrPage>> {
  const { sort, offset = 0, limit = defaultLimit } = question;
  if (sort !== undefined && sort !== 'number' && sort !== 'started')
    return refuse('they stand in the order of their numbers alone');
  const { pageRecords } = limits.forms;
  if (!Number.isInteger(offset) || offset < 0) return refuse('the offset is a whole number from 0');
  if (!Number.isInteger(limit) || limit < 1 || limit > pageRecords)
    return refuse(`a page has 1 to ${pageRecords} records`);
  const holds = conditionOf(question);
  if (!holds.ok) return holds;
  const descending = question.descending ?? sort === undefined;
  const numbers = holds.value === undefined ? everyNumber(buffer) : await matching(question, buffer, holds.value);
  const total = numbers.length;
  const records: SmdrRecord[] = [];
  for (let index = offset; index < Math.min(total, offset + limit); index++) {
    const entry = buffer.read(numbers.at(descending ? total - 1 - index : index));
    if (entry !== undefined) records.push(smdrRecord(entry));
  }
  return ok({ total, offset, records });
}

/** Numbers of records, ascending. */
interface Numbers {
  readonly length: number;
  at(index: number): number;
}

function everyNumber({ first, last }: Buffer): Numbers {
  return { length: Math.max(0, last - first + 1), at: (index) => first + index };
}

type Holds = (record: SmdrRecord) => boolean;

/** Undefined where every record is asked for. */
function conditionOf({ search = '', where = {} }: LogQuestion): Result<Holds | undefined> {
  const { started, ...texts } = where;
  const span = started === undefined ? undefined : spanOf(started);
  if (started !== undefined && span === undefined) return refuse(`"${started}" is no time, nor the beginning of one`);
  const unknown = Object.keys(texts).find((name) => !Object.hasOwn(smdrRecords.fields, name));
  if (unknown !== undefined) return refuse(`they have no field "${unknown}"`);
  const wanted = search.trim().slice(0, limits.forms.searchLength).toLowerCase();
  if (wanted === '' && Object.keys(where).length === 0) return ok(undefined);
  const isInSpan = (at: number): boolean => span === undefined || (at >= span.fromMs && at < span.toMs);
  return ok(
    (record) =>
      isInSpan(Date.parse(record.started)) &&
      Object.entries(texts).every(([name, text]) => sameText(textOf(record, name), text)) &&
      (wanted === '' || Object.values(record).some((value) => String(value).toLowerCase().includes(wanted))),
  );
}

const textOf = (record: SmdrRecord, name: string): string => String(new Map(Object.entries(record)).get(name) ?? '');
const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.trim().toLowerCase();

async function matching({ where }: LogQuestion, buffer: Buffer, holds: Holds): Promise<Numbers> {
  const pace = new Pace();
  const found: number[] = [];
  const asked = where?.number === undefined ? undefined : Number(where.number);
  const { first, last } = buffer;
  // One record is not looked for among all.
  const [from, to] = asked === undefined || !Number.isInteger(asked) ? [first, last] : [asked, asked];
  for (let number = from; number <= to; number++) {
    const entry = buffer.read(number);
    if (entry !== undefined && holds(smdrRecord(entry))) found.push(number);
    await pace.step();
  }
  return { length: found.length, at: (index) => found[index] ?? 0 };
}

const refuse = (why: string): Result<never, Refusal> => no(recordsCodes.refuse('records.wrong-search', { why }));
