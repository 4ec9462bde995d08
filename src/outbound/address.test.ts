// What kind of address it is, in every disguise.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOfAddress } from './address.ts';

const kinds: Readonly<Record<string, readonly string[]>> = {
  'this machine': [
    ...['127.0.0.1', '127.255.0.9', '0.0.0.0', '0.1.2.3', '::1', '::'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::127.0.0.1', '2002:7f00:1::'],
  ],
  'on its own wire only': ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1', '::ffff:169.254.169.254'],
  'no host': [
    '224.0.0.1',
    '239.1.1.1',
    '240.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '100::1',
    '::ffff:224.0.0.1',
    'x',
    '',
  ],
  elsewhere: [
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '192.0.2.1',
    '2001:db8::1',
    'fd00::1',
    '::ffff:192.0.2.1',
    '128.0.0.1',
  ],
};

for (const [kind, addresses] of Object.entries(kinds))
  test(`${kind}: ${addresses.join(' ')}`, () => {
    assert.deepEqual(
      addresses.filter((address) => kindOfAddress(address) !== kind),
      [],
    );
  });
