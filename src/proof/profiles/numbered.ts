// A profile from its demands, in the order of their source: each gets its id and its place there.

import type { Demand, GradeId, Profile } from '../line.ts';

export const numbered = (
  id: GradeId,
  title: string,
  demands: readonly (readonly [name: string, demand: Demand])[],
): Profile => ({
  id,
  title: `${title} security`,
  lines: demands.map(([name, demand], index) => ({
    ...demand,
    id: `${id}.${name}`,
    source: `Implementing Security, ${title}, ${index + 1}`,
  })),
});
