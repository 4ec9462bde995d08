import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeNumber, placeFor } from './place.ts';

const listener = { name: 'sip-tls', transport: 'TLS', address: '0.0.0.0', port: 5061, closedBecause: '' };
const https = { name: 'https', transport: 'HTTPS', address: '0.0.0.0', port: 8443, closedBecause: '' };

test('phones go where SIP over TLS is open', () => {
  assert.deepEqual(placeFor({ listeners: [https, listener] }, 'pbx.example'), { host: 'pbx.example', port: 5061 });
});

test('without an open listener for TLS there is no place', () => {
  assert.equal(placeFor({ listeners: [https, { ...listener, closedBecause: 'in use' }] }, 'pbx.example'), undefined);
});

test('numbers begin with 2, have the length of the numbering, and are free', () => {
  assert.equal(freeNumber(3, []), '201');
  assert.equal(freeNumber(3, ['201', '203']), '202');
  assert.equal(freeNumber(2, ['21']), '22');
  assert.equal(freeNumber(4, []), '2001');
});

test('when all are taken none is suggested', () => {
  const all = Array.from({ length: 9 }, (_, index) => String(21 + index));
  assert.equal(freeNumber(2, all), '');
});
