// Tests of public names: what people type is brought into one form, what is no name is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arePublicNames, mostPublicNames, splitPublicNames, tidyPublicNames } from './public-names.ts';

test('names are tidied: case, separators, dots at the end, brackets, the one text of an address, each once', () => {
  const typed = 'PBX.Example.org., pbx.example.org;[2001:DB8::0:1]\n192.0.2.10';
  assert.equal(tidyPublicNames(typed), 'pbx.example.org 2001:db8::1 192.0.2.10');
  assert.deepEqual(splitPublicNames('a b'), ['a', 'b']);
  assert.deepEqual(splitPublicNames(''), []);
});

test('what is no name and no address is refused', () => {
  for (const text of ['pbx', 'pbx.example.org 192.0.2.10', '2001:db8::1', 'a-b.c', '1und1.example'])
    assert.ok(arePublicNames(text), text);
  const wrong = [
    'pbx:8443',
    'https://pbx',
    'a_b',
    '-a',
    'a-',
    'a..b',
    '*.example.org',
    '192.0.2.300',
    '192.0.2',
    'ä',
    '',
  ];
  for (const text of [...wrong, `${'a'.repeat(64)}.org`, 'a/b', 'a\r\nb', 'a@b', '.'])
    assert.ok(!arePublicNames(text), JSON.stringify(text));
  const many = Array.from({ length: mostPublicNames + 1 }, (_, at) => `n${at}`);
  assert.ok(arePublicNames(many.slice(1).join(' ')));
  assert.ok(!arePublicNames(many.join(' ')));
});
