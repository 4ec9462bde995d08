// user list, unlock, reset-password, reset-factors: the accounts of the tools, for the owner of the machine.

import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { moment } from '../output.ts';
import type { Act } from './act.ts';

export function addUserCommands(program: Command, act: Act): void {
  const user = program.command('user').description('The accounts of the tools');
  user.command('list').description('Every account: its state, its policy, its last login').action(act(list));
  user
    .command('unlock')
    .description('Enable an account that is locked or disabled')
    .argument('<LOGIN>')
    .action(act(unlock));
  user
    .command('reset-password')
    .description('Give an account a one-time password, shown this once; its sessions end')
    .argument('<LOGIN>')
    .action(act(resetPassword));
  user
    .command('reset-factors')
    .description('Remove all second factors of an account, such as lost ones; its sessions end, and its person is told')
    .argument('<LOGIN>')
    .action(act(resetFactors));
}

const list = (context: Context): Promise<void> =>
  context.withAny(async (core) => {
    const users = await core.ask('user.list');
    const at = (ms: number): string => moment(ms, context.out.isTerminal);
    const rows = users.map(({ loginId, userName, status, policy, lastLoginAtMs, lastLoginFrom }) => [
      ...[loginId, userName, status, policy, at(lastLoginAtMs), lastLoginFrom],
    ]);
    context.out.table(users, ['LOGIN', 'NAME', 'STATUS', 'POLICY', 'LAST LOGIN', 'FROM'], rows);
  });

const unlock = (context: Context, [loginId]: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    await core.ask('user.unlock', { loginId });
    if (context.out.json) context.out.value({ unlocked: loginId });
    else context.out.line(`The account ${loginId} is enabled.`);
  });

const resetPassword = (context: Context, [loginId]: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    const made = await core.ask('user.resetPassword', { loginId });
    if (context.out.json) return context.out.value(made);
    context.out.line(
      `${made.loginId} password: ${made.password} (made; shown this once, to be changed at the next login)`,
    );
  });

const resetFactors = (context: Context, [loginId]: readonly string[]): Promise<void> =>
  context.withAny(async (core) => {
    const { removed } = await core.ask('user.resetFactors', { loginId });
    if (context.out.json) return context.out.value({ loginId, removed });
    context.out.line(
      removed === 0
        ? `The account ${loginId} had no second factor.`
        : `${removed === 1 ? 'The second factor' : `All ${removed} second factors`} of ${loginId} and its recovery codes are removed; its sessions have ended.`,
    );
  });
