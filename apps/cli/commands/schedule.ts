// schedule: what the system does by itself at set times, and doing it now.

import type { Command } from 'commander';
import type { RecordLine } from '../../core/protocol.ts';
import type { Context } from '../context.ts';
import { moment, shown } from '../output.ts';
import type { Act } from './act.ts';

const view = 'scheduled-runs';

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
    const done: RecordLine = await core.ask('form.get', { form: view, key: name });
    if (context.out.json) context.out.value(done.values);
    else context.out.line(`${name} is done. ${shown(done.values.words)}`.trim());
  });

const time = ({ out }: Context, value: unknown): string =>
  typeof value === 'string' && value !== '' ? moment(Date.parse(value), out.isTerminal) : '';
