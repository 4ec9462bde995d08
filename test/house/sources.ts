// The sources as the house test sees them: every TypeScript file with its imports, read by pattern, no compiler needed.

import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface Import {
  /** As written: `#base`, `./x.ts`, `node:fs`, `zod`. */
  readonly from: string;
  /** Names without a renaming; `*` for a whole module. */
  readonly names: readonly string[];
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
}

export interface Source {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without the contents of strings. */
  readonly code: string;
  readonly imports: readonly Import[];
  /** A test, or what only tests use. */
  readonly isTest: boolean;
}

function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8');
  const isTest = /(\.test\.ts|(^|\/)testing\.ts)$/.test(path) || path.startsWith('test/');
  return { path, text, code: withoutWords(text), imports: readImports(text), isTest };
}

const statement = /^(import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'/gms;
const bare = /^import\s+'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

function readImports(text: string): Import[] {
  const found: Import[] = [];
  for (const [, , type, names = '', from = ''] of text.matchAll(statement)) {
    const all = namesOf(names);
    const typeOnly = type !== undefined || (all.length > 0 && all.every((name) => name.startsWith('type ')));
    found.push({ from, names: all.map((name) => name.replace(/^type /, '')), typeOnly });
  }
  for (const [, from = ''] of [...text.matchAll(bare), ...text.matchAll(dynamic)])
    found.push({ from, names: ['*'], typeOnly: false });
  return found;
}

function namesOf(clause: string): string[] {
  const [, inBraces] = /\{(.*)\}/s.exec(clause) ?? [];
  if (inBraces === undefined) return ['*'];
  return inBraces
    .split(',')
    .map((name) => name.trim().replace(/\s+as\s+\w+$/, ''))
    .filter((name) => name !== '');
}

/** Takes out comments, and what stands within quotes; a template's expressions stay. */
function withoutWords(text: string): string {
  return text.replace(
    /\/\*.*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\.|\$(?!\{))*`/gs,
    (found) => (found.startsWith('/') ? '' : "''"),
  );
}

/** The path that a relative import means. */
export const resolveImport = (source: Source, from: string): string => normalize(join(dirname(source.path), from));

/** The room that a file is in: `src/sip/auth/digest.ts` is in `sip`, `apps/core/main.ts` in `apps/core`. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (first === 'src') return second;
  return first === 'apps' ? `${first}/${second}` : first;
}

/** Every TypeScript source of the project. */
export const sources: readonly Source[] = globSync('{src,apps,test,bench}/**/*.{ts,tsx}', { cwd: root })
  .filter((path) => !/\.tmp\.ts$/.test(path))
  .sort()
  .map(readSource);
