// form import and export: whole tables as CSV or JSON.

import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import type { Context } from '../context.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';
import { printImported } from './changed.ts';
import { readText } from './values.ts';

interface ImportOptions {
  readonly format?: string;
  readonly mode: string;
  readonly dryRun?: boolean;
}

interface ExportOptions {
  readonly format?: string;
  readonly output?: string;
}

const formats = (): Option =>
  new Option('--format <FORMAT>', 'Default: by the ending of the file, else csv').choices(['csv', 'json']);

export function addTransferCommands(form: Command, act: Act): void {
  form
    .command('import')
    .description('Take records from a file, all of them or none')
    .argument('<FORM>')
    .argument('<FILE>', 'A CSV or JSON file, - for standard input')
    .addOption(formats())
    .addOption(
      new Option(
        '--mode <MODE>',
        'add: only new ones; upsert: new and known ones; replace: delete what is not in the file',
      )
        .choices(['add', 'upsert', 'replace'])
        .default('upsert'),
    )
    .option('--dry-run', 'Check everything, tell what would change, and change nothing')
    .action(act<ImportOptions>(importForm));
  form
    .command('export')
    .description('Give all records as a file, secrets left out')
    .argument('<FORM>')
    .addOption(formats())
    .option('--output <FILE>', 'Write to this new file, which others cannot read, not to standard output')
    .action(act<ExportOptions>(exportForm));
}

const importForm = (context: Context, [form, file = '-']: readonly string[], options: ImportOptions): Promise<void> => {
  const { mode, dryRun = false } = options;
  const request = { form, format: options.format ?? formatOf(file), mode, dryRun, text: readText(file) };
  return context.withAny(async (core) => printImported(context.out, await core.ask('form.import', request)));
};

const exportForm = (context: Context, [form]: readonly string[], options: ExportOptions): Promise<void> => {
  const format = options.format ?? (context.out.json ? 'json' : formatOf(options.output ?? ''));
  return context.withAny(async (core) => {
    const records = await toFileOr(context, options.output, (write) =>
      core.ask('form.export', { form, format }, write),
    );
    if (options.output !== undefined) tellWritten(context, options.output, records, 'records');
  });
};

const formatOf = (file: string): string => (extname(file).toLowerCase() === '.json' ? 'json' : 'csv');

/** Gives `work` a way to write: to a new file with mode 0600, or to standard output. */
export async function toFileOr<T>(
  { out }: Context,
  file: string | undefined,
  work: (write: (chunk: string) => void) => Promise<T>,
): Promise<T> {
  if (file === undefined) return work((chunk) => out.raw(chunk));
  const opened = openNew(file);
  try {
    return await work((chunk) => void writeSync(opened, chunk));
  } finally {
    closeSync(opened);
  }
}

export function tellWritten({ out }: Context, file: string, count: number, what: string): void {
  if (out.json) out.value({ file, [what]: count });
  else out.line(`${count} ${what} written to ${file}`);
}

/** A whole new file with mode 0600. */
export function writeNewFile(file: string, content: string | Buffer): void {
  const opened = openNew(file);
  try {
    writeFileSync(opened, content);
  } finally {
    closeSync(opened);
  }
}

function openNew(file: string): number {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (fault) {
    throw refuse('cli.file', { why: fault instanceof Error ? fault.message : String(fault) });
  }
}
