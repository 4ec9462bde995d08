// One-time passwords of the two first accounts (IAM-1, ADM-7): random, shown once, to be changed at the first login.

import { ok, type Result, randomSecret, Secret } from '#base';
import type { AccountWrite } from '#storage';
import type { Passwords } from './passwords.ts';

/** The root administrator, who configures, and the security administrator, who alone edits the security settings. */
const firstAccounts = [
  { login: 'administrator', name: 'Root administrator', role: 'root administrator' },
  { login: 'security', name: 'Security administrator', role: 'security administrator' },
] as const;

/** An account to store, and its password for the one time that it is shown. */
export interface NewAccount {
  readonly account: AccountWrite;
  readonly oneTimePassword: Secret;
}

const length = 24;
const sets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-+=_.:'] as const;
const alphabet = sets.join('');
const leastOfEach = 2;

/** 24 characters (5.9 bits each): two of each kind at least, no look-alikes, none twice in a row. */
export function makeOneTimePassword(): Secret {
  for (;;) {
    const text = randomSecret(length, alphabet);
    if (isStrong(text)) return new Secret(text);
  }
}

/** Both first accounts with fresh one-time passwords, to be changed at the first login. */
export async function makeFirstAccounts(passwords: Passwords, nowMs: number): Promise<Result<NewAccount[]>> {
  const made: NewAccount[] = [];
  for (const { login, name, role } of firstAccounts) {
    const oneTimePassword = makeOneTimePassword();
    const hash = await passwords.hash(oneTimePassword);
    if (!hash.ok) return hash;
    const moments = { createdAtMs: nowMs, changedAtMs: nowMs };
    const account = {
      loginId: login,
      displayName: name,
      role,
      passwordHash: hash.value,
      status: 'enabled',
      ...moments,
    };
    made.push({ account: { ...account, mustChange: true }, oneTimePassword });
  }
  return ok(made);
}

const isStrong = (text: string): boolean =>
  sets.every((set) => [...text].filter((character) => set.includes(character)).length >= leastOfEach) &&
  !/(.)\1/.test(text) &&
  /^[A-Za-z0-9].*[A-Za-z0-9]$/.test(text);
