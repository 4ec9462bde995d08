// Tests of reading one record by its form: every kind of field, and every refusal at once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '#base';
import { defineForm, type RecordOf } from './define.ts';
import { access } from './fields/access.ts';
import { address, networks } from './fields/address.ts';
import { choice, choices, yesNo } from './fields/choice.ts';
import { moment } from './fields/moment.ts';
import { references } from './fields/references.ts';
import { secret } from './fields/secret.ts';
import { digits, reference, text } from './fields/text.ts';
import { whole } from './fields/whole.ts';
import { validate } from './validate.ts';

const words = { label: 'A label', help: 'Some help.' };
const every = defineForm({
  id: 'every-kind',
  title: 'Every kind',
  group: 'System',
  help: { purpose: 'Tests.', conditions: 'None.', recommendation: 'None.' },
  key: 'number',
  fields: {
    number: digits({ ...words, min: 2, max: 4 }),
    name: text({ ...words, initial: '', max: 10 }),
    count: whole({ ...words, min: 1, max: 9, initial: 3, unit: 'things' }),
    colour: choice({ ...words, of: { red: 'Red', green: 'Green' }, initial: 'red' }),
    days: choices({ ...words, of: { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday' }, initial: ['mon'], min: 1 }),
    open: yesNo({ ...words, initial: false }),
    made: secret({ ...words, min: 8, max: 20, made: 16 }),
    given: secret({ ...words, min: 4, max: 20 }),
    other: reference({ ...words, to: 'every-kind', initial: '' }),
    others: references({ ...words, to: 'every-kind', max: 3 }),
    host: address({ ...words, initial: '' }),
    from: networks({ ...words, max: 2 }),
    until: moment({ ...words, initial: '' }),
    banner: text({ ...words, initial: '', max: 20, lines: 3 }),
    policy: access(words),
  },
});
type Every = RecordOf<typeof every>;

const accepted = (patch: Record<string, unknown>, base?: Every): Every => {
  const result = validate(every, patch, base);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value.record;
};
const refused = (patch: Record<string, unknown>, base?: Every): readonly Refusal[] => {
  const result = validate(every, patch, base);
  assert.ok(!result.ok, 'should have been refused');
  return result.refusal;
};
const codes = (patch: Record<string, unknown>): string[] =>
  refused({ number: '10', ...patch }).map(({ field, code }) => `${field} ${code}`);

test('a new record has safe initial values and its made secret, and is frozen', () => {
  const result = validate(every, { number: '10' });
  assert.ok(result.ok);
  const { record, made, secrets } = result.value;
  assert.deepEqual(
    { ...record },
    {
      ...{ number: '10', name: '', count: 3, colour: 'red', days: ['mon'], open: false, made: true, given: false },
      ...{ other: '', others: [], host: '', from: [], until: '', banner: '', policy: {} },
    },
  );
  assert.deepEqual(made, ['made']);
  assert.match(secrets.get('made')?.reveal() ?? '', /^[A-Za-z2-9]{16}$/);
  assert.ok([record, record.days, record.policy].every((value) => Object.isFrozen(value)));
});

test('texts are read by the kind of their field', () => {
  const record = accepted({
    ...{ number: ' 0123 ', name: '  Anne Løv ', count: '7', colour: 'GREEN', days: 'wed; MON mon', open: 'Yes' },
    ...{
      host: '2001:DB8:0:0::1',
      from: '10.0.0.0/8 192.0.2.7',
      until: '2027-01-31t18:00:00+01:00',
      other: '12',
      others: '7; 5,7',
    },
    ...{ banner: ' one \t\r\ntwo\rthree\n ', policy: 'numbering=READ a-b=none, c=write' },
  });
  assert.deepEqual(
    { ...record, made: undefined, given: undefined },
    {
      ...{ number: '0123', name: 'Anne Løv', count: 7, colour: 'green', days: ['mon', 'wed'], open: true },
      ...{
        made: undefined,
        given: undefined,
        other: '12',
        others: ['7', '5'],
        host: '2001:db8::1',
        from: ['10.0.0.0/8', '192.0.2.7/32'],
      },
      ...{ until: '2027-01-31T17:00:00Z', banner: 'one\ntwo\nthree' },
      policy: { 'a-b': 'none', c: 'write', numbering: 'read' },
    },
  );
});

test('every wrong field is refused at once, each by its name and code', () => {
  const patch = {
    ...{ number: 'abc', name: 'longer than ten', count: '10', colour: 'blue', days: '', open: 'perhaps' },
    ...{
      made: 'short',
      given: 'tab\there',
      others: '1 2 3 4',
      host: '1.2.3',
      from: '10.0.0.1/8',
      until: 'tomorrow',
      nonsense: 1,
    },
  };
  assert.deepEqual(
    refused(patch).map(({ field, code }) => `${field} ${code}`),
    [
      ...['nonsense forms.unknown-field', 'number forms.not-digits', 'name forms.out-of-range'],
      ...['count forms.out-of-range', 'colour forms.not-a-choice', 'days forms.out-of-range'],
      ...['open forms.not-yes-or-no', 'made forms.wrong-secret', 'given forms.wrong-secret'],
      ...[
        'others forms.out-of-range',
        'host forms.not-an-address',
        'from forms.not-networks',
        'until forms.not-a-moment',
      ],
    ],
  );
});

test('values of the wrong type are refused, whatever they are', () => {
  assert.deepEqual(codes({ count: true, open: 1, colour: ['red'], days: { mon: 1 }, name: 5, from: [1] }), [
    ...['name forms.not-text', 'count forms.not-a-number', 'colour forms.not-a-choice', 'days forms.not-a-choice'],
    ...['open forms.not-yes-or-no', 'from forms.not-networks'],
  ]);
  assert.deepEqual(codes({ count: '1e3' }), ['count forms.not-a-number']);
  assert.deepEqual(codes({ count: 2.5 }), ['count forms.not-a-number']);
  assert.deepEqual(codes({ name: 'a\u0000b' }), ['name forms.not-text']);
  assert.deepEqual(codes({ name: null, made: 12345678 }), ['name forms.not-text', 'made forms.wrong-secret']);
});

test('text of several lines has no more lines and no other control characters than it may', () => {
  assert.deepEqual(codes({ banner: 'a\nb\nc\nd' }), ['banner forms.not-text']);
  assert.deepEqual(codes({ banner: 'a\n\tb' }), ['banner forms.not-text']);
  assert.deepEqual(codes({ banner: 'a\u2028b' }), ['banner forms.not-text']);
  assert.deepEqual(codes({ banner: 'x'.repeat(21) }), ['banner forms.out-of-range']);
  assert.equal(accepted({ number: '10', banner: 'a\n\nb' }).banner, 'a\n\nb');
});

test('access names each form once, with a level that there is', () => {
  const wrong = [
    'a',
    'a=all',
    'a=read=write',
    'a=read a=none',
    'Upper=read',
    '=read',
    '__proto__=read',
    { a: 1 },
    ['a'],
  ];
  for (const policy of wrong) assert.deepEqual(codes({ policy }), ['policy forms.not-access'], JSON.stringify(policy));
  const many = Array.from({ length: 501 }, (_, index) => `form-${index}=read`).join(' ');
  assert.deepEqual(codes({ policy: many }), ['policy forms.not-access']);
  const { policy } = accepted({ number: '10', policy: { b: 'read', a: 'none' } });
  assert.deepEqual(Object.keys(policy), ['a', 'b']);
  assert.equal(every.fields.policy.print(policy), 'a=none b=read');
});

test('a value of any size or depth is refused in few words', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  const values: readonly unknown[] = [deep, 'x'.repeat(1_000_000), 'y '.repeat(10_000).split(' ')];
  for (const given of values) {
    const told = refused({ number: '10', host: given })[0]?.words ?? '';
    assert.ok(told !== '' && told.length < 200, told);
  }
  const unknown = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`x${'y'.repeat(99)}${index}`, 1]));
  const refusals = refused({ number: '10', ...unknown });
  assert.equal(refusals.length, 20);
  assert.ok(refusals.every(({ words: told, field = '' }) => told.length < 100 && field.length < 62));
});

