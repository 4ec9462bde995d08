// The published interface between core and portal, on the portal's file descriptor 3: one JSON value per line. Types only.
//
// The core speaks first: `configure`. Requests are multiplexed by id, answered in any order, at most 64 at once. Of one answer at
// most eight chunks are under way: the portal tells each that it has passed on with `took`.

import type { EmergencyMethods } from './emergency-protocol.ts';
import type {
  FactorBeginParams,
  FactorChangeLine,
  OwnFactorsLine,
  PasskeyBegunLine,
  PasskeyMadeParams,
  SecondFactorParams,
  TotpBegunLine,
} from './factor-protocol.ts';
import type { EnrolmentLine, EnrolmentParams, ManagerHelloLine, ManagerParams } from './manager-protocol.ts';
import type {
  AnswerLine,
  ArchiveLine,
  AuthorityLine,
  ChangedLine,
  FormDescriptionLine,
  FormLine,
  ImportedLine,
  InvitationLine,
  ListenerLine,
  PageLine,
  RecordHistoryLine,
  RecordLine,
  RefusalLine,
  SecurityPlanLine,
  VerdictLine,
} from './protocol.ts';
import type { RoutingMethods } from './routing-protocol.ts';
import type { GradeLine, SecurityApplyParams, SecurityHistoryLine, SecurityReportLine } from './security-protocol.ts';
import type { HomeSpentLine, TollMethods } from './toll-protocol.ts';
import type { TrunkMethods } from './trunk-protocol.ts';

/** What the core sends. */
export type ToPortalLine = { readonly configure: PortalConfiguration } | AnswerLine;

/** What the portal sends. `listening` comes after each `configure`, once its listeners are as that says. */
export type FromPortalLine =
  | { readonly listening: readonly ListenerLine[] }
  | PortalRequestLine
  | { readonly cancel: number }
  | { readonly took: number };

export interface PortalConfiguration {
  /** The listeners that shall be open: those that are not named are closed, those that stay keep their connections. */
  readonly listeners: readonly PortalListener[];
  /** What a Host header may name: host names in lower case and addresses without brackets, never with a port. */
  readonly hosts: readonly string[];
  /** What handshakes of HTTPS that ask for nothing else are shown, while an order of a certificate runs (TLS-ALPN-01). */
  readonly proofs?: readonly PortalProof[];
  /** What listeners of the kind `http` serve. */
  readonly plain?: PortalPlain;
}

export interface PortalProof {
  /** The name that the handshake asks for. */
  readonly serverName: string;
  readonly tls: PortalTls;
}

export interface PortalPlain {
  /** Proofs by HTTP-01, while an order of a certificate runs. */
  readonly challenges: readonly { readonly token: string; readonly text: string }[];
  /** The revocation list of the own authority: DER in base64; blank when there is none. */
  readonly crl: string;
  /** The certificate of the own authority, PEM. */
  readonly authority: string;
}

export interface PortalListener {
  readonly name: string;
  /** What is served there: the tools and REST; Managers; or, without encryption, challenges, the CRL and a way to HTTPS. */
  readonly kind: 'https' | 'management' | 'http';
  readonly address: string;
  /** 0: any free one, told in `listening`. */
  readonly port: number;
  /** For connections from now on; those that are open stay. None of `http`. */
  readonly tls?: PortalTls;
  /** `required`: without one that the core recognises, no byte of HTTP is read. */
  readonly clientCertificates: 'none' | 'asked' | 'required';
  /** The certificates, PEM, to which those of clients lead. */
  readonly trust: readonly string[];
  /** What responders have said of our certificates (RFC 6066 §8), for clients that ask. */
  readonly staples?: readonly PortalStaple[];
  /** What a connection must be for the files of the tools; none of them is served where this is not there. */
  readonly files?: PortalFiles;
}

/** Both DER, in base64. */
export interface PortalStaple {
  readonly certificate: string;
  readonly answer: string;
}

export interface PortalFiles {
  /** The suites of TLS that are good enough, by OpenSSL's names. */
  readonly suites: readonly string[];
  /** Whether a client certificate is needed. */
  readonly certificate: boolean;
}

/** Options of node:tls, as they are. */
export interface PortalTls {
  readonly cert: readonly string[];
  readonly key: readonly string[];
  readonly minVersion: TlsVersionName;
  readonly maxVersion: TlsVersionName;
  readonly ciphers: string;
  readonly ecdhCurve: string;
  readonly honorCipherOrder: boolean;
  readonly secureOptions: number;
}

