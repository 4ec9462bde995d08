// Tests of addresses and networks as text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEveryAddress, isMulticast, parseAddress, printAddress } from './addresses.ts';
import { NetworkList, tidyNetwork } from './networks.ts';

const printed = (text: string): string | undefined => {
  const bytes = parseAddress(text);
  return bytes && printAddress(bytes);
};

test('an address has one text (RFC 5952)', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0001:0:0:0:1', '2001:db8:0:1::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['fe80::', 'fe80::'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ];
  for (const [text, expected] of pairs) assert.equal(printed(text), expected, text);
});

test('what is no address is refused', () => {
  const wrong = ['', '1', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4 ', '1.2.3.-4', ':', ':::', '1::2::3'];
  const more = ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::', 'g::', 'fe80::1%eth0', '[::1]'];
  for (const text of [...wrong, ...more, '1.2.3.4::', '::1.2.3', '1.2.3.4:5060', 'localhost'])
    assert.equal(parseAddress(text), undefined, text);
});

test('a network is written with its first address', () => {
  assert.equal(tidyNetwork('192.0.2.0/24'), '192.0.2.0/24');
  assert.equal(tidyNetwork('192.0.2.7'), '192.0.2.7/32');
  assert.equal(tidyNetwork('2001:DB8::/32'), '2001:db8::/32');
  assert.equal(tidyNetwork('0.0.0.0/0'), '0.0.0.0/0');
  for (const text of [
    '192.0.2.1/24',
    '192.0.2.0/33',
    '192.0.2.0/',
    '192.0.2.0/024',
    '2001:db8::1/32',
    '/8',
    'x/8',
    '::/129',
  ])
    assert.equal(tidyNetwork(text), undefined, text);
});

test('an address is in a network by its first bits, whatever its way of writing', () => {
  const list = new NetworkList(['192.0.2.0/25', '10.0.0.0/8', '2001:db8::/33', '198.51.100.7']);
  for (const address of ['192.0.2.127', '10.255.255.255', '2001:db8:7fff::1', '198.51.100.7', '::ffff:10.1.2.3'])
    assert.ok(list.has(address), address);
  for (const address of [
    '192.0.2.128',
    '11.0.0.0',
    '2001:db8:8000::1',
    '198.51.100.8',
    '::ffff:11.1.2.3',
    'nonsense',
    '',
  ])
    assert.ok(!list.has(address), address);
  assert.ok(new NetworkList([]).has('203.0.113.1'));
  assert.ok(new NetworkList(['0.0.0.0/0']).has('203.0.113.1'));
  assert.ok(!new NetworkList(['0.0.0.0/0']).has('2001:db8::1'));
  assert.throws(() => new NetworkList(['10.0.0.1/8']));
});

test('addresses that are not one device’s are known', () => {
  assert.ok(['0.0.0.0', '::', '0:0::0'].every(isEveryAddress));
  assert.ok(!['0.0.0.1', '::1', ''].some(isEveryAddress));
  assert.ok(['224.0.1.75', '255.255.255.255', 'ff02::1'].every(isMulticast));
  assert.ok(!['192.0.2.1', '2001:db8::1'].some(isMulticast));
});
