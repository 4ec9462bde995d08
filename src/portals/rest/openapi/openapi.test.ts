// The OpenAPI document of a table, a single form and a view, as a golden file (test/golden/openapi.json; UPDATE_GOLDEN=1 rewrites it).

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '#base';
import type { FormDescriptionLine } from '../../../../apps/core/protocol.ts';
import { allRoutes } from '../routes.ts';
import { printOpenApi } from './document.ts';

const help = { purpose: 'For tests.', conditions: 'None.', recommendation: 'None.' };
const schema = { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: false };
const of = (form: Partial<FormDescriptionLine>): FormDescriptionLine => ({
  ...{ id: 'gates', title: 'Gates', group: 'Phones and people', kind: 'table', single: false, duty: 'configuration' },
  ...{ operations: [], actions: [], help, fields: [], schema },
  ...form,
});
const table = of({ operations: ['read', 'add', 'change', 'delete', 'import', 'export'] });
const single = of({ id: 'options', title: 'Options', kind: 'single', single: true, operations: ['read', 'change'] });
const end = { name: 'end', label: 'End', help: 'Ends it.', confirm: 'End it?' };
const view = of({ id: 'calls', title: 'Calls', kind: 'view', operations: ['read', 'act'], actions: [end] });

const routes = allRoutes(new FakeClock());
const print = (forms: readonly FormDescriptionLine[]) =>
  JSON.parse(JSON.stringify(printOpenApi(routes, forms))) as {
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };

test('the document is the one that was reviewed', () => {
  const file = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'golden', 'openapi.json');
  const text = `${JSON.stringify(print([table, single, view]), undefined, 2)}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
});

test('of a form is told what may be done with it, and no more', () => {
  const { paths } = print([of({ operations: ['read'] }), single, view]);
  const methodsAt = (path: string) => Object.keys(paths[path] ?? {});
  assert.deepEqual(methodsAt('/forms/gates/records'), ['get']);
  assert.deepEqual(methodsAt('/forms/gates/records/{key}'), ['get']);
  assert.deepEqual(methodsAt('/forms/gates/import'), []);
  assert.deepEqual(methodsAt('/forms/gates/record'), []);
  assert.deepEqual(methodsAt('/forms/options/record'), ['get', 'patch']);
  assert.deepEqual(methodsAt('/forms/options/records/{key}'), []);
  assert.deepEqual(methodsAt('/forms/calls/records/{key}/actions/end'), ['post']);
});

test('a form that is not seen is nowhere in it', () => {
  assert.doesNotMatch(JSON.stringify(print([single, view])), /gates/i);
});

test('every schema that is named is there, and every one that is there is named', () => {
  const document = print([table, single, view]);
  const named = new Set(
    [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([\w.-]+)/g)].map(([, name]) => name),
  );
  const there = Object.keys(document.components.schemas);
  assert.deepEqual(
    [...named].filter((name) => !there.includes(name ?? '')),
    [],
  );
  assert.deepEqual(
    there.filter((name) => !named.has(name) && !name.startsWith('record.')),
    ['Record'],
  );
});
