// Tests of the form SMDR Options: what it is at first, and when records may leave in the clear.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord, type Look, validate } from '#forms';
import { smdrOptions } from './smdr-options.form.ts';

const look = (on: readonly string[]): Look => ({
  records: () => new Map(),
  single: initialRecord,
  keys: () => [],
  keysWith: () => on,
  formIds: () => [],
});

test('at first nothing is recorded, nobody may read, and nothing is pushed', () => {
  const { recording, allowedReaders, collectorHost, collectorSecurity, recordsKept } = initialRecord(smdrOptions);
  assert.deepEqual([recording, allowedReaders, collectorHost, collectorSecurity], [false, [], '', 'tls']);
  assert.equal(recordsKept, 20_000);
});

test('in the clear only while Unsecured Interfaces has SMDR switched on', () => {
  const clear = {
    ...initialRecord(smdrOptions),
    collectorHost: 'billing.example',
    collectorSecurity: 'clear',
  } as const;
  assert.deepEqual(
    smdrOptions.rules(clear, look(['http'])).map(({ code, field }) => [code, field]),
    [['records.smdr-in-clear', 'collectorSecurity']],
  );
  assert.deepEqual(smdrOptions.rules(clear, look(['smdr'])), []);
  assert.deepEqual(smdrOptions.rules({ ...clear, collectorHost: '' }, look([])), []);
  assert.deepEqual(smdrOptions.rules({ ...clear, collectorSecurity: 'tls' }, look([])), []);
});

test('what cannot be is refused', () => {
  for (const patch of [
    { recordsKept: '75001' },
    { recordsKept: '999' },
    { systemId: '12' },
    { collectorHost: 'two words' },
    { collectorHost: '192.0.2' },
    { allowedReaders: '192.0.2.1/24' },
  ])
    assert.equal(validate(smdrOptions, patch).ok, false, JSON.stringify(patch));
  assert.ok(validate(smdrOptions, { allowedReaders: '192.0.2.7 2001:db8::/32', collectorHost: '192.0.2.9' }).ok);
});
