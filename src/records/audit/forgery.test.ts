// What a forger with the database in hand could do, and that each of it is named.

import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { eachDialect, type TestBed } from '../../storage/testing.ts';
import type { FindingKind } from './check.ts';
import { type AuditEntry, encodeFields, entryHash, firstPrevious } from './entry.ts';
import { add, openTrail, reopenTrail } from './testing.ts';
import type { AuditTrail } from './trail.ts';

/** Seven entries: 1 · 2 3 4 · 5 · 6 · 7, a checkpoint at each dot and at the end. */
async function sevenEntries(bed: TestBed): Promise<AuditTrail> {
  const trail = await openTrail(bed);
  for (const count of [1, 3, 1, 1, 1]) await add(bed, trail, count);
  assert.equal((await trail.verify()).finding, undefined);
  return trail;
}

/** Registers a test: after `forge`, the trail is said to be wrong at `entry`, before and after a restart. */
function found(what: string, kind: FindingKind, entry: number, forge: (bed: TestBed) => Promise<void>): void {
  eachDialect(`${what}: ${kind} at entry ${entry}`, async (bed) => {
    const trail = await sevenEntries(bed);
    await forge(bed);
    const running = (await trail.verify()).finding;
    assert.deepEqual([running?.kind, running?.entry], [kind, entry], running?.words ?? 'nothing found');
    assert.match(running?.words ?? '', new RegExp(`\\b${entry}\\b`));
    await trail.close();
    const again = await reopenTrail(bed);
    await add(bed, again);
    const restarted = (await again.verify()).finding;
    assert.equal(restarted?.entry, entry, restarted?.words ?? 'nothing found');
    await again.close();
  });
}

const entries = async (bed: TestBed): Promise<readonly AuditEntry[]> => bed.storage.audit.page(0, 100);

const texts = [
  'detail_level',
  'user_name',
  'source_ip',
  'app_name',
  'app_context',
  'action_type',
  'action_data',
  'hash',
];
for (const column of texts)
  found(`one letter of ${column} changed`, 'altered', 3, async (bed) => {
    const row = (await entries(bed))[2];
    assert.ok(row);
    const { level, user, sourceIp, application, context, action, data } = row;
    const old = [level, user, sourceIp, application, context, action, data, row.hash][texts.indexOf(column)] ?? '';
    const letter = old.at(-1) === '0' ? '1' : '0';
    await bed.forger.set('audit_entry', 3, column, old.slice(0, -1) + letter);
  });
found('one millisecond of the time changed', 'altered', 3, async (bed) =>
  bed.forger.set('audit_entry', 3, 'at_ms', ((await entries(bed))[2]?.atMs ?? 0) + 1),
);
found('a letter moved to the next column', 'altered', 2, async (bed) => {
  await bed.forger.set('audit_entry', 2, 'app_context', 'users-and-service');
  await bed.forger.set('audit_entry', 2, 'action_type', 'schange');
});
found('the id changed', 'reordered', 3, (bed) => bed.forger.set('audit_entry', 3, 'id', 300));
found('the id of the last entry changed', 'removed', 7, (bed) => bed.forger.set('audit_entry', 7, 'id', 700));
found('the last entry altered', 'altered', 7, (bed) => bed.forger.set('audit_entry', 7, 'user_name', 'x'));
found('the hash of the last entry altered', 'altered', 7, (bed) => bed.forger.set('audit_entry', 7, 'hash', 'x'));

found('the first entry removed', 'removed', 1, (bed) => bed.forger.remove('audit_entry', 1));
found('an entry in the middle removed', 'removed', 4, (bed) => bed.forger.remove('audit_entry', 4));
found('the last entry removed', 'removed', 7, (bed) => bed.forger.remove('audit_entry', 7));
found('an entry removed and those after it renumbered', 'removed', 3, async (bed) => {
  await bed.forger.remove('audit_entry', 3);
  for (const id of [4, 5, 6, 7]) await bed.forger.set('audit_entry', id, 'id', id - 1);
});
found('the end cut off with its checkpoints', 'cut', 6, async (bed) => {
  for (const id of [6, 7]) {
    await bed.forger.remove('audit_entry', id);
    await bed.forger.remove('audit_checkpoint', id);
  }
});
found('everything removed', 'cut', 1, async (bed) => {
  for (let id = 1; id <= 7; id++) {
    await bed.forger.remove('audit_entry', id);
    await bed.forger.remove('audit_checkpoint', id);
  }
});

