import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '#base';
import { sourceOf } from './admission.ts';
import { Routes } from './routes.ts';

test('one place is an IPv4 address or an IPv6 prefix of 64 bits', () => {
  assert.equal(sourceOf('192.0.2.1'), '192.0.2.1');
  for (const [address, prefix] of [
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
    ['::', '0:0:0:0'],
    ['fe80::1', 'fe80:0:0:0'],
  ] as const)
    assert.equal(sourceOf(address), prefix, address);
});

test('the kernel names our address towards a peer', () => {
  const routes = new Routes(new FakeClock());
  assert.equal(routes.towards('127.0.0.1'), '127.0.0.1');
  assert.equal(routes.towards('127.0.0.1'), '127.0.0.1', 'and from memory');
  assert.equal(routes.towards('::1'), '::1');
});
