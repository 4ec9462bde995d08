// GET openapi.json: the interface as this session may use it.

import { ok } from '#base';
import type { FormDescriptionLine } from '../../../../apps/core/protocol.ts';
import { type Route, route } from '../route.ts';
import { printOpenApi } from './document.ts';

export const openApiRoutes = (routes: readonly Route[]): readonly Route[] => [
  route({
    ...{ method: 'GET', path: 'openapi.json', summary: 'This document, for what this session may see' },
    gives: 'OpenApi',
    run: async ({ ask }) => {
      const list = await ask('form.list', {});
      if (!list.ok) return list;
      const forms: FormDescriptionLine[] = [];
      for (const { id } of list.value) {
        const described = await ask('form.describe', { form: id });
        // A form that went out of sight in between is not described.
        if (described.ok) forms.push(described.value);
      }
      return ok(printOpenApi(routes, forms));
    },
  }),
];
