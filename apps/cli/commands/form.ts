// form list, show, get, set, add, copy, delete: every administration form, one record or a few at a time.

import type { Command } from 'commander';
import type { Core } from '../client.ts';
import type { Context } from '../context.ts';
import { moment, shown } from '../output.ts';
import { refuse } from '../refused.ts';
import { type Act, collect } from './act.ts';
import { printChanged } from './changed.ts';
import { printForm } from './form-help.ts';
import { addPastCommands } from './past.ts';
import { listRecords, type QueryOptions } from './records.ts';
import { addTransferCommands } from './transfer.ts';
import { isAssignment, readAssignments } from './values.ts';

interface ChangeOptions {
  readonly dryRun?: boolean;
}

const dryRun = ['--dry-run', 'Tell what would change, and change nothing'] as const;

export function addFormCommands(program: Command, act: Act): void {
  const form = program.command('form').description('Every form of the configuration');
  form.command('list').description('The forms there are').action(act(list));
  form
    .command('show')
    .description('A form’s purpose and its fields: kind, range, initial value, help')
    .argument('<FORM>')
    .action(act(show));
  form
    .command('get')
    .description('One record, or all of a table')
    .argument('<FORM>')
    .argument('[KEY]')
    .option('--search <TEXT>', 'Only records that have this text in a field')
    .option('--where <FIELD=VALUE>', 'Only records with this value in the field', collect, [])
    .option('--sort <FIELD>', 'In the order of this field, else of the key')
    .option('--descending', 'The other way round')
    .option('--fields <FIELDS>', 'Only these fields, separated by commas')
    .action(act<QueryOptions>(get));
  form
    .command('set')
    .description('Change fields of a record; of a table its KEY comes first')
    .argument('<FORM>')
    .argument(
      '<KEY-AND-FIELD=VALUE...>',
      'A value @FILE is read from a file, @- from standard input, @@… begins with @',
    )
    .option(...dryRun)
    .action(act<ChangeOptions>(set));
  form
    .command('add')
    .description('Add a record to a table')
    .argument('<FORM>')
    .argument('[FIELD=VALUE...]', 'A value @FILE is read from a file, @- from standard input, @@… begins with @')
    .option('--copy-of <KEY>', 'Start from this record, all but its secrets')
    .option(...dryRun)
    .action(act<ChangeOptions & { copyOf?: string }>(add));
  form
    .command('copy')
    .description('Add a record that is as another one, all but its secrets')
    .argument('<FORM>')
    .argument('<KEY>', 'The record to copy')
    .argument('<NEW-KEY>')
    .argument('[FIELD=VALUE...]', 'What is to be otherwise')
    .option(...dryRun)
    .action(act<ChangeOptions>(copy));
  form
    .command('delete')
    .description('Delete records of a table, all of them or none')
    .argument('<FORM>')
    .argument('<KEY...>')
    .option(...dryRun)
    .action(act<ChangeOptions>(remove));
  addTransferCommands(form, act);
  addPastCommands(form, act);
}

const list = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const forms = await core.ask('form.list');
    const rows = forms.map(({ id, title, group, single, records }) => [
      ...[id, title, group],
      single ? 'settings' : `${records} records`,
    ]);
    context.out.table(forms, ['FORM', 'TITLE', 'GROUP', 'HOLDS'], rows);
  });

const show = (context: Context, [form = '']: readonly string[]): Promise<void> =>
  context.withAny(async (core) => printForm(context.out, await core.ask('form.describe', { form })));

const get = (context: Context, [form = '', key]: readonly string[], options: QueryOptions): Promise<void> =>
  context.withAny(async (core) => {
    const description = await core.ask('form.describe', { form });
    if (key === undefined && !description.single) return listRecords(context.out, core, description, options);
    return getRecord(context, core, form, key);
  });

async function getRecord({ out }: Context, core: Core, form: string, key: string | undefined): Promise<void> {
  const record = await core.ask('form.get', { form, ...(key === undefined ? {} : { key }) });
  if (out.json) return out.value(record);
  out.facts(Object.entries(record.values).map(([name, value]) => [name, shown(value)]));
  if (out.isTerminal && record.version > 0)
    out.line(`\nVersion ${record.version}, changed by ${record.changedBy}, ${moment(record.changedAtMs, true)}`);
}

const set = (context: Context, [form = '', ...rest]: readonly string[], options: ChangeOptions): Promise<void> => {
  const [first = ''] = rest;
  const key = isAssignment(first) ? {} : { key: first };
  const operands = 'key' in key ? rest.slice(1) : rest;
  if (operands.length === 0) throw refuse('cli.usage', { why: 'There is nothing to set: give FIELD=VALUE' });
  return context.withAny(async (core) => {
    const patch = await assigned(core, form, operands);
    await change(context, core, [{ kind: 'change', form, ...key, patch }], options);
  });
};

/** How a file is read is for the field to say. */
async function assigned(core: Core, form: string, operands: readonly string[]): Promise<Record<string, string>> {
  const { fields } = await core.ask('form.describe', { form });
  return readAssignments(operands, fields);
}

const add = (
  context: Context,
  [form = '', ...rest]: readonly string[],
  options: ChangeOptions & { readonly copyOf?: string },
): Promise<void> => {
  const copyOf = options.copyOf === undefined ? {} : { copyOf: options.copyOf };
  return context.withAny(async (core) => {
    const patch = await assigned(core, form, rest);
    await change(context, core, [{ kind: 'add', form, patch, ...copyOf }], options);
  });
};

const copy = (
  context: Context,
  [form = '', copyOf = '', key = '', ...rest]: readonly string[],
  { dryRun = false }: ChangeOptions,
): Promise<void> =>
  context.withAny(async (core) => {
    const { key: keyField, fields } = await core.ask('form.describe', { form });
    if (keyField === undefined)
      throw refuse('cli.usage', { why: `${form} is one record of settings: nothing can be copied` });
    const patch = { ...readAssignments(rest, fields), [keyField]: key };
    const changed = await core.ask('form.change', { changes: [{ kind: 'add', form, patch, copyOf }], dryRun });
    printChanged(context.out, changed);
  });

const remove = (context: Context, [form = '', ...keys]: readonly string[], options: ChangeOptions): Promise<void> =>
  context.withAny((core) =>
    change(
      context,
      core,
      keys.map((key) => ({ kind: 'delete', form, key })),
      options,
    ),
  );

async function change(
  { out }: Context,
  core: Core,
  changes: readonly object[],
  { dryRun = false }: ChangeOptions,
): Promise<void> {
  printChanged(out, await core.ask('form.change', { changes, dryRun }));
}
