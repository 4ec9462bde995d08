// A first start that is killed at any moment, again and again on the same directory, is gone on with: nothing is made twice,
// nothing half, and the one-time passwords are told by the one that comes to its end.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Secret } from '#base';
import { Passwords } from '#security';
import type { PageLine, VerdictLine } from '../../apps/core/protocol.ts';
import { Random } from '../fuzz/random.ts';
import { TestNode } from '../node.ts';
import { runToEnd } from '../process.ts';

const core = new URL('../../apps/core/main.ts', import.meta.url).pathname;
const kills = Number(process.env.CRASH_KILLS ?? 3);
const seed = Number(process.env.CRASH_SEED ?? 1);
const listeners = ['https', 'management', 'http', 'sip-tls', 'sip-tcp', 'sip-udp', 'smdr', 'smdr-tls'];

test(`a first start after ${kills} that were killed is whole`, async () => {
  const random = new Random(seed);
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-first-'));
  const places = listeners.flatMap((name) => [
    ...['--set', `network-listeners.${name}.address=127.0.0.1`, '--set', `network-listeners.${name}.port=0`],
  ]);
  const argv = [core, '--init', '--json', '--data', directory, ...places];
  const { tookMs, directory: sample } = await timedFirstStart(places);
  rmSync(sample, { recursive: true });
  const told: Record<string, string>[] = [];
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (bytes: Buffer) => told.push(JSON.parse(String(bytes)).oneTimePasswords));
    setTimeout(() => child.kill('SIGKILL'), tookMs / 4 + random.below(tookMs));
    await once(child, 'close');
  }
  const { code, out, error } = await runToEnd(argv);
  if (code === 0) told.push(JSON.parse(out).oneTimePasswords);
  else assert.match(error, /core\.already-made/);
  await expectOpens(directory, told.at(-1) ?? {});
  const node = TestNode.of(directory);
  try {
    await node.run();
    const { records } = await node.ask<PageLine>('form.query', { form: 'network-listeners' });
    assert.deepEqual(
      records.map(({ key, values }) => [key, values.address, values.port]).sort(),
      [...listeners].sort().map((name) => [name, '127.0.0.1', 0]),
    );
    const { intact, words } = await node.ask<VerdictLine>('audit.verify');
    assert.ok(intact, words);
    assert.deepEqual(node.faults, []);
  } finally {
    await node.remove();
  }
});

/** The passwords that were told last are those that hold. */
async function expectOpens(directory: string, told: Readonly<Record<string, string>>): Promise<void> {
  const database = new DatabaseSync(join(directory, 'ringfence.db'), { readOnly: true });
  const profiles = `select key, body from form_record where form = 'user-authorization-profiles' order by key`;
  const accounts = database.prepare(profiles).all();
  database.close();
  assert.deepEqual(
    accounts.map(({ key }) => key),
    ['administrator', 'security'],
  );
  const passwords = new Passwords();
  for (const { key, body } of accounts) {
    const { hash } = JSON.parse(JSON.parse(String(body)).password);
    const opens = await passwords.verify(hash, new Secret(told[String(key)] ?? ''));
    assert.deepEqual(opens, { ok: true, value: true });
  }
}

async function timedFirstStart(places: readonly string[]): Promise<{ tookMs: number; directory: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-first-'));
  const began = performance.now();
  const { code, error } = await runToEnd([core, '--init', '--data', directory, ...places]);
  assert.equal(code, 0, error);
  return { tookMs: performance.now() - began, directory };
}
