// A trail of plain entries, for walks through accounts, with a switch that makes every one of them fail.

import type { Trail } from '#administration';
import type { AuditEntry, AuditFact } from '#records';
import type { Storage, Tx } from '#storage';

export class PlainTrail implements Trail {
  isFailing = false;
  readonly notes: string[] = [];
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async append(tx: Tx, { level, actor, action, data }: AuditFact): Promise<AuditEntry> {
    if (this.isFailing) throw new Error('made to fail');
    const last = await this.#storage.audit.last(tx);
    const { user, sourceIp, application, context } = actor;
    const who = { user, sourceIp, application, context };
    const entry: AuditEntry = { id: (last?.id ?? 0) + 1, atMs: 0, level, ...who, action, data, hash: '' };
    await this.#storage.audit.append(tx, [entry]);
    return entry;
  }

  async appendMany(tx: Tx, facts: readonly AuditFact[]): Promise<readonly AuditEntry[]> {
    const entries: AuditEntry[] = [];
    for (const fact of facts) entries.push(await this.append(tx, fact));
    return entries;
  }

  note({ actor, action, data }: AuditFact): void {
    this.notes.push(`${actor.user} ${action}: ${data}`);
  }

  /** Oldest first, as "user action: data". */
  async entries(): Promise<readonly string[]> {
    const rows = await this.#storage.audit.list({ limit: 10_000 });
    return rows.toReversed().map(({ user, action, data }) => `${user} ${action}: ${data}`);
  }
}
