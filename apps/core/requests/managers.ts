// Requests of Managers (SEC-6): enrolment by a code, renewal, and the making of codes. What comes before a login is answered on a
// listener of Managers alone; elsewhere it does not exist.

import { z } from 'zod';
import { limits, no, ok, type Result } from '#base';
import { coreCodes } from '../core.codes.ts';
import type { CoreDoor } from '../core-door.ts';
import type { InvitationLine, StatusLine } from '../protocol.ts';
import { checkAction } from './may.ts';
import { forAnyone, forBoth, forPerson, listed, type Method, name, nothing } from './method.ts';

const text = z.string().max(limits.managers.textLength);

/** What a Manager tells of itself when somebody logs in there. */
export const managerTold = z.strictObject({
  name,
  version: z.string().max(40),
  checkLevel: z.enum(['low', 'medium', 'high']),
  offerCertificate: z.boolean(),
  idleTimer: z.boolean(),
  fixed: z.array(z.string().max(40)).max(10),
});

const elsewhere = (method: string) => no([coreCodes.refuse('core.unknown-method', { method })]);

export const managerMethods: Readonly<Record<string, Method>> = {
  'manager.hello': forAnyone(nothing, ({ core, from }) => {
    if (!from.isManagement) return elsewhere('manager.hello');
    const { systemName } = core.welcome();
    return ok({ systemName, authorityPem: core.authority().certificatePem });
  }),
  'manager.enrol': forAnyone(z.strictObject({ publicKey: text, proof: text }), async ({ core, from, params }) => {
    if (!from.isManagement) return elsewhere('manager.enrol');
    const { address, certificate = '' } = from;
    return listed(await core.managers.enrol({ address, certificate }, params));
  }),
  'manager.renew': forPerson('changes', z.strictObject({ publicKey: text }), async ({ core, actor, person, params }) =>
    listed(await core.managers.renew(actor, person.shown.certificate ?? '', params.publicKey)),
  ),
  'manager.invite': forBoth('changes', z.strictObject({ name: text }), async ({ core, actor, params }) => {
    const may = checkAction(core.administration, actor, 'managers');
    if (!may.ok) return no([may.refusal]);
    return listed(await invited(core, await core.managers.invite(actor, params.name)));
  }),
};

async function invited(
  core: CoreDoor,
  made: Awaited<ReturnType<CoreDoor['managers']['invite']>>,
): Promise<Result<InvitationLine>> {
  if (!made.ok) return made;
  return ok({ ...made.value, port: portOf(await core.status()) });
}

const portOf = ({ listeners }: StatusLine): number =>
  listeners.find(({ transport, closedBecause }) => /^management$/i.test(transport) && closedBecause === '')?.port ?? 0;
