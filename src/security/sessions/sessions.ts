// The sessions that there are: in memory for every request, in the database for the next start; each with its time and its end.

import { type Clock, type Log, limits, randomHex, sameText } from '#base';
import type { SessionRow, Storage, Tx } from '#storage';
import type { From, Shown } from './session.ts';
import { csrfOf, hashToken, isToken, makeToken } from './token.ts';
import type { Tool } from './tool.ts';

export interface SessionsOptions {
  readonly storage: Pick<Storage, 'sessions' | 'transaction'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly inactivityMs: () => number;
}

/** Whose session it shall be. */
export interface Beginning {
  readonly loginId: string;
  readonly tool: Tool;
  readonly from: From;
  /** What the account is allowed, and which password it has: another ends the session. */
  readonly stamp: string;
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
  readonly failuresSince: number;
}

/** A session that is written and not begun yet: it begins with `enter`. */
export interface Written {
  readonly row: SessionRow;
  readonly token: string;
}

interface Held {
  readonly row: SessionRow;
  usedAtMs: number;
  /** Time that nobody can set back. */
  usedSteadyMs: number;
  /** What the database knows. */
  writtenAtMs: number;
  readonly ended: Set<(why: string) => void>;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #held = new Map<string, Held>();
  /** Ended in memory, and not yet in the database. */
  readonly #leaving = new Set<string>();

  private constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Those that the last end of the process left behind. */
  static async open(options: SessionsOptions): Promise<Sessions> {
    const sessions = new Sessions(options);
    for (const row of await options.storage.sessions.all()) sessions.#hold(row);
    return sessions;
  }

