// Tests of fixed addresses: one device each, in one way of writing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFixedAddress, printFixedAddress } from './fixed-address.ts';

test('a fixed address is read and printed in one way', () => {
  const parsed = parseFixedAddress('UDP:192.0.2.10:5060');
  assert.deepEqual(parsed, { transport: 'UDP', address: '192.0.2.10', port: 5060 });
  assert.equal(parsed && printFixedAddress(parsed), 'udp:192.0.2.10:5060');
  const ipv6 = parseFixedAddress('tcp:[2001:DB8:0::1]:65535');
  assert.equal(ipv6 && printFixedAddress(ipv6), 'tcp:[2001:db8::1]:65535');
});

test('what is not one device’s address is refused', () => {
  const wrong = [
    '',
    'udp',
    '192.0.2.10:5060',
    'tls:192.0.2.10:5061',
    'udp:192.0.2.10',
    'udp:192.0.2.10:0',
    'udp:door:5060',
  ];
  const more = ['udp:192.0.2.10:65536', 'udp:192.0.2.10:05060', 'udp:2001:db8::1:5060', 'udp:[192.0.2.10]x:5060'];
  for (const text of [
    ...wrong,
    ...more,
    'udp:0.0.0.0:5060',
    'tcp:[::]:5060',
    'udp:224.0.1.75:5060',
    'udp:[ff02::1]:5060',
  ])
    assert.equal(parseFixedAddress(text), undefined, text);
});
