// The published interface of REST, version 1: types only, for the portal, the web tool and programs alike. docs/rest.md tells it in words.
//
// Paths begin with /api/v1. A refusal is a Problem with the HTTP status of its first code; everything else is 200, or 204 without a body,
// and 202 for work. Headers: X-CSRF-Token with everything that is not a GET; X-Background: true with what nobody asked for by hand;
// If-Match with the version of a record in quotes; X-Tool where one browser has sessions of several tools.

import type {
  FactorBeginParams,
  OwnFactorLine,
  OwnFactorsLine,
  PasskeyAnswerParams,
  PasskeyBegunLine,
  PasskeyCreationLine,
  PasskeyMadeParams,
  SecondFactorParams,
  TotpBegunLine,
} from '../core/factor-protocol.ts';
import type {
  AlarmLine,
  ChangeParams,
  ChangingLine,
  FactorsChangedLine,
  FoundLine,
  HomeCallLine,
  HomeChangeLine,
  HomeLine,
  LoginParams,
  PasswordRulesLine,
  SessionLine,
  SetupLine,
  ToolName,
  WelcomeLine,
  WorkLine,
} from '../core/portal-protocol.ts';
import type {
  ActionLine,
  ArchiveLine,
  ChangedLine,
  FieldLine,
  FormDescriptionLine,
  FormLine,
  ImportedLine,
  InvitationLine,
  PageLine,
  PasskeyRequestLine,
  RecordChangeLine,
  RecordHistoryLine,
  RecordLine,
  RefusalLine,
  SecondFactorKind,
  SecondFactorOfferLine,
  SecurityPlanLine,
  VerdictLine,
} from '../core/protocol.ts';
import type { RouteExplainedLine } from '../core/routing-protocol.ts';
import type { SecurityCheckLine, SecurityHistoryLine, SecurityReportLine } from '../core/security-protocol.ts';
import type { HomeSpentLine, TollSimulationLine, TollSpentLine } from '../core/toll-protocol.ts';

export type {
  ActionLine as ActionDescription,
  /** Of GET /home. */
  AlarmLine as Alarm,
  /** GET /audit/archives */
  ArchiveLine as Archive,
  ChangedLine as Changed,
  ChangeParams as ChangeWish,
  /** GET /events, a stream of server-sent events: `event: changed`, `data:` one of these in JSON. */
  ChangingLine as Changing,
  /** POST /own/factors/totp and POST /own/factors/passkeys: begins to add one. */
  FactorBeginParams as FactorBegin,
  FieldLine as FieldDescription,
  FormDescriptionLine as FormDescription,
  FormLine as FormSummary,
  /** GET /search?text=…: at most 50, best first; nothing that this person may not see. */
  FoundLine as Found,
  HomeCallLine as HomeCall,
  HomeChangeLine as HomeChange,
  /** GET /home */
  HomeLine as Home,
  HomeSpentLine as HomeSpent,
  ImportedLine as Imported,
  /** POST /managers/codes */
  InvitationLine as Invitation,
  /** POST /login */
  LoginParams as Login,
  OwnFactorLine as OwnFactor,
  /** GET /own/factors */
  OwnFactorsLine as OwnFactors,
  PageLine as Page,
  PasskeyAnswerParams as PasskeyAnswer,
  /** POST /own/factors/passkeys */
  PasskeyBegunLine as PasskeyBegun,
  PasskeyCreationLine as PasskeyCreation,
  PasskeyMadeParams as PasskeyMade,
  PasskeyRequestLine as PasskeyRequest,
  /** GET /password-rules */
  PasswordRulesLine as PasswordRules,
  RecordChangeLine,
  /** GET /forms/{form}/history?key=…: changes of one record, newest first (ADM-11). */
  RecordHistoryLine as RecordHistory,
  RecordLine as RecordView,
  RefusalLine as Refusal,
  /** GET /routing/explain?caller=…&dialled=… */
  RouteExplainedLine as RouteExplained,
  SecondFactorKind,
  /** In the refusal `security.second-factor-needed`. */
  SecondFactorOfferLine as SecondFactorOffer,
  SecondFactorParams as SecondFactor,
  SecurityCheckLine as SecurityCheck,
  /** Of GET /security/history, newest first. */
  SecurityHistoryLine as SecurityMoment,
  /** POST /security/apply */
  SecurityPlanLine as SecurityPlan,
  /** GET /security/report?profile=… */
  SecurityReportLine as SecurityReport,
  /** POST /login and GET /session. The session itself is in the cookie, which no script can read. */
  SessionLine as Session,
  /** GET /setup */
  SetupLine as Setup,
  /** GET /toll/simulation?extension=… */
  TollSimulationLine as TollSimulation,
  /** Of GET /toll/spent, the most first. */
  TollSpentLine as TollSpent,
  ToolName as Tool,
  /** POST /own/factors/totp */
  TotpBegunLine as TotpBegun,
  /** GET /audit/verify */
  VerdictLine as Verdict,
  /** GET /welcome: what is known before anybody logs in. */
  WelcomeLine as Welcome,
  /** POST /forms/{form}/import starts work that may take long; GET /jobs/{id} asks after it; DELETE /jobs/{id} cancels it. */
  WorkLine as Work,
};

/** Every answer that is not a success. All refusals at once, each with its field and, of an import, its row. */
export interface Problem {
  readonly refusals: readonly RefusalLine[];
}

/** POST /password: one's own. Ends all other sessions of this person. */
export interface PasswordChange {
  readonly current: string;
  readonly new: string;
}

/** Of everything that changes one's own factors; the session goes on under another token, which is in the cookie. */
export interface FactorsChanged extends Omit<FactorsChangedLine, 'token'> {}

/** POST /own/factors/totp/{id} and POST /own/factors/passkeys/{id} */
export interface TotpFinish {
  readonly code: string;
}

export interface PasskeyFinish {
  readonly answer: PasskeyMadeParams;
}

/** POST /own/factors/recovery-codes and POST /own/factors/removed/{id} */
export interface PasswordAgain {
  readonly password: string;
}

/** POST /changes: one or many records, all or none; `dryRun` tells the difference and writes nothing. */
export interface Changes {
  readonly changes: readonly ChangeParams[];
  readonly dryRun?: boolean;
}

/** POST /undo: takes back the change of one audit entry, as a change of its own. */
export interface Undo {
  readonly auditId: number;
  readonly dryRun?: boolean;
}
