// Whose is a flow: never by what a message says, and never by a way that is not the trunk's own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestFlow, TrunkBench, trunkRecord } from './testing.ts';

const nameOf = (bench: TrunkBench, flow: TestFlow): string => bench.table.identify(flow)?.name ?? '';

test('by address, over the transport of the trunk alone', () => {
  const bench = new TrunkBench();
  const common = { knownBy: ['address'] } as const;
  bench.table.set(trunkRecord({ ...common, name: 'udp', addresses: ['192.0.2.0/24', '2001:db8::/32'] }), false);
  bench.table.set(trunkRecord({ ...common, name: 'tls', transport: 'tls', addresses: ['203.0.113.7/32'] }), false);
  assert.equal(nameOf(bench, new TestFlow('UDP:192.0.2.77:5060')), 'udp');
  assert.equal(nameOf(bench, new TestFlow('UDP:2001:db8::5:5060')), 'udp');
  assert.equal(nameOf(bench, new TestFlow('TCP:192.0.2.77:5060')), '');
  assert.equal(nameOf(bench, new TestFlow('TLS:203.0.113.7:5061')), 'tls');
  assert.equal(nameOf(bench, new TestFlow('TLS:::ffff:203.0.113.7:5061')), 'tls');
  assert.equal(nameOf(bench, new TestFlow('TLS:203.0.113.8:5061')), '');
  assert.equal(nameOf(bench, new TestFlow('UDP:203.0.113.7:5061')), '', 'a datagram does not speak for a TLS trunk');
  assert.equal(nameOf(bench, new TestFlow('UDP:198.51.100.1:5060')), '');
  bench.table.set(trunkRecord({ ...common, name: 'udp', addresses: ['192.0.2.0/24'], enabled: false }), false);
  assert.equal(nameOf(bench, new TestFlow('UDP:192.0.2.77:5060')), '', 'who is disabled lets nothing in');
});

test('addresses of a trunk that is not known by them count for nothing, and an empty list is not everybody', () => {
  const bench = new TrunkBench();
  bench.table.set(trunkRecord({ name: 'a', addresses: ['192.0.2.0/24'] }), false);
  bench.table.set(trunkRecord({ name: 'b', knownBy: ['address'], addresses: [] }), false);
  assert.equal(nameOf(bench, new TestFlow('UDP:192.0.2.77:5060')), '');
});

test('by the names that the judge of the listener has accepted, as a host or a SIP domain, over TLS', () => {
  const bench = new TrunkBench();
  const peerName = 'sbc.provider.example';
  bench.table.set(trunkRecord({ transport: 'tls', knownBy: ['certificate'], peerName }), false);
  const shown = (peerNames: readonly string[] | undefined, at = 'TLS:203.0.113.9:40000'): TestFlow => {
    const flow = new TestFlow(at);
    const facts = { version: 'TLSv1.3', suite: 'TLS_AES_256_GCM_SHA384', peerFingerprint: 'AB:CD' };
    flow.tls = peerNames === undefined ? facts : { ...facts, peerNames };
    return flow;
  };
  assert.equal(nameOf(bench, shown(['other.example', 'SBC.provider.example'])), 'provider');
  assert.equal(nameOf(bench, shown([`sip:${peerName}`])), 'provider');
  assert.equal(nameOf(bench, shown(['x.sbc.provider.example', '*.provider.example'])), '');
  assert.equal(nameOf(bench, shown(undefined)), '', 'a certificate that nobody has accepted');
  assert.equal(nameOf(bench, shown([peerName], 'TCP:203.0.113.9:40000')), '');
});

test('by the registration: the very connection, or the address and port of datagrams', async () => {
  for (const transport of ['tcp', 'udp'] as const) {
    const bench = new TrunkBench();
    const account = { registers: true, username: 'anna', secret: true, knownBy: ['registration'] } as const;
    bench.provider = bench.registrar('anna', 'provider secret', 300);
    bench.table.set(trunkRecord({ ...account, transport, optionsSeconds: 0 }), false);
    const [first] = bench.flows;
    assert.equal(first, undefined);
    await bench.settle();
    const [flow] = bench.flows;
    assert.ok(flow !== undefined);
    assert.equal(nameOf(bench, flow), 'provider');
    const name = transport.toUpperCase();
    assert.equal(nameOf(bench, new TestFlow(`${name}:192.0.2.1:5060`)), transport === 'udp' ? 'provider' : '');
    assert.equal(nameOf(bench, new TestFlow(`${name}:192.0.2.1:5061`)), '');
    bench.table.remove('provider');
    assert.equal(nameOf(bench, flow), '');
  }
});
