import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord } from '#forms';
import { asDialled, toE164, withoutOutsidePrefix } from './e164.ts';
import { publicNetwork } from './public-network.form.ts';

const blank = initialRecord(publicNetwork);
const munich = { ...blank, countryCode: '49', areaCode: '89', outsidePrefix: '0' };
const boston = { ...blank, countryCode: '1', areaCode: '617', nationalPrefix: '1', internationalPrefix: '011' };
const madrid = { ...blank, countryCode: '34', nationalPrefix: '' };

test('numbers get their country code by the prefixes of the site', () => {
  assert.equal(toE164('+441234', munich), '+441234');
  assert.equal(toE164('00441234', munich), '+441234');
  assert.equal(toE164('0301234', munich), '+49301234');
  assert.equal(toE164('12345', munich), '+498912345');
  assert.equal(toE164('01144123456', boston), '+44123456');
  assert.equal(toE164('12125551234', boston), '+12125551234');
  assert.equal(toE164('5551234', boston), '+16175551234');
  assert.equal(toE164('912345678', madrid), '+34912345678');
});

test('what has none is blank, and what is too long is not cut', () => {
  assert.equal(toE164('00441234', blank), '+441234');
  for (const number of ['0301234', '12345', '', '000441234', '+0123', '+12', '00'])
    assert.equal(toE164(number, blank), '', number);
  assert.equal(toE164('12345', { ...munich, areaCode: '' }), '');
  assert.equal(toE164(`00${'1'.repeat(30)}`, munich), `+${'1'.repeat(30)}`);
});

test('the outside prefix is no part of a number', () => {
  assert.equal(withoutOutsidePrefix('00301234', munich), '0301234');
  assert.equal(withoutOutsidePrefix('+441234', munich), '+441234');
  assert.equal(withoutOutsidePrefix('0301234', blank), '0301234');
});

test('a number is dialled so that it is the same number again, or not at all', () => {
  const germany = {
    countryCode: '49',
    areaCode: '89',
    nationalPrefix: '0',
    internationalPrefix: '00',
    outsidePrefix: '9',
  };
  for (const [number, dialled] of [
    ['+4930123456', '9030123456'],
    ['+499001234', '909001234'],
    ['+44201234', '90044201234'],
    ['030123', '9030123'],
    ['+49', undefined],
    ['+4901234', undefined],
  ] as const)
    assert.equal(asDialled(number, germany), dialled, number);
  assert.equal(asDialled('+44201234', { ...germany, internationalPrefix: '' }), '+44201234');
  const america = { ...germany, countryCode: '1', areaCode: '', nationalPrefix: '1', internationalPrefix: '011' };
  assert.equal(asDialled('+12125550100', america), '912125550100');
  assert.equal(asDialled('+4930123456', { ...germany, countryCode: '' }), '9004930123456');
});
