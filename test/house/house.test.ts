// The house test: who may import whom, doors, keys, cycles and the habits that a machine can check. It fails with the reason.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRings, importGraph } from './graph.ts';
import { type Import, resolveImport, roomOf, root, type Source, sources } from './sources.ts';
import { keys, mayImport, mostLines, published, words } from './table.ts';

/** Fails with every line that is wrong, not with the first. */
function expectNone(wrong: readonly string[]): void {
  assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
}

const eachImport = (check: (source: Source, imported: Import) => string | undefined, of = sources): string[] =>
  of.flatMap((source) => source.imports.map((imported) => check(source, imported)).filter((why) => why !== undefined));

const isWithin = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));

const rooms = [...new Set(sources.map(({ path }) => roomOf(path)))].filter((room) => !['test', 'bench'].includes(room));
const ours = sources.filter(({ isTest, path }) => !isTest && !path.startsWith('bench/'));

test('every room is in the table, and has a README', () => {
  expectNone(
    rooms.flatMap((room) => [
      ...(room in mayImport ? [] : [`${room}: a room that test/house/table.ts does not know`]),
      ...(existsSync(join(root, folderOf(room), 'README.md')) ? [] : [`${room}: has no README.md`]),
    ]),
  );
});

const folderOf = (room: string): string => (room.startsWith('apps/') ? room : `src/${room}`);

test('rooms use each other through their doors, and only as the table says', () => {
  expectNone(
    eachImport(({ path, isTest }, { from }) => {
      const room = roomOf(path);
      if (!from.startsWith('#') || !(room in mayImport)) return undefined;
      const other = from.slice(1);
      if (other === room && !isTest) return `${path}: imports its own door ${from}; import the file`;
      if (!(other in mayImport)) return `${path}: ${from} is no door`;
      const allowed = mayImport[room]?.includes(other) || other === room || (isTest && room.startsWith('apps/'));
      return allowed ? undefined : `${path}: ${room} may not import ${from} (see docs/house.md)`;
    }),
  );
});

test('no path leaves a room but to what is published', () => {
  expectNone(
    eachImport((source, { from, typeOnly }) => {
      if (!from.startsWith('.') || source.isTest) return undefined;
      const target = resolveImport(source, from);
      const room = roomOf(source.path);
      if (roomOf(target) === room || room === 'bench') return undefined;
      const allowed = published.some(
        ({ file, to, values = false }) => file === target && to === room && (typeOnly || values),
      );
      return allowed ? undefined : `${source.path}: reaches into ${target}; use its door`;
    }),
  );
});

test('package.json names one door for each room', () => {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const room of rooms.filter((name) => !name.startsWith('apps/')))
    assert.equal(imports[`#${room}`], `./src/${room}/index.ts`, `the door of ${room}`);
  assert.ok(
    Object.keys(imports).every((name) => /^#[a-z]+$/.test(name)),
    'a door that opens deeper than a room',
  );
});

test('what is for tests is imported by tests alone', () => {
  expectNone(
    eachImport((source, { from }) => {
      if (source.isTest || !/testing\.ts$|\.test\.ts$/.test(from)) return undefined;
      return `${source.path}: imports ${from}, which is for tests`;
    }),
  );
});

test('each key to the outside is in the hands of its holders', () => {
  expectNone(
    eachImport(({ path }, { from, names, typeOnly }) => {
      const key = keys.find(({ modules }) => modules.includes(from));
      if (key === undefined || typeOnly || isWithin(path, key.holders)) return undefined;
      if (names.every((name) => key.harmless?.includes(name))) return undefined;
      return `${path}: ${from} (${key.what}) belongs to ${key.holders.join(', ')}: ${key.why}`;
    }, ours),
  );
});

test('every package has its holders', () => {
  const known = new Set(keys.flatMap(({ modules }) => modules));
  expectNone(
    eachImport(({ path }, { from }) => {
      if (/^(node:|#|\.|virtual:)/.test(from) || known.has(from)) return undefined;
      return `${path}: the package ${from} has no holder in test/house/table.ts`;
    }, ours),
  );
});

test('time, chance and the process are in the hands of their holders', () => {
  expectNone(
    ours.flatMap(({ path, code }) =>
      words
        .filter(({ pattern, holders }) => !isWithin(path, holders) && pattern.test(code))
        .map(({ what, pattern, why }) => `${path}: ${pattern.exec(code)?.[0]} (${what}): ${why}`),
    ),
  );
});

test('no files import each other, not even for a type, nor by a detour', () => {
  expectNone(findRings(ours).map((ring) => `a ring: ${ring}`));
});

/** It names what it looks for. */
const thisFile = 'test/house/house.test.ts';
/** The builder of the web tools takes its settings as a default export alone. */
const builder = 'apps/web/vite.config.ts';

test('habits: a first line that says what the file is, no default exports, no `any`, nothing left to do, no test left out', () => {
  expectNone(
    sources
      .filter(({ path }) => path !== thisFile)
      .flatMap(({ path, text, code, isTest }) => [
        ...(isTest || /^\/\/ \S/.test(text) ? [] : [`${path}: the first line does not say what it is`]),
        ...(/^export default\b/m.test(code) && path !== builder ? [`${path}: a default export`] : []),
        ...(/(:|<|\||\bas)\s*any\b/.test(code) ? [`${path}: any`] : []),
        ...(/\b(TODO|FIXME|XXX)\b/.test(text) && !path.startsWith('test/house/')
          ? [`${path}: something left to do`]
          : []),
        ...(isTest && /\b(test|it|describe)\.(skip|todo|only)\b/.test(code) ? [`${path}: a test left out`] : []),
      ]),
  );
});

test('no file is a place where everything arrives', () => {
  expectNone(
    sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > mostLines)
      .map(({ path, lines }) => `${path}: ${lines} lines; split it (at most ${mostLines}, aim for 50 to 250)`),
  );
});

test('the import graph is the one that was reviewed (test/golden/imports.txt; UPDATE_GOLDEN=1 rewrites it)', () => {
  const file = join(root, 'test', 'golden', 'imports.txt');
  const graph = importGraph(ours);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, graph);
  assert.equal(graph, readFileSync(file, 'utf8'));
});
