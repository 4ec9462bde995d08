// Tests of the buffer on disk: order, bounds, restarts, and files that were damaged.

import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { silentLog } from '#base';
import { temporaryPath } from '../../storage/testing.ts';
import { type BufferOptions, SmdrBuffer } from './buffer.ts';
import type { SmdrEntry } from './entry.ts';
import { Positions } from './positions.ts';
import { noFlags, smdrCalls } from './smdr-call.ts';
import { callOf, optionsOf } from './testing.ts';

const paths: string[] = [];
after(() => {
  for (const path of paths) rmSync(path, { recursive: true, force: true });
});

function folder(): string {
  const path = temporaryPath();
  mkdirSync(path, { recursive: true });
  paths.push(path);
  return path;
}

const open = (path: string, wishes: Partial<BufferOptions> = {}): Promise<SmdrBuffer> =>
  SmdrBuffer.open({ path, log: silentLog, kept: () => 1_000, fileRecords: 10, ...wishes });

const [call] = smdrCalls(callOf({ rang: 1 }), noFlags, {
  ...{ options: optionsOf(), isReported: () => true, locationIdOf: () => undefined },
});

function entry(raw: string): Omit<SmdrEntry, 'number'> {
  assert.ok(call !== undefined);
  return { callId: raw, raw, csv: 'Ä,1', call };
}

const add = (buffer: SmdrBuffer, count: number, word = 'record'): void => {
  for (let index = 0; index < count; index++) buffer.append(entry(`${word} ${buffer.last + 1}`));
};

const numbers = (buffer: SmdrBuffer): number[] =>
  Array.from({ length: buffer.last - buffer.first + 1 }, (_, index) => buffer.first + index).filter(
    (number) => buffer.read(number) !== undefined,
  );

const onDisk = (path: string): string[] => readdirSync(path).filter((name) => name.endsWith('.records'));
const lastFile = (path: string): string => join(path, onDisk(path).sort().at(-1) ?? '');

test('records are numbered from 1 on, read as they were written, and are there after a restart', async () => {
  const path = folder();
  const buffer = await open(path);
  assert.deepEqual([buffer.first, buffer.last, buffer.read(1)], [1, 0, undefined]);
  add(buffer, 25);
  const before = buffer.read(17);
  assert.deepEqual(before, { number: 17, ...entry('record 17') });
  buffer.close();
  const again = await open(path);
  assert.deepEqual([again.first, again.last, again.read(17)], [1, 25, before]);
  add(again, 1);
  assert.equal(again.read(26)?.raw, 'record 26');
  again.close();
});

test('files belong to the system alone', async () => {
  const path = folder();
  const buffer = await open(path);
  add(buffer, 1);
  assert.equal(statSync(lastFile(path)).mode & 0o777, 0o600);
  buffer.close();
});

test('beyond what is kept the oldest go, one by one for readers, file by file on disk', async () => {
  const path = folder();
  const buffer = await open(path, { kept: () => 25 });
  add(buffer, 101);
  assert.deepEqual([buffer.first, buffer.last], [77, 101]);
  assert.equal(buffer.read(76), undefined);
  assert.equal(numbers(buffer).length, 25);
  buffer.close();
  const again = await open(path, { kept: () => 25 });
  assert.deepEqual([again.first, again.last], [77, 101]);
  assert.ok(onDisk(path).length <= 4, onDisk(path).join(' '));
  again.close();
});

test('with fewer kept, the oldest go at once', async () => {
  const path = folder();
  let kept = 100;
  const buffer = await open(path, { kept: () => kept });
  add(buffer, 60);
  kept = 12;
  buffer.trim();
  assert.deepEqual([buffer.first, buffer.last], [49, 60]);
  assert.equal(buffer.read(48), undefined);
  buffer.close();
});

