// The import graph: its rings, and its picture by folders for people to review.

import { dirname } from 'node:path';
import { resolveImport, type Source } from './sources.ts';

/** Files that import each other, directly or by a detour, types and doors included: each ring as its sorted paths. */
export function findRings(sources: readonly Source[]): string[] {
  const targets = new Map(sources.map((source) => [source.path, targetsOf(source)]));
  const reach = new Map([...targets.keys()].map((path) => [path, reachable(path, targets)]));
  const rings = new Set<string>();
  for (const [path, all] of reach) {
    if (!all.has(path)) continue;
    const ring = [...all].filter((other) => reach.get(other)?.has(path));
    rings.add(ring.sort().join(' '));
  }
  return [...rings].sort();
}

function reachable(path: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const waiting = [...(targets.get(path) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(targets.get(next) ?? []));
  }
  return found;
}

const targetsOf = (source: Source): string[] =>
  source.imports.flatMap(({ from }) => {
    if (from.startsWith('#')) return [`src/${from.slice(1)}/index.ts`];
    return from.startsWith('.') ? [resolveImport(source, from)] : [];
  });

/** Each folder with the folders, doors and modules that its files import. */
export function importGraph(sources: readonly Source[]): string {
  const folders = new Map<string, Set<string>>();
  for (const source of sources) {
    const folder = dirname(source.path);
    const all = folders.get(folder) ?? new Set();
    folders.set(folder, all);
    for (const { from } of source.imports) all.add(from.startsWith('.') ? dirname(resolveImport(source, from)) : from);
    all.delete(folder);
  }
  const rank = (name: string): string =>
    `${name.startsWith('#') ? 0 : /^(src|apps|bench)\b/.test(name) ? 1 : 2}${name}`;
  const sorted = [...folders].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted
    .map(([folder, all]) => {
      const names = [...all].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
      return `${folder}\n${names.map((name) => `  ${name}\n`).join('')}`;
    })
    .join('');
}
