// The book of logins: what is known of each account's logins, in memory and in the database, so that a lock holds over a restart.

import type { LoginStateRow, Storage, Tx } from '#storage';

export type LoginState = LoginStateRow;

export class LoginBook {
  readonly #rows: Storage['loginStates'];
  readonly #states = new Map<string, LoginState>();

  private constructor(rows: Storage['loginStates']) {
    this.#rows = rows;
  }

  static async open(storage: Pick<Storage, 'loginStates'>): Promise<LoginBook> {
    const book = new LoginBook(storage.loginStates);
    for (const state of await storage.loginStates.all()) book.#states.set(state.loginId, state);
    return book;
  }

  /** The state of an account; one of which nothing is known has never logged in, and its timers begin at `nowMs`. */
  get(loginId: string, nowMs: number): LoginState {
    return this.#states.get(loginId) ?? freshState(loginId, nowMs);
  }

  has(loginId: string): boolean {
    return this.#states.has(loginId);
  }

  get loginIds(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Writes a state; it holds once the transaction is on disk. */
  async put(tx: Tx, state: LoginState): Promise<void> {
    await this.#rows.put(tx, state);
    tx.afterCommit(() => {
      this.#states.set(state.loginId, Object.freeze(state));
    });
  }

  async delete(tx: Tx, loginId: string): Promise<void> {
    await this.#rows.delete(tx, loginId);
    tx.afterCommit(() => {
      this.#states.delete(loginId);
    });
  }
}

/** All timers begin; refused logins of before count no more. */
export const freshState = (loginId: string, nowMs: number): LoginState => ({
  loginId,
  failures: [],
  failuresSince: 0,
  statusBeforeLock: '',
  lockedUntilMs: 0,
  lastLoginAtMs: 0,
  lastLoginFrom: '',
  timersFromMs: nowMs,
});

/** The account was enabled by hand. */
export const renewed = (state: LoginState, nowMs: number): LoginState => ({
  ...state,
  failures: [],
  statusBeforeLock: '',
  lockedUntilMs: 0,
  timersFromMs: nowMs,
});
