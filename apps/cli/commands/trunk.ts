// trunk: whether each trunk can be used, and the test that says which step fails.

import type { Command } from 'commander';
import type { TrunkStepLine } from '../../core/trunk-protocol.ts';
import type { Context } from '../context.ts';
import { moment, shown } from '../output.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';

interface TestOptions {
  readonly call?: string;
}

export function addTrunkCommands(program: Command, act: Act): void {
  const trunk = program
    .command('trunk')
    .description('The ways to the public network; the form trunks says where they lead');
  trunk.command('list').description('Every trunk, whether it can be used now, and why not').action(act(list));
  trunk
    .command('test')
    .description(
      'Look up its names, connect, look at the certificate, ask whether the provider is there and knows our account',
    )
    .argument('<NAME>')
    .option('--call <NUMBER>', 'Also call this number; the call is taken back as soon as it rings')
    .action(act<TestOptions>(test));
}

const list = (context: Context): Promise<void> =>
  context.withRunning(async (core) => {
    const { records } = await core.ask('form.query', { form: 'trunk-states' });
    const head = ['TRUNK', 'STATE', 'SINCE', 'REGISTERED', 'CALLS', 'CHANNELS', 'PLACES', 'TROUBLE'];
    const rows = records.map(({ values }) => [
      ...[shown(values.trunk), shown(values.state), time(context, values.since), shown(values.registered)],
      ...[shown(values.calls), shown(values.channels), shown(values.places), shown(values.why)],
    ]);
    const value = records.map(({ values }) => values);
    context.out.table(value, head, rows);
  });

const test = (context: Context, [name = '']: readonly string[], { call }: TestOptions): Promise<void> =>
  context.withRunning(async (core) => {
    const { out } = context;
    const tell = (line: string): void => {
      // The core writes each step as one line of JSON.
      if (!out.json) out.raw(printStep(JSON.parse(line) as TrunkStepLine));
    };
    const steps = await core.ask('trunk.test', { name, ...(call === undefined ? {} : { call }) }, tell);
    if (out.json) out.value(steps);
    if (steps.some(({ outcome }) => outcome === 'failed')) throw refuse('cli.trunk-test-failed', { name });
  });

const printStep = ({ step, outcome, words, remedy }: TrunkStepLine): string =>
  `${outcome.padEnd(8)}${step.padEnd(16)}${words}\n${remedy === '' ? '' : `${' '.repeat(24)}${remedy}\n`}`;

const time = ({ out }: Context, value: unknown): string =>
  typeof value === 'string' && value !== '' ? moment(Date.parse(value), out.isTerminal) : '';
