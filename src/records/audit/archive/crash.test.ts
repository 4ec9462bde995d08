// Killed (SIGKILL) at each step of archiving, and at random moments: no entry is lost, none is there twice.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { silentLog, systemClock } from '#base';
import { openDataDirectory, openStorage } from '#storage';
import { temporaryPath } from '../../../storage/testing.ts';
import { fact, signingKey, testSeal } from '../testing.ts';
import { AuditTrail } from '../trail.ts';

const url = (path: string): string => JSON.stringify(new URL(path, import.meta.url));

/** Opens a trail of which 20 entries stay on line; `work` may change `storage` and `seal`, and kill the process. */
const program = (path: string, before: string, work: string): string => `
  import { createPrivateKey } from 'node:crypto';
  import { openSync, writeSync } from 'node:fs';
  const { openDataDirectory, openStorage } = await import(${url('../../../storage/index.ts')});
  const { AuditTrail } = await import(${url('../trail.ts')});
  const { testSeal } = await import(${url('../testing.ts')});
  const { silentLog, systemClock } = await import(${url('../../../base/index.ts')});
  const directory = openDataDirectory(${JSON.stringify(path)}).value;
  const real = (await openStorage({ dialect: 'sqlite', directory: directory.path }, silentLog)).value;
  const signingKey = createPrivateKey(${JSON.stringify(signingKey.export({ type: 'pkcs8', format: 'pem' }))});
  const die = () => { process.kill(process.pid, 'SIGKILL'); for (;;); };
  let seal = testSeal();
  let storage = real;
  let armed = false;
  ${before}
  const trail = await AuditTrail.open({ storage, directory, clock: systemClock, log: silentLog, signingKey, seal });
  const told = openSync(${JSON.stringify(`${path}.told`)}, 'a');
  const add = async (number) => {
    const key = process.pid + '-' + number;
    await real.transaction((tx) => trail.append(tx, { ...${JSON.stringify(fact())}, data: key }));
    writeSync(told, key + '\\n');
  };
  const keeping = { entriesOnLine: () => 20, system: () => 'Head office' };
  ${work}`;

/** Sixty entries, then archiving, which meets its end on the way. */
const once60 = `
  for (let number = 0; number < 60; number++) await add(number);
  armed = true;
  await trail.startArchiving(keeping).settled();
  throw new Error('it was not killed');`;

const transaction = (code: string): string =>
  `storage = { audit: real.audit, system: real.system, transaction: async (work) => { ${code} } };`;

const steps = {
  'in the middle of a draft': `let sealed = 0;
    seal = { ...seal, seal: (...given) => { if (++sealed === 2) die(); return testSeal().seal(...given); } };`,
  'with the draft on disk': 'seal = { ...seal, open: die };',
  'with the archive in its place': transaction('if (armed) die(); return real.transaction(work);'),
  'before the transaction is committed': transaction(`return real.transaction(async (tx) => {
      const made = await work(tx);
      if (armed) tx.beforeCommit(die);
      return made;
    });`),
  'after the transaction is committed': transaction(
    'const made = await real.transaction(work); if (armed) die(); return made;',
  ),
};

for (const [step, before] of Object.entries(steps))
  test(`killed ${step}: the next start goes on, with every entry once`, async () => {
    const path = temporaryPath();
    await run(path, before, once60, (child) => once(child, 'close'));
    const { trail, close } = await open(path);
    assert.equal((await trail.verify()).finding, undefined, 'before anything is archived');
    assert.deepEqual(readdirSync(path).includes('archives') ? drafts(path) : [], []);
    await trail.startArchiving({ entriesOnLine: () => 20, system: () => 'Head office' }).settled();
    await assertWhole(path, trail);
    const [archive, ...others] = await trail.archives();
    assert.deepEqual([archive?.firstEntry, archive?.lastEntry, others.length], [1, 40, 0]);
    await close();
    remove(path);
  });

test('killed at random moments, with archives made all the time', async () => {
  const path = temporaryPath();
  const always = `
    const archiver = trail.startArchiving(keeping);
    void (async () => { for (;;) { await archiver.settled(); archiver.start(); } })();
    for (let number = 0; ; number++) await add(number);`;
  for (const afterMs of [100, 300, 500]) {
    await run(path, '', always, async (child) => {
      const closed = once(child, 'close');
      await pause(afterMs + Math.random() * 200);
      assert.equal(child.exitCode, null, 'it ended by itself');
      child.kill('SIGKILL');
      await closed;
    });
    const { trail, close } = await open(path);
    await assertWhole(path, trail);
    await close();
  }
  remove(path);
});

type Child = ReturnType<typeof spawn>;

async function run(path: string, before: string, work: string, end: (child: Child) => Promise<unknown>): Promise<void> {
  const source = program(path, before, work);
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'inherit' });
  const closed = once(child, 'close');
  while (child.exitCode === null && child.signalCode === null && !existsSync(`${path}.told`)) await pause(5);
  if (child.signalCode === null) await Promise.race([end(child), closed]);
  await closed;
  assert.equal(child.signalCode, 'SIGKILL');
}

function remove(path: string): void {
  rmSync(path, { recursive: true });
  rmSync(`${path}.told`);
}

const drafts = (path: string): string[] =>
  readdirSync(join(path, 'archives')).filter((name) => !/^audit-\d{10}-\d{10}\.xml\.sealed$/.test(name));

/** Every entry from the first on is there once, each that was acknowledged among them, and the trail verifies. */
async function assertWhole(path: string, trail: AuditTrail): Promise<void> {
  const { finding } = await trail.verify();
  assert.equal(finding, undefined, finding?.words ?? '');
  const entries = (await Array.fromAsync(trail.export('x'))).map((line) => JSON.parse(line));
  const ids = entries.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  assert.deepEqual(
    ids,
    ids.map((_, index) => index + 1),
  );
  const recorded = entries.flatMap(({ data }) => (data === undefined ? [] : [data]));
  assert.equal(new Set(recorded).size, recorded.length, 'an entry is there twice');
  const keys = readFileSync(`${path}.told`, 'utf8').split('\n').slice(0, -1);
  assert.deepEqual(
    keys.filter((key) => !recorded.includes(key)),
    [],
  );
  const archived = entries.filter(({ action }) => action === 'archive');
  const files = (await trail.archives()).length;
  // Killed with the archive in its place and its transaction not committed: the next archiving takes the file up.
  assert.ok(archived.length === files || archived.length === files - 1, `${archived.length} on record, ${files} files`);
}

async function open(path: string) {
  const directory = openDataDirectory(path);
  assert.ok(directory.ok);
  const opened = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.ok(opened.ok);
  const storage = opened.value;
  const options = { storage, directory: directory.value, clock: systemClock, log: silentLog, signingKey };
  const trail = await AuditTrail.open({ ...options, seal: testSeal() });
  const close = async () => {
    await trail.close();
    await storage.close();
    directory.value.close();
  };
  return { trail, close };
}
