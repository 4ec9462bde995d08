// What was found out about a call, as a record of Dial Expectations that keeps it.

import type { ChangeWish, RouteExplained } from '../../../../portal/api.ts';
import type { TestWish } from './wish.ts';

export const expectations = 'dial-expectations';

export type Keepable = Exclude<RouteExplained['outcome'], 'carried-out'>;

/** Undefined of what no expectation can say: a feature code, a call by no route, a call from a trunk. */
export function keepable({ kind }: TestWish, { outcome, leadsTo }: RouteExplained): Keepable | undefined {
  if (kind === 'trunk' || outcome === 'carried-out' || (outcome === 'goes-out' && leadsTo === '')) return undefined;
  return outcome;
}

const longestName = 32;

/** A name that can be kept as it is: "201-00491234". */
export const nameFor = ({ caller, dialled }: TestWish): string =>
  `${caller}-${dialled}`
    .replaceAll('*', 'star')
    .replaceAll('#', 'hash')
    .replace(/[^A-Za-z0-9._-]/g, '')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, longestName);

const expected = { rings: 'extension', 'goes-out': 'route', refused: 'refused' } as const;

export const expectationOf = (
  name: string,
  { caller, dialled, at }: TestWish,
  outcome: Keepable,
  leadsTo: string,
): ChangeWish => ({
  kind: 'add',
  form: expectations,
  patch: {
    ...{ name, extension: caller, dialled, at, expected: expected[outcome] },
    ...(outcome === 'rings' ? { expectedExtension: leadsTo } : {}),
    ...(outcome === 'goes-out' ? { expectedRoute: leadsTo } : {}),
  },
});
