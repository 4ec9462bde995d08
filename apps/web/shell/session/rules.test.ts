// Tests of the rules that a browser checks: each against passwords that keep and break it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RuleState, stateOf } from './rules.ts';

const cases: readonly (readonly [string, string, RuleState])[] = [
  ['At least 9 characters.', 'abcdefgh', 'open'],
  ['At least 9 characters.', 'abcdefghi', 'met'],
  ['At least 2 of each: upper-case letters, lower-case letters, digits, special characters.', 'AAbb12-_', 'met'],
  ['At least 2 of each: upper-case letters, lower-case letters, digits, special characters.', 'AAbb12-', 'open'],
  ['Characters of at least 2 of: upper-case letters, lower-case letters, digits, special characters.', 'abc1', 'met'],
  ['Characters of at least 2 of: upper-case letters, lower-case letters, digits, special characters.', 'abc', 'open'],
  ['No character twice in a row.', 'abab', 'met'],
  ['No character twice in a row.', 'abba', 'open'],
  ['Not the login ID, forwards or backwards, alone or within.', 'xx-enilorac-9', 'open'],
  ['Not the login ID, forwards or backwards, alone or within.', 'xx-9', 'met'],
  ['Not the current password.', 'anything', 'later'],
];

test('a rule is met, open, or for the system alone to judge', () => {
  for (const [rule, password, state] of cases)
    assert.equal(stateOf(rule, password, 'Caroline'), state, `${rule} ${password}`);
});

test('nothing typed meets no rule', () => {
  assert.equal(stateOf('No character twice in a row.', '', 'caroline'), 'open');
});
