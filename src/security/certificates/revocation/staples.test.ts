// What our listeners staple, on a clock that stands still.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, silentLog } from '#base';
import { isCertificate, parseCertificate } from '../parsed.ts';
import { answerOcsp, makeCertificate, makeRoot } from '../testing.ts';
import { Staples } from './staples.ts';

const hourMs = 3_600_000;

async function setUp() {
  const clock = new FakeClock();
  const nowMs = clock.nowMs();
  const root = await makeRoot('Root', { nowMs });
  const made = await makeCertificate({ issuer: root, nowMs, ocsp: 'http://pki.example/ocsp' });
  const world = { shown: [made.certificate], status: 'good' as 'good' | 'revoked', asked: 0, isThere: true };
  const staples = new Staples({
    clock,
    log: silentLog,
    shown: () => world.shown,
    authorities: () => [parseCertificate(root.der)].filter(isCertificate),
    fetch: async ({ body }) => {
      world.asked++;
      if (!world.isThere || body === undefined) return 'it cannot be reached';
      const at = clock.nowMs();
      return answerOcsp(body, root, { nowMs: at, nextMs: at + 4 * hourMs, status: world.status });
    },
  });
  return { clock, staples, made, root, world };
}

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
};

test('the answer about a certificate that names a responder is stapled, and asked for anew in half of its time', async () => {
  const { clock, staples, made, root, world } = await setUp();
  let changes = 0;
  staples.changed.on(() => changes++);
  await staples.look();
  assert.ok(staples.of(made.der));
  assert.equal(staples.of(root.der), undefined);
  await staples.look();
  assert.equal(world.asked, 1);
  clock.advance(2 * hourMs);
  await settle();
  assert.deepEqual([world.asked, changes], [2, 2]);
  staples.close();
  assert.equal(clock.waiting, 0);
});

test('a responder that has gone leaves the last answer until it ends, and is asked again', async () => {
  const { clock, staples, made, world } = await setUp();
  await staples.look();
  world.isThere = false;
  for (let turn = 0; turn < 20; turn++) {
    clock.advance(hourMs / 6);
    await settle();
  }
  assert.ok(staples.of(made.der));
  clock.advance(hourMs);
  await settle();
  assert.equal(staples.of(made.der), undefined);
  world.isThere = true;
  clock.advance(hourMs);
  await settle();
  assert.ok(staples.of(made.der));
});

test('an answer that says "revoked" is not stapled; what is no longer shown is forgotten; who names no responder is left', async () => {
  const { clock, staples, made, world, root } = await setUp();
  world.status = 'revoked';
  await staples.look();
  assert.equal(staples.of(made.der), undefined);
  world.shown = [(await makeCertificate({ issuer: root, nowMs: clock.nowMs() })).certificate];
  await staples.look();
  assert.deepEqual([staples.all.length, world.asked, clock.waiting], [0, 1, 0]);
});
