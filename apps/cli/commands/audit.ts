// audit list, verify, export: the audit trail.

import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { becomeCore } from '../core-process.ts';
import { moment } from '../output.ts';
import { refuse } from '../refused.ts';
import { type Act, whole } from './act.ts';
import { tellWritten, toFileOr } from './transfer.ts';

interface ListOptions {
  readonly user?: string;
  readonly action?: string;
  readonly text?: string;
  readonly before?: number;
  readonly limit: number;
}

interface ExportOptions {
  readonly output?: string;
  readonly archive?: string;
  readonly onLine?: boolean;
}

export function addAuditCommands(program: Command, act: Act): void {
  const audit = program
    .command('audit')
    .description('The audit trail: who did what, and the proof that nothing was altered');
  audit
    .command('list')
    .description('The newest entries')
    .option('--user <USER>', 'Only of this user')
    .option('--action <ACTION>', 'Only of this action')
    .option('--text <TEXT>', 'Only with this text anywhere')
    .option('--before <ID>', 'Only older than this entry', whole('--before', 1, Number.MAX_SAFE_INTEGER))
    .option('--limit <COUNT>', 'At most so many', whole('--limit', 1, 1_000), 50)
    .action(act<ListOptions>(list));
  audit
    .command('verify')
    .description(
      'Check every entry and checkpoint, archives too; name the first that was altered, removed or reordered',
    )
    .argument('[FILES...]', 'Check these exports and archives, on any machine, instead: one, or several that follow on')
    .option('--key <PEM>', 'The file audit-public-key.pem of the system that they are of')
    .action(act<{ key?: string }>(verify));
  audit.command('archives').description('The archives, with the entries that are not on line').action(act(archives));
  audit
    .command('export')
    .description('Give the whole trail as lines, or an archive as XML; verify can check both')
    .option('--archive <NAME>', 'Only this archive, as XML')
    .option('--on-line', 'Only what is not in archives')
    .option('--output <FILE>', 'Write to this new file, which others cannot read, not to standard output')
    .action(act<ExportOptions>(exportTrail));
}

const list = (context: Context, _: readonly string[], options: ListOptions): Promise<void> =>
  context.withAny(async (core) => {
    const { user, action, text, before, limit } = options;
    const entries = await core.ask('audit.list', { user, action, text, before, limit });
    const rows = entries.map((entry) => [
      ...[String(entry.id), moment(entry.atMs, context.out.isTerminal), entry.level, entry.user, entry.sourceIp],
      ...[entry.application, entry.context, entry.action, entry.data],
    ]);
    const head = ['ID', 'TIME', 'LEVEL', 'USER', 'SOURCE IP', 'APPLICATION', 'CONTEXT', 'ACTION', 'DATA'];
    context.out.table(entries, head, rows);
  });

async function verify(context: Context, files: readonly string[], { key }: { readonly key?: string }): Promise<void> {
  if (files.length > 0 && key !== undefined) {
    const given = files.map((file) => `--verify-export=${file}`);
    return becomeCore([...given, '--key', key, ...(context.out.json ? ['--json'] : [])]);
  }
  if (files.length > 0 || key !== undefined) throw refuse('cli.usage', { why: 'files and --key belong together' });
  const verdict = await context.withAny((core) => core.ask('audit.verify'));
  if (context.out.json) context.out.value(verdict);
  else if (verdict.intact) context.out.line(verdict.words);
  if (!verdict.intact) throw refuse('cli.audit-damaged', { finding: verdict.words });
}

const archives = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const all = await core.ask('audit.archives');
    const time = (ms: number): string => (ms === 0 ? '' : moment(ms, context.out.isTerminal));
    const rows = all.map(({ name, firstEntry, lastEntry, firstAtMs, lastAtMs, sizeBytes, damage }) => [
      ...[name, String(firstEntry), String(lastEntry), time(firstAtMs), time(lastAtMs), String(sizeBytes), damage],
    ]);
    context.out.table(all, ['ARCHIVE', 'FIRST', 'LAST', 'FROM', 'TO', 'BYTES', 'DAMAGE'], rows);
  });

async function exportTrail(context: Context, _: readonly string[], options: ExportOptions): Promise<void> {
  const { output, archive, onLine = false } = options;
  if (archive !== undefined && onLine) throw refuse('cli.usage', { why: '--archive and --on-line exclude each other' });
  await context.withAny(async (core) => {
    const count = await toFileOr(context, output, (write) =>
      archive === undefined
        ? core.ask('audit.export', { onLine }, write)
        : core.ask('audit.archive.export', { name: archive }, write),
    );
    if (output !== undefined) tellWritten(context, output, count, archive === undefined ? 'lines' : 'entries');
  });
}
