// Every code that switches something changes only what phones are let change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FeatureCode, featureCodes } from '../numbering/feature-codes.ts';
import { featureChange, isSwitch, phoneSwitches } from './feature-change.ts';

test('whoever keeps the configuration lets phones change all that their codes switch', () => {
  const codes = (Object.keys(featureCodes) as FeatureCode[]).map((code) => ({ code, digits: '202' })).filter(isSwitch);
  assert.ok(codes.length > 15);
  for (const dialled of codes) {
    const { form, key, patch } = featureChange(dialled, '201');
    const switches = phoneSwitches.find((each) => each.form === form);
    assert.equal(switches?.isOwn, key !== undefined, dialled.code);
    const fields: readonly string[] = switches?.fields ?? [];
    for (const field of Object.keys(patch)) assert.ok(fields.includes(field), `${dialled.code} changes ${field}`);
  }
});