test('names that every object has are unknown fields', () => {
  const patch = JSON.parse('{"number":"10","__proto__":{"open":true},"constructor":1,"toString":"x"}');
  assert.deepEqual(codes(patch), [
    ...['__proto__ forms.unknown-field', 'constructor forms.unknown-field', 'toString forms.unknown-field'],
  ]);
});

test('no refusal repeats a secret', () => {
  const secretText = 'sësame';
  const [refusal] = refused({ number: '10', given: secretText });
  assert.doesNotMatch(JSON.stringify(refusal), /same/);
});

test('a missing key is required; a change keeps what it does not name, and never the key', () => {
  assert.deepEqual(
    refused({}).map(({ field, code }) => [field, code]),
    [['number', 'forms.required']],
  );
  const base = accepted({ number: '10', name: 'Anne', open: true });
  assert.deepEqual({ ...accepted({ name: 'Bea', number: '10' }, base) }, { ...base, name: 'Bea' });
  assert.deepEqual(
    refused({ number: '11' }, base).map(({ code }) => code),
    ['forms.key-fixed'],
  );
});

test('a blank secret is made anew where one is made, and otherwise taken away', () => {
  const base = accepted({ number: '10', given: 'sesame' });
  assert.equal(base.given, true);
  const result = validate(every, { made: '', given: '' }, base);
  assert.ok(result.ok);
  assert.deepEqual(result.value.made, ['made']);
  assert.equal(result.value.secrets.get('given'), undefined);
  assert.ok(result.value.secrets.has('given'));
  assert.deepEqual([result.value.record.made, result.value.record.given], [true, false]);
});

test('a record of the form has the types that its fields say', () => {
  const record: Every = accepted({ number: '10' });
  const colour: 'red' | 'green' = record.colour;
  const days: readonly ('mon' | 'tue' | 'wed')[] = record.days;
  const numbers: [number, boolean, string] = [record.count, record.open, record.number];
  assert.deepEqual([colour, days, numbers], ['red', ['mon'], [3, false, '10']]);
});
