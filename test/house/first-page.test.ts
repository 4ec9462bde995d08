// What a browser loads before the first page is there: measured on a fresh build, compressed as the portal sends it.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { root } from './sources.ts';

const mostBytes = 300_000;
const pages = {
  login: 'shell/session/LoginPage.tsx',
  home: 'shell/home/HomePage.tsx',
  form: 'shell/pages/FormRoute.tsx',
  setup: 'administration/setup/SetupPage.tsx',
  'Test a call': 'administration/calls/test/TestCallPage.tsx',
  'What could it cost?': 'administration/calls/cost/CostPage.tsx',
  'Interconnect matrix': 'administration/calls/matrix/MatrixPage.tsx',
} as const;

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;
/** The build tells of each chunk which style sheets belong to it. */
type WithStyles = Rolldown.OutputChunk & { readonly viteMetadata?: { readonly importedCss?: ReadonlySet<string> } };

let output: readonly Output[] = [];

before(async () => {
  const web = join(root, 'apps', 'web');
  const built = await build({
    root: web,
    configFile: join(web, 'vite.config.ts'),
    logLevel: 'error',
    build: { write: false },
  });
  assert.ok(!Array.isArray(built) && 'output' in built);
  output = built.output;
});

const chunks = (): WithStyles[] => output.filter((one): one is Rolldown.OutputChunk => one.type === 'chunk');

/** The file and all that it cannot run without, with their style sheets. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const chunk = chunks().find(({ fileName }) => fileName === file);
  for (const sheet of chunk?.viteMetadata?.importedCss ?? []) seen.add(sheet);
  for (const next of chunk?.imports ?? []) closure(next, seen);
  return seen;
}

const entry = (): string => chunks().find(({ isEntry }) => isEntry)?.fileName ?? '';
const holder = (module: string): string =>
  chunks().find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`apps/web/${module}`)))?.fileName ?? '';

const contentOf = (file: string): string | Uint8Array => {
  const found = output.find(({ fileName }) => fileName === file);
  assert.ok(found, `${file} is in the build`);
  return found.type === 'chunk' ? found.code : found.source;
};

const brotli = (content: string | Uint8Array): number =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

for (const [name, module] of Object.entries(pages)) {
  test(`the page ${name} is there with less than 300 kB, even where only gzip is known`, (t) => {
    const inside = name === 'login' ? [] : [holder('shell/frame/Frame.tsx')];
    const files = new Set([...closure(entry()), ...[holder(module), ...inside].flatMap((file) => [...closure(file)])]);
    const contents = ['index.html', ...files].map(contentOf);
    const sum = (size: (content: string | Uint8Array) => number): number =>
      contents.reduce((total, content) => total + size(content), 0);
    const zipped = sum((content) => gzipSync(content).length);
    t.diagnostic(`${name}: ${files.size} files, brotli ${kilobytes(sum(brotli))}, gzip ${kilobytes(zipped)}`);
    assert.ok(zipped < mostBytes, `${name}: ${kilobytes(zipped)}`);
  });
}

const sheets = join(root, 'node_modules', '@mantine', 'core', 'styles');
const classesIn = (text: string): Set<string> => new Set(text.match(/\bm_[0-9a-f]{5,8}\b/g));

test('each part of Mantine that is used has its style sheet, and no other is loaded', () => {
  const used = classesIn(
    chunks()
      .map(({ code }) => code)
      .join('\n'),
  );
  const list = readFileSync(join(root, 'apps', 'web', 'shell', 'theme', 'mantine-parts.css'), 'utf8');
  const wrong = globSync('*.layer.css', { cwd: sheets }).flatMap((sheet) => {
    const classes = classesIn(readFileSync(join(sheets, sheet), 'utf8'));
    if (classes.size === 0) return [];
    const isUsed = [...classes].some((name) => used.has(name));
    if (isUsed === list.includes(`styles/${sheet}"`)) return [];
    return [isUsed ? `${sheet} is missing in mantine-parts.css` : `${sheet} is not used any more`];
  });
  assert.equal(wrong.length, 0, `\n${wrong.join('\n')}`);
});

test('the build names no other host', () => {
  for (const { fileName } of output) {
    const text = Buffer.from(contentOf(fileName)).toString('utf8');
    const named = [...text.matchAll(/https?:\/\/[a-z0-9.-]+/gi)]
      .map(([url]) => url)
      .filter((url) => !harmless.test(url));
    assert.deepEqual(named, [], `${fileName} names other hosts`);
  }
});

/** Names of XML, and where libraries explain their errors: words, never fetched. */
const harmless =
  /^https?:\/\/(www\.w3\.org|react\.dev|mantine\.dev|help\.mantine\.dev|tanstack\.com|floating-ui\.com|github\.com|localhost)$/;
