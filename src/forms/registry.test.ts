// Tests of the registry: it takes whole forms only, and knows who refers to whom; and of how a form is described and printed.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineForm, defineView, dutyOf, type Fields, type Form, type View } from './define.ts';
import { describe, operationsOf } from './describe.ts';
import { choice, yesNo } from './fields/choice.ts';
import { secret } from './fields/secret.ts';
import { digits, reference, text } from './fields/text.ts';
import { whole } from './fields/whole.ts';
import { difference, toPlain } from './print.ts';
import { makeRegistry } from './registry.ts';

const help = { purpose: 'Tests.', conditions: 'None.', recommendation: 'None.' };
const words = { label: 'A label', help: 'Some help.' };
const name = text({ ...words, max: 9 });

const table = (id: string, fields: Fields, key = 'name'): Form =>
  defineForm({ id, title: 'A table', group: 'System', help, key, fields });

const teams = table('teams', { name });
const people = table('people', { name, team: reference({ ...words, to: 'teams', initial: '' }) });

test('forms are found by id, and referrers by the form that they name', () => {
  const registry = makeRegistry([teams, people]);
  assert.equal(registry.get('teams'), teams);
  assert.equal(registry.get('constructor'), undefined);
  assert.deepEqual(registry.referrers('teams'), [{ form: people, field: 'team' }]);
  assert.deepEqual(registry.referrers('people'), []);
});

const faulty: readonly (readonly [string, readonly Form[], RegExp])[] = [
  ['two forms of one id', [teams, teams], /teams: defined twice/],
  ['a reference to no form', [people], /people: team: refers to teams, which is no table/],
  ['a wrong id', [table('Teams', { name })], /the id is not in lower case/],
  ['no help', [table('teams', { name: text({ label: 'x', help: ' ' }) })], /name: label or help is missing/],
  ['a wrong name', [table('teams', { name, Upper: name })], /Upper: the name is not in camel case/],
  ['a key that is no field', [table('teams', { name }, 'other')], /other: a key is a field that must be given/],
  [
    'a key with an initial value',
    [table('teams', { name: text({ ...words, initial: 'x' }) })],
    /name: a key is a field/,
  ],
  [
    'an initial value that is refused',
    [table('teams', { name, n: whole({ ...words, min: 2, max: 3, initial: 1 }) })],
    /n: its own initial value is refused/,
  ],
  [
    'one record without initial values',
    [defineForm({ id: 'one', title: 'One', group: 'System', help, single: true, fields: { name } })],
    /name: one record needs initial values/,
  ],
  [
    'a first record that is refused',
    [
      defineForm({
        id: 'some',
        title: 'x',
        group: 'System',
        help,
        key: 'name',
        fields: { name },
        first: [{ nam: 'x' }],
      }),
    ],
    /a first record: x has no field "nam"/,
  ],
];
for (const [what, forms, words] of faulty)
  test(`${what} is refused`, () => {
    assert.throws(() => makeRegistry(forms), words);
  });

const end = { label: 'End', help: 'Ends it.', confirm: 'End it?' };
const view = (id: string, fields: Fields, actions = {}): View =>
  defineView({ id, title: 'A view', group: 'System', help, key: 'name', fields, actions });

test('views stand beside forms, and are found as what they are', () => {
  const lamps = view('lamps', { name }, { end });
  const registry = makeRegistry([teams], [lamps]);
  assert.deepEqual(
    [registry.get('lamps'), registry.view('lamps'), registry.view('teams')],
    [undefined, lamps, undefined],
  );
  assert.deepEqual(
    [registry.find('lamps'), registry.find('teams'), registry.find('toString')],
    [lamps, teams, undefined],
  );
  assert.deepEqual(registry.all, [teams, lamps]);
});

const faultyViews: readonly (readonly [string, View, RegExp])[] = [
  ['a view with the id of a form', view('teams', { name }), /teams: defined twice/],
  ['a view whose key is no field', view('lamps', { place: name }), /name: a key is one of the fields/],
  ['a view with a secret', view('lamps', { name, pin: secret({ ...words, min: 1, max: 2 }) }), /pin: a view has no/],
  ['an action without words', view('lamps', { name }, { end: { ...end, confirm: ' ' } }), /end: words are missing/],
  ['an action with a wrong name', view('lamps', { name }, { 'End it': end }), /End it: the name is not in camel case/],
];
for (const [what, wrong, fault] of faultyViews)
  test(`${what} is refused`, () => {
    assert.throws(() => makeRegistry([teams], [wrong]), fault);
  });

test('a view is described with its actions, and as what nobody can change', () => {
  const lamps = view('lamps', { name, lit: yesNo({ ...words, initial: false }) }, { end });
  const { kind, single, operations, actions, fields } = describe(lamps);
  assert.deepEqual([kind, single, operations], ['view', false, ['read', 'export', 'act']]);
  assert.deepEqual(actions, [{ name: 'end', ...end }]);
  assert.ok(fields.every(({ changeable, required }) => !changeable && !required));
  assert.deepEqual(operationsOf(view('lamps', { name })), ['read', 'export']);
});

