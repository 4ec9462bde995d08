// The data directory: who may own it, and that a killed owner leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDataDirectory } from './directory.ts';
import { temporaryPath } from './testing.ts';

const top = temporaryPath();
after(() => rmSync(top, { recursive: true }));

function refusalOf(path: string): string {
  const opened = openDataDirectory(path);
  if (opened.ok) opened.value.close();
  return opened.ok ? '' : opened.refusal.code;
}

test('a directory that is not there is made, mode 0700, its lock 0600', () => {
  const path = join(top, 'new/data');
  const opened = openDataDirectory(path);
  assert.ok(opened.ok);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.equal(statSync(join(path, 'owner.lock')).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(path), ['owner.lock']);
  opened.value.close();
});

test('a second owner is refused, also in the same process, until the first lets go', () => {
  const path = join(top, 'twice');
  const first = openDataDirectory(path);
  assert.ok(first.ok);
  assert.equal(refusalOf(path), 'storage.in-use');
  assert.equal(refusalOf(path), 'storage.in-use');
  first.value.close();
  assert.equal(refusalOf(path), '');
});

test('an empty directory that others may enter is closed to them; lost+found does not count', () => {
  const path = join(top, 'empty');
  mkdirSync(join(path, 'lost+found'), { recursive: true });
  chmodSync(path, 0o755);
  assert.equal(refusalOf(path), '');
  assert.equal(statSync(path).mode & 0o777, 0o700);
});

test('a data directory that others may enter is refused', () => {
  const path = join(top, 'open');
  assert.equal(refusalOf(path), '');
  chmodSync(path, 0o750);
  assert.equal(refusalOf(path), 'storage.too-open');
  assert.equal(statSync(path).mode & 0o777, 0o750);
});

test('a directory with other things in it is refused and not touched', () => {
  const path = join(top, 'home');
  mkdirSync(path, { mode: 0o755 });
  writeFileSync(join(path, 'letter.txt'), 'x');
  assert.equal(refusalOf(path), 'storage.not-ours');
  assert.deepEqual(readdirSync(path), ['letter.txt']);
  assert.equal(statSync(path).mode & 0o777, 0o755);
});

test('a file is refused, as directory and as parent', () => {
  const path = join(top, 'file');
  writeFileSync(path, '');
  assert.equal(refusalOf(path), 'storage.not-directory');
  assert.equal(refusalOf(join(path, 'data')), 'storage.not-directory');
});

test('a directory of another account is refused', {
  skip: process.geteuid?.() !== 0 && 'only root can make one',
}, () => {
  const path = join(top, 'theirs');
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, 12345, 12345);
  assert.equal(refusalOf(path), 'storage.not-owner');
  assert.deepEqual(readdirSync(path), []);
});

test('a place that cannot be written is refused', () => {
  assert.equal(refusalOf('/proc/ringfence'), 'storage.not-writable');
});

test('a file is replaced whole, for its owner alone', async () => {
  const opened = openDataDirectory(join(top, 'files'));
  assert.ok(opened.ok);
  assert.equal(await opened.value.read('a'), undefined);
  await opened.value.replace('a', 'one');
  await opened.value.replace('a', 'two');
  assert.equal(String(await opened.value.read('a')), 'two');
  assert.equal(statSync(opened.value.file('a')).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(opened.value.path).sort(), ['a', 'owner.lock']);
  opened.value.close();
});

test('an owner in another process holds it; killed, it leaves no stale lock', async () => {
  const path = join(top, 'killed');
  const script = `const { openDataDirectory } = await import(${JSON.stringify(new URL('./directory.ts', import.meta.url))});
    console.log(openDataDirectory(${JSON.stringify(path)}).ok); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await once(child.stdout, 'data');
  assert.equal(String(told).trim(), 'true');
  assert.equal(refusalOf(path), 'storage.in-use');
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(refusalOf(path), '');
});
