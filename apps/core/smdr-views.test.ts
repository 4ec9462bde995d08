// Tests of the views of SMDR: pages of the buffer as any surface asks for them, and sending again.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ViewSource } from '#administration';
import { systemActor } from '#security';
import { callOf, TestSmdr, trunk } from '../../src/records/smdr/testing.ts';
import { giveSmdrViews } from './smdr-views.ts';

test('records are shown the newest first, searched and filtered, and sent again from one on', async () => {
  const path = mkdtempSync(join(tmpdir(), 'ringfence-smdr-'));
  mkdirSync(path, { recursive: true });
  const { smdr } = await TestSmdr.open(path);
  const sources = new Map<string, ViewSource>();
  giveSmdrViews({ source: (view, source) => void sources.set(view.id, source) }, smdr);
  const [records, delivery] = [sources.get('smdr-records'), sources.get('smdr-delivery')];
  for (let number = 1; number <= 30; number++)
    smdr.write(callOf({ id: String(number), called: trunk(1), dialled: `0900${number}`, rang: 1 }));
  const actor = systemActor('Test');
  const keys = async (query: object): Promise<string> => {
    const page = await records?.query(query, actor);
    return page?.ok === true
      ? `${page.value.total}: ${page.value.records.map(({ key }) => key).join(' ')}`
      : (page?.refusal.words ?? '');
  };
  assert.equal(records?.count(), 30);
  assert.equal(await keys({ limit: 3 }), '30: 30 29 28');
  assert.equal(await keys({ limit: 2, offset: 29 }), '30: 1');
  assert.equal(await keys({ limit: 2, sort: 'number' }), '30: 1 2');
  assert.equal(await keys({ limit: 2, sort: 'number', descending: true, offset: 1 }), '30: 29 28');
  assert.equal(await keys({ search: '09003' }), '2: 30 3');
  assert.equal(await keys({ where: { number: '7' } }), '1: 7');
  assert.equal(await keys({ where: { number: '77' } }), '0: ');
  assert.equal(await keys({ where: { dialled: '09001', completion: 'a' } }), '1: 1');
  assert.equal(await keys({ where: { started: '2026-06-13' }, limit: 1 }), '30: 30');
  assert.equal(await keys({ where: { started: '2027' } }), '0: ');
  assert.match(await keys({ where: { nothing: 'x' } }), /no field "nothing"/);
  assert.match(await keys({ where: { started: 'yesterday' } }), /is no time/);
  assert.match(await keys({ sort: 'called' }), /order of their numbers/);
  assert.match(await keys({ limit: 0 }), /1 to 1000/);
  assert.match(await keys({ offset: -1 }), /offset/);
  assert.equal((await records?.act?.(actor, 'sendAgain', '12'))?.ok, true);
  const rows = await delivery?.query({}, actor);
  assert.ok(rows?.ok);
  assert.deepEqual(
    rows.value.records.map(({ values }) => [values.kind, values.arrived, values.waiting]),
    [['buffer', 11, 19]],
  );
  await smdr.close();
  rmSync(path, { recursive: true });
});
