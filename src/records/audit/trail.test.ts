// Writing the trail: with the change or not at all, in order, and continued after a restart.

import assert from 'node:assert/strict';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { FakeClock } from '#base';
import { eachDialect } from '../../storage/testing.ts';
import { damageAction } from './check.ts';
import { add, fact, openTrail, reopenTrail } from './testing.ts';
import { verifyExport } from './verify-export.ts';

eachDialect('an entry has the columns of the fact, the next id and the time', async (bed) => {
  const clock = new FakeClock();
  const trail = await openTrail(bed, clock);
  const entry = await bed.storage.transaction((tx) => trail.append(tx, fact()));
  assert.deepEqual(
    { ...entry, hash: '' },
    {
      ...{ id: 1, atMs: clock.nowMs(), level: 'medium', user: 'root', sourceIp: '10.0.0.9' },
      ...{ application: 'Command line', context: 'users-and-services', action: 'change' },
      ...{ data: 'Name: Ä → “B”; SIP secret: (changed)', hash: '' },
    },
  );
  assert.deepEqual(await trail.list({ limit: 5 }), [entry]);
  assert.equal((await trail.verify()).finding, undefined);
  await trail.close();
});

eachDialect('an entry is not written when the change is not, and the next one takes its place', async (bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail);
  const failing = bed.storage.transaction(async (tx) => {
    await trail.append(tx, fact());
    throw new Error('refused');
  });
  await assert.rejects(failing, /refused/);
  await add(bed, trail);
  assert.deepEqual(
    (await trail.list({ limit: 5 })).map((entry) => entry.id),
    [2, 1],
  );
  assert.equal((await trail.verify()).finding, undefined);
  await trail.close();
});

eachDialect('a change is not written when its entry cannot be', async (bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail);
  // Someone put a checkpoint where the next one must go.
  await bed.forger.add('audit_checkpoint', { last_id: 2, hash: '', at_ms: 1, entries: 1, signature: '' });
  const failing = bed.storage.transaction(async (tx) => {
    await bed.storage.system.put(tx, 'changed', 'yes');
    await trail.append(tx, fact());
  });
  await assert.rejects(failing);
  assert.equal(await bed.storage.system.get('changed'), undefined);
  await trail.close();
});

eachDialect('many transactions at once make one chain, each with its checkpoint', async (bed) => {
  const trail = await openTrail(bed);
  await Promise.all([1, 3, 2, 1].map((count) => add(bed, trail, count)));
  const report = await trail.verify();
  assert.deepEqual(report, { entries: 7, lastId: 7, checkpoints: 4, finding: undefined });
  await trail.close();
});

eachDialect('a trail that grows while it is verified, or exported, is whole', async (bed) => {
  const trail = await openTrail(bed);
  for (let index = 0; index < 4; index++) await add(bed, trail, 40);
  const growing = Promise.all([1, 2, 3, 4, 5].map(() => add(bed, trail, 30)));
  const lines = Array.fromAsync(trail.export('Head office'));
  assert.equal((await trail.verify()).finding, undefined);
  const pem = trail.publicKeyPem();
  assert.equal((await verifyExport(Readable.from(await lines), pem)).finding, undefined);
  await growing;
  assert.equal((await trail.verify()).entries, 310);
  await trail.close();
});

eachDialect(
  'many facts at once are entries in their order, under one checkpoint with what came before',
  async (bed) => {
    const clock = new FakeClock();
    const trail = await openTrail(bed, clock);
    const facts = Array.from({ length: 450 }, (_, index) => fact({ data: `Row: ${index}` }));
    const entries = await bed.storage.transaction(async (tx) => {
      await trail.append(tx, fact({ action: 'import' }));
      return trail.appendMany(tx, facts);
    });
    assert.deepEqual(
      entries.map(({ data }) => data),
      facts.map(({ data }) => data),
    );
    assert.deepEqual([entries[0]?.id, entries[449]?.id, entries[449]?.atMs], [2, 451, clock.nowMs()]);
    assert.deepEqual(await bed.storage.audit.page(1, 1_000), entries);
    assert.deepEqual(await trail.verify(), { entries: 451, lastId: 451, checkpoints: 1, finding: undefined });
    assert.deepEqual(await bed.storage.transaction((tx) => trail.appendMany(tx, [])), []);
    assert.equal((await trail.verify()).checkpoints, 1);
    await trail.close();
  },
);

eachDialect('work before the commit may still append', async (bed) => {
  const trail = await openTrail(bed);
  await bed.storage.transaction(async (tx) => {
    await trail.append(tx, fact());
    tx.beforeCommit(async () => void (await trail.append(tx, fact())));
  });
  const report = await trail.verify();
  assert.deepEqual([report.entries, report.checkpoints, report.finding], [2, 2, undefined]);
  await trail.close();
});

eachDialect('the chain goes on after a restart, and text of every kind survives it', async (bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 2);
  const strange = `line\r\nbreak \t "quoted" \\u0000 ${'\0'} ${'\ud800'} 😀 ${'x'.repeat(70_000)}`;
  await bed.storage.transaction(async (tx) => {
    await trail.append(tx, fact({ data: strange, actor: { ...fact().actor, user: 'Zoë\0' } }));
  });
  trail.note(fact({ data: strange }));
  trail.note(fact({ data: '' }));
  await trail.close();
  const again = await reopenTrail(bed);
  await add(bed, again);
  assert.deepEqual(await again.verify(), { entries: 6, lastId: 6, checkpoints: 4, finding: undefined });
  await again.close();
});

eachDialect('the head file is for its owner alone, and outlives a torn write', async (bed) => {
  const trail = await openTrail(bed);
  const path = bed.directory.file('audit-head');
  for (let index = 0; index < 3; index++) await add(bed, trail);
  await trail.close();
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const torn = readFileSync(path, 'latin1');
  const older = torn.indexOf('"lastId":2');
  writeFileSync(path, `${torn.slice(0, older)}${'\0'.repeat(40)}${torn.slice(older + 40)}`, 'latin1');
  const again = await reopenTrail(bed);
  assert.equal((await again.verify()).finding, undefined);
  await again.close();
});

for (const [what, harm] of [
  ['is emptied', (path: string) => truncateSync(path)],
  ['is filled with something else', (path: string) => writeFileSync(path, 'x'.repeat(1024))],
] as const)
  eachDialect(`a head file that ${what} is recorded at the next start`, async (bed) => {
    const trail = await openTrail(bed);
    await add(bed, trail, 2);
    await trail.close();
    harm(bed.directory.file('audit-head'));
    const again = await reopenTrail(bed);
    const [entry] = await again.list({ limit: 1 });
    assert.deepEqual([entry?.id, entry?.action, entry?.level], [3, damageAction, 'high']);
    const { finding } = await again.verify();
    assert.deepEqual([finding?.kind, finding?.entry], ['recorded', 3]);
    await again.close();
    const later = await reopenTrail(bed);
    assert.equal((await later.list({ limit: 9 })).length, 3);
    await later.close();
  });
