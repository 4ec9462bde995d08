// Trunks at work: supervision and failover, and what of a changed record takes effect how.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrunkBench, trunkRecord } from './testing.ts';

const two = trunkRecord({ proxies: '192.0.2.1:5060 192.0.2.2:5060', optionsSeconds: 30 });

function waysOf(bench: TrunkBench, name = 'provider'): string[] {
  const trunk = bench.table.get(name);
  return trunk === undefined ? [] : bench.table.ways(trunk).map((way) => way.flow().remoteAddress);
}

const isUp = (bench: TrunkBench): boolean => {
  const trunk = bench.table.get('provider');
  return trunk !== undefined && bench.table.isUp(trunk);
};

test('every place is asked at once and then as often as is said; whatever it answers, it is up', async () => {
  const bench = new TrunkBench();
  bench.provider = (_, at) => ({ status: at.startsWith('192.0.2.1') ? 404 : 200 });
  bench.table.set(two, false);
  assert.equal(isUp(bench), false, 'nothing is known of it');
  await bench.settle();
  assert.deepEqual(bench.look(), ['OPTIONS 192.0.2.1:5060', 'OPTIONS 192.0.2.2:5060']);
  assert.deepEqual([isUp(bench), waysOf(bench)], [true, ['192.0.2.1', '192.0.2.2']]);
  await bench.pass(29_000);
  assert.deepEqual(bench.look(), []);
  await bench.pass(2_000);
  assert.deepEqual(bench.look(), ['OPTIONS 192.0.2.1:5060', 'OPTIONS 192.0.2.2:5060']);
  assert.match(bench.requests[0]?.get(0) ?? '', /UDP 198\.51\.100\.1:5060/);
});

test('a place that is silent or says 503 is passed over, asked again ever more slowly, and used when it is back', async () => {
  const bench = new TrunkBench();
  let first: number | undefined;
  bench.provider = (_, at) => (at.startsWith('192.0.2.1') ? first && { status: first } : { status: 200 }) || undefined;
  bench.table.set(two, false);
  await bench.pass(9_000);
  assert.deepEqual(waysOf(bench), ['192.0.2.2']);
  assert.match(
    bench.table.states()[0]?.places ?? '',
    /192\.0\.2\.1:5060 down, it did not answer OPTIONS within 8 seconds/,
  );
  assert.equal(bench.table.conditions().size, 0, 'the trunk can be used');
  first = 503;
  await bench.pass(60_000);
  assert.match(bench.table.states()[0]?.places ?? '', /503/);
  bench.look();
  await bench.pass(130_000);
  const again = bench.look().filter((one) => one.includes('192.0.2.1')).length;
  assert.ok(again >= 1 && again <= 3, `asked ${again} times`);
  first = 200;
  await bench.pass(61_000);
  assert.deepEqual(waysOf(bench), ['192.0.2.1', '192.0.2.2']);
});

test('a trunk whose places are all down is down, with an alarm that names them; a last way is left for emergencies', async () => {
  const bench = new TrunkBench();
  bench.provider = () => undefined;
  bench.table.set(two, false);
  await bench.pass(9_000);
  const condition = bench.table.conditions().get('trunk-down.provider');
  assert.equal(condition?.severity, 'critical');
  assert.match(condition?.words ?? '', /192\.0\.2\.1:5060 down.*192\.0\.2\.2:5060 down/);
  assert.deepEqual([isUp(bench), waysOf(bench).length], [false, 2]);
  bench.provider = () => ({ status: 200 });
  await bench.pass(61_000);
  assert.deepEqual([isUp(bench), bench.table.conditions().size], [true, 0]);
});

test('a call that got no answer passes a place over; without supervision it may be tried again after a while', async () => {
  const bench = new TrunkBench();
  const trunk = bench.table.set({ ...two, optionsSeconds: 0 }, false);
  await bench.pass(40_000);
  assert.deepEqual(bench.look(), []);
  bench.table.ways(trunk)[0]?.failed();
  assert.deepEqual(waysOf(bench), ['192.0.2.2']);
  await bench.pass(3_000);
  assert.deepEqual([waysOf(bench), bench.look()], [['192.0.2.1', '192.0.2.2'], []]);
});

test('a connection that ends is asked about at once, and down when there is no other', async () => {
  const bench = new TrunkBench();
  bench.table.set(trunkRecord({ transport: 'tcp' }), false);
  await bench.settle();
  const [flow] = bench.flows;
  assert.ok(flow !== undefined && isUp(bench));
  bench.look();
  bench.close(flow, 'the far end closed it');
  await bench.settle();
  assert.deepEqual([bench.look(), isUp(bench), bench.flows.length], [['OPTIONS 192.0.2.1:5060'], true, 2]);
  bench.unreachable.set('192.0.2.1:5060', 'connect ECONNREFUSED');
  const [, second] = bench.flows;
  assert.ok(second !== undefined);
  bench.close(second, 'the far end closed it');
  await bench.settle();
  assert.equal(isUp(bench), false);
  assert.match(bench.table.states()[0]?.places ?? '', /ECONNREFUSED/);
});

