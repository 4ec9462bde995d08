// Killed at a random moment (SIGKILL), the system in a process of its own: what `write` has acknowledged gets to a reader, whole, in order
// and however often the reader and the system come and go.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryPath } from '../../storage/testing.ts';
import { dialledIn, TestReader } from './testing.ts';

const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url));

/** Ends calls as fast as it can, each with the next number, and tells the number of each after `write` has returned. */
const system = (path: string, told: string, from: number): string => `
  import { mkdirSync, openSync, writeSync } from 'node:fs';
  import { join } from 'node:path';
  const { Smdr } = await import(${url('./smdr.ts')});
  const { callOf, optionsOf, trunk } = await import(${url('./testing.ts')});
  const { silentLog, systemClock } = await import(${url('../../base/index.ts')});
  mkdirSync(${JSON.stringify(path)}, { recursive: true });
  const options = optionsOf({ recordsKept: 75000 });
  const smdr = await Smdr.open({
    directory: { file: (name) => join(${JSON.stringify(path)}, name) },
    clock: systemClock, log: silentLog, options: () => options, isReported: () => true, locationIdOf: () => undefined,
    note: () => undefined, connect: () => { throw new Error('no client mode'); }, mayLeaveInClear: () => false, secureContext: () => ({}), whyClosed: () => '',
    fileRecords: 50,
  });
  await smdr.apply([{ name: 'smdr', service: 'smdr', address: '127.0.0.1', port: 0, enabled: true }]);
  console.log(smdr.listeners.lines[0].port);
  const told = openSync(${JSON.stringify(told)}, 'a');
  for (let number = ${from}; ; number++) {
    smdr.write(callOf({ id: String(number), called: trunk(1), dialled: String(number), rang: 1 }));
    writeSync(told, number + '\\n');
    if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }`;

const toldNumbers = (told: string): number[] => readFileSync(told, 'utf8').split('\n').slice(0, -1).map(Number);

test('nothing acknowledged is lost or torn, over kills of the system and of readers', async () => {
  const path = temporaryPath();
  const told = `${path}.told`;
  const got: number[] = [];
  let from = 1;
  for (let life = 0; life < 3; life++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', system(path, told, from)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const [port] = await once(child.stdout, 'data');
    // Readers come and go meanwhile: in good order, and with a reset, which loses what they had not read.
    for (let visit = 0; visit < 3; visit++) {
      const reader = await TestReader.connect(Number(port));
      await pause(20 + Math.random() * 120);
      if (visit === 0) reader.socket.resetAndDestroy();
      else if (visit === 1) await reader.leave();
      else {
        child.kill('SIGKILL');
        await once(reader.socket, 'close');
      }
      got.push(...checked(reader));
    }
    await closed;
    from = (toldNumbers(told).at(-1) ?? 0) + 10;
  }
  const missing = toldNumbers(told).filter((number) => !new Set(got).has(number));
  const last = await readRest(path, told, from);
  assert.deepEqual(
    missing.filter((number) => !last.has(number)),
    [],
  );
  assert.ok(toldNumbers(told).length > 300, 'too few calls to tell');
  rmSync(path, { recursive: true });
  rmSync(told);
});

/** What a reader got, each line whole, in order and without a gap that nobody explains. */
function checked(reader: TestReader): number[] {
  for (const line of reader.lines) assert.match(line, /^[ -~]{90}$/);
  const numbers = dialledIn(reader.lines);
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(numbers).size, numbers.length);
  return numbers;
}

/** What was left for the next reader when the last process was killed. */
async function readRest(path: string, told: string, from: number): Promise<ReadonlySet<number>> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', system(path, told, from)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  const reader = await TestReader.connect(Number(port));
  await reader.until(1);
  while ((dialledIn(reader.lines.slice(-1))[0] ?? 0) < from) await pause(10);
  child.kill('SIGKILL');
  await once(child, 'close');
  return new Set(checked(reader));
}
