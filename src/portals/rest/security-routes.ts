// Security profiles: what is met, applying one, and when it changed. Codes for the computers that shall manage this system.

import { limits } from '#base';
import type { SecurityApplyParams } from '../../../apps/core/security-protocol.ts';
import { type Route, route } from './route.ts';

export const securityRoutes: readonly Route[] = [
  route({
    ...{ method: 'GET', path: 'security/report', summary: 'A security profile, line by line, with the evidence' },
    ...{ query: ['profile'], gives: 'SecurityReport' },
    run: ({ ask, query: { profile } }) => ask('security.check', profile === undefined ? {} : { profile }),
  }),
  route({
    ...{ method: 'POST', path: 'security/apply', summary: 'Adopts a security profile, or mends some of its lines' },
    ...{ body: { kind: 'json', mostBytes: limits.portals.smallBodyBytes, schema: 'SecurityApply' } },
    gives: 'SecurityPlan',
    // The core checks the shape of what it is given.
    run: ({ ask, body }) => ask('security.apply', body as unknown as SecurityApplyParams),
  }),
  route({
    ...{ method: 'GET', path: 'security/history', summary: 'When the security grade or a line changed, and by whom' },
    gives: 'SecurityHistory',
    run: ({ ask }) => ask('security.history', {}),
  }),
  route({
    ...{ method: 'POST', path: 'managers/codes', summary: 'Makes an enrolment code for a computer, told this once' },
    ...{ body: { kind: 'json', mostBytes: limits.portals.smallBodyBytes, schema: 'Invite' }, gives: 'Invitation' },
    run: ({ ask, body }) => ask('manager.invite', body as unknown as { readonly name: string }),
  }),
];
