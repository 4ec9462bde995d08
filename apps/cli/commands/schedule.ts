// schedule: what the system does by itself at set times, and doing it now.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { RecordLine } from '../../core/protocol.ts';
import type { Core } from '../client.ts';
import type { Context } from '../context.ts';
import { moment, shown } from '../output.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';

const view = 'scheduled-runs';
const lookAgainMs = 500;

export function addScheduleCommands(program: Command, act: Act): void {
  const schedule = program
    .command('schedule')
    .description('What the system does by itself at set times; the form scheduler says what and when');
  schedule.command('list').description('The lines of the scheduler, with the last run of each').action(act(list));
  schedule
    .command('run')
    .description('Do what a line says now; returns when it is done')
    .argument('<NAME>')
    .action(act((context, [name = '']) => run(context, name)));
}

const list = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const { records } = await core.ask('form.query', { form: view });
    const head = ['NAME', 'TASK', 'OUTCOME', 'STARTED', 'NEXT', 'WHAT HAPPENED'];
    const rows = records.map(({ values }) => [
      ...[shown(values.name), shown(values.task), shown(values.outcome)],
      ...[time(context, values.started), time(context, values.next), shown(values.words)],
    ]);
    const value = records.map(({ values }) => values);
    context.out.table(value, head, rows);
  });

const run = (context: Context, name: string): Promise<void> =>
  context.withRunning(async (core) => {
    await core.ask('form.act', { view, action: 'run', key: name });
    const { values } = await ended(core, name);
    if (values.outcome !== 'done') throw refuse('cli.task-failed', { name, why: shown(values.words) });
    if (context.out.json) context.out.value(values);
    else context.out.line(`${name} is done. ${shown(values.words)}`.trim());
  });

/** The line's last run, once it has ended: a long one goes on after it was begun. */
async function ended(core: Core, name: string): Promise<RecordLine> {
  for (;;) {
    const run = await core.ask('form.get', { form: view, key: name });
    if (run.values.outcome !== 'running') return run;
    await sleep(lookAgainMs);
  }
}

const time = ({ out }: Context, value: unknown): string =>
  typeof value === 'string' && value !== '' ? moment(Date.parse(value), out.isTerminal) : '';
