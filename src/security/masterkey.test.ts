// Tests of the master key file.

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMasterKey, masterKeyPath, openMasterKey, readMasterKey } from './masterkey.ts';

const directory = mkdtempSync(join(tmpdir(), 'ringfence-key-'));
after(() => rmSync(directory, { recursive: true }));
let number = 0;
const freshPath = (): string => join(directory, `${number++}.key`);

const refusalOf = (result: { ok: boolean; refusal?: { code: string } }): string => result.refusal?.code ?? 'none';

test('a made key reads back as the same key, mode 0600', () => {
  const path = masterKeyPath(directory);
  const made = createMasterKey(path);
  const read = readMasterKey(path);
  assert.ok(made.ok && read.ok);
  assert.equal(read.value.id, made.value.id);
  assert.deepEqual(read.value.derive('a'), made.value.derive('a'));
  assert.notDeepEqual(read.value.derive('a'), read.value.derive('b'));
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('making a key never replaces one', () => {
  const path = freshPath();
  createMasterKey(path);
  const before = readFileSync(path, 'utf8');
  assert.equal(refusalOf(createMasterKey(path)), 'security.master-key-unusable');
  assert.equal(readFileSync(path, 'utf8'), before);
});

test('what a making that was cut off has left is no key, and not in the way', () => {
  const path = freshPath();
  writeFileSync(`${path}.new`, 'ringfence-master-key v1 0');
  assert.equal(refusalOf(readMasterKey(path)), 'security.master-key-missing');
  assert.ok(openMasterKey(path, false).ok);
  assert.throws(() => statSync(`${path}.new`));
});

test('a missing key is made only while nothing was sealed', () => {
  const path = freshPath();
  assert.equal(refusalOf(openMasterKey(path, true)), 'security.master-key-missing');
  assert.throws(() => statSync(path));
  assert.ok(openMasterKey(path, false).ok);
  assert.ok(openMasterKey(path, true).ok);
});

test('a damaged key is refused and left as it is', () => {
  const path = freshPath();
  createMasterKey(path);
  const whole = readFileSync(path, 'utf8');
  const changed = whole.at(-5) === 'A' ? 'B' : 'A';
  for (const text of ['', 'short', whole.slice(0, -9), `${whole} x`, whole.slice(0, -5) + changed + whole.slice(-4)]) {
    writeFileSync(path, text);
    assert.equal(refusalOf(readMasterKey(path)), 'security.master-key-damaged', JSON.stringify(text));
    assert.equal(refusalOf(openMasterKey(path, false)), 'security.master-key-damaged');
    assert.equal(readFileSync(path, 'utf8'), text);
  }
});

test('a key that others can read is refused', () => {
  const path = freshPath();
  createMasterKey(path);
  for (const mode of [0o604, 0o620, 0o602]) {
    chmodSync(path, mode);
    assert.equal(refusalOf(readMasterKey(path)), 'security.master-key-exposed');
  }
});

test('the key does not show itself', () => {
  const made = createMasterKey(freshPath());
  assert.ok(made.ok);
  assert.equal(JSON.stringify(made.value), JSON.stringify({ id: made.value.id }));
});
