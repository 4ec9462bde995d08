// Who is here: welcome, login, the session, its end, and one's own password.

import { limits } from '#base';
import type { LoginParams } from '../../../apps/core/portal-protocol.ts';
import { clearSession } from '../http/cookies.ts';
import { type Route, type RouteBody, route } from './route.ts';
import { withCookie } from './with-cookie.ts';

const small = (schema: string): RouteBody => ({ kind: 'json', mostBytes: limits.portals.smallBodyBytes, schema });

export const sessionRoutes: readonly Route[] = [
  route({
    ...{
      method: 'GET',
      path: 'welcome',
      summary: 'What is known before anybody logs in',
      gives: 'Welcome',
      open: true,
    },
    run: (call) => call.ask('welcome', {}),
  }),
  route({
    ...{ method: 'GET', path: 'password-rules', summary: 'What a new password must be', gives: 'PasswordRules' },
    open: true,
    run: (call) => call.ask('password.rules', {}),
  }),
  route({
    ...{
      method: 'POST',
      path: 'login',
      summary: 'Logs in; the answer sets the cookie of the session',
      gives: 'Session',
    },
    open: true,
    body: small('Login'),
    // The core checks the shape of what it is given.
    run: async (call) => withCookie(call, await call.ask('login', call.body as unknown as LoginParams)),
  }),
  route({
    ...{ method: 'POST', path: 'logout', summary: 'Ends the session' },
    run: async (call) => {
      const ended = await call.ask('logout', {});
      if (ended.ok && call.caller.session !== undefined)
        call.response.setHeader('set-cookie', clearSession(call.caller.session.tool));
      return ended;
    },
  }),
  route({
    ...{ method: 'GET', path: 'session', summary: 'The session, and until when it lasts', gives: 'Session' },
    run: (call) => call.ask('session', {}),
  }),
  route({
    ...{ method: 'POST', path: 'password', summary: "Changes one's own password", gives: 'Session' },
    body: small('PasswordChange'),
    run: async (call) =>
      // The core checks the shape of what it is given.
      withCookie(
        call,
        await call.ask('password.change', call.body as { readonly current: string; readonly new: string }),
      ),
  }),
];
