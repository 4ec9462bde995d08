// The name that an authority asks for in its handshake: of an address its name in the reverse tree (RFC 8738 §6).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverNameOf } from './proofs.ts';

test('names stay; addresses become their names in the reverse tree', () => {
  assert.equal(serverNameOf('pbx.example.org'), 'pbx.example.org');
  assert.equal(serverNameOf('192.0.2.7'), '7.2.0.192.in-addr.arpa');
  const nibbles = '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2';
  assert.equal(serverNameOf('2001:db8::1'), `${nibbles}.ip6.arpa`);
  assert.equal(serverNameOf('::1'), `1.${'0.'.repeat(31)}ip6.arpa`);
  assert.equal(serverNameOf('2001:db8::'), `${'0.'.repeat(24)}8.b.d.0.1.0.0.2.ip6.arpa`);
});
