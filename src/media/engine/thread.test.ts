// A thread that dies: its sessions are told, whoever waits is answered, and another one takes its place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, makeLog } from '#base';
import { MediaThread } from './thread.ts';

/** Opens whatever is asked, and dies of the next order. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    const value = { address: '127.0.0.1', port: 4000 };
    parentPort.on('message', ({ session, order }) => {
      if (order.kind !== 'open') throw new Error('the end');
      parentPort.postMessage({ session, told: { kind: 'opened', result: { ok: true, value } } });
    });`)}`,
);

test('its sessions end, and after a while it is started again', async () => {
  const clock = new FakeClock();
  let log = '';
  const thread = new MediaThread({
    ...{ clock, clips: { samples: new Int16Array(0), names: [] }, names: new Set<string>(), script },
    log: makeLog((line) => {
      log += line;
    }),
  });
  let overs = 0;
  const session = thread.session('127.0.0.1', () => overs++);
  const opened = await session.opened;
  assert.ok(opened.ok);
  assert.equal(session.port, 4_000);
  const heard: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  session.listen({ recordEnded: (why) => heard.push(why), ended: resolve });
  session.record({ mostMs: 1_000, silenceMs: 0, of: 'far' });
  const statistics = session.statistics();
  await promise;
  assert.deepEqual(heard, ['closed']);
  assert.equal((await statistics).sent, 0);
  await session.close();
  assert.equal(overs, 1);
  assert.match(log, /a media thread has failed .*the end/);
  const early = await thread.session('127.0.0.1', () => overs++).opened;
  assert.equal(!early.ok && early.refusal.code, 'media.engine-ended');
  clock.advance(limits.engine.restartMs);
  assert.equal(thread.restarts, 1);
  const next = await thread.session('127.0.0.1', () => overs++).opened;
  assert.ok(next.ok);
  await thread.close();
  assert.equal(overs, 3);
  assert.equal(thread.sessions, 0);
});
