// Locating a provider's servers (RFC 3263): what is looked up for what is written, and in which order it is tried.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProxies } from './proxies.ts';
import { lookUp } from './resolve.ts';
import type { Naptr, Resolver, Srv } from './resolver.ts';
import { TestNames } from './testing.ts';

const wish = { transport: 'tls', domain: '', certificateName: '' } as const;
const naptr = (service: string, replacement: string, order = 10, preference = 10): Naptr => ({
  ...{ order, preference, flags: 's', service, replacement },
});
const srv = (name: string, port: number, priority = 10, weight = 0): Srv => ({ name, port, priority, weight });

async function led(text: string, resolver: Resolver, more: Partial<Parameters<typeof lookUp>[1]> = {}, chance = 0.5) {
  const [proxy] = parseProxies(text) ?? [];
  assert.ok(proxy !== undefined);
  const found = await lookUp(proxy, { ...wish, ...more }, resolver, () => chance);
  return { ...found, at: found.places.map(({ address, port }) => `${address}:${port}`) };
}

test('an address is taken as it stands, and so is a port', async () => {
  const names = new TestNames({ addresses: { 'sip.example.com': ['192.0.2.1', '2001:db8::1'] } });
  assert.deepEqual((await led('127.0.0.1', names)).at, ['127.0.0.1:5061']);
  assert.deepEqual((await led('[2001:db8::9]:5070', names)).at, ['2001:db8::9:5070']);
  assert.deepEqual((await led('192.0.2.9', names, { transport: 'udp' })).at, ['192.0.2.9:5060']);
  assert.deepEqual((await led('sip.example.com:5080', names)).at, ['192.0.2.1:5080', '2001:db8::1:5080']);
  assert.deepEqual(names.asked, ['A sip.example.com']);
});

test('a name is looked up by NAPTR for the transport of the trunk alone, then SRV, then its addresses', async () => {
  const names = new TestNames({
    naptr: {
      'example.com': [
        naptr('SIP+D2U', '_sip._udp.udp.example.com', 1),
        naptr('SIPS+D2T', '_sips._tcp.worse.example.com', 20),
        naptr('SIPS+D2T', '_sips._tcp.example.com', 10, 20),
        naptr('sips+d2t', '_sips._tcp.best.example.com', 10, 10),
      ],
    },
    srv: { '_sips._tcp.best.example.com': [srv('b.example.com', 5062, 20), srv('a.example.com', 5061, 10)] },
    addresses: { 'a.example.com': ['192.0.2.1'], 'b.example.com': ['192.0.2.2'] },
  });
  const found = await led('example.com', names);
  assert.deepEqual(found.at, ['192.0.2.1:5061', '192.0.2.2:5062']);
  assert.deepEqual(names.asked, [
    ...['NAPTR example.com', 'SRV _sips._tcp.best.example.com'],
    ...['A a.example.com', 'A b.example.com'],
  ]);
});

test('without NAPTR the usual SRV name is asked, without SRV the addresses', async () => {
  const names = new TestNames({
    srv: { '_sip._tcp.example.com': [srv('a.example.com', 5066)] },
    addresses: { 'a.example.com': ['192.0.2.1'], 'plain.example.com': ['192.0.2.7'] },
  });
  assert.deepEqual((await led('example.com', names, { transport: 'tcp' })).at, ['192.0.2.1:5066']);
  assert.deepEqual((await led('plain.example.com', names, { transport: 'udp' })).at, ['192.0.2.7:5060']);
});

test('of the same priority each server comes first as often as its weight says', async () => {
  const records = [srv('a.example.com', 1, 10, 60), srv('b.example.com', 2, 10, 20), srv('c.example.com', 3, 10, 20)];
  const addresses = { 'a.example.com': ['192.0.2.1'], 'b.example.com': ['192.0.2.2'], 'c.example.com': ['192.0.2.3'] };
  const names = new TestNames({ srv: { '_sips._tcp.example.com': records }, addresses });
  const first: Record<string, number> = {};
  for (let step = 0; step < 100; step++) {
    const { at } = await led('example.com', names, {}, (step + 0.5) / 100);
    assert.equal(at.length, 3);
    first[at[0] ?? ''] = (first[at[0] ?? ''] ?? 0) + 1;
  }
  assert.deepEqual(first, { '192.0.2.2:2': 20, '192.0.2.3:3': 20, '192.0.2.1:1': 60 });
});

test('the certificate is that of what was written, whatever the DNS makes of it', async () => {
  const names = new TestNames({
    srv: { '_sips._tcp.example.com': [srv('evil.example.net', 5061)] },
    addresses: { 'evil.example.net': ['203.0.113.1'] },
  });
  const nameOf = async (text: string, more = {}) => (await led(text, names, more)).places[0]?.serverName;
  assert.equal(await nameOf('example.com'), 'example.com');
  assert.equal(await nameOf('example.com', { domain: 'provider.example' }), 'provider.example');
  assert.equal(await nameOf('example.com', { domain: 'x.example', certificateName: 'sbc.example' }), 'sbc.example');
  assert.equal(await nameOf('[::1]:5061', { domain: '[::1]' }), '::1');
});

test('a name without addresses, one that takes no calls and a DNS that fails are told apart', async () => {
  const names = new TestNames({
    srv: { '_sips._tcp.closed.example': [srv('.', 0)], '_sips._tcp.odd.example': [srv('127.0.0.1', 22)] },
  });
  assert.match((await led('nobody.example', names)).why, /no address/);
  assert.match((await led('closed.example', names)).why, /takes no calls/);
  assert.match((await led('odd.example', names)).why, /no address/);
  names.failure = 'queryNaptr ETIMEOUT example.com';
  const failed = await led('example.com', names);
  assert.deepEqual([failed.isFailure, failed.at], [true, []]);
  assert.match(failed.why, /does not answer: queryNaptr ETIMEOUT/);
});

test('more places than a trunk may have are left out', async () => {
  const many = Array.from({ length: 40 }, (_, index) => `192.0.2.${index}`);
  const names = new TestNames({ addresses: { 'sip.example.com': many } });
  assert.equal((await led('sip.example.com:5061', names)).at.length, 16);
});
