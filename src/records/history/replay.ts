// Reads journals back: into the database after a kill, and after the database was away for long.

import type { Log } from '#base';
import type { HistoryRows } from '#storage';
import { type BegunCall, type CallRecord, interrupted, parseLine, printLine } from './call-record.ts';
import type { Journal } from './journal.ts';

const batchSize = 200;

/** Brings everything in the journals to the database; calls without an end become interrupted ones, which are returned. */
export async function replay(
  journals: readonly Journal[],
  rows: Pick<HistoryRows, 'insert'>,
  log: Log,
): Promise<readonly CallRecord[]> {
  const aliveAtMs = Math.max(...journals.map((journal) => journal.writtenAtMs));
  const begun = new Map<string, BegunCall>();
  const ended = new Set<string>();
  let unreadable = 0;
  for (const journal of journals) {
    for await (const line of journal.lines()) {
      const said = parseLine(line);
      if (said === undefined) unreadable++;
      else if (said.kind === 'begun') begun.set(said.call.id, said.call);
      else ended.add(said.id);
    }
    for await (const lines of storedLines(journal, batchSize)) await rows.insert(lines);
  }
  const open = [...begun.values()].filter((call) => !ended.has(call.id));
  const records = open.map((call) => interrupted(call, Math.round(aliveAtMs)));
  await rows.insert(records.map(printLine));
  if (ended.size + open.length + unreadable === 0) return records;
  log.info('calls were read back from the journal', { ended: ended.size, interrupted: open.length, unreadable });
  return records;
}

/** The records of a journal, some at a time. */
export async function* storedLines(journal: Journal, size: number): AsyncGenerator<readonly string[]> {
  let lines: string[] = [];
  for await (const line of journal.lines()) {
    if (parseLine(line)?.kind !== 'ended') continue;
    lines.push(line);
    if (lines.length < size) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
