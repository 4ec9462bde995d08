// The web tools' own law: no style or script inline (the page's policy allows none), words in the catalogue alone, nothing from elsewhere.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './sources.ts';

const paths = globSync('apps/web/{shell,fields,administration}/**/*.{ts,tsx}', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .sort();
const texts = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

interface Ban {
  readonly pattern: RegExp;
  readonly why: string;
}

const bans: readonly Ban[] = [
  {
    pattern:
      /import \{[^}]*\b(AppShell|Grid|SimpleGrid|Flex|MantineProvider|ColorSchemeScript|InlineStyles)\b[^}]*\} from '@mantine\/core'/,
    why: 'it writes a style element into the page; use a style sheet (App.tsx alone has the provider)',
  },
  {
    pattern: /\b(hiddenFrom|visibleFrom|lightHidden|darkHidden)=/,
    why: 'its classes are written into a style element',
  },
  {
    pattern: /\b[mp][trblxy]?=\{\{\s*base:|\b(w|h|fz|cols|span)=\{\{\s*base:/,
    why: 'responsive props become a style element',
  },
  {
    pattern: /dangerouslySetInnerHTML|\.innerHTML\b|document\.write|<style\b|\beval\(|new Function\(/,
    why: 'nothing is inline',
  },
  { pattern: /\blockScroll(=\{true\}|: true|\s*(\/?>|\n))/, why: 'it writes a style element; the theme has it off' },
  { pattern: /useMantineColorScheme\(\s*\)/, why: 'without keepTransitions it writes a style element' },
  { pattern: /https?:\/\/(?!www\.w3\.org)/, why: 'everything is served by the system itself' },
  { pattern: /\btarget="_blank"/, why: 'a page of ours opens no other window' },
];

test('nothing in the web tools needs a style or a script inline, or another host', () => {
  const wrong = texts.flatMap(({ path, text }) =>
    bans
      .filter(
        ({ pattern }) =>
          pattern.test(text) && !(path.endsWith('shell/App.tsx') && pattern.source.includes('MantineProvider')),
      )
      .map(({ pattern, why }) => `${path}: ${pattern.exec(text)?.[0].slice(0, 80)}: ${why}`),
  );
  assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
});

/** Text between tags that a person would read. */
const spoken = />\s*([A-Z][a-z]+(?: [a-z]+)+[^<{]*)</g;
const labelled = /\b(?:aria-label|placeholder|title|label)="([A-Z][^"]*)"/g;

test('what the web tools say stands in the catalogue of words', () => {
  const wrong = texts
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(spoken), ...text.matchAll(labelled)].map(
        ([, said]) => `${path}: "${said?.trim()}" belongs in shell/words`,
      ),
    );
  assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
});
