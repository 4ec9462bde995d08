// A file of what grows while it is written: every record that was there is in it once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#base';
import { defineView, whole } from '#forms';
import type { Query } from '../requests.ts';
import { writeRecords } from './write.ts';

const help = { purpose: 'p', conditions: 'c', recommendation: 'r' };
const fields = { id: whole({ label: 'ID', help: 'h', min: 1, max: 10_000 }) };
const view = defineView({ id: 'things', title: 'Things', group: 'Records', key: 'id', help, fields });

test('a view that shows the newest first, and gets more while it is exported', async () => {
  let newest = 450;
  const pageOf = async ({ offset = 0, limit = 50 }: Query) => {
    const ids = Array.from({ length: newest }, (_, index) => newest - index).slice(offset, offset + limit);
    const records = ids.map((id) => ({ key: String(id), version: 0, changedAtMs: 0, changedBy: '', values: { id } }));
    const total = newest;
    newest += 3;
    return ok({ total, offset, records });
  };
  const written = await writeRecords(view, pageOf, 'json');
  assert.ok(written.ok);
  const ids: number[] = JSON.parse(written.value).map(({ id }: { id: number }) => id);
  assert.deepEqual(
    ids,
    Array.from({ length: 450 }, (_, index) => 450 - index),
  );
});
