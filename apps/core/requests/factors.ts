// Requests about second factors: one's own, with the password once more; and all of an account, for the owner of the machine.

import { z } from 'zod';
import { limits, no, ok, type Refusal, type Result, Secret } from '#base';
import type { FactorsChanged } from '#security';
import type { CoreDoor } from '../core-door.ts';
import type { FactorsChangedLine } from '../portal-protocol.ts';
import { forOwner, forPerson, listed, type Method, name, nothing, type Outcome } from './method.ts';
import { loggedInLine } from './session-lines.ts';

const text = z.string().max(1_000);
/** Bytes in base64url: several times what an authenticator makes. */
const bytes = z.string().regex(/^[A-Za-z0-9_-]{1,8192}$/);
const credential = { id: bytes, rawId: bytes, type: z.literal('public-key') };

// What browsers give in JSON has more in it with each year; what nobody here reads is left out.

const answer = z
  .object({
    ...credential,
    response: z.object({
      ...{ clientDataJSON: bytes, authenticatorData: bytes, signature: bytes },
      userHandle: bytes.nullish(),
    }),
  })
  .transform(({ response: { userHandle, ...response }, ...rest }) => ({
    ...rest,
    response: { ...response, ...(typeof userHandle === 'string' ? { userHandle } : {}) },
  }));

const transports = z.array(z.string().max(50)).max(limits.factors.transports);
const made = z
  .object({
    ...credential,
    response: z.object({
      ...{ clientDataJSON: bytes, attestationObject: bytes },
      transports: transports.optional(),
    }),
  })
  .transform(({ response: { transports: by, ...response }, ...rest }) => ({
    ...rest,
    response: { ...response, ...(by === undefined ? {} : { transports: by }) },
  }));

export const secondFactor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['totp', 'recovery']), code: z.string().max(100) }),
  z.strictObject({ kind: z.literal('passkey'), answer }),
]);

const begin = z.strictObject({ password: text, name: text });

/** All that a session may do which must set up a second factor first. */
export const whileEnrolling: ReadonlySet<string> = new Set([
  ...['session', 'logout', 'factors.own', 'factors.totp.begin', 'factors.totp.finish'],
  ...['factors.passkey.begin', 'factors.passkey.finish'],
]);

export const factorMethods: Readonly<Record<string, Method>> = {
  'factors.own': forPerson('reads', nothing, ({ core, person: { shown, from } }) =>
    listed(core.accounts.factors.own(shown, from)),
  ),
  'factors.totp.begin': forPerson('changes', begin, ({ core, person: { shown, from }, params }) =>
    core.accounts.factors.beginTotp(shown, new Secret(params.password), params.name, from),
  ),
  'factors.totp.finish': forPerson(
    'changes',
    z.strictObject({ id: name, code: z.string().max(100) }),
    async ({ core, person: { shown, from }, params }) =>
      printChanged(core, await core.accounts.factors.finishTotp(shown, params.id, params.code, from)),
  ),
  'factors.passkey.begin': forPerson('changes', begin, ({ core, person: { shown, from }, params }) =>
    core.accounts.factors.beginPasskey(shown, new Secret(params.password), params.name, from),
  ),
  'factors.passkey.finish': forPerson(
    'changes',
    z.strictObject({ id: name, answer: made }),
    async ({ core, person: { shown, from }, params }) =>
      printChanged(core, await core.accounts.factors.finishPasskey(shown, params.id, params.answer, from)),
  ),
  'factors.recovery.renew': forPerson(
    'changes',
    z.strictObject({ password: text }),
    async ({ core, person: { shown, from }, params }) =>
      printChanged(core, await core.accounts.factors.renewRecovery(shown, new Secret(params.password), from)),
  ),
  'factors.remove': forPerson(
    'changes',
    z.strictObject({ id: name, password: text }),
    async ({ core, person: { shown, from }, params: { id, password } }) =>
      printChanged(core, await core.accounts.factors.remove(shown, new Secret(password), id, from)),
  ),
  'user.resetFactors': forOwner(z.strictObject({ loginId: name }), async ({ core, actor, params }) => {
    const reset = await core.accounts.factors.reset(actor, params.loginId);
    return reset.ok ? ok({ removed: reset.value }) : reset;
  }),
};

/** Recovery codes go to whoever asked, this once. */
function printChanged(core: CoreDoor, changed: Result<FactorsChanged, readonly Refusal[]>): Outcome {
  if (!changed.ok) return no(changed.refusal);
  const { loggedIn, recoveryCodes } = changed.value;
  const line: FactorsChangedLine = { ...loggedInLine(core, loggedIn), recoveryCodes };
  return ok(line);
}