test('half a record at the end, as a kill leaves it, is overwritten by the next', async () => {
  for (const rest of ['0', '00000000 {"number":4,', 'x'.repeat(3_000)]) {
    const path = folder();
    const buffer = await open(path);
    add(buffer, 3);
    buffer.close();
    appendFileSync(lastFile(path), rest);
    const again = await open(path);
    assert.deepEqual([again.last, numbers(again)], [3, [1, 2, 3]]);
    add(again, 2, 'later');
    again.close();
    const third = await open(path);
    assert.equal(third.read(4)?.raw, 'later 4');
    assert.deepEqual(numbers(third), [1, 2, 3, 4, 5]);
    third.close();
  }
});

test('a damaged record is left out, and those around it are read', async () => {
  const path = folder();
  const buffer = await open(path);
  add(buffer, 5);
  buffer.close();
  const text = readFileSync(lastFile(path), 'latin1');
  writeFileSync(lastFile(path), text.replace('record 3', 'recorD 3'));
  const again = await open(path);
  assert.deepEqual([again.last, numbers(again)], [5, [1, 2, 4, 5]]);
  again.close();
});

test('a record that was damaged while the system runs is none either', async () => {
  const path = folder();
  const buffer = await open(path);
  add(buffer, 3);
  writeFileSync(lastFile(path), readFileSync(lastFile(path), 'latin1').replace('record 2', 'recorD 2'));
  assert.deepEqual(numbers(buffer), [1, 3]);
  buffer.close();
});

test('a file of another version, or of somebody else, is not touched', async () => {
  const path = folder();
  writeFileSync(join(path, '000000000001.records'), 'ringfence-smdr 2\nsomething\n');
  writeFileSync(join(path, 'notes.txt'), 'mine');
  const buffer = await open(path, { given: 7 });
  add(buffer, 1);
  assert.deepEqual([buffer.first, buffer.last], [8, 8]);
  buffer.close();
  assert.equal(readFileSync(join(path, '000000000001.records'), 'latin1'), 'ringfence-smdr 2\nsomething\n');
});

test('a number that was given is never given again, whatever became of the files', async () => {
  const path = folder();
  const buffer = await open(path, { given: 41 });
  assert.deepEqual([buffer.first, buffer.last], [42, 41]);
  add(buffer, 1);
  assert.equal(buffer.read(42)?.raw, 'record 42');
  buffer.close();
});

test('a file that was being made when the process was killed is used', async () => {
  const path = folder();
  writeFileSync(join(path, '000000000001.records'), 'ringf');
  const buffer = await open(path);
  add(buffer, 2);
  buffer.close();
  const again = await open(path);
  assert.deepEqual(numbers(again), [1, 2]);
  again.close();
});

test('a record that cannot be written is counted, and the next one is', async () => {
  const path = folder();
  const buffer = await open(path);
  add(buffer, 1);
  assert.equal(buffer.append(entry('x'.repeat(10_000))), undefined);
  add(buffer, 1);
  assert.deepEqual([buffer.unwritten, numbers(buffer)], [1, [1, 2]]);
  buffer.close();
});

test('positions are kept for each purpose by itself; a damaged one is as none', () => {
  const path = join(folder(), 'positions');
  const positions = new Positions(path);
  assert.equal(positions.of('readers'), undefined);
  positions.put('collector', { arrived: 5, lost: 1 });
  positions.put('readers', { arrived: 77_000, lost: 0 });
  positions.put('readers', { arrived: 9, lost: 3 });
  positions.close();
  const again = new Positions(path);
  assert.deepEqual(
    [again.of('readers'), again.of('collector')],
    [
      { arrived: 9, lost: 3 },
      { arrived: 5, lost: 1 },
    ],
  );
  assert.equal(again.highest, 9);
  again.close();
  writeFileSync(path, readFileSync(path, 'latin1').replace('readers 9', 'readers 8'));
  const third = new Positions(path);
  assert.deepEqual([third.of('readers'), third.of('collector')], [undefined, { arrived: 5, lost: 1 }]);
  third.close();
  assert.equal(statSync(path).mode & 0o777, 0o600);
});
