// Properties of text: what a field prints it reads back, and what it reads it accepts or refuses without a fault.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { access } from './fields/access.ts';
import { address, networks } from './fields/address.ts';
import { choice, choices, yesNo } from './fields/choice.ts';
import type { Field } from './fields/field.ts';
import { moment } from './fields/moment.ts';
import { references } from './fields/references.ts';
import { digits, reference, text } from './fields/text.ts';
import { whole } from './fields/whole.ts';

const words = { label: 'A label', help: 'Some help.' };
const of = { red: 'Red', green: 'Green', 'dark-blue': 'Dark blue' };
const colours = Object.keys(of);
const ipv4 = fc.ipV4();

const kinds: readonly (readonly [Field, fc.Arbitrary<unknown>])[] = [
  [text({ ...words, initial: '', max: 50 }), fc.string({ unit: 'grapheme', maxLength: 20 })],
  [text({ ...words, max: 50, pattern: /^[a-z]+$/, expects: 'letters' }), fc.stringMatching(/^[a-z]{1,9}$/)],
  [digits({ ...words, min: 2, max: 7 }), fc.stringMatching(/^[0-9]{2,7}$/)],
  [reference({ ...words, to: 'x', initial: '' }), fc.string({ maxLength: 9 })],
  [references({ ...words, to: 'x', max: 5 }), fc.array(fc.string({ maxLength: 5 }), { maxLength: 6 })],
  [whole({ ...words, min: -5, max: 70_000 }), fc.integer({ min: -5, max: 70_000 })],
  [choice({ ...words, of }), fc.constantFrom(...colours)],
  [choices({ ...words, of, initial: [] }), fc.subarray(colours)],
  [yesNo({ ...words, initial: false }), fc.boolean()],
  [address(words), fc.oneof(ipv4, fc.ipV6())],
  [networks({ ...words, max: 5 }), fc.array(ipv4, { maxLength: 5 })],
  [text({ ...words, initial: '', max: 50, lines: 4 }), fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r') })],
  [
    access(words),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/), fc.constantFrom('none', 'read', 'write'), { maxKeys: 9 }),
  ],
  [
    moment(words),
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString()),
  ],
];

for (const [field, values] of kinds)
  test(`${field.kind}: what is printed is read back as the same value`, () => {
    fc.assert(
      fc.property(values, (given) => {
        const first = field.schema.safeParse(typeof given === 'string' ? field.read(given) : given);
        if (!first.success) return;
        const second = field.schema.safeParse(field.read(field.print(first.data)));
        assert.deepEqual(second.data, first.data);
      }),
    );
  });

test('any text is accepted or refused, never a fault', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
      for (const [field] of kinds) field.schema.safeParse(field.read(given));
    }),
  );
});
