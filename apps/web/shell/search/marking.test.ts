// Tests of marking: what is a hit, and which part of a long text is shown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, pieces } from './marking.ts';

test('each searched word is marked wherever it stands, and nothing is lost', () => {
  const text = 'Media security: media must be encrypted';
  const found = pieces(text, 'MEDIA crypt');
  assert.equal(found.map(({ part }) => part).join(''), text);
  assert.deepEqual(
    found.filter(({ isHit }) => isHit).map(({ part }) => part),
    ['Media', 'media', 'crypt'],
  );
  assert.deepEqual(pieces('abc', ' '), [{ part: 'abc', isHit: false, at: 0 }]);
});

test('a long text is shown around the first hit, in whole words', () => {
  const text = `${'before '.repeat(20)}needle ${'after '.repeat(20)}`.trim();
  const shown = cut(text, 'needle', 60);
  assert.match(shown, /^… (before )+needle (after )+…$/);
  assert.ok(shown.length < 75, shown);
  assert.equal(cut('short', 'x', 60), 'short');
  assert.match(cut('x'.repeat(200), 'zzz', 60), /^x+ …$/);
});
