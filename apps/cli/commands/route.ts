// route: what would become of a call, step by step. Nobody is called.

import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';

interface RouteOptions {
  readonly at?: string;
  readonly fromTrunk: boolean;
}

export function addRouteCommand(program: Command, act: Act): void {
  program
    .command('route')
    .description('What would become of a call, step by step, without calling; ends with 1 when it would be refused')
    .argument('<EXTENSION>', 'Who dials')
    .argument('<NUMBER>', 'What is dialled. Account codes are not looked up')
    .option('--at <MOMENT>', 'When, with its zone, such as 2027-01-31T18:00:00Z; default: now')
    .option('--from-trunk', 'EXTENSION is the name of a trunk, over which the call comes in', false)
    .action(act<RouteOptions>(route));
}

async function route(context: Context, [caller, dialled]: readonly string[], options: RouteOptions): Promise<void> {
  const { at, fromTrunk } = options;
  const asked = { caller, dialled, fromTrunk, ...(at === undefined ? {} : { atMs: momentOf(at) }) };
  const explained = await context.withAny((core) => core.ask('route.explain', asked));
  const { out } = context;
  if (out.json) out.value(explained);
  else {
    const rows = explained.steps.map(({ form, key, words }) => [
      [form, key].filter((part) => part !== '').join(' '),
      words,
    ]);
    out.table(explained, ['LOOKED AT', 'STEP'], rows);
    out.line(out.isTerminal ? `\n${explained.words}` : `\t${explained.words}`);
  }
  if (explained.refusedWith !== '') throw refuse('cli.call-refused', { code: explained.refusedWith });
}

function momentOf(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw refuse('cli.usage', {
      why: `--at takes a moment with its zone, such as 2027-01-31T18:00:00Z, not "${text}"`,
    });
  }
}
