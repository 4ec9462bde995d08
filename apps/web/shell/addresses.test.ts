// Tests of addresses: what comes back from them, and what is no page of ours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownPage, printSearch, readSearch } from './addresses.ts';

test('search parameters come back as they were given', () => {
  const given = { record: '0201', search: 'a&b =c', sort: '-name' };
  assert.deepEqual(readSearch(printSearch(given)), given);
  assert.equal(printSearch({ search: '', sort: undefined }), '');
});

test('after the login only a page of this tool is gone to', () => {
  assert.equal(ownPage('/forms/numbering?record=1'), '/forms/numbering?record=1');
  for (const wanted of [
    undefined,
    '',
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/login?to=/',
  ])
    assert.equal(ownPage(wanted), '/');
});
