// Properties of JSON that is read in pieces: the same elements as JSON.parse gives, and the same refusals however it is cut.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJson } from './json.ts';

function* cut(text: string, length: number): Generator<string> {
  for (let from = 0; from < text.length; from += length) yield text.slice(from, from + length);
}

test('a list of objects is read as JSON.parse reads it, however it is cut', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
      fc.constantFrom(undefined, 1, '\t'),
      fc.integer({ min: 1, max: 30 }),
      async (list, space, length) => {
        const text = JSON.stringify(list, undefined, space);
        const read = await readJson(cut(` ${text}\r\n`, length));
        assert.deepEqual(read.ok && read.value, JSON.parse(text));
      },
    ),
  ));

test('what is no list of objects is refused with the reason', async () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /not a whole list/],
    ['  \n', /not a whole list/],
    ['[', /not a whole list/],
    ['[{}', /not a whole list/],
    ['[{"a":"]', /not a whole list/],
    ['{}', /not an array/],
    ['"[]"', /not an array/],
    ['[1]', /element 1 is not an object/],
    ['[{},null]', /element 2 is not an object/],
    ['[{},]', /element 2 is not an object/],
    ['[,{}]', /element 1 is not an object/],
    ['[{} {}]', /element 2 is not an object/],
    ['[[]]', /element 1 is not an object/],
    ['[{"a":1]]', /element 1 is not JSON/],
    ["[{'a':1}]", /element 1 is not JSON/],
    ['[{"a":01}]', /element 1 is not JSON/],
    ['[] []', /something follows/],
    ['[{}]}', /something follows/],
  ];
  for (const [text, why] of wrong)
    for (const length of [1, 2, 1_000]) {
      const read = await readJson(cut(text, length));
      assert.match(!read.ok ? read.refusal.words : 'read', why, text);
    }
});

test('an element of endless length is refused before it is kept', async () => {
  function* endless(): Generator<string> {
    yield '[{"a":"';
    for (;;) yield 'x'.repeat(16_384);
  }
  const read = await readJson(endless());
  assert.match(!read.ok ? read.refusal.words : '', /element 1 has more than 262144 characters/);
});

test('nesting beyond what anybody writes is refused, not a fault', async () => {
  const read = await readJson([`[{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`]);
  assert.ok(!read.ok || read.value.length === 1);
});
