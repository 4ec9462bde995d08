import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initialRecord } from '#forms';
import { toE164, waysToDial, withoutOutsidePrefix } from './e164.ts';
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

test('a number that is shown is dialled so that it is the same number again', () => {
  const ways = (number: string, network = munich) => waysToDial(number, network).join(' ');
  assert.equal(ways('+4989123456'), '0123456 0089123456 0004989123456 +4989123456');
  assert.equal(ways('+4930123456'), '0030123456 0004930123456 +4930123456');
  assert.equal(ways('+44201234'), '00044201234 +44201234');
  assert.equal(ways('+49890123'), '00890123 00049890123 +49890123', 'what begins as a national number is no local one');
  assert.equal(ways('030123'), '0030123');
  assert.equal(ways('+12125550100', boston), '12125550100 01112125550100 +12125550100');
  assert.equal(ways('+34911234567', madrid), '911234567 0034911234567 +34911234567');
  assert.equal(ways('+4930123456', blank), '004930123456 +4930123456');
});
