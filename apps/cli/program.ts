// The tree of commands, without any doing: what `--help` shows.

import { Command, Option } from 'commander';
import { makeAct } from './commands/act.ts';
import { addAlarmCommands } from './commands/alarm.ts';
import { addAuditCommands } from './commands/audit.ts';
import { addCertificateCommands } from './commands/certificate.ts';
import { addEmergencyCommands } from './commands/emergency.ts';
import { addFormCommands } from './commands/form.ts';
import { addHelpCommand } from './commands/help.ts';
import { addManagerCommands } from './commands/manager.ts';
import { addRouteCommand } from './commands/route.ts';
import { addRunCommands } from './commands/run.ts';
import { addScheduleCommands } from './commands/schedule.ts';
import { addSecurityCommands } from './commands/security.ts';
import { addSmdrCommands } from './commands/smdr.ts';
import { addTollCommands } from './commands/toll.ts';
import { addTrunkCommands } from './commands/trunk.ts';
import { addUserCommands } from './commands/users.ts';
import { addWatchCommands } from './commands/watch.ts';
import { Context } from './context.ts';
import type { Screen } from './output.ts';

const helpWidth = 110;

/** The `ringfence` command, printing to `screen`. It throws instead of ending the process. */
export function makeProgram(screen: Screen, version: string): Command {
  const program = new Command('ringfence');
  program
    .description('Ringfence, a business phone system that is secure as installed')
    .version(version, '--version', 'Print the version')
    .helpOption('--help', 'Print this help')
    .helpCommand(false)
    .addOption(new Option('--data <DIR>', 'The data directory').env('RINGFENCE_DATA').default('./data'))
    .option('--system <NAME>', 'A remote system that this computer manages, not this machine; see `ringfence manager`')
    .option('--login <ID>', 'Who logs in there for this command; asked for when it is not given')
    .option('--password-file <FILE>', 'Where the password stands, in the first line; - for standard input')
    .option('--json', 'Print JSON, for programs', false)
    .configureHelp({ showGlobalOptions: true, helpWidth })
    .configureOutput({
      writeOut: (text) => screen.write(text),
      writeErr: (text) => screen.writeError(text),
      outputError: () => undefined,
    })
    .exitOverride();
  const act = makeAct((options) => new Context(options, screen, version));
  addRunCommands(program, act);
  addFormCommands(program, act);
  addHelpCommand(program, act);
  addAuditCommands(program, act);
  addAlarmCommands(program, act);
  addEmergencyCommands(program, act);
  addWatchCommands(program, act);
  addRouteCommand(program, act);
  addTollCommands(program, act);
  addSmdrCommands(program, act);
  addScheduleCommands(program, act);
  addSecurityCommands(program, act);
  addTrunkCommands(program, act);
  addCertificateCommands(program, act);
  addUserCommands(program, act);
  addManagerCommands(program, act);
  for (const command of everyCommand(program)) command.helpOption('--help', 'Print this help').helpCommand(false);
  return program;
}

/** A command and all below it, in the order of the help. */
export function* everyCommand(command: Command): Generator<Command> {
  yield command;
  for (const below of command.commands) yield* everyCommand(below);
}
