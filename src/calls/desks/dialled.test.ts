// Tests of what is dialled behind the codes of hot desking.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLogin, parsePins } from './dialled.ts';

test('a login is an extension and a PIN, in one piece, with * between them, with # behind', () => {
  for (const digits of ['2014938', '201*4938', '2014938#', '201*4938#'])
    assert.deepEqual(parseLogin(digits, 3), { number: '201', pin: '4938' }, digits);
  assert.deepEqual(parseLogin('20149381720', 3), { number: '201', pin: '49381720' });
  assert.deepEqual(parseLogin('2014938', 2), { number: '20', pin: '14938' });
});

test('anything else is no login', () => {
  for (const digits of [
    '',
    '#',
    '*',
    '201',
    '201*',
    '*4938',
    '20*14938',
    '201*493',
    '201*493817205',
    '201493817205',
    '201*49*38',
    '2014938##',
    '201 4938',
    '+2014938',
    '२०१४९३८',
  ])
    assert.equal(parseLogin(digits, 3), undefined, digits);
});

test('a change of PIN is the old one and twice another', () => {
  assert.deepEqual(parsePins('4938*60281*60281'), { old: '4938', next: '60281' });
  assert.deepEqual(parsePins('4938*60281*60281#'), { old: '4938', next: '60281' });
  for (const digits of [
    '',
    '4938',
    '4938*60281',
    '4938*60281*60282',
    '4938*4938*4938',
    '*60281*60281',
    '493*60281*60281',
    '4938*602*602',
  ])
    assert.equal(parsePins(digits), undefined, digits);
});
