// Sealed files: whole or nothing, and nothing of them in the clear.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFileKey, readSealedFile, SealedWriter } from './sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-sealed-'));
after(() => rmSync(folder, { recursive: true }));

let made = 0;
const parts = [Buffer.from('the first part, '), Buffer.alloc(8_000, 7), Buffer.from('and the last')];
const whole = Buffer.concat(parts);

async function write(key = makeFileKey()): Promise<{ path: string; key: Buffer }> {
  const path = join(folder, String(++made));
  const writer = new SealedWriter(path, key);
  for (const part of parts) writer.append(part);
  assert.ok((await writer.finish()).ok);
  return { path, key };
}

test('what was written is read again, and stands nowhere in the clear', async () => {
  const { path, key } = await write();
  const read = await readSealedFile(path, key);
  assert.ok(read.ok && read.value.equals(whole));
  assert.ok(!readFileSync(path).includes('first part'));
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('cut off anywhere, longer, or under another key it is not read', async () => {
  const { path, key } = await write();
  const file = readFileSync(path);
  const broken = join(folder, 'broken');
  for (let length = 0; length < file.length; length += length < 200 ? 1 : 97) {
    writeFileSync(broken, file.subarray(0, length));
    assert.equal((await readSealedFile(broken, key)).ok, false, `${length} bytes`);
  }
  writeFileSync(broken, Buffer.concat([file, Buffer.from([0])]));
  assert.equal((await readSealedFile(broken, key)).ok, false);
  assert.equal((await readSealedFile(path, makeFileKey())).ok, false);
  assert.equal((await readSealedFile(path, Buffer.alloc(3))).ok, false);
  assert.equal((await readSealedFile(join(folder, 'nothing'), key)).ok, false);
});

test('no bit can be changed, and no chunk moved', async () => {
  const { path, key } = await write();
  const file = readFileSync(path);
  const broken = join(folder, 'changed');
  for (let at = 0; at < file.length; at += at < 120 || at > file.length - 120 ? 1 : 211) {
    const changed = Buffer.from(file);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(broken, changed);
    assert.equal((await readSealedFile(broken, key)).ok, false, `byte ${at}`);
  }
  const firstEnd = 4 + 4 + file.readUInt32BE(4);
  writeFileSync(broken, Buffer.concat([file.subarray(0, 4), file.subarray(firstEnd)]));
  assert.equal((await readSealedFile(broken, key)).ok, false, 'without its first chunk');
});

test('what is given up, and what cannot be written, leaves nothing', async () => {
  const path = join(folder, 'given-up');
  const writer = new SealedWriter(path, makeFileKey());
  writer.append(Buffer.from('something'));
  await writer.discard();
  assert.ok(!existsSync(path));
  const nowhere = new SealedWriter(join(folder, 'no', 'such', 'folder'), makeFileKey());
  nowhere.append(Buffer.from('something'));
  const finished = await nowhere.finish();
  assert.ok(!finished.ok && finished.refusal.code === 'security.not-written');
});

test('a file that is there already is not touched', async () => {
  const { path, key } = await write();
  const writer = new SealedWriter(path, key);
  writer.append(Buffer.alloc(100));
  assert.equal((await writer.finish()).ok, false);
  const read = await readSealedFile(path, key);
  assert.ok(read.ok && read.value.equals(whole));
});
