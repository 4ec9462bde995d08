// Killed at a random moment (SIGKILL), in a process of its own: every call that was acknowledged is on record.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog, systemClock } from '#base';
import { openDataDirectory, openStorage } from '#storage';
import { temporaryPath } from '../../storage/testing.ts';
import { CallHistory } from './history.ts';

/** Writes calls as fast as it can, and each one's id to a file of its own after `write` has returned. */
const writer = (path: string, told: string): string => `
  import { openSync, writeSync } from 'node:fs';
  const { openDataDirectory, openStorage } = await import(${url('../../storage/index.ts')});
  const { CallHistory } = await import(${url('./history.ts')});
  const { silentLog, systemClock } = await import(${url('../../base/index.ts')});
  const directory = openDataDirectory(${JSON.stringify(path)}).value;
  const storage = (await openStorage({ dialect: 'sqlite', directory: directory.path }, silentLog)).value;
  const history = await CallHistory.open({ storage, directory, clock: systemClock, log: silentLog });
  const told = openSync(${JSON.stringify(told)}, 'a');
  const leg = { number: '201', name: 'A', address: '', transport: 'TLS', tlsVersion: '', tlsSuite: '', srtpSuite: '' };
  const details = {};
  const rest = { answeredAtMs: 1, endedAtMs: 2, caller: leg, called: leg, dialled: '2', outcome: 'answered', status: 200,
    cause: 'x'.repeat(300), endedBy: 'caller', secure: 'never' };
  for (let index = 0; ; index++) {
    const id = process.pid + '-' + index;
    history.begin({ id, startedAtMs: index, caller: leg, called: leg, dialled: '2', details });
    if (index % 10 > 0) {
      history.write({ id, startedAtMs: index, ...rest });
      writeSync(told, id + ' answered\\n');
    } else writeSync(told, id + ' interrupted\\n');
    if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }`;

const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url));

test('every acknowledged call is on record after a kill, and every open one is interrupted', async () => {
  const path = temporaryPath();
  for (const afterMs of [30, 150, 500]) {
    const acknowledged = await killedWriter(path, afterMs + Math.random() * 100);
    assert.ok(acknowledged.size > 10, `only ${acknowledged.size} calls before the kill`);
    assert.deepEqual(await differences(path, acknowledged), []);
  }
  rmSync(path, { recursive: true });
});

async function killedWriter(path: string, afterMs: number): Promise<ReadonlyMap<string, string>> {
  const told = `${path}.told`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer(path, told)], { stdio: 'inherit' });
  const closed = once(child, 'close');
  while (child.exitCode === null && !existsSync(told)) await pause(5);
  await pause(afterMs);
  assert.equal(child.exitCode, null, 'the writer ended by itself');
  child.kill('SIGKILL');
  await closed;
  const lines = readFileSync(told, 'utf8').split('\n').slice(0, -1);
  rmSync(told);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

/** Calls whose record is missing or has another outcome than was told. */
async function differences(path: string, told: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const directory = openDataDirectory(path);
  assert.ok(directory.ok);
  const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.ok(opened.ok);
  const storage = opened.value;
  const history = await CallHistory.open({ storage, directory: directory.value, clock: systemClock, log: silentLog });
  const records = await history.list({ limit: 1_000_000 });
  await history.close();
  await storage.close();
  directory.value.close();
  const found = new Map(records.map((record) => [record.id, record.outcome as string]));
  return [...told].filter(([id, outcome]) => found.get(id) !== outcome).map(([id]) => `${id} ${found.get(id)}`);
}
