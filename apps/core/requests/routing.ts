// Requests about routing: what would become of a call.

import { z } from 'zod';
import { checkReading, when } from './may.ts';
import { count, forBoth, given, listed, type Method, name } from './method.ts';

const asking = z.strictObject({
  /** An extension or, with `fromTrunk`, a trunk. */
  caller: name,
  dialled: name,
  /** Default: now. */
  atMs: count.max(8_640_000_000_000_000).optional(),
  fromTrunk: z.boolean().default(false),
});

export const routingMethods: Readonly<Record<string, Method>> = {
  'route.explain': forBoth('reads', asking, ({ core, actor, params }) =>
    when(checkReading(core.administration, actor, 'digits-dialled'), () => listed(core.routing.explain(given(params)))),
  ),
};
