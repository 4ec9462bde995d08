// What the core offers to requests, of its local socket and of the portal. wire.ts joins the rooms into one of these.

import type { Administration, FileFormat } from '#administration';
import type { Refusal, Result } from '#base';
import type { TestStep } from '#calls';
import type { Author, Wish } from '#proof';
import type {
  Accounts,
  ActiveSession,
  Actor,
  Authority,
  Clients,
  FactorDesk,
  Managers,
  ServiceSecurityLevels,
} from '#security';
import type { AuditFilter, HistoryPage } from '#storage';
import type { EmergencyTestLine } from './emergency-protocol.ts';
import type { HomeLine, SetupLine, WelcomeLine } from './portal-protocol.ts';
import type {
  ArchiveLine,
  AuditLine,
  AuthorityLine,
  CallLine,
  HistoryLine,
  OrderedLine,
  RegistrationLine,
  SecurityPlanLine,
  StatusLine,
  VerdictLine,
} from './protocol.ts';
import type { RouteExplainedLine } from './routing-protocol.ts';
import type { DrillLine, SecurityHistoryLine, SecurityReportLine } from './security-protocol.ts';
import type { TollSimulationLine, TollSpentLine } from './toll-protocol.ts';
import type { Works } from './work.ts';

/** Takes the next piece of an export; resolves when there is room for more. */
export type WriteChunk = (chunk: string) => Promise<void>;

export interface FormExport {
  readonly form: string;
  readonly format: FileFormat;
}

/** Without a limit, as many calls as the form System Options says. */
export type HistoryWish = Omit<HistoryPage, 'limit'> & { readonly limit?: number };

export interface AuditExportWish {
  /** Without the entries that lie in archives. */
  readonly onLine?: boolean;
}

type OwnFactorWork = 'own' | 'beginTotp' | 'finishTotp' | 'beginPasskey' | 'finishPasskey' | 'renewRecovery' | 'remove';

/** By what the connections of requests are judged (SEC-2). */
export interface Services {
  levels(): ServiceSecurityLevels;
  readonly clients: Pick<Clients, 'judge' | 'isRecognised'>;
  /** Whether a certificate is that of a code for an enrolment: whoever has it may enrol, and is nobody yet. */
  mayOnlyEnrol(certificate: string): boolean;
  /** Whether the listener of this name is for Managers. */
  isManagement(listener: string): boolean;
}

export interface ApplyWish extends Wish {
  readonly dryRun: boolean;
}

export interface SecurityDoor {
  check(actor: Actor, profile?: string): Promise<Result<SecurityReportLine>>;
  apply(actor: Actor, wish: ApplyWish, author: Author): Promise<Result<SecurityPlanLine, readonly Refusal[]>>;
  history(actor: Actor): Promise<Result<readonly SecurityHistoryLine[]>>;
}

export interface DrillDoor {
  /** Attacks the system's own doors; ports beyond those that everybody tries are tried too. */
  run(by: Actor, furtherPorts: readonly number[]): Promise<Result<DrillLine, readonly Refusal[]>>;
}

/** Who would dial what: an extension or, with `fromTrunk`, a trunk. Without a moment, now. */
export interface RouteWish {
  readonly caller: string;
  readonly dialled: string;
  readonly atMs?: number;
  readonly fromTrunk: boolean;
}

export interface RoutingDoor {
  /** What would become of a call; refused where there is no such caller. */
  explain(wish: RouteWish): Result<RouteExplainedLine>;
}

export interface EmergencyDoor {
  /** Whether everybody reaches each emergency number; calls nobody. */
  test(): Promise<Result<EmergencyTestLine>>;
}

/** What is asked of trunks beyond their forms. */
export interface TrunkDoor {
  /** Tests the trunk of this name, with a call to a number where one is given; each step is told as it is done. */
  test(
    actor: Actor,
    name: string,
    call: string,
    tell: (step: TestStep) => Promise<void>,
  ): Promise<Result<readonly TestStep[]>>;
}

export interface TollDoor {
  /** Who has spent what, the most first. */
  spent(): readonly TollSpentLine[];
  /** The most that an extension could cost: without a span this weekend, or else the next one. */
  simulate(
    extension: string,
    span: { readonly fromMs?: number; readonly toMs?: number },
  ): Promise<Result<TollSimulationLine>>;
}

export interface CoreDoor {
  status(): Promise<StatusLine>;
  /** Begins to end the process, calls' records written first. Asking twice does no harm. */
  stop(actor: Actor): void;
  readonly administration: Pick<
    Administration,
    'list' | 'show' | 'get' | 'query' | 'change' | 'importRecords' | 'history' | 'undo' | 'act' | 'search'
  >;
  readonly accounts: Pick<
    Accounts,
    'passwordRules' | 'login' | 'session' | 'logout' | 'changePassword' | 'users' | 'unlock' | 'resetPassword'
  > & { readonly factors: Pick<FactorDesk, OwnFactorWork | 'reset'> };
  readonly services: Services;
  readonly managers: Pick<Managers, 'invite' | 'enrol' | 'renew' | 'admit' | 'seen'>;
  readonly security: SecurityDoor;
  readonly drills: DrillDoor;
  readonly routing: RoutingDoor;
  readonly emergency: EmergencyDoor;
  readonly trunks: TrunkDoor;
  readonly toll: TollDoor;
  readonly works: Pick<Works, 'start' | 'add' | 'run' | 'get' | 'cancel'>;
  /** The number of records exported. */
  exportForm(actor: Actor, request: FormExport, write: WriteChunk): Promise<Result<number>>;
  auditList(filter: AuditFilter): Promise<readonly AuditLine[]>;
  auditVerify(actor: Actor): Promise<Result<VerdictLine>>;
  /** The number of lines exported. */
  auditExport(actor: Actor, wish: AuditExportWish, write: WriteChunk): Promise<Result<number>>;
  auditArchives(actor: Actor): Promise<Result<readonly ArchiveLine[]>>;
  /** The number of entries exported. */
  auditArchiveExport(actor: Actor, name: string, write: WriteChunk): Promise<Result<number>>;
  historyList(page: HistoryWish): Promise<readonly HistoryLine[]>;
  registrations(): readonly RegistrationLine[];
  calls(): readonly CallLine[];
  authority(): AuthorityLine;
  readonly certificates: Pick<Authority, 'issueClient' | 'makeClient' | 'crl'>;
  /** Orders certificates by ACME, of one place or of all, each step written as a line; what was issued, by place. */
  orderCertificates(
    actor: Actor,
    place: string | undefined,
    write: WriteChunk,
  ): Promise<Result<readonly OrderedLine[]>>;
  welcome(): WelcomeLine;
  /** What is worth knowing now; nothing of what the actor may not see. */
  home(actor: Actor): Promise<HomeLine>;
  /** Tells of changes, of what the person may see, until the session ends or `signal` aborts. */
  events(session: ActiveSession, write: WriteChunk, signal: AbortSignal): Promise<void>;
  setup(actor: Actor): Promise<Result<SetupLine>>;
  /** The setup assistant was not finished, and this person may run it. */
  setupDue(actor: Actor): boolean;
  /** The setup assistant was finished. */
  setupDone(actor: Actor): Promise<Result<null>>;
}
