// One's own second factors: what there is, adding in two steps, removing. The session goes on under another token.

import { limits, ok } from '#base';
import type { FactorBeginParams, PasskeyMadeParams } from '../../../apps/core/factor-protocol.ts';
import type { FactorsChangedLine } from '../../../apps/core/portal-protocol.ts';
import type { Answer } from '../line/core-line.ts';
import { type Call, type Outcome, type Route, type RouteBody, route } from './route.ts';
import { keepToken } from './with-cookie.ts';

const small = (schema: string): RouteBody => ({ kind: 'json', mostBytes: limits.portals.smallBodyBytes, schema });

/** The core checks the shape of what it is given. */
const bodyOf = <T>({ body }: Call): T => body as unknown as T;
type PasswordAgain = { readonly password: string };

const idOf = ({ path }: Call): string => path.id ?? '';

export const factorRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: 'own/factors', summary: "One's own second factors", gives: 'OwnFactors' },
    run: (call) => call.ask('factors.own', {}),
  }),
  route({
    ...{ method: 'POST', path: 'own/factors/totp', summary: 'Begins to set up one-time codes' },
    ...{ body: small('FactorBegin'), gives: 'TotpBegun' },
    run: (call) => call.ask('factors.totp.begin', bodyOf<FactorBeginParams>(call)),
  }),
  route({
    ...{ method: 'POST', path: 'own/factors/totp/:id', summary: 'Ends it, with a first code' },
    ...{ body: small('TotpFinish'), gives: 'FactorsChanged' },
    run: async (call) => {
      const { code } = bodyOf<{ readonly code: string }>(call);
      return changed(call, await call.ask('factors.totp.finish', { id: idOf(call), code }));
    },
  }),
  route({
    ...{ method: 'POST', path: 'own/factors/passkeys', summary: 'Begins to add a passkey' },
    ...{ body: small('FactorBegin'), gives: 'PasskeyBegun' },
    run: (call) => call.ask('factors.passkey.begin', bodyOf<FactorBeginParams>(call)),
  }),
  route({
    ...{ method: 'POST', path: 'own/factors/passkeys/:id', summary: 'Ends it, with what the browser has made' },
    ...{ body: small('PasskeyFinish'), gives: 'FactorsChanged' },
    run: async (call) => {
      const { answer } = bodyOf<{ readonly answer: PasskeyMadeParams }>(call);
      return changed(call, await call.ask('factors.passkey.finish', { id: idOf(call), answer }));
    },
  }),
  route({
    ...{ method: 'POST', path: 'own/factors/recovery-codes', summary: 'Makes ten new recovery codes' },
    ...{ body: small('PasswordAgain'), gives: 'FactorsChanged' },
    run: async (call) => changed(call, await call.ask('factors.recovery.renew', bodyOf<PasswordAgain>(call))),
  }),
  route({
    ...{ method: 'POST', path: 'own/factors/removed/:id', summary: "Removes one of one's own second factors" },
    ...{ body: small('PasswordAgain'), gives: 'FactorsChanged' },
    run: async (call) => {
      const { password } = bodyOf<PasswordAgain>(call);
      return changed(call, await call.ask('factors.remove', { id: idOf(call), password }));
    },
  }),
];

function changed(call: Call, answer: Answer<FactorsChangedLine>): Outcome {
  if (!answer.ok) return answer;
  keepToken(call, answer.value);
  const { session, recoveryCodes } = answer.value;
  return ok({ session, recoveryCodes });
}
