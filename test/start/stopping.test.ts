// An orderly end with fifty calls in progress: under two seconds, every call on record, every phone told, nothing held.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuditLine } from '../../apps/core/protocol.ts';
import { Random } from '../fuzz/random.ts';
import { freePort, TestNode } from '../node.ts';
import { type BookedCall, CallBook } from '../office/call-book.ts';
import { makePairs, soonMs, wholeHistory } from '../office/node.ts';
import { Office } from '../office/phones.ts';

const pairs = 50;
const mostMs = 2_000;

const book = new CallBook();
let port: number;
let node: TestNode;
let office: Office;

before(async () => {
  port = await freePort();
  node = await TestNode.start({
    set: [
      'unsecured-interfaces.sip-udp.enabled=yes',
      `network-listeners.sip-tls.port=${port}`,
      'numbering.extensionLength=4',
    ],
  });
  const plan = { port, authority: node.authorityPem, random: new Random(1), book, talkMs: 3_600_000 };
  office = new Office({ ...plan, pairs: await makePairs(node, 1_000, pairs) });
  await node.stop();
});

after(async () => {
  await office.close();
  await node.remove();
});

const ways: readonly [string, () => Promise<number>][] = [
  ['SIGTERM', () => node.stop('SIGTERM')],
  [
    'SIGINT, twice',
    () => {
      const ended = node.stop('SIGINT');
      setTimeout(() => node.signal('SIGINT'), 20);
      return ended;
    },
  ],
  [
    '`stop` over the local socket, then SIGTERM',
    async () => {
      const ended = node.ended();
      await node.ask('stop');
      node.signal('SIGTERM');
      return ended;
    },
  ],
];

for (const [what, stop] of ways)
  test(`${what} ends a system with ${pairs} calls in progress`, async (context) => {
    await node.run();
    office.register();
    await soonMs(() => office.registered === office.phones, 'all phones are registered');
    office.call();
    await soonMs(() => office.talking === 2 * pairs, 'all calls are in progress');
    const began = performance.now();
    const code = await stop();
    const tookMs = performance.now() - began;
    context.diagnostic(`ended in ${Math.round(tookMs)} ms`);
    assert.equal(code, 0, node.log);
    assert.ok(tookMs < mostMs, `took ${tookMs} ms`);
    await soonMs(() => office.talking === 0, 'every phone was told that its call has ended');
    await office.lost();
    await expectNothingHeld();
    await expectOnRecord();
  });

/** Nobody listens, the database is whole in one file, and its locks and the owner's can be had. */
async function expectNothingHeld(): Promise<void> {
  const names = readdirSync(node.directory);
  for (const name of ['ringfence.sock', 'ringfence.db-wal', 'ringfence.db-shm'])
    assert.ok(!names.includes(name), `${name} is left behind`);
  for (const name of ['ringfence.db', 'owner.lock']) {
    const database = new DatabaseSync(join(node.directory, name), { timeout: 0 });
    database.exec('begin exclusive; rollback');
    database.close();
  }
  const [fault] = await once(connect(port, '127.0.0.1'), 'error');
  assert.match(String(fault), /ECONNREFUSED/);
}

async function expectOnRecord(): Promise<void> {
  await node.run();
  const history = await wholeHistory(node);
  const [stopped] = await node.ask<readonly AuditLine[]>('audit.list', { action: 'stop', limit: 1 });
  await node.stop();
  assert.deepEqual(book.complaints(history), []);
  const calls = history.slice(0, pairs);
  assert.ok(calls.every(({ outcome, cause }) => outcome === 'interrupted' && cause === 'the system is stopping'));
  const cutOff = book.all.filter((call: BookedCall) => call.answeredAtMs > 0 && call.agreedAtMs === 0);
  assert.equal(history.length, cutOff.length);
  assert.ok((stopped?.atMs ?? 0) >= Math.max(...history.map(({ endedAtMs }) => endedAtMs)));
}

test('calls go on when nobody reads what the system says', async () => {
  await node.run();
  node.closeOutput();
  office.register();
  await soonMs(() => office.registered === office.phones, 'all phones are registered');
  for (let count = 0; count < 20; count++)
    await node.change('network-listeners', { enabled: count % 2 === 0 }, 'sip-udp');
  assert.equal((await node.ask<{ registrations: number }>('status')).registrations, office.phones);
  assert.equal(await node.stop(), 0);
  await office.lost();
});

test('a start that is cut off by SIGTERM leaves a system that starts', async () => {
  for (const ms of [200, 500]) {
    const running = node.run().catch(() => undefined);
    await delay(ms);
    await node.stop('SIGTERM');
    await running;
  }
  await node.run();
  assert.equal(await node.stop(), 0);
});
