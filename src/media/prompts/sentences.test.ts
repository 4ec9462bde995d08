// The files of sentences: what a line may be, and that a mistake is told with its line.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSentences } from './sentences.ts';

test('lines become sentences of the area; remarks and empty lines do not', () => {
  assert.deepEqual(parseSentences('queue', '# A remark.\n\nyou-are-next = You are next.\n1 = one = 1  \n'), [
    { name: 'queue.you-are-next', text: 'You are next.' },
    { name: 'queue.1', text: 'one = 1' },
  ]);
});

const bad = ['no equals sign', 'Name = Large letters.', 'empty = ', ' indented = Sentence.', 'a.b = Dots.', 'tight=x'];
for (const line of bad) {
  test(`refused with its line: "${line}"`, () => {
    assert.throws(() => parseSentences('queue', `one = One.\n${line}`), /queue\.txt, line 2: not/);
  });
}

test('a name that comes twice is refused', () => {
  assert.throws(() => parseSentences('queue', 'one = One.\n\none = Two.'), /line 3: the name is there twice/);
});
