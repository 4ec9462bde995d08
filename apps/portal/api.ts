// The published interface of REST, version 1: types only, for the portal, the web tool and programs alike. docs/rest.md tells it in words.
//
// Paths begin with /api/v1. A refusal is a Problem with the HTTP status of its first code; everything else is 200, or 204 without a body.

import type {
  ChangedLine,
  FieldLine,
  FormDescriptionLine,
  FormLine,
  ImportedLine,
  PageLine,
  RecordLine,
  RefusalLine,
} from '../core/protocol.ts';

export type {
  ChangedLine as Changed,
  FieldLine as FieldDescription,
  FormDescriptionLine as FormDescription,
  FormLine as FormSummary,
  ImportedLine as Imported,
  PageLine as Page,
  RecordLine as RecordView,
  RefusalLine as Refusal,
};

/** Every answer that is not a success. All refusals at once, each with its field and, of an import, its row. */
export interface Problem {
  readonly refusals: readonly RefusalLine[];
}

export type Tool = 'system-administration' | 'group-administration' | 'desktop' | 'application';

/** GET /welcome: what is known before anybody logs in. */
export interface Welcome {
  readonly systemName: string;
  /** Blank when no banner is to be accepted. */
  readonly banner: string;
}

/** POST /login */
export interface Login {
  readonly loginId: string;
  readonly password: string;
  readonly tool: Tool;
  /** True when the banner was accepted; needed while there is one. */
  readonly bannerAccepted?: boolean;
  /** Only where the answer was `security.password-must-change`: the new password, changed with this login. */
  readonly newPassword?: string;
}

/** POST /login and GET /session. The session itself is in the cookie, which no script can read. */
export interface Session {
  readonly id: string;
  readonly loginId: string;
  readonly displayName: string;
  readonly tool: Tool;
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
}

/** POST /password: one's own. Ends all other sessions of this person. */
export interface PasswordChange {
  readonly current: string;
  readonly new: string;
}

/** GET /password-rules: what a new password must be, in words, one rule each. */
export interface PasswordRules {
  readonly rules: readonly string[];
}

/** GET /search?text=…: at most 50, best first; nothing that this person may not see. */
export interface Found {
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

/** GET /home */
export interface Home {
  readonly alarms: readonly Alarm[];
  readonly phones: { readonly secure: number; readonly insecure: number; readonly missing: number };
  readonly calls: readonly HomeCall[];
  readonly changes: readonly HomeChange[];
  readonly system: { readonly version: string; readonly startedAtMs: number; readonly listeners: number };
}

export interface Alarm {
  readonly severity: 'critical' | 'major' | 'minor';
  /** What is wrong, since when. */
  readonly words: string;
  readonly remedy: string;
  /** Where to look: a form's id, or blank. */
  readonly form: string;
}

export interface HomeCall {
  readonly id: string;
  readonly caller: string;
  readonly called: string;
  readonly state: string;
  readonly startedAtMs: number;
  readonly secure: boolean;
  /** "secure, AEAD_AES_256_GCM", "not secure", or blank before it is answered. */
  readonly security: string;
}

export interface HomeChange {
  readonly auditId: number;
  readonly atMs: number;
  readonly by: string;
  readonly words: string;
  readonly form: string;
  readonly key: string;
}

/** GET /forms/{form}/history?key=…: changes of one record, newest first (ADM-11). */
export interface RecordHistory {
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

/** POST /changes: one or many records, all or none; `dryRun` tells the difference and writes nothing. */
export interface Changes {
  readonly changes: readonly ChangeWish[];
  readonly dryRun?: boolean;
}

export type ChangeWish =
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

/** POST /undo: takes back the change of one audit entry, as a change of its own. */
export interface Undo {
  readonly auditId: number;
  readonly dryRun?: boolean;
}

/** GET /events, a stream of server-sent events: `event: changed`, `data:` one of these in JSON. */
export interface Changing {
  /** A form or view of which something changed; ask for it again. `session` when the session ends with this event. */
  readonly what: string;
  readonly key?: string;
}

/** POST /forms/{form}/import starts work that may take long; GET /work/{id} asks after it; DELETE /work/{id} cancels it. */
export interface Work {
  readonly id: string;
  readonly state: 'running' | 'done' | 'refused' | 'cancelled';
  /** 0 to 1. */
  readonly progress: number;
  readonly words: string;
  readonly imported?: ImportedLine;
  readonly refusals?: readonly RefusalLine[];
}

/** GET /audit/archives */
export interface Archive {
  readonly name: string;
  readonly firstEntry: number;
  readonly lastEntry: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly sizeBytes: number;
}

/** GET /audit/verify */
export interface Verdict {
  readonly intact: boolean;
  readonly entries: number;
  readonly words: string;
}
