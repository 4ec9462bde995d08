// Requests about a person's own session: the way in and out, and the own password.

import { z } from 'zod';
import { no, ok, Secret } from '#base';
import { secondFactor } from './factors.ts';
import { managerTold } from './managers.ts';
import { forAnyone, forPerson, given, listed, type Method, nothing } from './method.ts';
import { loggedInLine, sessionLine } from './session-lines.ts';

/** Longer than any that can be right. */
const text = z.string().max(1_000);
const login = z.strictObject({
  loginId: text,
  password: text,
  tool: z.enum(['system-administration', 'group-administration', 'desktop', 'application']),
  bannerAccepted: z.boolean().optional(),
  newPassword: text.optional(),
  secondFactor: secondFactor.optional(),
  manager: managerTold.optional(),
});

export const sessionMethods: Readonly<Record<string, Method>> = {
  welcome: forAnyone(nothing, ({ core }) => ok(core.welcome())),
  'password.rules': forAnyone(nothing, ({ core }) => ok({ rules: core.accounts.passwordRules() })),
  login: forAnyone(login, async ({ core, params, from }) => {
    const { password, newPassword, manager, ...rest } = params;
    const { isManagement = false, certificate = '', address } = from;
    const refused = isManagement ? core.managers.admit(certificate, manager) : [];
    if (refused.length > 0) return no(refused);
    const fresh = newPassword === undefined ? undefined : new Secret(newPassword);
    const wish = given({ ...rest, password: new Secret(password), newPassword: fresh, from });
    const loggedIn = await core.accounts.login(wish);
    if (!loggedIn.ok) return loggedIn;
    if (isManagement) await core.managers.seen(certificate, loggedIn.value.session.loginId, address, manager);
    return ok(loggedInLine(core, loggedIn.value));
  }),
  session: forPerson('reads', nothing, ({ core, actor, person }) =>
    ok(sessionLine(person.session.session, core.setupDue(actor))),
  ),
  logout: forPerson('changes', nothing, async ({ core, person }) => {
    const left = await core.accounts.logout(person.shown);
    return left.ok ? ok(null) : listed(left);
  }),
  'password.change': forPerson(
    'changes',
    z.strictObject({ current: text, new: text }),
    async ({ core, person: { shown, from }, params }) => {
      const { current, new: next } = params;
      const changed = await core.accounts.changePassword(shown, new Secret(current), new Secret(next), from);
      if (!changed.ok) return changed;
      return ok(loggedInLine(core, changed.value));
    },
  ),
};
