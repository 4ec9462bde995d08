// The table of requests, and the two ways to them: the local socket, for the owner of the machine, and the portal, for people.
// Whoever asks for what is not there for them is told the same as for what does not exist.

import { no, ok, type Refusal, type Result } from '#base';
import { type Actor, type ConnectionFacts, type From, factorsCodes, localActor, securityCodes } from '#security';
import { coreCodes } from './core.codes.ts';
import type { CoreDoor } from './core-door.ts';
import type { PortalAnswer } from './portal/link.ts';
import type { PortalFrom, PortalSession } from './portal-protocol.ts';
import { certificateMethods } from './requests/certificates.ts';
import { emergencyMethods } from './requests/emergency.ts';
import { factorMethods, whileEnrolling } from './requests/factors.ts';
import { formMethods } from './requests/forms.ts';
import { managerMethods } from './requests/managers.ts';
import type { Callers, Given, Method, Outcome, Person } from './requests/method.ts';
import { recordMethods } from './requests/records.ts';
import { routingMethods } from './requests/routing.ts';
import { securityMethods } from './requests/security.ts';
import { connectionOf, judgeRequest } from './requests/services.ts';
import { sessionMethods } from './requests/sessions.ts';
import { systemMethods } from './requests/system.ts';
import { tollMethods } from './requests/toll.ts';
import { trunkMethods } from './requests/trunk.ts';
import { workMethods } from './requests/work.ts';
import type { Answer } from './socket.ts';

export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...systemMethods,
    ...formMethods,
    ...recordMethods,
    ...certificateMethods,
    ...sessionMethods,
    ...factorMethods,
    ...managerMethods,
    ...workMethods,
    ...securityMethods,
    ...routingMethods,
    ...emergencyMethods,
    ...trunkMethods,
    ...tollMethods,
  }),
);

/** Requests that last as long as somebody looks on. */
export const isStream = (method: string): boolean => method === 'events';

const nowhere = { address: '', agent: '' };
/** Who asks before a login: nobody, with no right to anything. */
const stranger = (address: string): Actor => ({
  ...{ user: '', sourceIp: address, application: 'Portal', context: '' },
  rights: { kind: 'none', policy: '' },
});

/** Answers requests of this machine's owner on behalf of `core`. */
export const makeAnswer =
  (core: CoreDoor): Answer =>
  async (name, params, write) => {
    const method = methodFor(name, ['owner', 'both']);
    if (!method.ok) return no([method.refusal]);
    const { signal } = new AbortController();
    const asked = { core, actor: localActor(name), params, write, signal, person: undefined, from: nowhere };
    return run(name, method.value, asked);
  };

/** Answers requests of the portal: those of a person with the session that they show, and three of anyone. */
export const makePortalAnswer =
  (core: CoreDoor): PortalAnswer =>
  async (request, answering) => {
    const { method: name, params } = request;
    const shown = await recognised(core, request.from);
    const from = fromOf(core, shown);
    const open = methodFor(name, ['anyone']);
    const common = { core, params, from, ...answering };
    if (open.ok) return run(name, open.value, { ...common, actor: stranger(from.address), person: undefined });
    const method = methodFor(name, ['person', 'both']);
    const asked = { session: request.session, from, connection: connectionOf(known(core, shown)) };
    const person = personOf(core, asked, method.ok && method.value.changes);
    if (!person.ok) return no([person.refusal]);
    if (!method.ok) return no([method.refusal]);
    if (person.value.session.session.mustEnrol && !whileEnrolling.has(name))
      return no([factorsCodes.refuse('security.second-factor-must-be-set-up')]);
    const actor = person.value.session.actor(name);
    const refusal = judgeRequest(name, params, actor, core.services.levels());
    if (refusal !== undefined) return no([refusal]);
    return run(name, method.value, { ...common, actor, person: person.value });
  };

/** Where a request comes from, with the certificate only while the core itself recognises it. */
async function recognised({ services }: CoreDoor, from: PortalFrom): Promise<PortalFrom> {
  const { certificate = '' } = from;
  if (certificate === '' || (await services.clients.isRecognised(certificate))) return from;
  return { ...from, certificate: '', certificateRefused: from.certificateRefused || 'it is not recognised any more' };
}

/** The certificate of a code counts for the enrolment alone. */
function known({ services }: CoreDoor, from: PortalFrom): PortalFrom {
  if (!services.mayOnlyEnrol(from.certificate ?? '')) return from;
  return { ...from, certificate: '', certificateRefused: 'it is that of an enrolment that has not been made' };
}

/** Sessions of Managers are bound to their certificates; those of browsers are not. */
function fromOf({ services }: CoreDoor, { address, agent, host, listener = '', certificate = '' }: PortalFrom): From {
  return {
    ...{ address, agent },
    ...(host === undefined ? {} : { host }),
    ...(services.isManagement(listener) ? { certificate, isManagement: true } : {}),
  };
}

interface AskedBy {
  readonly session: PortalSession | undefined;
  readonly from: From;
  readonly connection: ConnectionFacts;
}

/** The person whose session the request shows. Nobody else learns even which requests there are. */
function personOf(core: CoreDoor, { session, from, connection }: AskedBy, changes: boolean): Result<Person> {
  if (session === undefined) return no(securityCodes.refuse('security.no-session'));
  const shown = from.certificate === undefined ? session : { ...session, certificate: from.certificate };
  const held = core.accounts.session(shown, changes);
  if (!held.ok) return held;
  const actor = (context: string): Actor => ({ ...held.value.actor(context), connection });
  return ok({ session: { ...held.value, actor }, shown, from });
}

function methodFor(name: string, callers: readonly Callers[]): Result<Method> {
  const method = methods.get(name);
  if (method !== undefined && callers.includes(method.callers)) return { ok: true, value: method };
  return no(coreCodes.refuse('core.unknown-method', { method: name.slice(0, 50) }));
}

async function run(name: string, method: Method, given: Given): Promise<Outcome> {
  const checked = method.takes.safeParse(given.params);
  if (!checked.success) return no([wrongParameters(name, checked.error.issues)]);
  return await method.run({ ...given, params: checked.data });
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function wrongParameters(method: string, issues: readonly Issue[]): Refusal {
  const why = issues.slice(0, 5).map(({ path, message }) => `${path.map(String).join('.') || 'it'}: ${message}`);
  return coreCodes.refuse('core.wrong-parameters', { method, why: why.join('; ') });
}
