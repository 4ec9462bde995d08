// form history and undo: what was done with a record, and taking it back.

import type { Command } from 'commander';
import type { RecordChangeLine } from '../../core/protocol.ts';
import type { Context } from '../context.ts';
import { moment } from '../output.ts';
import { type Act, whole } from './act.ts';
import { printChanged, printDifference } from './changed.ts';

interface UndoOptions {
  readonly dryRun?: boolean;
}

export function addPastCommands(form: Command, act: Act): void {
  form
    .command('history')
    .description('What was done with a record, newest first: when, by whom, from what to what')
    .argument('<FORM>')
    .argument('[KEY]', 'Of a table: which record')
    .action(act(history));
  form
    .command('undo')
    .description('Take back a change, as a change of its own')
    .argument('<ENTRY>', 'The number of its entry in the audit trail, as history tells it')
    .option('--dry-run', 'Tell what would change, and change nothing')
    .action(act<UndoOptions>(undo));
}

const history = (context: Context, [form, key]: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    const { out } = context;
    const past = await core.ask('form.history', { form, ...(key === undefined ? {} : { key }) });
    if (out.json) return out.value(past);
    if (!out.isTerminal) return out.table(past, [], past.changes.flatMap(pastRows));
    if (past.changes.length === 0) return out.line('Nothing to show.');
    for (const change of past.changes) {
      out.line(`${change.auditId}  ${moment(change.atMs, true)}  ${change.by}  ${change.kind}`);
      for (const difference of change.differences) out.line(`  ${printDifference(change.kind, difference)}`);
      if (change.notUndoable !== '') out.line(`  Cannot be undone: ${change.notUndoable}`);
    }
  });

/** One line a field: entry, time, who, what, field, old, new. */
const pastRows = ({ auditId, atMs, by, kind, differences }: RecordChangeLine): string[][] =>
  differences.map(({ field, old, new: now }) => [String(auditId), moment(atMs, false), by, kind, field, old, now]);

const entryNumber = whole('ENTRY', 1, Number.MAX_SAFE_INTEGER);

const undo = (context: Context, [entry = '']: readonly string[], { dryRun = false }: UndoOptions): Promise<void> => {
  const auditId = entryNumber(entry);
  return context.withAny(async (core) => printChanged(context.out, await core.ask('form.undo', { auditId, dryRun })));
};
