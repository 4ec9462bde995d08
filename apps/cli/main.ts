// The `ringfence` command: reads the command line, asks the core, ends with 0 done, 1 refused or failed, 2 wrong usage.

import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { Output, type Screen } from './output.ts';
import { makeProgram } from './program.ts';
import { Refused, refuse } from './refused.ts';

const defaultColumns = 80;

const screen: Screen = {
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY === true,
  hasColours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  columns: process.stdout.columns ?? defaultColumns,
};

/** Tells why a command did not do its work, and gives the exit code. */
function tell(fault: unknown): number {
  if (fault instanceof CommanderError && (fault.exitCode === 0 || fault.code === 'commander.help'))
    return fault.exitCode === 0 ? 0 : 2;
  const refused = fault instanceof CommanderError ? wrongUsage(fault) : fault;
  if (!(refused instanceof Refused)) throw refused;
  new Output(screen, process.argv.includes('--json')).refusals(refused.refusals);
  return refused.exitCode;
}

function wrongUsage({ message }: CommanderError): Refused {
  const words = message
    .replace(/^error: /, '')
    .replace(/\.$/, '')
    .replaceAll('\n', ' ');
  return refuse('cli.usage', { why: words.charAt(0).toUpperCase() + words.slice(1) });
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => process.exit(fault.code === 'EPIPE' ? 0 : 1));

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
try {
  await makeProgram(screen, version).parseAsync();
} catch (fault) {
  process.exitCode = tell(fault);
}
