// What would become of a call, what calls have cost and could cost, and whether trunks and emergency calls work.

import { limits } from '#base';
import type { TrunkTestParams } from '../../../apps/core/trunk-protocol.ts';
import { type Route, route } from './route.ts';

export const callsRoutes: readonly Route[] = [
  route({
    ...{
      method: 'GET',
      path: 'routing/explain',
      summary: 'What would become of a call, step by step; nobody is called',
    },
    ...{ query: ['caller', 'dialled', 'atMs', 'fromTrunk'], gives: 'RouteExplained' },
    run: ({ ask, query: { caller = '', dialled = '', ...more } }) => ask('route.explain', { caller, dialled, ...more }),
  }),
  route({
    ...{
      method: 'GET',
      path: 'toll/spent',
      summary: 'Who has spent what on calls, the most first',
      gives: 'TollSpent',
    },
    run: ({ ask }) => ask('toll.spent', {}),
  }),
  route({
    ...{ method: 'GET', path: 'toll/simulation', summary: 'What an extension could cost at most' },
    ...{ query: ['extension', 'fromMs', 'toMs'], gives: 'TollSimulation' },
    run: ({ ask, query: { extension = '', ...span } }) => ask('toll.simulate', { extension, ...span }),
  }),
  route({
    ...{
      method: 'GET',
      path: 'emergency/test',
      summary: 'Does everybody reach each emergency number? Nobody is called',
    },
    gives: 'EmergencyTest',
    run: ({ ask }) => ask('emergency.test', {}),
  }),
  route({
    ...{ method: 'POST', path: 'trunks/test', summary: 'Tests a trunk, with a call where a number is given' },
    ...{ body: { kind: 'json', mostBytes: limits.portals.smallBodyBytes, schema: 'TrunkTest' }, gives: 'TrunkSteps' },
    // The core checks the shape of what it is given.
    run: ({ ask, body }) => ask('trunk.test', body as unknown as TrunkTestParams),
  }),
];
