// security check, apply, history: how secure the system is, line by line, and the way to be more so.

import { Argument, type Command } from 'commander';
import type { DrillLine, SecurityCheckLine, SecurityReportLine } from '../../core/security-protocol.ts';
import type { Context } from '../context.ts';
import { moment, type Output } from '../output.ts';
import { refuse } from '../refused.ts';
import { type Act, collect, whole } from './act.ts';
import { printChanged } from './changed.ts';

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly only: readonly string[];
}

const profiles = ['minimum', 'medium', 'maximum', 'session-management-srg'];

export function addSecurityCommands(program: Command, act: Act): void {
  const security = program
    .command('security')
    .description('Security profiles: what is met and what is not, with the evidence, and adopting one');
  security
    .command('check')
    .description('Look at every line of a profile; ends with 0 when all that apply are met, else 1')
    .addArgument(new Argument('[PROFILE]', 'Default: the one that the site has adopted, or medium').choices(profiles))
    .action(act(check));
  security
    .command('apply')
    .description('Set what a profile demands and adopt it, as one change that is undone in one step')
    .addArgument(new Argument('<PROFILE>').choices(profiles))
    .option('--dry-run', 'Tell what would change, and change nothing')
    .option('--only <LINE>', 'Mend only this line, without adopting the profile; may be repeated', collect, [])
    .action(act<ApplyOptions>(apply));
  security
    .command('history')
    .description('When the grade or a line of the adopted profile changed, newest first, and by whose change')
    .action(act(history));
  security
    .command('drill')
    .description('Attack the own doors as known tools do, within a minute; ends with 1 when something got through')
    .option('--port <PORT>', 'Look for this port too; may be repeated', collect, [])
    .action(act<{ port: string[] }>(drill));
}

async function drill(context: Context, _: readonly string[], { port }: { readonly port: string[] }): Promise<void> {
  const ports = port.map(whole('--port', 1, 65_535));
  const report = await context.withRunning((core) => core.ask('security.drill', { ports }));
  const { out } = context;
  if (out.json) out.value(report);
  else printDrill(out, report);
  if (report.through > 0) throw refuse('cli.drill-through', { count: report.through });
}

function printDrill(out: Output, { findings, left, tookMs }: DrillLine): void {
  out.table(
    findings,
    ['', 'DOOR', 'ATTACK', 'STOPPED BY', 'LEARNED'],
    findings.map((one) => [one.through ? 'THROUGH' : 'stopped', one.door, one.attack, one.stoppedBy, one.learns]),
  );
  for (const { door, attack, learns, remedy } of findings.filter((one) => one.through))
    out.line(`\n${door}, ${attack}: ${learns}. ${remedy}`);
  for (const door of left) out.line(`${door}: not attacked, the time was over.`);
  if (out.isTerminal) out.line(`\n${findings.length} attacks in ${Math.round(tookMs / 1_000)} seconds.`);
}

const check = (context: Context, [profile]: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    const report = await core.ask('security.check', profile === undefined ? {} : { profile });
    printReport(context.out, report);
    const open = report.lines.filter(({ state }) => state !== 'met' && state !== 'not-applicable');
    if (!report.met) throw refuse('cli.security-not-met', { profile: report.title, open: open.length });
  });

function printReport(out: Output, report: SecurityReportLine): void {
  if (out.json) return out.value(report);
  const rows = report.lines.map((line) => [line.state, line.id, line.current, line.wanted, line.evidence]);
  if (!out.isTerminal) return out.table(report, [], rows);
  out.table(
    report,
    ['STATE', 'LINE', 'NOW', 'WANTED'],
    rows.map((row) => row.slice(0, 4)),
  );
  for (const line of report.lines) printOpen(out, line);
  out.line('');
  out.line(report.met ? `${report.title} is met.` : `${report.title} is not met.`);
  const adopted = report.adopted === '' ? 'No profile is adopted.' : `Adopted: ${report.adopted}.`;
  out.line(`${adopted} Highest profile met: ${report.grade === '' ? 'none' : report.grade}.`);
}

/** What is to be done about a line that is not met. */
function printOpen(out: Output, line: SecurityCheckLine): void {
  const { state, id, statement, evidence, why, remedy, mayBreak, changedBy, changedAtMs, auditId, fixable } = line;
  if (state === 'met' || state === 'not-applicable') return;
  out.line('');
  out.line(`${id}: ${statement}`);
  out.line(`  Seen: ${evidence}`);
  out.line(`  Why: ${why}`);
  out.line(`  To do: ${remedy}${fixable ? ' The system can: `ringfence security apply` with --only.' : ''}`);
  if (fixable) out.line(`  May break: ${mayBreak}`);
  if (auditId > 0) out.line(`  Changed by ${changedBy} at ${moment(changedAtMs, true)}, audit entry ${auditId}`);
}

const apply = (context: Context, [profile = '']: readonly string[], options: ApplyOptions): Promise<void> =>
  context.withAny(async (core) => {
    const { dryRun = false, only } = options;
    const wish = { profile, dryRun, ...(only.length === 0 ? {} : { only }) };
    const plan = await core.ask('security.apply', wish);
    const { out } = context;
    if (out.json) return out.value(plan);
    if (plan.changed.records.length === 0) out.line('Nothing is to be changed.');
    printChanged(out, plan.changed);
    for (const { id, remedy } of plan.toDo) out.line(`To do, ${id}: ${remedy}`);
    if (plan.auditId > 0) out.line(`To undo all of it: ringfence form undo ${plan.auditId}`);
  });

const history = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const moments = await core.ask('security.history');
    const rows = moments.map(({ atMs, profile, grade, met, notMet, toDo, moved, by, auditId }) => [
      ...[moment(atMs, context.out.isTerminal), profile, grade, String(met), String(notMet), String(toDo)],
      moved.map(({ id, to }) => `${id} ${to}`).join(', '),
      ...[by, auditId === 0 ? '' : String(auditId)],
    ]);
    const head = ['TIME', 'PROFILE', 'GRADE', 'MET', 'NOT MET', 'TO DO', 'LINES', 'BY', 'ENTRY'];
    context.out.table(moments, head, rows);
  });
