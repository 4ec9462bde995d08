// Requests about trunks beyond their forms: the test, whose steps come ahead of the result.

import { z } from 'zod';
import { trunkStates } from '#calls';
import { checkAction, when } from './may.ts';
import { forBoth, listed, type Method, name } from './method.ts';

/** What can be dialled: a number with or without +, or a code. */
const number = z.string().regex(/^\+?[0-9*#]{1,32}$/);
const testing = z.strictObject({ name, call: number.optional() });

export const trunkMethods: Readonly<Record<string, Method>> = {
  'trunk.test': forBoth('changes', testing, ({ core, actor, params, write }) =>
    when(checkAction(core.administration, actor, trunkStates.id), async () =>
      listed(
        await core.trunks.test(actor, params.name, params.call ?? '', (step) => write(`${JSON.stringify(step)}\n`)),
      ),
    ),
  ),
};