export type TlsVersionName = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

export interface PortalRequestLine {
  /** A whole number above 0 that no running request has. */
  readonly id: number;
  readonly method: string;
  readonly params?: unknown;
  /** What the caller has shown; none before a login. */
  readonly session?: PortalSession;
  readonly from: PortalFrom;
}

export interface PortalSession {
  readonly token: string;
  /** The tool whose cookie it was: a session holds for its own tool alone. */
  readonly tool: ToolName;
  /** The header X-CSRF-Token; the core asks for it where a method changes something. */
  readonly csrf?: string;
  /** A request that nobody made by hand (events, asking again): it does not prolong the session. */
  readonly background?: boolean;
}

export interface PortalFrom {
  readonly address: string;
  /** The header User-Agent, at most 200 characters. */
  readonly agent: string;
  /** The header Host, with the port where it names one: passkeys hold for the name under which a page was opened. */
  readonly host?: string;
  /** The name of the listener. What is not there of this and the next four speaks against the connection. */
  readonly listener?: string;
  /** Of TLS, as negotiated: 'TLSv1.3'. */
  readonly version?: string;
  /** OpenSSL's name of the suite. */
  readonly suite?: string;
  /** SHA-256 of the client's certificate, upper case with colons, when the core recognised it; blank otherwise. */
  readonly certificate?: string;
  /** Why the core did not recognise the certificate that was shown. */
  readonly certificateRefused?: string;
}

export type ToolName = 'system-administration' | 'group-administration' | 'desktop' | 'application';

/** What is known before anybody logs in. */
export interface WelcomeLine {
  readonly systemName: string;
  /** Blank when no banner is to be accepted. */
  readonly banner: string;
}

export interface CertificateVerdictLine {
  readonly accepted: boolean;
  /** SHA-256 of the client's own certificate. */
  readonly fingerprint: string;
  /** Why it is not accepted; blank when it is. */
  readonly why: string;
}

export interface LoginParams {
  readonly loginId: string;
  readonly password: string;
  readonly tool: ToolName;
  /** True when the banner was accepted; needed while there is one. */
  readonly bannerAccepted?: boolean;
  /** Only where the answer was `security.password-must-change`: the new password, changed with this login. */
  readonly newPassword?: string;
  /** Where the answer was `security.second-factor-needed`; password and all else are sent with it once more. */
  readonly secondFactor?: SecondFactorParams;
  /** Of a Manager: what it tells of itself. Only a listener of Managers takes it. */
  readonly manager?: ManagerParams;
}

/** The token goes into the cookie and nowhere else. */
export interface LoggedInLine {
  readonly token: string;
  readonly session: SessionLine;
}

export interface SessionLine {
  /** Public: what the view of sessions shows; not the token. */
  readonly id: string;
  readonly loginId: string;
  readonly displayName: string;
  readonly tool: ToolName;
  readonly policy: string;
  /** Sent back in the header X-CSRF-Token with everything that is not a GET. */
  readonly csrfToken: string;
  readonly startedAtMs: number;
  /** Without a request until then the session ends; each request moves it on, but not those marked as background. */
  readonly endsAtMs: number;
  readonly inactivityMinutes: number;
  /** 0: this is the first. */
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
  /** Refused logins since the last one that was taken. */
  readonly failuresSince: number;
  /** Days until the password must be changed; -1 when it does not expire or the reminder is not due. */
  readonly passwordExpiresInDays: number;
  readonly accountExpiresInDays: number;
  /** The setup assistant was not finished and this person may run it. */
  readonly setupDue: boolean;
  /** A second factor is required and there is none: until one is set up this session may do nothing else. */
  readonly mustEnrol: boolean;
  /** What was done with this person's second factors since the login before this one, oldest first. */
  readonly factorChanges: readonly FactorChangeLine[];
}

/** The factors have changed: the session goes on under another token, all others of this account have ended. */
export interface FactorsChangedLine extends LoggedInLine {
  /** Made with the first factor, and when asked for: told this once. */
  readonly recoveryCodes: readonly string[];
}

export interface PasswordRulesLine {
  /** What a new password must be, in words, one rule each. */
  readonly rules: readonly string[];
}

export interface FoundLine {
  readonly kind: 'form' | 'field' | 'help' | 'record' | 'action';
  readonly form: string;
  readonly formTitle: string;
  /** Of a record. */
  readonly key?: string;
  readonly field?: string;
  /** What is shown: a title, a label, a record's name. */
  readonly words: string;
  /** The text in which it was found. */
  readonly excerpt: string;
}

