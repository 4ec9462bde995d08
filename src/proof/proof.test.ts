// Tests of the permanent check: when it looks, what it remembers over a restart, and what it tells.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits, silentLog } from '#base';
import type { SecurityHistoryRow } from '#storage';
import type { Drift } from './drift.ts';
import type { GradeId } from './line.ts';
import { Proof } from './proof.ts';
import { type Spoilt, worldForTests } from './testing.ts';

class Bed {
  readonly clock = new FakeClock();
  readonly rows: SecurityHistoryRow[] = [];
  readonly drifts: (Drift | undefined)[] = [];
  spoilt: Spoilt = {};
  adopted: GradeId | 'none' = 'medium';
  looks = 0;
  changes: { auditId: number; form: string; by: string }[] = [];
  fails = false;

  open(isRunning = true): Promise<Proof> {
    return Proof.open({
      ...{ clock: this.clock, log: silentLog, storage: this.#storage() },
      live: isRunning ? () => this.#live() : undefined,
      world: async (live) => ({ ...worldForTests(this.spoilt), live }),
      adopted: () => this.adopted,
      onDrift: (drift) => this.drifts.push(drift),
      onLook: () => undefined,
    });
  }

  async #live() {
    this.looks += 1;
    if (this.fails) throw new Error('no network');
    return worldForTests(this.spoilt).live ?? assert.fail();
  }

  /** The parts of storage that are used, in memory. */
  #storage() {
    const rows = this.rows;
    const securityHistory = {
      last: async (limit: number) => rows.toReversed().slice(0, limit),
      append: async (_: unknown, row: SecurityHistoryRow) => void rows.push({ ...row, id: rows.length + 1 }),
    };
    const recordChanges = {
      last: async () =>
        this.changes.map(({ auditId, form, by }) => ({
          ...{ auditId, form, key: '', kind: 'change', atMs: 1, changedBy: by, differences: '[]', partOf: 0 },
        })),
    };
    const transaction = (work: (tx: never) => Promise<void>): Promise<void> => work(undefined as never);
    // Whatever else storage can do is not asked of it here.
    return { securityHistory, recordChanges, transaction } as unknown as Parameters<typeof Proof.open>[0]['storage'];
  }

  /** Time goes on, and what became due is done. */
  async passes(ms: number, proof: Proof): Promise<void> {
    this.clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
    await proof.settled();
  }
}

const worse: Spoilt = { singles: { 'system-security-management': { passwordComplexity: 'low' } } };

test('it looks soon after its start, after each change of a form that matters, and every hour', async () => {
  const bed = new Bed();
  const proof = await bed.open();
  proof.start();
  assert.equal(proof.standing.grade, '');
  await bed.passes(limits.proof.settleMs, proof);
  assert.equal(bed.looks, 1);
  assert.deepEqual(proof.standing, { grade: 'maximum', adopted: 'medium', notMet: 0, toDo: 0 });
  proof.changed('numbering');
  await bed.passes(limits.proof.settleMs, proof);
  assert.equal(bed.looks, 1, 'a form that no line is about');
  for (let count = 0; count < 5; count++) proof.changed('certificate-checks');
  await bed.passes(limits.proof.settleMs, proof);
  assert.equal(bed.looks, 2, 'changes that follow at once are looked at together');
  await bed.passes(limits.proof.everyMs, proof);
  await bed.passes(limits.proof.settleMs, proof);
  assert.equal(bed.looks, 3);
  await proof.close();
  await bed.passes(limits.proof.everyMs * 2, proof);
  assert.equal(bed.looks, 3, 'closed');
});

test('a report is not older than a moment, and never older than a change', async () => {
  const bed = new Bed();
  const proof = await bed.open();
  assert.equal((await proof.report())?.profile, 'medium');
  await proof.report('maximum');
  assert.equal(bed.looks, 1);
  proof.changed('certificate-checks');
  await proof.report();
  assert.equal(bed.looks, 2);
  bed.clock.advance(limits.proof.freshMs);
  await proof.report();
  assert.equal(bed.looks, 3);
  assert.equal(await proof.report('best'), undefined);
});

test('what moves is remembered once, with its change; drift is told and ends', async () => {
  const bed = new Bed();
  const proof = await bed.open();
  await proof.report();
  bed.spoilt = worse;
  bed.changes = [{ auditId: 7, form: 'system-security-management', by: 'eve' }];
  proof.changed('system-security-management');
  await proof.report();
  await proof.report();
  assert.match(bed.drifts.at(-1)?.words ?? '', /password-complexity \(low; changed by eve, audit entry 7\)/);
  bed.spoilt = {};
  bed.changes.unshift({ auditId: 9, form: 'system-security-management', by: 'anna' });
  proof.changed('system-security-management');
  const report = await proof.report();
  assert.equal(bed.drifts.at(-1), undefined);
  const history = await proof.history();
  assert.deepEqual(
    history.map(({ grade, by, auditId, moved }) => [grade, by, auditId, moved.map(({ to }) => to).join()]),
    [
      ['maximum', 'anna', 9, 'met'],
      ['minimum', 'eve', 7, 'not-met'],
      ['maximum', '', 0, ''],
    ],
  );
  assert.equal(report?.lines.find(({ id }) => id === 'medium.password-complexity')?.changedBy, 'anna');
});

test('what was changed while nothing ran is seen at the next start, with its author', async () => {
  const bed = new Bed();
  bed.changes = [{ auditId: 5, form: 'system-security-management', by: 'anna' }];
  await (await bed.open()).report();
  bed.spoilt = worse;
  bed.changes.unshift({ auditId: 8, form: 'system-security-management', by: 'local' });
  const next = await bed.open();
  await next.report();
  assert.match(bed.drifts.at(-1)?.words ?? '', /changed by local, audit entry 8/);
  assert.equal(bed.rows.length, 2);
});

test('another adopted profile begins anew; none has no drift', async () => {
  const bed = new Bed();
  const proof = await bed.open();
  await proof.report();
  bed.adopted = 'maximum';
  bed.changes = [{ auditId: 4, form: 'security-profile', by: 'anna' }];
  proof.changed('security-profile');
  await proof.report();
  const [newest] = await proof.history();
  assert.deepEqual([newest?.profile, newest?.moved, newest?.by, newest?.auditId], ['maximum', [], 'anna', 4]);
  bed.adopted = 'none';
  bed.spoilt = worse;
  proof.changed('security-profile');
  assert.equal((await proof.report())?.profile, 'medium');
  assert.equal(bed.drifts.at(-1), undefined);
  assert.deepEqual(proof.lines, []);
});

test('while nothing runs, nothing is remembered and the network is unknown', async () => {
  const bed = new Bed();
  const report = await (await bed.open(false)).report('medium');
  assert.ok(report?.lines.some(({ state, evidence }) => state === 'unknown' && evidence.includes('not running')));
  assert.equal(report?.met, false);
  assert.deepEqual([bed.rows.length, bed.drifts.length], [0, 0]);
});

test('a look that fails is told to whoever asked, and the next one is made', async () => {
  const bed = new Bed();
  const proof = await bed.open();
  bed.fails = true;
  await assert.rejects(proof.report(), /no network/);
  bed.fails = false;
  assert.equal((await proof.report())?.met, true);
});
