// emergency test: whether everybody reaches each emergency number, without calling anybody.

import type { Command } from 'commander';
import type { EmergencyTestLine } from '../../core/emergency-protocol.ts';
import type { Context } from '../context.ts';
import type { Output } from '../output.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';

export function addEmergencyCommands(program: Command, act: Act): void {
  const emergency = program
    .command('emergency')
    .description('Emergency calls: whether they leave, from where, and who is told of them');
  emergency
    .command('test')
    .description('Look whether everybody reaches each emergency number now; nobody is called; ends with 1 when not')
    .action(act(test));
}

const test = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const report = await core.ask('emergency.test');
    if (context.out.json) context.out.value(report);
    else printReport(context.out, report);
    if (report.failed > 0) throw refuse('cli.emergency-failed', { count: report.failed });
  });

function printReport(out: Output, { findings, failed, words }: EmergencyTestLine): void {
  out.table(
    findings,
    ['', 'WHAT', 'FOUND'],
    findings.map((finding) => [finding.state, finding.what, finding.words]),
  );
  if (failed === 0 && out.isTerminal) out.line(`\n${words}`);
}