test('a certificate that is refused is an alarm with the reason and the remedy, until it is accepted', async () => {
  const bench = new TrunkBench();
  const words = 'The certificate sbc does not lead to an authority in Trusted Certificates: its issuer is not known.';
  bench.refused.set('provider.example', { code: 'security.certificate-chain', words });
  bench.table.set(trunkRecord({ transport: 'tls' }), false);
  await bench.settle();
  const condition = bench.table.conditions().get('trunk-certificate.provider');
  assert.match(condition?.words ?? '', /its issuer is not known/);
  assert.match(condition?.remedy ?? '', /Add the authority/);
  bench.refused.clear();
  bench.table.connectAnew(({ transport }) => transport === 'tls');
  await bench.settle();
  assert.deepEqual([isUp(bench), bench.table.conditions().size], [true, 0]);
});

test('a name is looked up again each minute, and what it led to is kept while the DNS fails', async () => {
  const bench = new TrunkBench();
  bench.names.failure = 'queryNaptr ETIMEOUT';
  bench.table.set(trunkRecord({ proxies: 'sip.provider.example' }), false);
  await bench.settle();
  assert.match(bench.table.conditions().get('trunk-down.provider')?.words ?? '', /ETIMEOUT/);
  bench.names.failure = '';
  bench.names.zone = { addresses: { 'sip.provider.example': ['192.0.2.1', '192.0.2.2'] } };
  await bench.pass(16_000);
  assert.deepEqual(waysOf(bench), ['192.0.2.1', '192.0.2.2']);
  bench.names.failure = 'queryNaptr ESERVFAIL';
  await bench.pass(61_000);
  assert.deepEqual(waysOf(bench), ['192.0.2.1', '192.0.2.2']);
  bench.names.failure = '';
  bench.names.zone = { addresses: { 'sip.provider.example': ['192.0.2.2', '192.0.2.3'] } };
  await bench.pass(61_000);
  assert.deepEqual(waysOf(bench), ['192.0.2.2', '192.0.2.3']);
});

test('a changed record takes effect: connections anew where they must be, those with calls staying', async () => {
  const bench = new TrunkBench();
  const record = trunkRecord({ transport: 'tcp' });
  const trunk = bench.table.set(record, false);
  await bench.settle();
  const [flow] = bench.flows;
  bench.table.set({ ...record, channels: 20 }, false);
  await bench.settle();
  assert.deepEqual([bench.flows.length, flow?.open, trunk.record.channels], [1, true, 20]);
  trunk.calls.add({ isEmergency: false, preempt: () => undefined });
  bench.table.set({ ...record, username: 'another' }, false);
  await bench.settle();
  assert.deepEqual([bench.flows.length, flow?.open], [2, true]);
  trunk.calls.clear();
  bench.table.set({ ...record, enabled: false }, false);
  await bench.settle();
  assert.deepEqual([bench.flows[1]?.open, isUp(bench), bench.table.ways(trunk)], [false, false, []]);
  assert.equal(bench.table.states()[0]?.state, 'disabled');
  assert.equal(bench.table.remove('provider'), trunk);
  assert.deepEqual([...bench.table.all()], []);
});

test('a connection on which nothing comes back is given up; the next question takes another', async () => {
  const bench = new TrunkBench();
  bench.table.set(trunkRecord({ transport: 'tcp', optionsSeconds: 30 }), false);
  await bench.settle();
  bench.provider = () => undefined;
  await bench.pass(39_000);
  assert.equal(isUp(bench), false);
  bench.provider = () => ({ status: 200 });
  await bench.pass(3_000);
  assert.deepEqual([isUp(bench), bench.flows.map(({ open }) => open)], [true, [false, true]]);
});

test('what ends leaves no timer', async () => {
  const bench = new TrunkBench();
  bench.table.set(trunkRecord({ registers: true, username: 'anna', secret: true }), false);
  bench.table.set(trunkRecord({ name: 'other', proxies: 'sip.example.com' }), false);
  await bench.settle();
  await bench.table.close();
  await bench.pass(40_000);
  assert.equal(bench.clock.waiting, 0);
});

test('our challenge to a provider is with the name and secret of the trunk', async () => {
  const bench = new TrunkBench();
  const trunk = bench.table.set(trunkRecord({ inboundUsername: 'them', inboundSecret: true }), false);
  const challenge = bench.table.challengeOf(trunk);
  assert.equal(challenge?.username, 'them');
  assert.match(challenge?.ha1('SHA-256') ?? '', /^[0-9a-f]{64}$/);
  assert.equal(bench.table.challengeOf(bench.table.set(trunkRecord({ name: 'none', number: 2 }), false)), undefined);
});
