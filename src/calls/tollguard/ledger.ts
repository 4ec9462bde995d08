// The ledger: the accounts of extensions, classes of service, trunks and the system, in bounded memory.

import { limits } from '#base';
import type { Party } from '../routing/attempt.ts';
import type { Trunk } from '../trunks/trunk.ts';
import { Account } from './account.ts';
import type { TollLimit } from './toll-limits.form.ts';

export type Scope = TollLimit['scope'];
export const scopes: readonly Scope[] = ['extension', 'class', 'trunk', 'system'];

/** Whose call it is, in each scope. */
export interface Payers {
  readonly extension: string;
  readonly class: number;
  readonly trunk: string;
}

const trunkKeys = new WeakMap<Trunk, string>();

/** Who is behind a call: the number of an extension; a trunk whose callers are passed on has an account beside them. */
export function keyOfParty(party: Party): string {
  if (party.kind === 'station') return party.number;
  const known = trunkKeys.get(party);
  if (known !== undefined) return known;
  const made = `trunk ${party.name}`;
  trunkKeys.set(party, made);
  return made;
}

export const wordsOfScope = (scope: Scope, key: string | number): string =>
  ({
    extension: String(key).startsWith('trunk ') ? `Incoming ${key}` : `Extension ${key}`,
    class: `Class of service ${key}`,
    trunk: `Trunk ${key}`,
    system: 'The system',
  })[scope];

export class Ledger {
  readonly extensions = new Map<string, Account>();
  readonly classes = new Map<number, Account>();
  readonly trunks = new Map<string, Account>();
  system = new Account();

  find(scope: Scope, payers: Payers): Account | undefined {
    switch (scope) {
      case 'extension':
        return this.extensions.get(payers.extension);
      case 'class':
        return this.classes.get(payers.class);
      case 'trunk':
        return this.trunks.get(payers.trunk);
      case 'system':
        return this.system;
    }
  }

  /** The accounts of a call, in the order of the scopes; they are made where they are not there yet. */
  open({ extension, class: serviceClass, trunk }: Payers): readonly Account[] {
    return [
      opened(this.extensions, extension),
      opened(this.classes, serviceClass),
      opened(this.trunks, trunk),
      this.system,
    ];
  }

  /** Forgets accounts of which nothing counts any more. */
  tidy(atMs: number, weekend: number): void {
    for (const accounts of [this.extensions, this.classes, this.trunks] as Map<string | number, Account>[])
      for (const [key, account] of accounts) if (account.isIdle(atMs, weekend)) accounts.delete(key);
  }

  *entries(): Generator<readonly [Scope, string, Account]> {
    for (const [key, account] of this.extensions) yield ['extension', key, account];
    for (const [key, account] of this.classes) yield ['class', String(key), account];
    for (const [key, account] of this.trunks) yield ['trunk', key, account];
    yield ['system', '', this.system];
  }

  set(scope: Scope, key: string, account: Account): void {
    if (scope === 'extension') this.extensions.set(key, account);
    if (scope === 'class') this.classes.set(Number(key), account);
    if (scope === 'trunk') this.trunks.set(key, account);
    if (scope === 'system') this.system = account;
  }

  /** What these have used, in a ledger of their own, without the calls in progress. */
  copyFor(payers: readonly Payers[]): Ledger {
    const copy = new Ledger();
    for (const one of payers)
      for (const scope of scopes) {
        const account = this.find(scope, one);
        const key = scope === 'system' ? '' : String(one[scope]);
        if (account !== undefined) copy.set(scope, key, Account.read(account.print()));
      }
    return copy;
  }
}

function opened<K>(accounts: Map<K, Account>, key: K): Account {
  const known = accounts.get(key);
  if (known !== undefined) return known;
  if (accounts.size >= limits.toll.accounts) forgetOne(accounts);
  const made = new Account();
  accounts.set(key, made);
  return made;
}

/** The oldest without a call: more accounts than there can be extensions are no office. */
function forgetOne<K>(accounts: Map<K, Account>): void {
  for (const [key, { active }] of accounts) {
    if (active > 0) continue;
    accounts.delete(key);
    return;
  }
}
