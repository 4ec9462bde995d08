// A session: somebody who has logged in to one tool, until they leave, are still for too long, or what they may do changes.

import type { Actor } from '../actor.ts';
import type { Tool } from './tool.ts';

/** Where a request comes from, as its way in saw it. */
export interface From {
  readonly address: string;
  /** The header User-Agent, shortened. */
  readonly agent: string;
  /** The name and port under which the page was opened (the header Host), for passkeys; none where there is no page. */
  readonly host?: string;
  /** The client certificate (SHA-256) to which a session that begins here is bound; of a browser none. */
  readonly certificate?: string;
  /** By a listener of Managers. */
  readonly isManagement?: boolean;
}

/** What a request shows to be let in. */
export interface Shown {
  readonly token: string;
  /** The tool whose cookie it was. */
  readonly tool: Tool;
  /** The header X-CSRF-Token. */
  readonly csrf?: string;
  /** A request that nobody made by hand: it does not prolong the session. */
  readonly background?: boolean;
  /** The client certificate of the connection, where sessions are bound to one. */
  readonly certificate?: string;
}

/** A session as its own person sees it. */
export interface SessionView {
  /** Public; not the token. */
  readonly id: string;
  readonly loginId: string;
  readonly userName: string;
  readonly tool: Tool;
  /** The name of the policy; blank where there is none. */
  readonly policy: string;
  /** Made from the token, and asked for with everything that changes something. */
  readonly csrf: string;
  readonly startedAtMs: number;
  /** Without a request until then the session ends. */
  readonly endsAtMs: number;
  readonly inactivityMinutes: number;
  /** The login before this one; 0: there was none. */
  readonly lastLoginAtMs: number;
  readonly lastLoginFrom: string;
  /** Refused logins between that one and this one. */
  readonly failuresSince: number;
  /** Days until the password must be changed; -1 when it does not expire or the reminder is not due. */
  readonly passwordExpiresInDays: number;
  /** Days until the account expires; -1 as above. */
  readonly accountExpiresInDays: number;
  /** A second factor is required and there is none: the session may set one up, and nothing else. */
  readonly mustEnrol: boolean;
  /** What was done with the person's second factors since the login before this one, oldest first. */
  readonly factorChanges: readonly FactorChange[];
}

export interface FactorChange {
  readonly atMs: number;
  readonly words: string;
}

/** A session that was shown and holds. */
export interface ActiveSession {
  readonly session: SessionView;
  /** The person as an actor, with the rights of this moment; the context is what is done. */
  actor(context: string): Actor;
  /** Tells `ended` once, when the session ends; the returned function takes it back. */
  onEnd(ended: (why: string) => void): () => void;
}

/** A session has begun, or goes on under another token. */
export interface LoggedIn {
  /** Goes into the cookie and nowhere else. */
  readonly token: string;
  readonly session: SessionView;
}
