// The security profiles as people review them: every line with its source, what is wanted and how it is mended (test/golden/profiles.md).
// After a wanted change, run this test with UPDATE_GOLDEN=1 and look at the difference.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { type Profile, profiles } from '#proof';
import { forms, views } from '../../apps/core/product.ts';

const golden = new URL('../golden/profiles.md', import.meta.url);

const cell = (text: string): string => text.replaceAll('|', '\\|');

const table = ({ id, title, lines }: (typeof profiles)[number]): string =>
  [
    `## ${title} (${id})`,
    '',
    '| line | source | demand | wanted | severity | looked at with changes of | may break |',
    '|---|---|---|---|---|---|---|',
    ...lines.map((line) => {
      const { statement, wanted, severity, watches, mayBreak } = line;
      const cells = [line.id, line.source, statement, wanted, severity, watches.join(', ') || '–', mayBreak];
      return `| ${cells.map(cell).join(' | ')} |`;
    }),
  ].join('\n');

test('the lines are those in test/golden/profiles.md', () => {
  const head =
    '# Security profiles\n\nPrinted by `test/house/profiles.test.ts` from `src/proof/profiles`. Every line is looked at live where it can be.';
  const printed = `${[head, ...profiles.map(table)].join('\n\n')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed);
  assert.equal(printed, readFileSync(golden, 'utf8'));
});

test('every form and view that a line names is there', () => {
  const known = new Set([...forms, ...views].map(({ id }) => id));
  const named = profiles.flatMap(({ lines }) => lines.flatMap(({ form, watches }) => [form, ...watches]));
  assert.deepEqual(
    [...new Set(named)].filter((id) => id !== '' && !known.has(id)),
    [],
  );
});

test('every bullet of the document has its line, in its order', () => {
  const counted: Readonly<Record<string, number>> = { minimum: 9, medium: 11, maximum: 17 };
  for (const [id, bullets] of Object.entries(counted)) {
    const profile: Profile = profiles.find((one) => one.id === id) ?? assert.fail();
    const numbers = profile.lines.map(({ source }) => Number(source.split(', ').at(-1)));
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
    // Beyond the bullets, Maximum has the closing words of the document.
    assert.equal(numbers.length, bullets + (id === 'maximum' ? 1 : 0));
  }
});
