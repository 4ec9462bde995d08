// Requests about work that takes long: an import of the tool, its file in pieces, its progress, its end.

import { z } from 'zod';
import { limits, ok } from '#base';
import { importWish } from './forms.ts';
import { forPerson, listed, type Method, name } from './method.ts';

const one = z.strictObject({ id: name });
const longestPiece = Math.ceil(limits.work.pieceBytes / 3) * 4;
const piece = z.strictObject({
  id: name,
  base64: z
    .string()
    .max(longestPiece)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/),
});

export const workMethods: Readonly<Record<string, Method>> = {
  'work.start': forPerson('changes', importWish, ({ core, person, params }) =>
    listed(core.works.start(person.session, params)),
  ),
  'work.add': forPerson('changes', piece, ({ core, person, params }) =>
    listed(core.works.add(person.session, params.id, Buffer.from(params.base64, 'base64'))),
  ),
  'work.run': forPerson('changes', one, async ({ core, person, params }) => {
    const running = core.works.run(person.session, params.id);
    return running.ok ? ok(await running.value) : listed(running);
  }),
  'work.get': forPerson('reads', one, ({ core, person, params }) => listed(core.works.get(person.session, params.id))),
  'work.cancel': forPerson('changes', one, ({ core, person, params }) =>
    listed(core.works.cancel(person.session, params.id)),
  ),
};
