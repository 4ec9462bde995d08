// The forms of the toll guard: what people type is brought into one shape, and what names nobody is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Form, type Look, type Patch, validate } from '#forms';
import { configurationOf } from './testing.ts';
import { tollCountries } from './toll-countries.form.ts';
import { tollGuard } from './toll-guard.form.ts';
import { tollLimits } from './toll-limits.form.ts';
import { tollTariffs } from './toll-tariffs.form.ts';

function kept(form: Form, patch: Patch, field: string): unknown {
  const result = validate(form, patch);
  return result.ok ? result.value.record[field] : 'refused';
}

test('destinations, prefixes, currencies and codes are read in any way of writing them', () => {
  const destination = (text: string) => kept(tollCountries, { destination: text }, 'destination');
  assert.deepEqual(
    ['fr', 'FR', 'Iridium', 'PREMIUM', 'revenue-share', '+44 (20)', 'XX', 'country', 'shared', '+', '+0', '44'].map(
      destination,
    ),
    ['FR', 'FR', 'iridium', 'premium', 'revenue-share', '+4420', ...Array(6).fill('refused')],
  );
  const prefix = (text: string) => kept(tollTariffs, { prefix: text, perMinute: 1 }, 'prefix');
  assert.deepEqual(['+44 20', '004420', '4420', '+4420-1', '+0', 'x'].map(prefix), [
    '+4420',
    '+4420',
    '+4420',
    '+44201',
    'refused',
    'refused',
  ]);
  const home = (text: string) => kept(tollGuard, { homeCountry: text }, 'homeCountry');
  assert.deepEqual(['+49', '0041', '1', '1416', '999', '49900', ''].map(home), [
    '49',
    '41',
    '1',
    '1416',
    ...Array(3).fill('refused'),
  ]);
  assert.equal(kept(tollGuard, { currency: 'chf' }, 'currency'), 'CHF');
});

test('a limit names somebody who is there, or nobody', () => {
  const look: Look = {
    ...configurationOf({}),
    keys: (id) => (id === 'trunks' ? ['main'] : ['214']),
    keysWith: () => [],
    formIds: () => [],
  };
  const refusals = (scope: string, which: string): readonly string[] => {
    const result = validate(tollLimits, { name: 'x', scope, which });
    assert.ok(result.ok);
    return tollLimits.rules(result.value.record, look).map(({ words }) => words);
  };
  const fine: [string, string][] = [
    ['extension', ''],
    ['extension', '214'],
    ['class', '110'],
    ['trunk', 'main'],
    ['system', ''],
  ];
  for (const [scope, which] of fine) assert.deepEqual(refusals(scope, which), [], `${scope} ${which}`);
  for (const [scope, which] of [
    ['extension', '215'],
    ['class', '111'],
    ['class', '0'],
    ['trunk', 'x'],
    ['system', 'x'],
  ] as const)
    assert.deepEqual(refusals(scope, which), [`There is no ${scope} ${which}.`]);
});
