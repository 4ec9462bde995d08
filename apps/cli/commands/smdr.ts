// smdr list, status, send-again: the records of calls for accounting, and whether they get to those who read them.

import type { Command } from 'commander';
import type { RecordLine } from '../../core/protocol.ts';
import type { Core } from '../client.ts';
import type { Context } from '../context.ts';
import { duration, moment, shown } from '../output.ts';
import { type Act, whole } from './act.ts';

interface ListOptions {
  readonly raw?: boolean;
  readonly last?: number;
}

export function addSmdrCommands(program: Command, act: Act): void {
  const smdr = program.command('smdr').description('SMDR: records of calls for programs that account for them');
  smdr
    .command('list')
    .description('The records that are kept, the newest last')
    .option('--raw', 'The lines as readers get them, each ended by CR LF')
    .option('--last <COUNT>', 'Only the newest', whole('--last', 1, 75_000))
    .action(act<ListOptions>(list));
  smdr
    .command('status')
    .description('Who reads the records now, how far they have got, what waits and what was lost')
    .action(act(status));
  smdr
    .command('send-again')
    .description('Send records again to the next reader, from one on; connected readers are disconnected')
    .argument('<NUMBER>', 'Its number in `smdr list`')
    .action(act((context, [number = '']) => sendAgain(context, number)));
}

const pageRecords = 1_000;

const list = (context: Context, _: readonly string[], { raw = false, last }: ListOptions): Promise<void> =>
  context.withAny(async (core) => {
    const records = await newest(core, last ?? Number.POSITIVE_INFINITY);
    if (context.out.json) return context.out.value(records);
    if (raw) return context.out.raw(records.map(({ values }) => `${shown(values.record)}\r\n`).join(''));
    const rows = records.map((record) => [
      ...texts(record, ['number']),
      moment(Date.parse(String(record.values.started)), context.out.isTerminal),
      ...texts(record, ['kind', 'calling', 'dialled', 'called']),
      duration(Number(record.values.duration) * 1_000),
      ...texts(record, ['completion', 'accountCode']),
    ]);
    const head = ['NUMBER', 'STARTED', 'KIND', 'CALLING', 'DIALLED', 'CALLED', 'DURATION', 'COMPLETION', 'ACCOUNT'];
    context.out.table(records, head, rows);
  });

/** The newest records, the oldest of them first. Calls that end meanwhile move the pages: each record comes once. */
async function newest(core: Core, most: number): Promise<RecordLine[]> {
  const found = new Map<string, RecordLine>();
  for (let offset = 0; found.size < most; ) {
    const page = await core.ask('form.query', { form: 'smdr-records', offset, limit: pageRecords });
    for (const record of page.records) if (found.size < most) found.set(record.key, record);
    offset += page.records.length;
    if (page.records.length === 0 || offset >= page.total) break;
  }
  return [...found.values()].sort((a, b) => Number(a.key) - Number(b.key));
}

const status = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const { records } = await core.ask('form.query', { form: 'smdr-delivery', limit: pageRecords });
    const names = ['way', 'state', 'security', 'sent', 'arrived', 'waiting', 'lost', 'trouble'];
    const head = ['WAY', 'STATE', 'SECURITY', 'SENT', 'ARRIVED', 'WAITING', 'LOST', 'TROUBLE'];
    context.out.table(
      records,
      head,
      records.map((record) => texts(record, names)),
    );
  });

const sendAgain = (context: Context, number: string): Promise<void> =>
  context.withRunning(async (core) => {
    await core.ask('form.act', { view: 'smdr-records', action: 'sendAgain', key: number });
    if (context.out.json) context.out.value({ sentAgainFrom: number });
    else context.out.line(`The next reader gets record ${number} and all after it.`);
  });

const texts = ({ values }: RecordLine, names: readonly string[]): string[] => names.map((name) => shown(values[name]));
