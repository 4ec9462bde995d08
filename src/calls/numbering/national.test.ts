// Numbers within a country: with its prefix, from abroad, and what is none.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord } from '#forms';
import { publicNetwork } from '../routing/public-network.form.ts';
import { nationalDigits } from './national.ts';

const network = (countryCode: string, internationalPrefix = '00') => ({
  ...initialRecord(publicNetwork),
  ...{ countryCode, internationalPrefix },
});

test('a number of the country has its national prefix, where the country has one', () => {
  assert.equal(nationalDigits('+4989123456', network('49')), '089123456');
  assert.equal(nationalDigits('+390612345678', network('39')), '0612345678');
  assert.equal(nationalDigits('+34912345678', network('34')), '912345678');
  assert.equal(nationalDigits('+12125550123', network('1')), '2125550123');
});

test('a number of another country has the international prefix', () => {
  assert.equal(nationalDigits('+12125550123', network('49')), '0012125550123');
  assert.equal(nationalDigits('+12125550123', network('49', '')), '+12125550123');
});

test('what no plan knows stays as it is', () => {
  for (const number of ['+999123', '112', '', '+']) assert.equal(nationalDigits(number, network('49')), number);
  assert.equal(nationalDigits('+4989123456', network('')), '+4989123456');
});
