// The bootstrap, with an npm that only takes notes: when it installs, when it does not, what it passes on.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, test } from 'node:test';
import { root } from './sources.ts';

/** Writes down how it was called, and makes of node_modules what an installation would. */
const npm = `
const fs = require('node:fs');
fs.appendFileSync('calls', process.argv.slice(2, 3) + '\\n');
if (fs.existsSync('broken')) { console.error('npm error: no way to the registry'); process.exit(1); }
fs.mkdirSync('node_modules/.bin', { recursive: true });
if (!fs.existsSync('scriptless')) fs.symlinkSync(process.execPath, 'node_modules/.bin/node');
`;

let place = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'ringfence-bootstrap-'));
  mkdirSync(join(place, 'bin'));
  for (const file of ['bootstrap.js', 'built.js', 'prompts.js', 'web.js', 'package.json'])
    copyFileSync(join(root, 'bin', file), join(place, 'bin', file));
  writeFileSync(join(place, 'npm-cli.js'), npm);
  writeFileSync(join(place, 'package-lock.json'), '{"packages":{}}');
});

afterEach(() => rmSync(place, { recursive: true }));

function start(...argv: string[]): ChildProcess {
  const environment = { ...process.env, npm_execpath: join(place, 'npm-cli.js'), NODE_TEST_CONTEXT: '' };
  return spawn(process.execPath, [join(place, 'bin', 'bootstrap.js'), ...argv], { env: environment, stdio: 'pipe' });
}

async function run(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const child = start(...argv);
  const ended = once(child, 'exit');
  assert.ok(child.stdout && child.stderr);
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, error };
}

const calls = (): string => (existsSync(join(place, 'calls')) ? readFileSync(join(place, 'calls'), 'utf8') : '');

test('it installs once, tells it in one line, and again only when the lock file has changed', async () => {
  const first = await run('-p', '6 * 7');
  assert.deepEqual([first.code, first.out, calls()], [0, '42\n', 'ci\n']);
  assert.match(first.error, /^Ringfence: installing[^\n]*\n$/);
  const second = await run('-p', '6 * 7');
  assert.deepEqual([second.code, second.out, second.error, calls()], [0, '42\n', '', 'ci\n']);
  writeFileSync(join(place, 'package-lock.json'), '{"packages":{"node_modules/a":{"integrity":"x"}}}');
  rmSync(join(place, 'node_modules', '.bin', 'node'));
  await run();
  assert.equal(calls(), 'ci\nci\n');
});

test('an installation made by hand is taken as it is, when it is that of the lock file', async () => {
  const packages = (integrity: string): string =>
    JSON.stringify({ packages: { '': {}, 'node_modules/a': { integrity }, 'node_modules/b': { optional: true } } });
  await run();
  rmSync(join(place, 'node_modules', '.ringfence-installed'));
  writeFileSync(join(place, 'package-lock.json'), packages('x'));
  writeFileSync(join(place, 'node_modules', '.package-lock.json'), packages('x'));
  await run();
  assert.equal(calls(), 'ci\n');
  writeFileSync(join(place, 'package-lock.json'), packages('y'));
  rmSync(join(place, 'node_modules', '.bin', 'node'));
  await run();
  assert.equal(calls(), 'ci\nci\n');
});

test('two that start at once install once', async () => {
  const both = await Promise.all([run('-p', '1'), run('-p', '1')]);
  assert.deepEqual(
    both.map(({ code, out }) => [code, out]),
    [
      [0, '1\n'],
      [0, '1\n'],
    ],
  );
  assert.equal(calls(), 'ci\n');
  assert.equal(existsSync(join(place, '.installing')), false);
});

test('an installation that died is not waited for', async () => {
  const dead = spawn(process.execPath, ['-e', '0']);
  await once(dead, 'exit');
  writeFileSync(join(place, '.installing'), String(dead.pid));
  assert.equal((await run()).code, 0);
});

test('an installation that fails says why and what to do, and is tried again', async () => {
  writeFileSync(join(place, 'broken'), '');
  const failed = await run('-p', '1');
  assert.equal(failed.code, 1);
  assert.match(failed.error, /no way to the registry\nringfence: npm ci failed\.\nIs the npm registry within reach\?/);
  rmSync(join(place, 'broken'));
  writeFileSync(join(place, 'scriptless'), '');
  assert.match((await run()).error, /The pinned Node is missing: are install scripts switched off\?/);
  rmSync(join(place, 'scriptless'));
  assert.equal((await run()).code, 0);
});

/** Makes pages of sources, unless one of them is broken. */
const vite = `
const fs = require('node:fs');
fs.appendFileSync('calls', 'build\\n');
if (fs.readFileSync('apps/web/main.ts', 'utf8') === 'broken') { console.error('\\nerror: main.ts is broken\\n at line 1'); process.exit(1); }
fs.mkdirSync('apps/web/dist', { recursive: true });
fs.writeFileSync('apps/web/dist/index.html', '<html>');
`;

test('the tools in the browser are built before tests, once, and again when their sources have changed', async () => {
  await run();
  mkdirSync(join(place, 'apps', 'web'), { recursive: true });
  mkdirSync(join(place, 'node_modules', 'vite', 'bin'), { recursive: true });
  writeFileSync(join(place, 'node_modules', 'vite', 'bin', 'vite.js'), vite);
  writeFileSync(join(place, 'apps', 'web', 'index.html'), '<html>');
  const source = join(place, 'apps', 'web', 'main.ts');
  const builds = async (): Promise<number> => {
    writeFileSync(join(place, 'calls'), '');
    assert.equal((await run('--test', join(place, 'none'))).code, 1, 'there is no test to run');
    return calls().split('build').length - 1;
  };
  writeFileSync(source, 'one');
  assert.equal((await run('-p', '1')).error, '', 'other commands do not build');
  assert.equal(await builds(), 1);
  assert.equal(await builds(), 0);
  writeFileSync(source, 'two');
  assert.equal(await builds(), 1);
  writeFileSync(join(place, 'apps', 'web', 'main.test.ts'), 'a test');
  assert.equal(await builds(), 0, 'a test is no source');
  rmSync(join(place, 'apps', 'web', 'dist'), { recursive: true });
  assert.equal(await builds(), 1);
  writeFileSync(source, 'broken');
  const { error } = await run('--test', join(place, 'none'));
  assert.match(
    error,
    /^Ringfence: building[^\n]*\nringfence: [^\n]*\(error: main\.ts is broken\); the rest goes on\.\nRun /,
  );
  assert.equal(existsSync(join(place, '.installing')), false);
});

test('signals reach the program, and its exit code comes back', async () => {
  await run();
  assert.equal((await run('-e', 'process.exit(7)')).code, 7);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const child = start(
      '-e',
      `process.on('${signal}', () => process.exit(5)); setInterval(() => 0, 9e4); console.log(1)`,
    );
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [5, null]);
  }
  const killed = start('-e', 'console.log(1); process.kill(process.pid, "SIGKILL")');
  assert.deepEqual(await once(killed, 'exit'), [137, null]);
});
