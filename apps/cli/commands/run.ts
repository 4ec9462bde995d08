// start, stop, status, init, demo: the life of a system.

import type { Command } from 'commander';
import type { StatusLine } from '../../core/protocol.ts';
import type { Context } from '../context.ts';
import { becomeCore, becomeDemo, waitForEnd } from '../core-process.ts';
import { moment } from '../output.ts';
import { type Act, collect } from './act.ts';

const stopSeconds = 30;

export function addRunCommands(program: Command, act: Act): void {
  program
    .command('start')
    .description('Run the system on the data directory, which is made at the first start, until Ctrl-C or SIGTERM')
    .action(
      act(async (context) => {
        context.onlyHere('start');
        becomeCore(context.coreArguments);
      }),
    );
  program
    .command('stop')
    .description('End the running system, with the records of its calls written')
    .action(act(stop));
  program.command('status').description('Tell what runs: listeners, registrations, calls').action(act(status));
  program
    .command('init')
    .description('Make a data directory without starting, and tell its one-time passwords')
    .option(
      '--set <FORM.FIELD=VALUE>',
      'A value other than the initial one; FORM.KEY.FIELD=VALUE in a table',
      collect,
      [],
    )
    .action(
      act<{ set: string[] }>(async (context, _, { set }) => {
        context.onlyHere('init');
        becomeCore([...context.coreArguments, '--init', ...set.flatMap((text) => ['--set', text])]);
      }),
    );
  program
    .command('demo')
    .description('Show a call between two built-in phones, encrypted, on a system made for it and removed again')
    .option(
      '--tamper',
      'Let one phone use other SRTP keys than it says: the proof that the demonstration can fail',
      false,
    )
    .action(
      act<{ tamper: boolean }>(async (context, _, { tamper }) => {
        context.onlyHere('demo');
        becomeDemo([...(context.out.json ? ['--json'] : []), ...(tamper ? ['--tamper'] : [])]);
      }),
    );
}

async function stop(context: Context): Promise<void> {
  context.onlyHere('stop');
  const { pid } = await context.withRunning((core) => core.ask('stop'));
  await waitForEnd(pid, stopSeconds);
  if (context.out.json) context.out.value({ stopped: pid });
  else context.out.line(`The system on ${context.directory} has stopped.`);
}

async function status(context: Context): Promise<void> {
  const status = await context.withRunning((core) => core.ask('status'));
  const { out } = context;
  if (out.json) return out.value(status);
  out.facts(facts(status, out.isTerminal));
  for (const address of status.logIn) out.facts([['Log in at', address]]);
  if (status.listeners.length > 0) out.line('');
  out.table(
    status.listeners,
    ['LISTENER', 'TRANSPORT', 'ADDRESS', 'PORT', 'STATE'],
    status.listeners.map(({ name, transport, address, port, closedBecause }) => [
      ...[name, transport, address, String(port)],
      closedBecause === '' ? 'open' : `closed: ${closedBecause}`,
    ]),
  );
}

/** "medium; medium is adopted: 1 not met, 2 to do". */
const gradeWords = ({ grade, adopted, notMet, toDo }: StatusLine['security']): string =>
  `${grade === '' ? 'none' : grade}; ${adopted === 'none' ? 'no profile is adopted' : `${adopted} is adopted: ${notMet} not met, ${toDo} to do`}`;

const facts = (status: StatusLine, isTerminal: boolean): string[][] => [
  ['State', status.state],
  ['Version', status.version],
  ['Process', String(status.pid)],
  ['Data directory', status.directory],
  ['Started', moment(status.startedAtMs, isTerminal)],
  ['Extensions', String(status.extensions)],
  ['Registrations', String(status.registrations)],
  ['Calls', String(status.calls)],
  ['Connections', String(status.connections)],
  ['Certificate ends', moment(status.certificateEndsMs, isTerminal)],
  ['Authority, SHA-256', status.authorityFingerprint],
  ['Security grade', gradeWords(status.security)],
];
