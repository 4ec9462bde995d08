// Tests of what a search shows: kinds in their order, no form twice, actions by their words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FormSummary, Found } from '../../../portal/api.ts';
import { arrange, pageOf } from './results.ts';

const form = (id: string, title: string): FormSummary => ({
  ...{ id, title, group: 'System', kind: 'table', single: false, records: 0 },
  operations: ['read'],
});
const forms = [form('numbering', 'Numbering'), form('network-listeners', 'Network Listeners')];
const of = (kind: Found['kind'], id: string, words: string): Found => ({
  ...{ kind, words, form: id, formTitle: id, excerpt: words },
});

test('forms come first and once, what the system found after them by kind', () => {
  const found = [of('help', 'numbering', 'Number'), of('form', 'numbering', 'Numbering'), of('field', 'x', 'Number')];
  const groups = arrange('numb', forms, found, []);
  assert.deepEqual(
    groups.map(({ kind, found: all }) => [kind, all.length]),
    [
      ['form', 1],
      ['field', 1],
      ['help', 1],
    ],
  );
});

test('forms are found at once by a part of their title, actions by a part of their words', () => {
  const action = { words: 'Log out', run: () => undefined };
  assert.deepEqual(
    arrange('LO', forms, [], [action]).map(({ kind, found: [first] }) => [kind, first?.words]),
    [['action', 'Log out']],
  );
  assert.equal(arrange('listen', forms, [], [])[0]?.found[0]?.form, 'network-listeners');
  assert.deepEqual(arrange('  ', forms, [], [action]), []);
});

test('a record and a field are gone to where they are', () => {
  assert.deepEqual(pageOf({ ...of('record', 'numbering', '1'), key: '201' }).search, { record: '201' });
  assert.deepEqual(pageOf({ ...of('field', 'numbering', 'x'), field: 'length' }).search, { field: 'length' });
});
