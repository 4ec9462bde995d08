// Requests about security profiles: what is met, applying one, and when it changed.

import { z } from 'zod';
import { limits } from '#base';
import { forBoth, given, listed, type Method, name, nothing } from './method.ts';

const checking = z.strictObject({ profile: name.optional() }).prefault({});
const drilling = z
  .strictObject({ ports: z.array(z.int().min(1).max(65_535)).max(limits.drill.furtherPorts).optional() })
  .prefault({});
const applying = z.strictObject({
  profile: name,
  dryRun: z.boolean().default(false),
  only: z.array(name).min(1).max(limits.proof.linesAtOnce).optional(),
});

export const securityMethods: Readonly<Record<string, Method>> = {
  'security.check': forBoth('reads', checking, async ({ core, actor, params }) =>
    listed(await core.security.check(actor, params.profile)),
  ),
  'security.apply': {
    ...{ callers: 'both', changes: true, takes: applying },
    run: async ({ core, actor, params, person, from }) => {
      // Its schema has let it pass.
      const wish = given(params as z.output<typeof applying>);
      const author = { isLocal: person === undefined, certificate: from.certificate ?? '' };
      return await core.security.apply(actor, wish, author);
    },
  },
  'security.drill': forBoth('changes', drilling, ({ core, actor, params }) =>
    core.drills.run(actor, params.ports ?? []),
  ),
  'security.history': forBoth('reads', nothing, async ({ core, actor }) => listed(await core.security.history(actor))),
};
