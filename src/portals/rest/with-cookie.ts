// A session that has begun or goes on under another token: the token goes into the cookie and nowhere else.

import { ok } from '#base';
import type { LoggedInLine } from '../../../apps/core/portal-protocol.ts';
import { setSession } from '../http/cookies.ts';
import type { Answer } from '../line/core-line.ts';
import type { Call, Outcome } from './route.ts';

/** Sets the cookie, and tells the session. */
export function withCookie(call: Call, answer: Answer<LoggedInLine>): Outcome {
  if (!answer.ok) return answer;
  keepToken(call, answer.value);
  return ok(answer.value.session);
}

export function keepToken({ response }: Call, { token, session }: LoggedInLine): void {
  response.setHeader('set-cookie', setSession(session.tool, token));
}
