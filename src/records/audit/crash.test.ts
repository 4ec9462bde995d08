// Killed at a random moment (SIGKILL), in a process of its own: every acknowledged change is there with its audit entry.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog, systemClock } from '#base';
import { openDataDirectory, openStorage } from '#storage';
import { temporaryPath } from '../../storage/testing.ts';
import { fact, signingKey, testSeal } from './testing.ts';
import { AuditTrail } from './trail.ts';

const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url));

/** Makes changes one after another, and writes each one's number to a file of its own once it is acknowledged. */
const changer = (path: string, told: string): string => `
  import { createPrivateKey } from 'node:crypto';
  import { openSync, writeSync } from 'node:fs';
  const { openDataDirectory, openStorage } = await import(${url('../../storage/index.ts')});
  const { AuditTrail } = await import(${url('./trail.ts')});
  const { testSeal } = await import(${url('./testing.ts')});
  const { silentLog, systemClock } = await import(${url('../../base/index.ts')});
  const directory = openDataDirectory(${JSON.stringify(path)}).value;
  const storage = (await openStorage({ dialect: 'sqlite', directory: directory.path }, silentLog)).value;
  const signingKey = createPrivateKey(${JSON.stringify(signingKey.export({ type: 'pkcs8', format: 'pem' }))});
  const trail = await AuditTrail.open({ storage, directory, clock: systemClock, log: silentLog, signingKey, seal: testSeal() });
  const told = openSync(${JSON.stringify(told)}, 'a');
  for (let number = 0; ; number++) {
    const key = process.pid + '-' + number;
    await storage.transaction(async (tx) => {
      await storage.system.put(tx, key, 'changed');
      await trail.append(tx, { ...${JSON.stringify(fact())}, data: key });
    });
    writeSync(told, key + '\\n');
  }`;

test('after a kill every acknowledged change is there with its entry, and the trail verifies', async () => {
  const path = temporaryPath();
  for (const afterMs of [20, 100, 300]) {
    const keys = await killedChanger(path, afterMs + Math.random() * 50);
    const { storage, trail, close } = await open(path);
    const entries = await trail.list({ limit: 100_000 });
    const recorded = new Set(entries.map((entry) => entry.data));
    for (const key of keys) assert.equal(await storage.system.get(key), 'changed', key);
    assert.deepEqual(
      keys.filter((key) => !recorded.has(key)),
      [],
    );
    for (const key of recorded) assert.equal(await storage.system.get(key), 'changed', key);
    assert.equal((await trail.verify()).finding, undefined);
    await close();
  }
  rmSync(path, { recursive: true });
});

async function killedChanger(path: string, afterMs: number): Promise<readonly string[]> {
  const told = `${path}.told`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', changer(path, told)], { stdio: 'inherit' });
  const closed = once(child, 'close');
  while (child.exitCode === null && !existsSync(told)) await pause(5);
  await pause(afterMs);
  assert.equal(child.exitCode, null, 'the changer ended by itself');
  child.kill('SIGKILL');
  await closed;
  const keys = readFileSync(told, 'utf8').split('\n').slice(0, -1);
  rmSync(told);
  return keys;
}

async function open(path: string) {
  const directory = openDataDirectory(path);
  assert.ok(directory.ok);
  const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.ok(opened.ok);
  const storage = opened.value;
  const options = {
    storage,
    directory: directory.value,
    clock: systemClock,
    log: silentLog,
    signingKey,
    seal: testSeal(),
  };
  const trail = await AuditTrail.open(options);
  const close = async () => {
    await trail.close();
    await storage.close();
    directory.value.close();
  };
  return { storage, trail, close };
}
