// The table of requests, and the two ways to them: the local socket, for the owner of the machine, and the portal, for people.
// Whoever asks for what is not there for them is told the same as for what does not exist.

import { no, type Refusal, type Result } from '#base';
import { type Actor, factorsCodes, localActor, securityCodes } from '#security';
import { coreCodes } from './core.codes.ts';
import type { CoreDoor } from './core-door.ts';
import type { PortalAnswer } from './portal/link.ts';
import type { PortalRequestLine } from './portal-protocol.ts';
import { factorMethods, whileEnrolling } from './requests/factors.ts';
import { formMethods } from './requests/forms.ts';
import type { Callers, Given, Method, Outcome, Person } from './requests/method.ts';
import { recordMethods } from './requests/records.ts';
import { sessionMethods } from './requests/sessions.ts';
import { systemMethods } from './requests/system.ts';
import { workMethods } from './requests/work.ts';
import type { Answer } from './socket.ts';

export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...systemMethods,
    ...formMethods,
    ...recordMethods,
    ...sessionMethods,
    ...factorMethods,
    ...workMethods,
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
    const { method: name, params, from } = request;
    const open = methodFor(name, ['anyone']);
    const common = { core, params, from, ...answering };
    if (open.ok) return run(name, open.value, { ...common, actor: stranger(from.address), person: undefined });
    const method = methodFor(name, ['person', 'both']);
    const person = personOf(core, request, method.ok && method.value.changes);
    if (!person.ok) return no([person.refusal]);
    if (!method.ok) return no([method.refusal]);
    if (person.value.session.session.mustEnrol && !whileEnrolling.has(name))
      return no([factorsCodes.refuse('security.second-factor-must-be-set-up')]);
    const actor = person.value.session.actor(name);
    return run(name, method.value, { ...common, actor, person: person.value });
  };

/** The person whose session the request shows. Nobody else learns even which requests there are. */
function personOf(core: CoreDoor, { session: shown, from }: PortalRequestLine, changes: boolean): Result<Person> {
  if (shown === undefined) return no(securityCodes.refuse('security.no-session'));
  const session = core.accounts.session(shown, changes);
  return session.ok ? { ok: true, value: { session: session.value, shown, from } } : session;
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