async function exchange(bed: TestBed, a: number, b: number): Promise<void> {
  await bed.forger.set('audit_entry', a, 'id', 999);
  await bed.forger.set('audit_entry', b, 'id', a);
  await bed.forger.set('audit_entry', 999, 'id', b);
}
found('two neighbours exchanged', 'reordered', 3, (bed) => exchange(bed, 3, 4));
found('two distant entries exchanged', 'reordered', 1, (bed) => exchange(bed, 1, 7));

const forged = { ...{ at_ms: 1, detail_level: 'low', user_name: 'x', source_ip: '', app_name: '' }, app_context: '' };
const plain = { level: 'low', user: 'x', sourceIp: '', application: '', context: '', action: 'add', data: '' };
found('an entry inserted in the middle', 'inserted', 3, async (bed) => {
  for (const id of [7, 6, 5, 4, 3]) await bed.forger.set('audit_entry', id, 'id', id + 1);
  await bed.forger.add('audit_entry', { id: 3, ...forged, action_type: 'add', action_data: '', hash: 'x' });
});
found('an entry inserted before the first', 'inserted', 0, async (bed) => {
  await bed.forger.add('audit_entry', { id: 0, ...forged, action_type: 'add', action_data: '', hash: 'x' });
});

eachDialect(
  'an entry added at the end with a right hash: inserted, also when the system went on after it',
  async (bed) => {
    const trail = await sevenEntries(bed);
    const last = (await entries(bed))[6];
    const own = entryHash(last?.hash ?? '', { id: 8, atMs: 1, ...plain });
    await bed.forger.add('audit_entry', { id: 8, ...forged, action_type: 'add', action_data: '', hash: own });
    const before = (await trail.verify()).finding;
    assert.deepEqual([before?.kind, before?.entry], ['inserted', 8]);
    await add(bed, trail);
    const after = (await trail.verify()).finding;
    assert.deepEqual([after?.kind, after?.entry], ['checkpoint', 8]);
    await trail.close();
  },
);

for (const [id, which] of [
  [1, 'first'],
  [4, 'middle'],
  [7, 'last'],
] as const)
  found(`the ${which} checkpoint removed`, 'checkpoint', id, (bed) => bed.forger.remove('audit_checkpoint', id));
for (const [column, value] of [
  ['hash', 'f'.repeat(64)],
  ['at_ms', 1],
  ['entries', 2],
  ['signature', 'AAAA'],
] as const)
  found(`${column} of a checkpoint altered`, 'checkpoint', 4, (bed) =>
    bed.forger.set('audit_checkpoint', 4, column, value),
  );

eachDialect('every checkpoint removed: the first that is missing is named', async (bed) => {
  const trail = await sevenEntries(bed);
  for (const id of [1, 4, 5, 6, 7]) await bed.forger.remove('audit_checkpoint', id);
  const { finding } = await trail.verify();
  assert.deepEqual([finding?.kind, finding?.entry], ['checkpoint', 7]);
  await trail.close();
});

/** Alters entry `id` and makes all hashes from there on anew, as someone without the key can. */
async function recompute(bed: TestBed, id: number): Promise<void> {
  await bed.forger.set('audit_entry', id, 'user_name', 'nobody');
  let previous = firstPrevious;
  for (const entry of await entries(bed)) {
    previous = entryHash(previous, entry);
    await bed.forger.set('audit_entry', entry.id, 'hash', previous);
  }
}
found('the whole chain computed anew', 'altered', 5, (bed) => recompute(bed, 5));
found('the chain computed anew inside one transaction', 'altered', 2, (bed) => recompute(bed, 3));
found('the last entry computed anew', 'altered', 7, (bed) => recompute(bed, 7));
found('the chain and the hashes of the checkpoints computed anew', 'checkpoint', 5, async (bed) => {
  await recompute(bed, 5);
  for (const { id, hash: own } of await entries(bed))
    if (id >= 4) await bed.forger.set('audit_checkpoint', id, 'hash', own);
});

eachDialect('an older head file put back beside a whole database is no damage; a cut one beside it is', async (bed) => {
  const trail = await openTrail(bed);
  await add(bed, trail, 3);
  await trail.flush();
  const head = bed.directory.file('audit-head');
  copyFileSync(head, `${head}.copy`);
  await add(bed, trail, 2);
  await trail.close();
  copyFileSync(`${head}.copy`, head);
  const again = await reopenTrail(bed);
  assert.equal((await again.verify()).finding, undefined);
  await again.close();
});

eachDialect('fields are encoded with their lengths', async () => {
  assert.equal(encodeFields('a', 12, 'ä', ''), '1:a,2:12,2:ä,0:,');
  assert.notEqual(encodeFields('a,1:b'), encodeFields('a', 'b'));
  assert.equal(firstPrevious.length, hash('sha256', '').length);
});
