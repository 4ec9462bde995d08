// The core is killed (kill -9) again and again at random moments, with a hundred calls in progress, calls ending all the time
// and ten changes a second, always on the same data directory. What it had acknowledged must be there after each restart.
//
// CRASH_KILLS: how often (3 unless it says otherwise; `npm run test:crash` 20). CRASH_SEED: other moments than those of seed 1.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { VerdictLine } from '../../apps/core/protocol.ts';
import { Random } from '../fuzz/random.ts';
import { freePort, TestNode } from '../node.ts';
import { CallBook } from '../office/call-book.ts';
import { makePairs, numbersFrom, soonMs, wholeHistory } from '../office/node.ts';
import { Office } from '../office/phones.ts';
import { ChangeBook } from './change-book.ts';

const kills = Number(process.env.CRASH_KILLS ?? 3);
const seed = Number(process.env.CRASH_SEED ?? 1);
const callsInProgress = 100;
const pairs = 120;

test(`${kills} kills lose nothing that was acknowledged`, { timeout: kills * 60_000 }, async (context) => {
  const random = new Random(seed);
  const port = await freePort();
  const node = await TestNode.start({ set: [`network-listeners.sip-tls.port=${port}`, 'numbering.extensionLength=4'] });
  const calls = new CallBook();
  const changes = new ChangeBook(random, numbersFrom(5_000, 30));
  const office = new Office({
    port,
    authority: node.authorityPem,
    pairs: await makePairs(node, 2_000, pairs),
    random,
    book: calls,
  });
  const opened: number[] = [];
  const back: number[] = [];
  try {
    office.register();
    for (let kill = 1; kill <= kills; kill++) {
      back.push(await soonMs(() => office.registered === office.phones, 'phones are registered'));
      changes.begin(node);
      office.call();
      await soonMs(() => calls.inProgress >= callsInProgress, 'calls are in progress');
      await delay(random.below(2_000));
      await node.kill();
      changes.stop();
      await office.lost();
      if (random.below(2) === 0) await node.runBriefly(100 + random.below(1_000));
      const began = performance.now();
      await node.run();
      opened.push(performance.now() - began);
      const complaints = [
        ...calls.complaints(await wholeHistory(node)),
        ...(await changes.complaints(node)),
        ...(await trailComplaints(node)),
      ];
      assert.deepEqual(complaints, [], `after kill ${kill} of seed ${seed}; the log: ${node.log}`);
    }
    await soonMs(() => office.registered === office.phones, 'phones are registered');
    office.call();
    await soonMs(() => calls.inProgress > 0, 'a call is in progress');
    assert.deepEqual(node.faults, []);
    const ended = calls.all.filter(({ agreedAtMs }) => agreedAtMs > 0).length;
    context.diagnostic(
      `${calls.all.length} calls, ${ended} of them ended; ${changes.acknowledged} changes acknowledged`,
    );
    context.diagnostic(`from start to open: ${told(opened)}; then until all phones are back: ${told(back.slice(1))}`);
  } finally {
    changes.stop();
    await office.close();
    await node.remove();
  }
});

async function trailComplaints(node: TestNode): Promise<readonly string[]> {
  const { intact, words } = await node.ask<VerdictLine>('audit.verify');
  return intact ? [] : [words];
}

function told(times: readonly number[]): string {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  return `median ${sorted[Math.floor(sorted.length / 2)]} ms, longest ${sorted.at(-1)} ms`;
}
