// A session as it goes over the line to the portal.

import type { LoggedIn, SessionView } from '#security';
import type { CoreDoor } from '../core-door.ts';
import type { LoggedInLine, SessionLine } from '../portal-protocol.ts';

export function loggedInLine(core: CoreDoor, { token, session }: LoggedIn): LoggedInLine {
  const held = core.accounts.session({ token, tool: session.tool }, false);
  return { token, session: sessionLine(session, held.ok && core.setupDue(held.value.actor('login'))) };
}

export const sessionLine = ({ userName, csrf, ...session }: SessionView, setupDue: boolean): SessionLine => ({
  ...session,
  displayName: userName,
  csrfToken: csrf,
  setupDue,
});
