// Requests about the system itself: what runs, what is worth knowing at home, setting it up, its accounts.

import { z } from 'zod';
import { limits, no, ok } from '#base';
import type { NewPasswordLine, StoppingLine } from '../protocol.ts';
import { checkAction, checkReading, when } from './may.ts';
import { forAnyone, forBoth, forOwner, forPerson, listed, type Method, name, nothing } from './method.ts';

const profiles = 'user-authorization-profiles';
const loginId = z.strictObject({ loginId: name });

/** What a client may show: as many as the portal passes on, each as large as any certificate. */
const chain = z
  .array(
    z
      .string()
      .max(limits.certificates.bytes * 2)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/),
  )
  .min(1)
  .max(limits.certificates.chain);

export const systemMethods: Readonly<Record<string, Method>> = {
  'certificate.check': forAnyone(z.strictObject({ chain }), async ({ core, params }) =>
    ok(await core.services.clients.judge(params.chain.map((der) => Buffer.from(der, 'base64')))),
  ),
  status: forBoth('reads', nothing, ({ core, actor }) =>
    when(checkReading(core.administration, actor, 'network-listeners'), async () => ok(await core.status())),
  ),
  stop: forOwner(nothing, ({ core, actor }) => {
    const stopping: StoppingLine = { pid: process.pid };
    core.stop(actor);
    return ok(stopping);
  }),
  'certificate.acme': forBoth('changes', z.strictObject({ place: name.optional() }).prefault({}), (asked) => {
    const { core, actor, params, write } = asked;
    return when(checkAction(core.administration, actor, 'acme-certificates'), async () =>
      listed(await core.orderCertificates(actor, params.place, write)),
    );
  }),
  home: forBoth('reads', nothing, async ({ core, actor }) => ok(await core.home(actor))),
  events: forPerson('reads', nothing, async ({ core, person, write, signal }) => {
    await core.events(person.session, write, signal);
    return ok(null);
  }),
  'setup.get': forPerson('reads', nothing, async ({ core, actor }) => listed(await core.setup(actor))),
  'setup.done': forPerson('changes', nothing, async ({ core, actor }) => listed(await core.setupDone(actor))),
  'user.list': forBoth('reads', nothing, ({ core, actor }) =>
    when(checkReading(core.administration, actor, profiles), () => ok(core.accounts.users())),
  ),
  'user.unlock': forBoth('changes', loginId, async ({ core, actor, params }) => {
    const unlocked = await core.accounts.unlock(actor, params.loginId);
    return unlocked.ok ? ok(null) : unlocked;
  }),
  'user.resetPassword': forBoth('changes', loginId, async ({ core, actor, params }) => {
    const reset = await core.accounts.resetPassword(actor, params.loginId);
    if (!reset.ok) return no(reset.refusal);
    const line: NewPasswordLine = { loginId: params.loginId, password: reset.value.reveal() };
    return ok(line);
  }),
};
