// toll simulate, blocks, release, spent: what calls to the public network cost and could cost, and who may make none.

import type { Command } from 'commander';
import type { TollSimulationLine } from '../../core/toll-protocol.ts';
import type { Context } from '../context.ts';
import { moment, type Output, shown } from '../output.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';

const view = 'toll-blocks';
const pageRecords = 1_000;

interface Span {
  readonly from?: number;
  readonly to?: number;
}

export function addTollCommands(program: Command, act: Act): void {
  const toll = program
    .command('toll')
    .description('What calls to the public network cost and could cost, and who may make none');
  toll
    .command('simulate')
    .description('The most that an extension could cost under the limits of today: this weekend, or the next one')
    .argument('<EXTENSION>')
    .option('--from <TIME>', 'From this time on, such as 2027-01-29T18:00:00Z', momentOf('--from'))
    .option('--to <TIME>', 'Until this time, at most seven days later', momentOf('--to'))
    .action(act<Span>((context, [extension = ''], span) => simulate(context, extension, span)));
  toll
    .command('spent')
    .description('What each extension, class of service, trunk and the system has spent, the most first')
    .action(act(spent));
  toll
    .command('blocks')
    .description('The extensions and trunks whose outgoing calls are blocked, with the reason')
    .action(act(blocks));
  toll
    .command('release')
    .description('Let the calls of a block through again')
    .argument('<KEY>', 'The last column of `toll blocks`')
    .action(act((context, [key = '']) => release(context, key)));
}

/** A time with its zone, or of this computer's zone without one. */
const momentOf =
  (option: string) =>
  (text: string): number => {
    const ms = Date.parse(text);
    if (!Number.isNaN(ms) && ms >= 0) return ms;
    throw refuse('cli.usage', { why: `${option} takes a time such as 2027-01-29T18:00:00Z, not "${text}"` });
  };

const simulate = (context: Context, extension: string, { from, to }: Span): Promise<void> =>
  context.withRunning(async (core) => {
    const span = { ...(from === undefined ? {} : { fromMs: from }), ...(to === undefined ? {} : { toMs: to }) };
    const simulated = await core.ask('toll.simulate', { extension, ...span });
    if (context.out.json) context.out.value(simulated);
    else printSimulation(context.out, simulated);
  });

function printSimulation(out: Output, simulated: TollSimulationLine): void {
  const { extension, fromMs, toMs, money, minutes, calls, destination, perMinute } = simulated;
  const at = (ms: number): string => moment(ms, out.isTerminal);
  out.facts([
    ['Extension', extension],
    ['From', at(fromMs)],
    ['Until', at(toMs)],
    ['At most', `${money}${simulated.isUnbounded ? ' and more: no limit of money stops it' : ''}`],
    ['Minutes', String(minutes)],
    ['Calls', String(calls)],
    ['Dearest open destination', `${destination}, ${perMinute} a minute`],
  ]);
  for (const { words, times } of simulated.stoppedBy) out.line(`Stopped ${times} times: ${words}.`);
}

const spent = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const all = await core.ask('toll.spent');
    const head = ['WHO', 'CALLS NOW', 'CALLS IN AN HOUR', 'MINUTES IN A DAY', 'AN HOUR', 'A DAY', 'THIS WEEKEND'];
    const rows = all.map((one) => [
      ...[one.who, String(one.active), String(one.callsHour), String(one.minutesDay), one.hour, one.day, one.weekend],
    ]);
    context.out.table(all, head, rows);
  });

const blocks = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const { records } = await core.ask('form.query', { form: view, limit: pageRecords });
    const time = (value: unknown): string =>
      typeof value === 'string' && value !== '' ? moment(Date.parse(value), context.out.isTerminal) : '';
    const rows = records.map(({ values }) => [
      ...[shown(values.kind), shown(values.name), time(values.since), time(values.until)],
      ...[shown(values.why), shown(values.key)],
    ]);
    const value = records.map(({ values }) => values);
    context.out.table(value, ['KIND', 'NAME', 'SINCE', 'UNTIL', 'REASON', 'KEY'], rows);
  });

const release = (context: Context, key: string): Promise<void> =>
  context.withRunning(async (core) => {
    await core.ask('form.act', { view, action: 'release', key });
    if (context.out.json) context.out.value({ released: key });
    else context.out.line(`${key} is released.`);
  });
