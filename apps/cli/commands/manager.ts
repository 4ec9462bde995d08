// manager …, login, logout: this computer as a Manager of remote systems (SEC-6).

import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { enrol } from '../manager/enrol.ts';
import { isLower, preferenceNames, readPreferences, readWish, writePreferences } from '../manager/preferences.ts';
import { needTerminal, terminal } from '../manager/terminal.ts';
import { moment, shown } from '../output.ts';
import { refuse } from '../refused.ts';
import type { Act } from './act.ts';
import { readAssignments, readText } from './values.ts';

export function addManagerCommands(program: Command, act: Act): void {
  const manager = program
    .command('manager')
    .description('This computer as a Manager: which systems it administers from afar, and how careful it is');
  manager
    .command('enrol')
    .description('Get to know a system, with an enrolment code of its security administrator')
    .argument('<NAME>', 'What to call it here')
    .argument('<HOST[:PORT]>', 'Where its listener for Managers is; port 8444 unless it says otherwise')
    .option('--code <CODE>', 'The code, or @FILE, or @- for standard input; asked for when it is not given')
    .action(act<{ code?: string }>(enrolHere));
  manager
    .command('invite')
    .description('Make an enrolment code for a computer: it holds for 15 minutes and is shown this once')
    .argument('<NAME>', 'What to call the computer')
    .action(act(invite));
  const systems = manager.command('systems').description('The systems that this computer knows');
  systems.command('list').description('Each with its address and who is logged in').action(act(listSystems));
  systems
    .command('forget')
    .description('Forget a system; to manage it again takes a new code')
    .argument('<NAME>')
    .action(act(forget));
  const preferences = manager.command('preferences').description('How careful this computer is');
  preferences.command('get').description('What holds, and what is fixed for everybody').action(act(getPreferences));
  preferences
    .command('set')
    .description('checkLevel=low|medium|high, offerCertificate=yes|no, idleTimer=yes|no; less takes an administrator')
    .argument('<NAME=VALUE...>')
    .action(act(setPreferences));
  program
    .command('login')
    .description('Log in to the system that --system names, for the commands that follow')
    .option('--new-password-file <FILE>', 'Where the password to have from now on stands, if it must be changed')
    .action(act<{ newPasswordFile?: string }>(logIn));
  program.command('logout').description('End that login').action(act(logOut));
}

async function enrolHere(
  context: Context,
  [name = '', at = '']: readonly string[],
  { code }: { readonly code?: string },
): Promise<void> {
  const system = await enrol(context.manager, name, at, await codeOf(code));
  const { host, port, systemName, manager } = system;
  if (context.out.json) return context.out.value({ name, host, port, systemName, manager });
  context.out.line(`${systemName || host} is known here as ${name}, and knows this computer as ${manager}.`);
  context.out.line(`Log in: ringfence --system ${name} login`);
}

async function codeOf(given: string | undefined): Promise<string> {
  if (given?.startsWith('@')) return readText(given.slice(1)).trim();
  if (given !== undefined) return given;
  needTerminal(terminal, 'The code', '--code CODE');
  return terminal.ask('Code: ');
}

const invite = (context: Context, [name]: readonly string[]): Promise<void> =>
  context.withRunning(async (core) => {
    const made = await core.ask('manager.invite', { name });
    if (context.out.json) return context.out.value(made);
    context.out.line(made.code);
    context.out.line(`On ${name}: ringfence manager enrol NAME HOST${made.port === 8_444 ? '' : `:${made.port}`}`);
    context.out.line(
      `The code holds until ${moment(made.endsAtMs, context.out.isTerminal)}, once, and is shown this once.`,
    );
  });

async function listSystems({ manager: { systems }, out }: Context): Promise<void> {
  const all = systems.all().map(({ name, host, port, systemName, manager, enrolledAtMs }) => {
    return { name, host, port, systemName, manager, enrolledAtMs, login: systems.login(name)?.loginId ?? '' };
  });
  const rows = all.map(({ name, host, port, systemName, manager, enrolledAtMs, login }) => [
    ...[name, host, String(port), systemName, manager, moment(enrolledAtMs, out.isTerminal), login],
  ]);
  out.table(all, ['NAME', 'HOST', 'PORT', 'SYSTEM', 'THIS COMPUTER', 'ENROLLED', 'LOGIN'], rows);
}

async function forget({ manager, out }: Context, [name = '']: readonly string[]): Promise<void> {
  manager.systems.forget(name);
  if (out.json) out.value({ forgotten: name });
  else out.line(`${name} is not known here any more. To shut this computer out there, use its view Managers.`);
}

async function getPreferences({ manager, out }: Context): Promise<void> {
  const { values, fixed } = readPreferences(manager.files);
  if (out.json) return out.value({ ...values, fixed: Object.fromEntries(fixed) });
  out.facts(
    preferenceNames.map((name) => [name, shown(values[name]), fixed.has(name) ? `fixed in ${fixed.get(name)}` : '']),
  );
}

/** To be more careful is free; to be less takes an administrator who is logged in somewhere (facts 1.7). */
async function setPreferences(context: Context, operands: readonly string[]): Promise<void> {
  const wish = readWish(readAssignments(operands));
  const { manager } = context;
  const found = readPreferences(manager.files);
  if (isLower(found.values, wish) && !(await manager.isAdministrator())) throw refuse('cli.preference-lower');
  writePreferences(manager.files, found, wish);
  return getPreferences(context);
}

async function logIn(
  context: Context,
  _: readonly string[],
  { newPasswordFile }: { readonly newPasswordFile?: string },
): Promise<void> {
  const name = context.system;
  if (name === undefined) throw refuse('cli.usage', { why: 'Say where: --system NAME' });
  const session = await context.manager.logIn(name, {
    ...context.loginWishes,
    ...(newPasswordFile === undefined ? {} : { newPasswordFile }),
  });
  const { loginId, policy, lastLoginAtMs, lastLoginFrom, failuresSince, passwordExpiresInDays } = session;
  if (context.out.json) return context.out.value({ system: name, loginId, policy, lastLoginAtMs, failuresSince });
  context.out.line(`${loginId} is logged in to ${name}.`);
  if (lastLoginAtMs > 0)
    context.out.line(`Last login: ${moment(lastLoginAtMs, context.out.isTerminal)}, from ${lastLoginFrom}.`);
  if (failuresSince > 0) context.out.line(`Refused logins since: ${failuresSince}.`);
  if (passwordExpiresInDays >= 0) context.out.line(`The password expires in ${passwordExpiresInDays} days.`);
}

async function logOut(context: Context): Promise<void> {
  const name = context.system;
  if (name === undefined) throw refuse('cli.usage', { why: 'Say where: --system NAME' });
  const wasIn = await context.manager.logOut(name);
  if (context.out.json) context.out.value({ system: name, loggedOut: wasIn });
  else context.out.line(wasIn ? `Logged out of ${name}.` : `Nobody was logged in to ${name}.`);
}
