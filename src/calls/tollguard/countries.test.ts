// The shipped table: longest prefix, countries that share a code, and that no row contradicts another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameOfOwner, rangeOf, ranges } from './countries.ts';

const found = (e164: string): string => {
  const range = rangeOf(e164);
  return range === undefined ? 'none' : `${range.owner} ${range.kind}`;
};

test('a number belongs to the range with the longest prefix', () => {
  const expected = {
    '+498912345678': 'DE country',
    '+499005123456': 'DE premium',
    '+491805123456': 'DE shared',
    '+442071234567': 'GB country',
    '+447012345678': 'GB revenue-share',
    '+441534123456': 'JE country',
    '+449012345678': 'GB premium',
    '+12125550100': 'US country',
    '+14165550100': 'CA country',
    '+19005550100': 'US premium',
    '+18765550100': 'JM revenue-share',
    '+18095550100': 'DO revenue-share',
    '+12845550100': 'VG revenue-share',
    '+14735550100': 'GD revenue-share',
    '+17875550100': 'PR country',
    '+77012345678': 'KZ country',
    '+74951234567': 'RU country',
    '+870773123456': 'inmarsat satellite',
    '+881612345678': 'iridium satellite',
    '+881912345678': 'globalstar satellite',
    '+8821612345678': 'thuraya satellite',
    '+88213123456': 'emsat satellite',
    '+883510012345': 'networks satellite',
    '+979112345678': 'premium-rate premium',
    '+5351234567': 'CU revenue-share',
    '+25261234567': 'SO revenue-share',
    '+2101234567': 'none',
    '+99912345': 'none',
    '498912345678': 'none',
    '+': 'none',
  };
  for (const [e164, what] of Object.entries(expected)) assert.equal(found(e164), what, e164);
});

test('every range has a name, and every costly part lies within a country that is there', () => {
  assert.ok(ranges.length > 400);
  assert.equal(new Set(ranges.map(({ prefix }) => prefix)).size, ranges.length);
  for (const { prefix, owner, name, isWhole } of ranges) {
    assert.match(prefix, /^[1-9]\d{0,7}$/);
    assert.match(owner, /^([A-Z]{2}|[a-z]+(-[a-z]+)*)$/);
    assert.equal(nameOfOwner(owner), name);
    assert.notEqual(name, '');
    if (!isWhole) assert.equal(rangeOf(`+${prefix.slice(0, -1)}`)?.owner, owner, prefix);
  }
});

test('the table finds what a search through all ranges finds', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{0,14}$/), (digits) => {
      const fitting = ranges.filter(({ prefix }) => digits.startsWith(prefix));
      const longest = fitting.sort((a, b) => b.prefix.length - a.prefix.length)[0];
      assert.equal(rangeOf(`+${digits}`), longest);
    }),
    { numRuns: 1_000 },
  );
});
