import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DigitTree } from './digit-tree.ts';

const digits = fc.string({ unit: fc.constantFrom('0', '1', '2', '9'), minLength: 0, maxLength: 6 });
const number = fc.tuple(fc.constantFrom('', '+'), digits).map(([sign, rest]) => sign + rest);

test('the longest key that a number begins with is found, as by looking at all of them', () => {
  fc.assert(
    fc.property(fc.uniqueArray(number, { maxLength: 30 }), number, (keys, dialled) => {
      const known = keys.filter((key) => key !== '');
      const tree = new DigitTree(known.map((key): [string, string] => [key, key]));
      const expected = known.filter((key) => dialled.startsWith(key)).sort((a, b) => b.length - a.length)[0];
      assert.equal(tree.find(dialled), expected);
    }),
  );
});

test('an empty tree knows nothing', () => {
  assert.equal(new DigitTree([]).find('0123456789'), undefined);
});
