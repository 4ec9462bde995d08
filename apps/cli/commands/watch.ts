// history, registrations, calls: what happened, who is there, who talks; and ending one.

import type { Command } from 'commander';
import type { HistoryLine } from '../../core/protocol.ts';
import type { Context } from '../context.ts';
import { duration, moment } from '../output.ts';
import { type Act, whole } from './act.ts';

interface HistoryOptions {
  readonly number?: string;
  readonly limit: number;
}

export function addWatchCommands(program: Command, act: Act): void {
  program
    .command('history')
    .description('Finished calls')
    .command('list')
    .description('The newest calls, with the security of each')
    .option('--number <NUMBER>', 'Only calls from or to this number')
    .option('--limit <COUNT>', 'At most so many', whole('--limit', 1, 1_000), 50)
    .action(act<HistoryOptions>(history));
  program.command('registrations').description('The devices that are registered now').action(act(registrations));
  program.command('calls').description('The calls that are going on now').action(act(calls));
  for (const [view, command, what] of [
    [
      'registrations',
      'registration',
      'The device must register again; the last column of `ringfence registrations` names it',
    ],
    ['calls', 'call', 'Both phones are told that it has ended; the last column of `ringfence calls` names it'],
  ] as const)
    program
      .command(command)
      .description(`One of the ${view}`)
      .command('end')
      .description(what)
      .argument('<KEY>')
      .action(act((context, [key = '']) => end(context, view, key)));
}

const history = (context: Context, _: readonly string[], { number, limit }: HistoryOptions): Promise<void> =>
  context.withAny(async (core) => {
    const all = await core.ask('history.list', { number, limit });
    const head = ['STARTED', 'CALLER', 'DIALLED', 'CALLED', 'OUTCOME', 'TALKED', 'SECURE', 'CAUSE'];
    context.out.table(
      all,
      head,
      all.map((call) => historyRow(call, context.out.isTerminal)),
    );
  });

const historyRow = (call: HistoryLine, isTerminal: boolean): string[] => [
  ...[moment(call.startedAtMs, isTerminal), call.caller.number, call.dialled, call.called.number, call.outcome],
  call.answeredAtMs === 0 ? '' : duration(call.endedAtMs - call.answeredAtMs),
  ...[call.secure, `${call.status} ${call.cause}`],
];

const registrations = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const all = await core.ask('registrations.list');
    const head = ['EXTENSION', 'NAME', 'ADDRESS', 'TRANSPORT', 'TLS', 'SUITE', 'ENDS', 'DEVICE', 'KEY'];
    const rows = all.map((one) => [
      ...[one.extension, one.name, one.address, one.transport, one.tlsVersion, one.tlsSuite],
      ...[moment(one.expiresAtMs, context.out.isTerminal), one.userAgent, one.id],
    ]);
    context.out.table(all, head, rows);
  });

const calls = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const all = await core.ask('calls.list');
    const head = ['CALLER', 'CALLED', 'STATE', 'STARTED', 'ANSWERED', 'SECURE', 'KEY'];
    const at = (ms: number): string => moment(ms, context.out.isTerminal);
    const rows = all.map((one) => [
      ...[one.caller, one.called, one.state, at(one.startedAtMs), at(one.answeredAtMs), one.secure, one.id],
    ]);
    context.out.table(all, head, rows);
  });

const end = (context: Context, view: string, key: string): Promise<void> =>
  context.withRunning(async (core) => {
    await core.ask('form.act', { view, action: 'end', key });
    if (context.out.json) context.out.value({ ended: key });
    else context.out.line(`${key} has ended.`);
  });