test('a form is described for its reader: what they may do, change and see', () => {
  const guarded = yesNo({ ...words, initial: true, duty: 'security' });
  const form = table('people', { name, team: reference({ ...words, to: 'teams', initial: '' }), guarded });
  const told = (operations: readonly ('read' | 'change')[], duties: readonly string[], seen: boolean) => {
    const has = (duty: string) => duties.includes(duty);
    const { operations: may, fields } = describe(form, { operations, sees: () => seen, has });
    return [may, fields.filter(({ changeable }) => changeable).map((field) => field.name), fields[1]?.references];
  };
  assert.deepEqual(told(['read', 'change'], ['configuration', 'security'], true), [
    ...[['read', 'change'], ['team', 'guarded'], 'teams'],
  ]);
  assert.deepEqual(told(['read', 'change'], ['configuration'], false), [['read', 'change'], ['team'], undefined]);
  assert.deepEqual(told(['read', 'change'], ['security'], true), [['read', 'change'], ['guarded'], 'teams']);
  assert.deepEqual(told(['read'], ['configuration', 'security'], true), [['read'], [], 'teams']);
  const hidden = describe(form, { operations: ['read'], sees: () => false, has: () => true });
  assert.doesNotMatch(JSON.stringify(hidden), /teams/);
});

test('whatever is in a form of security is the business of security', () => {
  const form = defineForm({
    id: 'x',
    title: 'X',
    group: 'Security',
    help,
    key: 'name',
    duty: 'security',
    fields: { name },
  });
  assert.deepEqual(
    [dutyOf(form, 'name'), dutyOf(teams, 'name'), dutyOf(teams, 'toString')],
    [...['security', 'configuration', 'configuration']],
  );
});

test('what is settled is laid over the record, and leaves the rest', () => {
  const form = defineForm({
    ...{ id: 'x', title: 'X', group: 'System', help, key: 'name' },
    fields: { name, open: yesNo({ ...words, initial: false }) },
    settle: (record, { before }) => ({ open: before === undefined && record.name === 'a' }),
  });
  const record = { name: 'a', open: false };
  assert.deepEqual({ ...form.settle(record, { before: undefined, secrets: [], made: [] }) }, { name: 'a', open: true });
  assert.deepEqual({ ...form.settle(record, { before: record, secrets: [], made: [] }) }, { name: 'a', open: false });
  assert.deepEqual({ ...teams.settle({ name: 'a' }, { before: undefined, secrets: [], made: [] }) }, { name: 'a' });
});

const every = table(
  'every',
  {
    number: digits({ ...words, min: 2, max: 4, unique: true }),
    colour: choice({ ...words, of: { red: 'Red', green: 'Green' }, initial: 'red' }),
    count: whole({ ...words, min: 1, max: 9, unit: 'things', initial: 3 }),
    pin: secret({ ...words, min: 4, max: 8, made: 6 }),
  },
  'number',
);

test('a description is plain JSON with everything that a surface draws', () => {
  const description = describe(every);
  assert.deepEqual(JSON.parse(JSON.stringify(description)), description);
  const [number, colour, count, pin] = description.fields;
  assert.deepEqual([number?.kind, number?.required, number?.unique], ['digits', true, true]);
  assert.deepEqual([colour?.initial, colour?.choices], ['red', { red: 'Red', green: 'Green' }]);
  assert.deepEqual([count?.unit, count?.initial, count?.expects], ['things', '3', 'a whole number from 1 to 9 things']);
  assert.deepEqual([pin?.made, pin?.initial, pin?.required], [true, '', false]);
  assert.deepEqual(description.schema, {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      number: {
        type: 'string',
        minLength: 2,
        maxLength: 4,
        title: 'A label',
        description: 'Some help.',
        ...patterns(),
      },
      colour: { type: 'string', enum: ['red', 'green'], title: 'A label', description: 'Some help.', default: 'red' },
      count: { type: 'integer', minimum: 1, maximum: 9, title: 'A label', description: 'Some help.', default: 3 },
      pin: {
        ...{ type: 'string', minLength: 4, maxLength: 8, pattern: '^[\\x20-\\x7e]*$', title: 'A label' },
        ...{ description: 'Some help.', writeOnly: true },
      },
    },
    required: ['number'],
    additionalProperties: false,
  });
});

const patterns = () => ({ allOf: [{ pattern: '^[^\\p{Cc}\\p{Cs}\\u2028\\u2029]*$' }, { pattern: '^[0-9]+$' }] });

test('a difference has old and new values, and masks secrets', () => {
  const before = { number: '10', colour: 'red', count: 3, pin: true };
  const after = { ...before, count: 4 };
  const pairs = difference(every, before, after, ['pin']).map((one) => [one.field, one.old, one.new]);
  assert.deepEqual(pairs, [
    ['count', '3', '4'],
    ['pin', '(set)', '(set anew)'],
  ]);
  assert.deepEqual(
    difference(every, before, undefined).map((one) => [one.field, one.old, one.new]),
    [
      ['number', '10', ''],
      ['colour', 'red', ''],
      ['count', '3', ''],
      ['pin', '(set)', ''],
    ],
  );
  assert.deepEqual(toPlain(every, before), { number: '10', colour: 'red', count: 3, pin: 'set' });
});
