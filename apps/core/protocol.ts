// The published interface of the core's local socket: one JSON value per line. Types only, for core and command line alike.
//
// The first line of a client is a KeyLine. What the portal says, on a line of its own, is in portal-protocol.ts.

import type { EmergencyTestLine } from './emergency-protocol.ts';
import type { RouteExplainedLine } from './routing-protocol.ts';
import type {
  DrillLine,
  GradeLine,
  SecurityCheckLine,
  SecurityHistoryLine,
  SecurityReportLine,
} from './security-protocol.ts';
import type { TollSimulationLine, TollSpentLine } from './toll-protocol.ts';
import type { TrunkStepLine } from './trunk-protocol.ts';

/** Proof that the client may read the data directory: the content of the file `socket-key` in it. */
export interface KeyLine {
  readonly key: string;
}

/** What a client sends. */
export interface RequestLine {
  readonly id: number;
  readonly method: string;
  readonly params?: unknown;
}

/** What comes back: any number of chunks, then a result or the refusals. */
export type AnswerLine =
  | { readonly id: number; readonly chunk: string }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly refusals: readonly RefusalLine[] };

export interface RefusalLine {
  readonly code: string;
  readonly words: string;
  /** What the administrator does about it. */
  readonly remedy: string;
  /** Exit code of the command line. */
  readonly exit: 1 | 2;
  /** Status of HTTP; the core says it always, a command of its own refusals never. */
  readonly http?: number;
  readonly field?: string;
  readonly form?: string;
  readonly key?: string;
  /** The row in an imported file, as a spreadsheet counts. */
  readonly row?: number;
  /** Of `security.second-factor-needed`: what the login may be completed with. */
  readonly secondFactor?: SecondFactorOfferLine;
}

export type SecondFactorKind = 'totp' | 'passkey' | 'recovery';

/** A terminal can use `totp` and `recovery`: a code that is typed. */
export interface SecondFactorOfferLine {
  readonly may: readonly SecondFactorKind[];
  /** Where a passkey may be used: for `navigator.credentials.get`, in JSON. */
  readonly passkey?: PasskeyRequestLine;
}

/** PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3 §5.1.10); bytes in base64url. */
export interface PasskeyRequestLine {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly userVerification: 'required';
  readonly allowCredentials: readonly PasskeyNameLine[];
}

export interface PasskeyNameLine {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports?: readonly string[];
}

export type RunState = 'running' | 'offline';

export interface ListenerLine {
  readonly name: string;
  readonly transport: string;
  readonly address: string;
  readonly port: number;
  /** Blank while it is open. */
  readonly closedBecause: string;
  /** Somebody wants it closed, by a switch or a level above it. */
  readonly isSwitchedOff?: true;
}

export interface StatusLine {
  readonly state: RunState;
  readonly version: string;
  readonly pid: number;
  readonly directory: string;
  readonly startedAtMs: number;
  readonly listeners: readonly ListenerLine[];
  /** Where people log in; the first is the one to try. */
  readonly logIn: readonly string[];
  readonly extensions: number;
  readonly registrations: number;
  readonly calls: number;
  /** Open connections of TCP and TLS, and what SIP keeps in memory: all of it goes when its time has come. */
  readonly connections: number;
  readonly dialogs: number;
  readonly transactions: number;
  /** SHA-256 of the private authority's certificate. */
  readonly authorityFingerprint: string;
  readonly certificateEndsMs: number;
  readonly security: GradeLine;
}

export interface FormLine {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly kind: FormKind;
  readonly single: boolean;
  readonly records: number;
  /** What this actor may do with it. */
  readonly operations: readonly OperationName[];
}

/** A view is a table that is made while the system runs: it can be read and acted upon, not changed. */
export type FormKind = 'table' | 'single' | 'view';
export type OperationName = 'read' | 'add' | 'change' | 'delete' | 'import' | 'export' | 'act';
/** Who changes it: an administrator of the configuration, or the security administrator alone (ADM-7). */
export type DutyName = 'configuration' | 'security';

