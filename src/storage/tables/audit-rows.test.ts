// What is searched for in the audit trail, page by page, and what an archive takes out of it, on each dialect.

import assert from 'node:assert/strict';
import type { Storage } from '../storage.ts';
import { eachDialect } from '../testing.ts';
import type { AuditRow, AuditSearch } from './audit-rows.ts';

const entry = (id: number, change: Partial<AuditRow> = {}): AuditRow => ({
  ...{ id, atMs: 1_000 * id, level: 'low', user: 'root', sourceIp: '10.0.0.1', application: 'Command line' },
  ...{ context: 'Command line', action: 'change', data: 'Form: Numbering; Name: A → B', hash: `h${id}`, ...change },
});

async function fill(storage: Storage): Promise<(search: Partial<AuditSearch>) => Promise<string>> {
  await storage.transaction(async (tx) => {
    await storage.audit.append(tx, [
      ...[entry(1), entry(2, { user: 'Anna', data: 'Form: Numbering Plan; Name: 100% Ä_x' })],
      ...[entry(3, { action: 'stop', data: '' }), entry(4, { data: 'Form: Numbering' })],
      ...[entry(5, { action: 'undo', data: 'Entry: 1; Form: Numbering; Key: 7' })],
      entry(6, { data: 'Value: Form: Numbering;' }),
    ]);
    for (const lastId of [2, 3, 6])
      await storage.audit.appendCheckpoint(tx, { lastId, hash: `h${lastId}`, atMs: 1, entries: 1, signature: 's' });
  });
  const all = { text: '', equal: {}, hiddenForms: [], descending: false, offset: 0, limit: 10 };
  return async (search) => {
    const { total, rows } = await storage.audit.search({ ...all, ...search });
    return `${rows.map(({ id }) => id).join(' ')} of ${total}`;
  };
}

eachDialect('entries are searched for, ordered and paged by the database', async ({ storage }) => {
  const found = await fill(storage);
  assert.equal(await found({}), '1 2 3 4 5 6 of 6');
  assert.equal(await found({ descending: true, limit: 2 }), '6 5 of 6');
  assert.equal(await found({ descending: true, offset: 4, limit: 5 }), '2 1 of 6');
  assert.equal(await found({ offset: 9 }), ' of 6');
  assert.equal(await found({ equal: { user: 'ANNA' } }), '2 of 1');
  assert.equal(await found({ equal: { action: 'change', context: 'command line' } }), '1 2 4 6 of 4');
  assert.equal(await found({ id: 3 }), '3 of 1');
  assert.equal(await found({ fromMs: 2_000, toMs: 4_000 }), '2 3 of 2');
  assert.equal(await found({ text: '100% Ä_X' }), '2 of 1');
  assert.equal(await found({ text: '1%x' }), ' of 0');
});

eachDialect('entries about hidden forms are left out, and no others', async ({ storage }) => {
  const found = await fill(storage);
  assert.equal(await found({ hiddenForms: ['Numbering'] }), '2 3 6 of 3');
  assert.equal(await found({ hiddenForms: ['Numbering Plan', 'System Options'] }), '1 3 4 5 6 of 5');
  assert.equal(await found({ hiddenForms: ['Numbering', 'Numbering Plan'], descending: true, limit: 1 }), '6 of 2');
  assert.equal(await found({ hiddenForms: ['%', 'Number_ng'] }), '1 2 3 4 5 6 of 6');
});

eachDialect('what an archive holds is removed with its checkpoints, and nothing else', async ({ storage }) => {
  const found = await fill(storage);
  assert.equal((await storage.audit.checkpointWithin(0, 5))?.lastId, 3);
  assert.equal(await storage.audit.checkpointWithin(3, 5), undefined);
  await storage.transaction((tx) => storage.audit.removeArchived(tx, 1, 3));
  assert.equal(await found({}), '1 4 5 6 of 4');
  assert.deepEqual(
    (await storage.audit.checkpoints(0, 9)).map(({ lastId }) => lastId),
    [6],
  );
});
