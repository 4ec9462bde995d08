// Room for sessions (IAM-4): so many of each tool, and so many of each account. Logins that are under way have theirs already.

import { no, ok, type Refusal, type Result } from '#base';
import { securityCodes } from '../security.codes.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { type Tool, toolTitles } from '../sessions/tool.ts';
import type { SecuritySettings } from './system-security-management.form.ts';

const limitFields = {
  'system-administration': 'sessionsSystemAdministration',
  'group-administration': 'sessionsGroupAdministration',
  desktop: 'sessionsDesktop',
  application: 'sessionsApplication',
} as const satisfies Record<Tool, keyof SecuritySettings>;

export class SessionRoom {
  readonly #sessions: Sessions;
  readonly #entering = new Set<{ readonly loginId: string; readonly tool: Tool }>();

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** Keeps a place; the function that is given lets it go, once the session has begun or has not. */
  enter(loginId: string, tool: Tool, settings: SecuritySettings): Result<() => void> {
    const entering = [...this.#entering];
    const ofTool = this.#sessions.count({ tool }) + entering.filter((one) => one.tool === tool).length;
    if (ofTool >= settings[limitFields[tool]] || this.#sessions.isFull) return no(full(`the ${toolTitles[tool]}`));
    const own = this.#sessions.count({ loginId }) + entering.filter((one) => one.loginId === loginId).length;
    if (own >= settings.sessionsPerAccount) return no(full('this account'));
    const place = { loginId, tool };
    this.#entering.add(place);
    return ok(() => this.#entering.delete(place));
  }
}

const full = (whose: string): Refusal => securityCodes.refuse('security.no-session-free', { whose });
