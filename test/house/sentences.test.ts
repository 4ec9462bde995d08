// What is said in code has its sentence: a clip without one is a short tone to callers. And no sentence of a service lies there unsaid.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseSentences } from '../../src/media/prompts/sentences.ts';
import { announcements } from '../../src/services/announcement/announcements.form.ts';
import { root, sources } from './sources.ts';

const folder = join(root, 'src', 'media', 'prompts', 'english');
const areas = readdirSync(folder).map((name) => name.slice(0, -4));
const sentences = new Set(
  areas.flatMap((area) =>
    parseSentences(area, readFileSync(join(folder, `${area}.txt`), 'utf8')).map(({ name }) => name),
  ),
);

const spoken = new RegExp(`'((?:${[...areas, 'music', 'tone', 'recording', 'disa'].join('|')})\\.[a-z0-9-]+)'`, 'g');
const namesIn = (text: string): string[] => [...text.matchAll(spoken)].flatMap(([, name]) => name ?? []);
const ours = sources.filter(({ isTest }) => !isTest);
/** Codes of refusals look the same; their books name them in full as keys. */
const codes = new Set(ours.filter(({ path }) => path.endsWith('.codes.ts')).flatMap(({ text }) => namesIn(text)));
const said = ours
  .filter(({ path }) => !path.endsWith('.codes.ts') && !path.startsWith('apps/web/'))
  .flatMap(({ path, text }) => namesIn(text).map((name) => ({ path, name })));

test('every clip that code names has a sentence, or is music', () => {
  const without = said.filter(({ name }) => !sentences.has(name) && !codes.has(name) && name !== 'music.calm');
  assert.ok(said.length > 100, 'the pattern finds what is said');
  assert.deepEqual(without, []);
});

test('every sentence that an announcement offers is there', () => {
  const { choices = {} } = announcements.fields.sentence;
  assert.ok(Object.keys(choices).length > 0);
  for (const name of Object.keys(choices)) assert.ok(sentences.has(`announcement.${name}`), name);
});

test('no sentence of a service lies there unsaid', () => {
  const names = new Set(said.map(({ name }) => name));
  // Numbers and times are put together, announcements are chosen in a form.
  const isPutTogether = (name: string): boolean => /^(common|announcement)\./.test(name);
  assert.deepEqual(
    [...sentences].filter((name) => !names.has(name) && !isPutTogether(name)),
    [],
  );
});
