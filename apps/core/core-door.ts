// What the core offers to requests on its local socket. wire.ts joins the rooms into one of these.

import type { Administration, ChangeRefusal, FileFormat, ImportMode, ImportSummary } from '#administration';
import type { Result } from '#base';
import type { Actor } from '#security';
import type { AuditFilter, HistoryPage } from '#storage';
import type {
  AuditLine,
  AuthorityLine,
  CallLine,
  HistoryLine,
  RegistrationLine,
  StatusLine,
  VerdictLine,
} from './protocol.ts';

/** Takes the next piece of an export; resolves when there is room for more. */
export type WriteChunk = (chunk: string) => Promise<void>;

export interface FormImport {
  readonly form: string;
  readonly format: FileFormat;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly text: string;
}

export interface FormExport {
  readonly form: string;
  readonly format: FileFormat;
}

/** Without a limit, as many calls as the form System Options says. */
export type HistoryWish = Omit<HistoryPage, 'limit'> & { readonly limit?: number };

export interface CoreDoor {
  status(): Promise<StatusLine>;
  /** Begins to end the process, calls' records written first. Asking twice does no harm. */
  stop(actor: Actor): void;
  readonly administration: Pick<Administration, 'list' | 'show' | 'get' | 'query' | 'change'>;
  importForm(actor: Actor, request: FormImport): Promise<Result<ImportSummary, readonly ChangeRefusal[]>>;
  /** The number of records exported. */
  exportForm(actor: Actor, request: FormExport, write: WriteChunk): Promise<Result<number>>;
  auditList(filter: AuditFilter): Promise<readonly AuditLine[]>;
  auditVerify(actor: Actor): Promise<VerdictLine>;
  /** The number of entries exported. */
  auditExport(actor: Actor, write: WriteChunk): Promise<Result<number>>;
  historyList(page: HistoryWish): Promise<readonly HistoryLine[]>;
  registrations(): readonly RegistrationLine[];
  calls(): readonly CallLine[];
  authority(): AuthorityLine;
}
