// Requests about what calls cost: what was spent, and what an extension could spend. Blocks are a view.

import { z } from 'zod';
import { ok } from '#base';
import { checkReading, when } from './may.ts';
import { count, forBoth, given, listed, type Method, name, nothing } from './method.ts';

const simulating = z.strictObject({
  extension: name,
  /** Default: what is left of this weekend, or else the next one. */
  fromMs: count.optional(),
  toMs: count.optional(),
});

/** Whoever may read how the toll guard is set may know what it has counted. */
const form = 'toll-guard';

export const tollMethods: Readonly<Record<string, Method>> = {
  'toll.spent': forBoth('reads', nothing, ({ core, actor }) =>
    when(checkReading(core.administration, actor, form), () => ok(core.toll.spent())),
  ),
  'toll.simulate': forBoth('reads', simulating, ({ core, actor, params: { extension, ...span } }) =>
    when(checkReading(core.administration, actor, form), async () =>
      listed(await core.toll.simulate(extension, given(span))),
    ),
  ),
};