export interface HomeLine {
  readonly alarms: readonly AlarmLine[];
  readonly phones: { readonly secure: number; readonly insecure: number; readonly missing: number };
  readonly calls: readonly HomeCallLine[];
  readonly changes: readonly HomeChangeLine[];
  /** How well the system is protected; none for those who may not see the security checks. */
  readonly security?: GradeLine;
  /** What calls have cost; none for those who may not see the toll guard. */
  readonly spent?: HomeSpentLine;
  readonly system: { readonly version: string; readonly startedAtMs: number; readonly listeners: number };
}

export interface AlarmLine {
  /** Its key in the view `alarms`. */
  readonly id: string;
  readonly severity: 'critical' | 'major' | 'minor';
  /** What is wrong. */
  readonly words: string;
  readonly remedy: string;
  /** Where to look: a form's id, or blank. */
  readonly form: string;
  readonly raisedAtMs: number;
  /** How often it came; more than once of what comes and goes. */
  readonly times: number;
  /** Somebody has seen it: it does not cry any more. */
  readonly acknowledged: boolean;
  readonly acknowledgedBy: string;
}

export interface HomeCallLine {
  readonly id: string;
  readonly caller: string;
  readonly called: string;
  readonly state: string;
  readonly startedAtMs: number;
  readonly secure: boolean;
  /** "secure, AEAD_AES_256_GCM", "not secure", or blank before it is answered. */
  readonly security: string;
}

export interface HomeChangeLine {
  readonly auditId: number;
  readonly atMs: number;
  readonly by: string;
  readonly words: string;
  readonly form: string;
  readonly key: string;
}

/** One chunk of `events`, in JSON. */
export interface ChangingLine {
  /** A form or view of which something changed; ask for it again. `session` when the session ends with this event. */
  readonly what: string;
  readonly key?: string;
}

/** Work that may take long: an import. Only the session that began it may ask for it. */
export interface WorkLine {
  readonly id: string;
  readonly state: 'receiving' | 'running' | 'done' | 'refused' | 'cancelled';
  /** 0 to 1. */
  readonly progress: number;
  readonly words: string;
  /** Secrets that were made are in the first answer that tells of the end, and in no other. */
  readonly imported?: ImportedLine;
  readonly refusals?: readonly RefusalLine[];
}

/** What the setup assistant shows beside the forms that it leads through. */
export interface SetupLine {
  /** It was not finished, and this person may run it. */
  readonly due: boolean;
  /** 0: never. */
  readonly finishedAtMs: number;
  /** How people and phones may name this system. */
  readonly hosts: readonly string[];
  readonly listeners: readonly ListenerLine[];
  readonly authority: AuthorityLine;
  readonly certificateEndsMs: number;
}

export interface QueryParams {
  readonly form: string;
  readonly search?: string;
  readonly where?: Readonly<Record<string, string>>;
  readonly sort?: string;
  readonly descending?: boolean;
  readonly offset?: number;
  readonly limit?: number;
}

export type ChangeParams =
  | {
      readonly kind: 'add';
      readonly form: string;
      readonly patch: Readonly<Record<string, unknown>>;
      readonly copyOf?: string;
    }
  | {
      readonly kind: 'change';
      readonly form: string;
      readonly key?: string;
      readonly patch: Readonly<Record<string, unknown>>;
      readonly version?: number;
    }
  | { readonly kind: 'delete'; readonly form: string; readonly key: string; readonly version?: number };

export interface ImportParams {
  readonly form: string;
  readonly format: 'csv' | 'json';
  readonly mode: 'add' | 'replace' | 'upsert';
  readonly dryRun: boolean;
}

interface Of<P, R> {
  readonly params: P;
  readonly result: R;
}

type Nothing = Readonly<Record<string, never>>;

/** What the portal may ask for anybody, without a session. */
export interface OpenMethods {
  readonly welcome: Of<Nothing, WelcomeLine>;
  readonly login: Of<LoginParams, LoggedInLine>;
  readonly 'password.rules': Of<Nothing, PasswordRulesLine>;
  /** Both of a listener of Managers alone. */
  readonly 'manager.hello': Of<Nothing, ManagerHelloLine>;
  readonly 'manager.enrol': Of<EnrolmentParams, EnrolmentLine>;
  /** Judges what a client showed in its handshake: DER in base64, its own certificate first. */
  readonly 'certificate.check': Of<{ readonly chain: readonly string[] }, CertificateVerdictLine>;
}

