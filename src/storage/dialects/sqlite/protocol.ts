// What the core's thread and the database's thread say to each other.

export type SqlValue = string | number | bigint | null | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** Which of the two connections: reading ones never wait for a transaction of the writing one. */
export type ConnectionName = 'reader' | 'writer';

export interface RunRequest {
  readonly id: number;
  readonly on: ConnectionName;
  /** Run in this order; the first that fails ends it. */
  readonly statements: readonly Statement[];
  /** A transaction must be open: a statement after SQLite rolled back by itself must not be committed alone. */
  readonly inside: boolean;
}

/** Ends an open transaction without a trace, if there is one. */
export interface RollbackRequest {
  readonly id: number;
  readonly rollback: true;
}

export interface CloseRequest {
  readonly id: number;
  readonly close: true;
}

export type Request = RunRequest | RollbackRequest | CloseRequest;

export interface Outcome {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

export interface SqliteErrorFacts {
  readonly message: string;
  /** SQLite's own result code; 0 when the fault is not SQLite's. */
  readonly errcode: number;
}

/** `outcome` is that of the last statement. */
export type Reply =
  | { readonly id: number; readonly outcome: Outcome }
  | { readonly id: number; readonly error: SqliteErrorFacts };

export interface WorkerSettings {
  readonly path: string;
  readonly busyTimeoutMs: number;
}
