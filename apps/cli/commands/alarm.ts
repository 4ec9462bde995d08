// alarm list, acknowledge, test: what somebody should look at, and whether those who are to be told are reached.

import type { Command } from 'commander';
import type { RecordLine } from '../../core/protocol.ts';
import type { Context } from '../context.ts';
import { moment, shown } from '../output.ts';
import type { Act } from './act.ts';

export function addAlarmCommands(program: Command, act: Act): void {
  const alarm = program.command('alarm').description('Alarms: what somebody should look at, and who is told of it');
  alarm
    .command('list')
    .description('What is the matter now, the most urgent first; exit code 0 also when something is')
    .option('--all', 'Also what was the matter and has ended')
    .action(act<{ all?: boolean }>(list));
  alarm
    .command('acknowledge')
    .description('Say that you have seen it; it stays until its cause ends')
    .argument('<ID>', 'Its number in `alarm list`')
    .action(act((context, [key = '']) => acknowledge(context, key)));
  alarm
    .command('destinations')
    .description('Where alarms and the audit trail are sent, and whether they arrive')
    .action(act(destinations));
  alarm
    .command('test')
    .description('Send a test alarm to a destination now, and tell whether it arrived')
    .argument('<DESTINATION>', 'As in `alarm destinations`: email, webhook, syslog-NAME, trail-NAME')
    .action(act((context, [key = '']) => test(context, key)));
}

const pageRecords = 1_000;

const list = (context: Context, _: readonly string[], { all = false }: { readonly all?: boolean }): Promise<void> =>
  context.withAny(async (core) => {
    const page = await core.ask('form.query', { form: 'alarms', limit: pageRecords });
    const records = page.records.filter(({ values }) => all || values.state !== 'cleared');
    const rows = records.map((record) => [
      ...texts(record, ['number', 'severity', 'state']),
      moment(Date.parse(String(record.values.raised)), context.out.isTerminal),
      ...texts(record, ['times', 'words', 'remedy']),
    ]);
    context.out.table(records, ['ID', 'SEVERITY', 'STATE', 'RAISED', 'TIMES', 'ALARM', 'REMEDY'], rows);
  });

const acknowledge = (context: Context, key: string): Promise<void> =>
  context.withAny(async (core) => {
    await core.ask('form.act', { view: 'alarms', action: 'acknowledge', key });
    if (context.out.json) context.out.value({ acknowledged: key });
    else context.out.line(`Alarm ${key} is acknowledged. It stays until its cause ends.`);
  });

const destinations = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const { records } = await core.ask('form.query', { form: 'alarm-destinations', limit: pageRecords });
    const rows = records.map((record) =>
      texts(record, ['destination', 'sends', 'state', 'waiting', 'position', 'trouble']),
    );
    context.out.table(records, ['DESTINATION', 'SENDS', 'STATE', 'WAITING', 'ARRIVED', 'TROUBLE'], rows);
  });

const test = (context: Context, key: string): Promise<void> =>
  context.withRunning(async (core) => {
    await core.ask('form.act', { view: 'alarm-destinations', action: 'test', key });
    if (context.out.json) context.out.value({ tested: key });
    else context.out.line(`The test has arrived at ${key}.`);
  });

const texts = ({ values }: RecordLine, names: readonly string[]): string[] => names.map((name) => shown(values[name]));
