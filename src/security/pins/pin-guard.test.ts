// Passcodes: counted, locked, opened after their time or by a reset, over restarts too; guessing opens nothing, and nobody else notices.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock, silentLog } from '#base';
import type { AuditFact } from '#records';
import { openStorage, type Storage } from '#storage';
import { PinGuard, type PinGuardOptions } from './pin-guard.ts';

const by = { number: '+4989123', address: '192.0.2.1' };
const minuteMs = 60_000;

interface Bed {
  readonly clock: FakeClock;
  readonly facts: AuditFact[];
  open(more?: Partial<PinGuardOptions>): Promise<PinGuard>;
}

async function withBed(work: (bed: Bed) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-pins-'));
  const opened = await openStorage({ dialect: 'sqlite', directory }, silentLog);
  assert.ok(opened.ok);
  const storage: Storage = opened.value;
  const clock = new FakeClock();
  const facts: AuditFact[] = [];
  try {
    await work({
      clock,
      facts,
      open: (more = {}) =>
        PinGuard.open({
          ...{ storage, clock, log: silentLog, kind: 'mailbox' },
          ...{ most: () => 3, windowMs: () => 5 * minuteMs, lockMs: () => 3 * minuteMs },
          note: (fact) => void facts.push(fact),
          ...more,
        }),
    });
  } finally {
    await storage.close();
    rmSync(directory, { recursive: true });
  }
}

test('the right one opens; three wrong ones lock, and then the right one does not open either', async () => {
  await withBed(async ({ clock, facts, open }) => {
    const guard = await open();
    assert.ok(guard.check('201', '4711', '4711', by));
    for (const wrong of ['1', '2', '3']) assert.ok(!guard.check('201', wrong, '4711', by));
    assert.ok(guard.isLocked('201'));
    assert.ok(!guard.check('201', '4711', '4711', by));
    assert.ok(guard.check('202', '4712', '4712', by), 'another mailbox notices nothing');
    assert.deepEqual(
      facts.map(({ action }) => action),
      ['passcode refused', 'passcode refused', 'passcode locked', 'passcode refused'],
    );
    assert.ok(facts.every(({ data }) => !data.includes('4711')));
    clock.advance(3 * minuteMs + 1);
    assert.ok(guard.check('201', '4711', '4711', by));
    await guard.settled();
  });
});

test('a success and a window forget what was wrong before', async () => {
  await withBed(async ({ clock, open }) => {
    const guard = await open();
    for (const given of ['1', '2', '4711', '1', '2']) guard.check('201', given, '4711', by);
    assert.ok(!guard.isLocked('201'));
    clock.advance(6 * minuteMs);
    guard.check('201', '3', '4711', by);
    assert.ok(!guard.isLocked('201'));
    await guard.settled();
  });
});

test('a lock outlives a restart; one without an end stays until it is reset', async () => {
  await withBed(async ({ clock, open }) => {
    let changes = 0;
    const first = await open({ lockMs: () => 0, changed: () => changes++ });
    for (let guess = 0; guess < 3; guess++) first.check('201', String(guess), '4711', by);
    await first.settled();
    clock.advance(365 * 24 * 60 * minuteMs);
    const second = await open({ lockMs: () => 0, changed: () => changes++ });
    assert.deepEqual(second.locked(), ['201']);
    second.reset('201');
    assert.ok(second.check('201', '4711', '4711', by));
    await second.settled();
    assert.deepEqual((await open()).locked(), []);
    assert.equal(changes, 2);
  });
});

test('blank is never right, nor is what is not there, nor anything too long', async () => {
  await withBed(async ({ open }) => {
    const guard = await open({ most: () => 100 });
    assert.ok(!guard.check('201', '', '', by));
    assert.ok(!guard.check('201', '', undefined, by));
    assert.ok(!guard.check('201', '-', '', by));
    assert.ok(!guard.check('201', `4711${'-'.repeat(40)}`, '4711', by));
    assert.equal(guard.checkAny('201', '22', ['11', '22', ''], by), 1);
    await guard.settled();
  });
});

test('100,000 guesses with the right one among them open nothing, and others log in meanwhile', async () => {
  await withBed(async ({ open }) => {
    const guard = await open({ note: () => undefined });
    for (let guess = 0; guess < 100_000; guess++) {
      const given = String(guess % 10_000).padStart(4, '0');
      assert.ok(!guard.check('201', given, '4711', by) || guess < 3, `guess ${guess} opened it`);
      if (guess % 10_000 === 0) assert.ok(guard.check('202', '9021', '9021', by));
    }
    await guard.settled();
  });
});

test('where a code is one of many, a right one forgives nobody, and wrong ones are counted in every window', async () => {
  await withBed(async ({ clock, open }) => {
    const shared = await open({ isShared: true, most: () => 5 });
    for (let guess = 0; guess < 5; guess++) {
      shared.checkAny('580', String(guess), ['271828', '314159'], by);
      if (guess < 4) assert.equal(shared.checkAny('580', '271828', ['271828', '314159'], by), 0);
    }
    assert.ok(shared.isLocked('580'));
    const sliding = await open({ isShared: true, most: () => 5, kind: 'sliding' });
    const wrong = (count: number) => {
      for (let guess = 0; guess < count; guess++) sliding.check('581', '1', '271828', by);
    };
    wrong(1);
    clock.advance(299_000);
    wrong(3);
    clock.advance(2_000);
    wrong(1);
    assert.ok(!sliding.isLocked('581'));
    wrong(1);
    assert.ok(sliding.isLocked('581'));
    await Promise.all([shared.settled(), sliding.settled()]);
  });
});
