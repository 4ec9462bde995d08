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

interface VerifyOptions {
  readonly file?: string;
  readonly key?: string;
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
    .description('Check every entry and checkpoint; name the first that was altered, removed or reordered')
    .option('--file <FILE>', 'Check an exported trail, on any machine, instead')
    .option('--key <PEM>', 'The file audit-public-key.pem of the system that exported it')
    .action(act<VerifyOptions>(verify));
  audit
    .command('export')
    .description('Give the whole trail as lines that verify --file can check')
    .option('--output <FILE>', 'Write to this new file, which others cannot read, not to standard output')
    .action(act<{ output?: string }>(exportTrail));
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

async function verify(context: Context, _: readonly string[], { file, key }: VerifyOptions): Promise<void> {
  if (file !== undefined && key !== undefined)
    return becomeCore(['--verify-export', file, '--key', key, ...(context.out.json ? ['--json'] : [])]);
  if (file !== undefined || key !== undefined) throw refuse('cli.usage', { why: '--file and --key belong together' });
  const verdict = await context.withAny((core) => core.ask('audit.verify'));
  if (context.out.json) context.out.value(verdict);
  else if (verdict.intact) context.out.line(verdict.words);
  if (!verdict.intact) throw refuse('cli.audit-damaged', { finding: verdict.words });
}

const exportTrail = (context: Context, _: readonly string[], { output }: { readonly output?: string }): Promise<void> =>
  context.withAny(async (core) => {
    const lines = await toFileOr(context, output, (write) => core.ask('audit.export', {}, write));
    if (output !== undefined) tellWritten(context, output, lines, 'lines');
  });