export interface FieldLine {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly help: string;
  readonly section: string;
  readonly unit: string;
  readonly required: boolean;
  readonly initial: string;
  /** Completes "must be …". */
  readonly expects: string;
  /** A secret that is made when none is given. */
  readonly made: boolean;
  readonly choices?: Readonly<Record<string, string>>;
  /** Which of the choices are states, and of what kind. */
  readonly marks?: Readonly<Partial<Record<string, 'proven' | 'weak' | 'broken' | 'off'>>>;
  /** People have it in a file: endings and media types, and how its content becomes the value. */
  readonly file?: { readonly accepts: string; readonly as: 'text' | 'base64' };
  readonly references?: string;
  readonly duty: DutyName;
  /** Whether it names the record. */
  readonly key: boolean;
  /** Text of several lines. */
  readonly multiline: boolean;
  /** Whether this actor may change it; false of what names the record, which is given when it is added. */
  readonly changeable: boolean;
}

/** What can be done with a record of a view. */
export interface ActionLine {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** The question before it is done. */
  readonly confirm: string;
}

export interface FormDescriptionLine {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly kind: FormKind;
  readonly single: boolean;
  readonly duty: DutyName;
  readonly operations: readonly OperationName[];
  /** Of a view; of others none. */
  readonly actions: readonly ActionLine[];
  readonly key?: string;
  readonly help: { readonly purpose: string; readonly conditions: string; readonly recommendation: string };
  readonly fields: readonly FieldLine[];
  /** JSON Schema (2020-12) of a record as it is given. */
  readonly schema?: unknown;
}