  get rows(): readonly SessionRow[] {
    return [...this.#held.values()].map(({ row, usedAtMs }) => ({ ...row, usedAtMs }));
  }

  /** Of one account, all tools, or of one tool, all accounts. */
  count(by: { readonly loginId: string } | { readonly tool: Tool }): number {
    let count = 0;
    for (const { row } of this.#held.values())
      if ('loginId' in by ? row.loginId === by.loginId : row.tool === by.tool) count++;
    return count;
  }

  get isFull(): boolean {
    return this.#held.size >= limits.accounts.sessions;
  }

  /** Writes a session in the transaction of its login. */
  async write(tx: Tx, { from, ...whose }: Beginning): Promise<Written> {
    const token = makeToken();
    const startedAtMs = this.#options.clock.nowMs();
    const row: SessionRow = Object.freeze({
      ...whose,
      tokenHash: hashToken(token),
      id: randomHex(8),
      source: from.address,
      certificate: from.certificate ?? '',
      agent: from.agent.slice(0, limits.accounts.agentLength),
      startedAtMs,
      usedAtMs: startedAtMs,
    });
    await this.#options.storage.sessions.add(tx, row);
    return { row, token };
  }

  /** Gives a session another token in the transaction of its password; whatever stood for it before is worth nothing. */
  async rewrite(tx: Tx, row: SessionRow, stamp: string): Promise<Written> {
    const token = makeToken();
    const usedAtMs = this.#options.clock.nowMs();
    const fresh: SessionRow = Object.freeze({ ...row, tokenHash: hashToken(token), stamp, usedAtMs });
    await this.#options.storage.sessions.delete(tx, [row.tokenHash]);
    await this.#options.storage.sessions.add(tx, fresh);
    return { row: fresh, token };
  }

  /** The session goes on under its new token; who waits for its end waits on. */
  replace({ tokenHash }: SessionRow, written: Written): void {
    const ended = this.#held.get(tokenHash)?.ended ?? [];
    this.#held.delete(tokenHash);
    this.enter(written);
    for (const one of ended) this.#held.get(written.row.tokenHash)?.ended.add(one);
  }

  /** It is on disk: it begins. */
  enter({ row }: Written): void {
    this.#hold(row);
  }

  /** The session of a token that was shown for its own tool, with its own certificate, while it lasts; using it prolongs it. */
  find({ token, tool, background = false, certificate = '' }: Shown): SessionRow | undefined {
    const held = isToken(token) ? this.#held.get(hashToken(token)) : undefined;
    if (held === undefined || held.row.tool !== tool || held.row.certificate !== certificate) return undefined;
    const over = this.#whyOver(held);
    if (over !== undefined) {
      this.end([held.row], over);
      return undefined;
    }
    if (!background) this.#use(held);
    return held.row;
  }

  /** When it ends if nothing more is done. */
  endsAtMs({ tokenHash, startedAtMs }: SessionRow): number {
    const usedAtMs = this.#held.get(tokenHash)?.usedAtMs ?? startedAtMs;
    return Math.min(usedAtMs + this.#options.inactivityMs(), startedAtMs + limits.accounts.sessionMs);
  }

  onEnd({ tokenHash }: SessionRow, ended: (why: string) => void): () => void {
    const held = this.#held.get(tokenHash);
    if (held === undefined) {
      ended('it has ended');
      return () => undefined;
    }
    held.ended.add(ended);
    // It may go on under another token by then.
    return () => {
      for (const one of this.#held.values()) one.ended.delete(ended);
    };
  }

  /** Ends sessions at once; the database follows with the next `sweep`, or in `tx`. */
  end(rows: readonly SessionRow[], why: string): void {
    for (const { tokenHash } of rows) {
      const held = this.#held.get(tokenHash);
      if (held === undefined) continue;
      this.#held.delete(tokenHash);
      this.#leaving.add(tokenHash);
      for (const ended of held.ended) this.#tell(ended, why);
    }
  }

  /** Ends those whose time is over, and brings the database up to date. Returns those that it ended. */
  async sweep(isEnd = false): Promise<readonly SessionRow[]> {
    const over = [...this.#held.values()].filter((held) => this.#whyOver(held) !== undefined);
    for (const held of over) this.end([held.row], this.#whyOver(held) ?? '');
    const used = [...this.#held.values()].filter(({ usedAtMs, writtenAtMs }) => {
      return usedAtMs - writtenAtMs >= (isEnd ? 1 : limits.accounts.sessionWriteMs);
    });
    const leaving = [...this.#leaving];
    if (used.length + leaving.length > 0) await this.#save(used, leaving);
    return over.map(({ row }) => row);
  }

  async #save(used: readonly Held[], leaving: readonly string[]): Promise<void> {
    const { storage } = this.#options;
    const moments = used.map((held) => [held, held.usedAtMs] as const);
    await storage.transaction(async (tx) => {
      await storage.sessions.delete(tx, leaving);
      for (const [{ row }, usedAtMs] of moments) await storage.sessions.setUsed(tx, row.tokenHash, usedAtMs);
    });
    for (const [held, usedAtMs] of moments) held.writtenAtMs = usedAtMs;
    for (const tokenHash of leaving) this.#leaving.delete(tokenHash);
  }

  #hold(row: SessionRow): void {
    const usedSteadyMs = this.#options.clock.steadyMs();
    const { usedAtMs } = row;
    this.#held.set(row.tokenHash, { row, usedAtMs, usedSteadyMs, writtenAtMs: usedAtMs, ended: new Set() });
  }

  #use(held: Held): void {
    held.usedAtMs = this.#options.clock.nowMs();
    held.usedSteadyMs = this.#options.clock.steadyMs();
  }

  /** Whichever clock says so: one that was set back prolongs nothing. */
  #whyOver({ row, usedAtMs, usedSteadyMs }: Held): string | undefined {
    const { clock, inactivityMs } = this.#options;
    const idleMs = Math.max(clock.nowMs() - usedAtMs, clock.steadyMs() - usedSteadyMs);
    if (idleMs >= inactivityMs()) return 'nothing was done for too long';
    return clock.nowMs() - row.startedAtMs >= limits.accounts.sessionMs ? 'a day is over' : undefined;
  }

  #tell(ended: (why: string) => void, why: string): void {
    try {
      ended(why);
    } catch (fault) {
      this.#options.log.fault('a listener to the end of a session failed', fault);
    }
  }
}

/** Whether a request that changes something shows the CSRF token of its session. */
export const isCsrf = ({ token, csrf = '' }: Shown): boolean => sameText(csrf, csrfOf(token));