/** What it may ask with a session and changes nothing. */
export interface ReadingMethods extends RoutingMethods, TollMethods, EmergencyMethods {
  readonly session: Of<Nothing, SessionLine>;
  readonly 'factors.own': Of<Nothing, OwnFactorsLine>;
  readonly 'form.list': Of<Nothing, readonly FormLine[]>;
  readonly 'form.describe': Of<{ readonly form: string }, FormDescriptionLine>;
  readonly 'form.get': Of<{ readonly form: string; readonly key?: string }, RecordLine>;
  readonly 'form.query': Of<QueryParams, PageLine>;
  /** The number of records; the file came in chunks. */
  readonly 'form.export': Of<{ readonly form: string; readonly format: 'csv' | 'json' }, number>;
  readonly 'form.history': Of<{ readonly form: string; readonly key?: string }, RecordHistoryLine>;
  readonly search: Of<{ readonly text: string }, readonly FoundLine[]>;
  readonly home: Of<Nothing, HomeLine>;
  /** Never ends by itself but with the session; each chunk is a ChangingLine. */
  readonly events: Of<Nothing, null>;
  readonly 'work.get': Of<{ readonly id: string }, WorkLine>;
  readonly 'audit.verify': Of<Nothing, VerdictLine>;
  /** The number of lines; the file came in chunks. */
  readonly 'audit.export': Of<Nothing, number>;
  readonly 'audit.archives': Of<Nothing, readonly ArchiveLine[]>;
  /** The number of entries; the XML came in chunks. */
  readonly 'audit.archive.export': Of<{ readonly name: string }, number>;
  readonly 'certificate.authority': Of<Nothing, AuthorityLine>;
  readonly 'setup.get': Of<Nothing, SetupLine>;
  /** Without a profile that which the site has adopted. */
  readonly 'security.check': Of<{ readonly profile?: string }, SecurityReportLine>;
  readonly 'security.history': Of<Nothing, readonly SecurityHistoryLine[]>;
}

/** What it may ask with a session and its CSRF token. */
export interface ChangingMethods extends TrunkMethods {
  readonly logout: Of<Nothing, null>;
  /** The session goes on under another token; all others of this account end. */
  readonly 'password.change': Of<{ readonly current: string; readonly new: string }, LoggedInLine>;
  readonly 'factors.totp.begin': Of<FactorBeginParams, TotpBegunLine>;
  readonly 'factors.totp.finish': Of<{ readonly id: string; readonly code: string }, FactorsChangedLine>;
  readonly 'factors.passkey.begin': Of<FactorBeginParams, PasskeyBegunLine>;
  readonly 'factors.passkey.finish': Of<
    { readonly id: string; readonly answer: PasskeyMadeParams },
    FactorsChangedLine
  >;
  /** Ten new ones; those of before are worth nothing. */
  readonly 'factors.recovery.renew': Of<{ readonly password: string }, FactorsChangedLine>;
  readonly 'factors.remove': Of<{ readonly id: string; readonly password: string }, FactorsChangedLine>;
  readonly 'form.change': Of<{ readonly changes: readonly ChangeParams[]; readonly dryRun?: boolean }, ChangedLine>;
  readonly 'form.undo': Of<{ readonly auditId: number; readonly dryRun?: boolean }, ChangedLine>;
  readonly 'form.act': Of<{ readonly view: string; readonly action: string; readonly key: string }, null>;
  /** Begins an import: its file follows by `work.add` in pieces, in order, then `work.run`. */
  readonly 'work.start': Of<ImportParams, WorkLine>;
  /** At most 64 KiB of the file, in base64. Answered when the next piece may come. */
  readonly 'work.add': Of<{ readonly id: string; readonly base64: string }, null>;
  /** The file is whole: answered when the work has ended, or after 250 ms, whichever comes first. */
  readonly 'work.run': Of<{ readonly id: string }, WorkLine>;
  readonly 'work.cancel': Of<{ readonly id: string }, WorkLine>;
  readonly 'setup.done': Of<Nothing, null>;
  readonly 'security.apply': Of<SecurityApplyParams, SecurityPlanLine>;
  /** An enrolment code for a computer of this name. */
  readonly 'manager.invite': Of<{ readonly name: string }, InvitationLine>;
  /** Of a Manager that is here with its certificate: another for the same computer. */
  readonly 'manager.renew': Of<{ readonly publicKey: string }, EnrolmentLine>;
}

export interface PortalMethods extends OpenMethods, ReadingMethods, ChangingMethods {}