export interface RecordLine {
  readonly key: string;
  readonly version: number;
  readonly changedAtMs: number;
  readonly changedBy: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface PageLine {
  readonly total: number;
  readonly offset: number;
  readonly records: readonly RecordLine[];
}

export interface ChangedLine {
  readonly dryRun: boolean;
  readonly records: readonly {
    readonly form: string;
    readonly key: string;
    readonly kind: string;
    readonly version: number;
    readonly differences: readonly { readonly label: string; readonly old: string; readonly new: string }[];
    /** Secrets that were made, in clear: told this once. */
    readonly made: Readonly<Record<string, string>>;
  }[];
}

export interface ImportedLine {
  readonly dryRun: boolean;
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly made: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface AuditLine {
  readonly id: number;
  readonly atMs: number;
  readonly level: string;
  readonly user: string;
  readonly sourceIp: string;
  readonly application: string;
  readonly context: string;
  readonly action: string;
  readonly data: string;
}

export interface VerdictLine {
  readonly intact: boolean;
  readonly entries: number;
  /** What was proven, or which entry is the first that was altered, removed or reordered. */
  readonly words: string;
}

export interface HistoryLegLine {
  /** The trunk that this side is on, and its number; '' and 0 of an extension. */
  readonly trunk: string;
  readonly trunkNumber: number;
  readonly number: string;
  readonly name: string;
  readonly address: string;
  readonly transport: string;
  readonly tlsVersion: string;
  readonly tlsSuite: string;
  readonly srtpSuite: string;
}

export interface HistoryLine {
  readonly id: string;
  readonly startedAtMs: number;
  /** 0 of a call that was never answered. */
  readonly answeredAtMs: number;
  readonly endedAtMs: number;
  readonly caller: HistoryLegLine;
  readonly called: HistoryLegLine;
  readonly dialled: string;
  readonly outcome: string;
  readonly status: number;
  readonly cause: string;
  readonly endedBy: string;
  readonly secure: string;
}

export interface RegistrationLine {
  /** Names it in the view of registrations. */
  readonly id: string;
  readonly extension: string;
  readonly name: string;
  readonly contact: string;
  readonly address: string;
  readonly transport: string;
  readonly tlsVersion: string;
  readonly tlsSuite: string;
  readonly userAgent: string;
  readonly expiresAtMs: number;
}

export interface CallLine {
  readonly id: string;
  readonly caller: string;
  readonly called: string;
  readonly state: string;
  readonly startedAtMs: number;
  readonly answeredAtMs: number;
  readonly secure: string;
}

/** A certificate that came by ACME. */
export interface OrderedLine {
  readonly place: string;
  /** For which names, from whom, until when. */
  readonly words: string;
}

/** What the private authority has issued. */
export interface IssuedLine {
  readonly serial: string;
  /** SHA-256. */
  readonly fingerprint: string;
  readonly endsMs: number;
  readonly certificatePem: string;
  /** Where the key was made here: both as a file, in base64, and what opens it. Told this once. */
  readonly pkcs12?: string;
  readonly passphrase?: string;
}

export interface AuthorityLine {
  readonly certificatePem: string;
  readonly fingerprint: string;
  readonly endsMs: number;
}

/** What was done with one record, newest first (ADM-11). */
export interface RecordHistoryLine {
  readonly changes: readonly RecordChangeLine[];
  /** For each field that was ever changed, who did it last. */
  readonly fields: Readonly<Record<string, { readonly atMs: number; readonly by: string; readonly auditId: number }>>;
}

export interface RecordChangeLine {
  readonly auditId: number;
  readonly atMs: number;
  readonly by: string;
  readonly kind: 'add' | 'change' | 'delete';
  readonly form: string;
  readonly key: string;
  readonly differences: readonly {
    readonly field: string;
    readonly label: string;
    readonly old: string;
    readonly new: string;
  }[];
  /** Blank, or why it cannot be undone. */
  readonly notUndoable: string;
}

/** What adopting a profile changes, or would. */
export interface SecurityPlanLine {
  readonly profile: string;
  readonly changed: ChangedLine;
  /** The audit entry that undoes all of it (`ringfence form undo`); 0 when nothing was written. */
  readonly auditId: number;
  /** What stays open because only a person can bring it. */
  readonly toDo: readonly SecurityCheckLine[];
}

/** Entries of the audit trail that are kept in a file of their own. */
export interface ArchiveLine {
  readonly name: string;
  readonly firstEntry: number;
  readonly lastEntry: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly sizeBytes: number;
  /** Blank, or what is wrong with it. */
  readonly damage: string;
}

export interface UserLine {
  readonly loginId: string;
  readonly userName: string;
  readonly status: string;
  readonly policy: string;
  /** 0: never. */
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
}

/** A one-time password, told this once. */
export interface NewPasswordLine {
  readonly loginId: string;
  readonly password: string;
}

export interface StoppingLine {
  readonly pid: number;
}

/** An enrolment code for a computer that shall manage this system. */
export interface InvitationLine {
  /** Told this once. */
  readonly code: string;
  readonly endsAtMs: number;
  /** Where its listener for Managers is; 0: none is open. */
  readonly port: number;
}

/** What each request gives. What it takes is checked by the core. */
export interface Results {
  readonly status: StatusLine;
  readonly stop: StoppingLine;
  readonly 'form.list': readonly FormLine[];
  readonly 'form.describe': FormDescriptionLine;
  readonly 'form.get': RecordLine;
  readonly 'form.query': PageLine;
  readonly 'form.change': ChangedLine;
  readonly 'form.import': ImportedLine;
  /** The number of records; the file came in chunks. */
  readonly 'form.export': number;
  readonly 'form.history': RecordHistoryLine;
  readonly 'form.undo': ChangedLine;
  readonly 'form.act': null;
  readonly 'audit.list': readonly AuditLine[];
  readonly 'audit.verify': VerdictLine;
  /** The number of lines; the file came in chunks. */
  readonly 'audit.export': number;
  readonly 'audit.archives': readonly ArchiveLine[];
  /** The number of entries; the file came in chunks. */
  readonly 'audit.archive.export': number;
  readonly 'history.list': readonly HistoryLine[];
  readonly 'registrations.list': readonly RegistrationLine[];
  readonly 'calls.list': readonly CallLine[];
  readonly 'route.explain': RouteExplainedLine;
  readonly 'certificate.authority': AuthorityLine;
  /** The steps come in lines ahead of the result. */
  readonly 'certificate.acme': readonly OrderedLine[];
  /** DER in base64. */
  readonly 'certificate.crl': string;
  readonly 'certificate.issue': IssuedLine;
  readonly 'manager.invite': InvitationLine;
  /** Each step comes as a line of JSON ahead of the result. */
  readonly 'trunk.test': readonly TrunkStepLine[];
  readonly 'security.drill': DrillLine;
  readonly 'emergency.test': EmergencyTestLine;
  readonly 'security.check': SecurityReportLine;
  readonly 'security.apply': SecurityPlanLine;
  readonly 'security.history': readonly SecurityHistoryLine[];
  readonly 'toll.spent': readonly TollSpentLine[];
  readonly 'toll.simulate': TollSimulationLine;
  readonly 'user.list': readonly UserLine[];
  readonly 'user.unlock': null;
  readonly 'user.resetPassword': NewPasswordLine;
  /** How many there were. */
  readonly 'user.resetFactors': { readonly removed: number };
}
