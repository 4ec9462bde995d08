// The OpenAPI document (3.1) of the routes, for the forms that somebody may see and what they may do with them.

import type { FormDescriptionLine, OperationName } from '../../../../apps/core/protocol.ts';
import { parameters } from '../query.ts';
import type { Route } from '../route.ts';
import { schemas } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const problem: Json = {
  description: 'Refused: every reason at once, each with its code.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

export function printOpenApi(routes: readonly Route[], forms: readonly FormDescriptionLine[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    for (const { path, form } of placesOf(route, forms)) {
      const operations = paths[path] ?? {};
      operations[route.method.toLowerCase()] = printOperation(route, path, form);
      paths[path] = operations;
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ringfence',
      version: '1',
      description: 'Forms, views and what goes with them. A form that a session may not see is not in its document.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: { ...schemas, ...Object.fromEntries(forms.map((form) => [schemaName(form), recordSchema(form)])) },
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-ringfence-application',
          description:
            'Set by POST /login, one name for each tool. With everything but GET goes the header X-CSRF-Token.',
        },
      },
    },
  };
}

interface Place {
  readonly path: string;
  readonly form?: FormDescriptionLine;
}

/** A route for each form that it is for; a route without a form once. */
function placesOf(route: Route, forms: readonly FormDescriptionLine[]): Place[] {
  const path = `/${route.path.replace(/:(\w+)/g, '{$1}')}`;
  if (!path.startsWith('/forms/{form}')) return [{ path }];
  return forms.flatMap((form) => {
    const own = path.replace('{form}', form.id);
    if (!isFor(route, form)) return [];
    if (!own.endsWith('{action}')) return [{ path: own, form }];
    return form.actions.map(({ name }) => ({ path: own.replace('{action}', name), form }));
  });
}

const needed: Readonly<Record<string, OperationName>> = {
  'POST forms/:form/records': 'add',
  'PATCH forms/:form/records/:key': 'change',
  'PATCH forms/:form/record': 'change',
  'DELETE forms/:form/records/:key': 'delete',
  'POST forms/:form/records/:key/actions/:action': 'act',
  'POST forms/:form/import': 'import',
  'GET forms/:form/export': 'export',
};

function isFor({ method, path }: Route, { operations, single }: FormDescriptionLine): boolean {
  if (path.endsWith('/record') && !single) return false;
  if (path.includes('/records/') && single) return false;
  return operations.includes(needed[`${method} ${path}`] ?? 'read');
}

const schemaName = ({ id }: FormDescriptionLine): string => `record.${id}`;

const recordSchema = ({ schema }: FormDescriptionLine): Json =>
  typeof schema === 'object' && schema !== null ? { ...schema } : { type: 'object' };

function printOperation(route: Route, path: string, form: FormDescriptionLine | undefined): Json {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true, schema: { type: 'string' } },
  }));
  const asked = (route.query ?? []).map((name) => {
    const { help, schema } = parameters[name];
    return { name, in: 'query', schema, description: help };
  });
  const all = [...named, ...asked];
  return {
    summary: form === undefined ? route.summary : `${form.title}: ${route.summary}`,
    ...(route.open === true ? { security: [] } : {}),
    ...(all.length === 0 ? {} : { parameters: all }),
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: printBody(route, form) } }),
    responses: { ...printSuccess(route), default: problem },
  };
}

function printBody({ body }: Route, form: FormDescriptionLine | undefined): Json {
  if (body?.kind === 'file') return Object.fromEntries(body.types.map((type) => [type, {}]));
  const name = body?.schema === 'Record' && form !== undefined ? schemaName(form) : body?.schema;
  return { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
}

function printSuccess({ gives, status }: Route): Json {
  if (gives === undefined) return { 204: { description: 'Done.' } };
  if (gives === 'file') return { 200: { description: 'The file, or the stream.', content: { '*/*': {} } } };
  const schema = { $ref: `#/components/schemas/${gives}` };
  return { [status ?? 200]: { description: 'As asked.', content: { 'application/json': { schema } } } };
}
