// Registering with a provider: proven, renewed, at another place, refused, taken back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { TrunkBench, trunkRecord } from './testing.ts';

const record = trunkRecord({
  ...{ registers: true, username: 'anna', secret: true, registrationSeconds: 600, optionsSeconds: 0 },
  ...{ proxies: '192.0.2.1:5060 192.0.2.2:5060', transport: 'tcp', knownBy: ['registration'] },
});
const secret = 'provider secret';

const stateOf = (bench: TrunkBench): string => bench.table.states()[0]?.registered ?? '';
const isUp = (bench: TrunkBench): boolean => [...bench.table.all()].every((trunk) => bench.table.isUp(trunk));

test('a challenge is answered, and the registration renewed at half its time over the same connection', async () => {
  const bench = new TrunkBench();
  bench.provider = bench.registrar('anna', secret, 300);
  bench.table.set(record, false);
  await bench.settle();
  assert.deepEqual(bench.look(), ['REGISTER 192.0.2.1:5060', 'REGISTER 192.0.2.1:5060']);
  const [, proven] = bench.requests;
  assert.match(proven?.get(Header.Contact) ?? '', /^<sip:anna@198\.51\.100\.1:40001;transport=tcp>$/);
  assert.deepEqual([proven?.uri, proven?.to?.uri], ['sip:provider.example', 'sip:anna@provider.example']);
  assert.deepEqual([stateOf(bench), isUp(bench), proven?.expires], ['yes', true, 600]);
  await bench.pass(149_000);
  assert.deepEqual([bench.look(), bench.keepAlives], [[], 1]);
  await bench.pass(2_000);
  assert.deepEqual(bench.look(), ['REGISTER 192.0.2.1:5060'], 'the nonce still holds');
  assert.equal(bench.flows.length, 1);
});

test('a connection that is lost is found again; a place that does not answer gives way to the next', async () => {
  const bench = new TrunkBench();
  bench.provider = bench.registrar('anna', secret, 300);
  bench.table.set(record, false);
  await bench.settle();
  const [flow] = bench.flows;
  assert.ok(flow !== undefined);
  bench.unreachable.set('192.0.2.1:5060', 'connect ECONNREFUSED');
  bench.close(flow, 'the far end closed it');
  await bench.settle();
  const trunk = bench.table.get('provider');
  assert.ok(trunk !== undefined);
  assert.equal(stateOf(bench), 'yes');
  assert.equal(bench.table.ways(trunk)[0]?.flow().remoteAddress, '192.0.2.2');
  const second = bench.flows.find(({ open }) => open);
  assert.ok(second !== undefined);
  bench.unreachable.set('192.0.2.2:5060', 'connect ETIMEDOUT');
  bench.close(second, 'the far end closed it');
  await bench.settle();
  assert.deepEqual([stateOf(bench), isUp(bench)], ['no', false]);
  assert.match(bench.table.states()[0]?.why ?? '', /ETIMEDOUT/);
  bench.unreachable.clear();
  await bench.pass(10_000);
  assert.deepEqual([stateOf(bench), isUp(bench)], ['yes', true]);
});

test('a registrar that falls silent between two renewals is left for the next', async () => {
  const bench = new TrunkBench();
  const registrar = bench.registrar('anna', secret, 60);
  bench.provider = registrar;
  bench.table.set({ ...record, transport: 'udp' }, false);
  await bench.settle();
  bench.provider = (request, at) => (at.startsWith('192.0.2.1') ? undefined : registrar(request, at));
  await bench.pass(29_000);
  assert.equal(stateOf(bench), 'yes');
  await bench.pass(10_000);
  assert.equal(stateOf(bench), 'yes');
  assert.match(bench.table.states()[0]?.places ?? '', /192\.0\.2\.1:5060 down.*192\.0\.2\.2:5060 up/);
});

test('too short a time is made longer as the registrar says', async () => {
  const bench = new TrunkBench();
  bench.provider = (request) =>
    (request.expires ?? 0) < 3_600 ? { status: 423, headers: 'Min-Expires: 3600\r\n' } : { status: 200 };
  bench.table.set(record, false);
  await bench.settle();
  assert.deepEqual([stateOf(bench), bench.requests.at(-1)?.expires], ['yes', 3_600]);
});

test('a wrong secret is not tried over and over: at most every five minutes, with an alarm that says what to do', async () => {
  const bench = new TrunkBench();
  bench.provider = bench.registrar('anna', 'another secret', 300);
  bench.table.set(record, false);
  await bench.settle();
  assert.equal(bench.look().length, 2);
  const condition = bench.table.conditions().get('trunk-not-registered.provider');
  assert.match(condition?.words ?? '', /401 .*the user name or secret is wrong/);
  assert.match(condition?.remedy ?? '', /user name and secret/);
  await bench.pass(3_600_000, 5_000);
  assert.ok(bench.look().length <= 2 * (3_600 / 300 + 5), 'within an hour');
  bench.provider = bench.registrar('anna', secret, 300);
  bench.table.set(record, true);
  await bench.settle();
  assert.deepEqual([stateOf(bench), bench.table.conditions().size], ['yes', 0]);
});

test('who is disabled, deleted or stopped takes its registration back', async () => {
  for (const end of [
    (bench: TrunkBench) => void bench.table.set({ ...record, enabled: false }, false),
    (bench: TrunkBench) => void bench.table.remove('provider'),
    (bench: TrunkBench) => void bench.table.close(),
  ]) {
    const bench = new TrunkBench();
    bench.provider = bench.registrar('anna', secret, 300);
    bench.table.set(record, false);
    await bench.settle();
    const [flow] = bench.flows;
    end(bench);
    await bench.settle();
    assert.equal(bench.requests.at(-1)?.expires, 0);
    assert.equal(flow?.open, false);
  }
});

test('a change waits for the old registration to be taken back, and no longer than two seconds', async () => {
  const bench = new TrunkBench();
  const registrar = bench.registrar('anna', secret, 300);
  bench.provider = (request, at) => (request.expires === 0 ? undefined : registrar(request, at));
  bench.table.set(record, false);
  await bench.settle();
  bench.look();
  bench.table.set({ ...record, registrationSeconds: 1_200 }, false);
  await bench.settle();
  assert.deepEqual([bench.look().length, bench.requests.at(-1)?.expires], [1, 0]);
  await bench.pass(2_500);
  assert.deepEqual([stateOf(bench), bench.requests.at(-1)?.expires], ['yes', 1_200]);
});
