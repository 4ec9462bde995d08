// Trunks in a whole house: a provider known by its certificate, the view with its test, and what a test call leaves on record.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import type { Change } from '#administration';
import { type Result, silentLog, systemClock } from '#base';
import { networkListeners, trunks } from '#calls';
import { localActor } from '#security';
import { type Flow, SipTransport, TransactionLayer } from '#sip';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { requestText } from '../../src/sip/transport/testing.ts';
import { openHouse } from './house.ts';
import { phoneTls } from './phone-doors.ts';
import { readSettings } from './settings.ts';
import { followTrunks, giveTrunkView, openTrunks, trunkDoor } from './trunks.ts';

const actor = localActor('test');
const root = await makeRoot('Provider root');

function got<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.refusal));
}

/** A house with its trunks and one listener of TLS, over which requests come. */
async function setUp(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'ringfence-trunks-'));
  const house = got(await openHouse(got(readSettings(['--init', '--data', directory], {})), silentLog));
  const { administration } = house;
  const arrived: Flow[] = [];
  const layer = new TransactionLayer({
    ...{ clock: systemClock, log: silentLog, onRequest: () => undefined, onAck: () => undefined },
  });
  const transport: SipTransport = new SipTransport({
    ...{ clock: systemClock, log: silentLog },
    onMessage: (_, flow) => void arrived.push(flow),
    onOpened: (flow) => table.flowOpened(flow),
    onClosed: (flow, why) => table.flowClosed(flow, why),
  });
  const table = openTrunks(house, transport, layer, silentLog);
  const stop = followTrunks(house, table);
  giveTrunkView(administration, table);
  t.after(async () => {
    stop();
    await table.close();
    await transport.shutdown();
    await house.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const change = async (...changes: readonly Change[]) => void got(await administration.change(actor, changes));
  const listen = async (): Promise<number> => {
    const record = administration.configuration.records(networkListeners).get('sip-tls');
    assert.ok(record !== undefined);
    const place = { name: 'sip-tls', transport: 'TLS', address: '127.0.0.1', port: 0 } as const;
    return got(await transport.listen({ ...place, secureContext: () => phoneTls(house, record) })).port;
  };
  const joined = async (port: number, shown: Made): Promise<string> => {
    const before = arrived.length;
    const identity = { cert: shown.chain, key: shown.key };
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false, ...identity });
    socket.on('error', () => undefined);
    socket.write(requestText());
    while (arrived.length === before) await new Promise((resolve) => setImmediate(resolve));
    const flow = arrived.at(-1);
    assert.ok(flow !== undefined);
    socket.destroy();
    return table.identify(flow)?.name ?? '';
  };
  return { house, table, change, listen, joined };
}

const trunk = (more: object): Change => ({
  ...{ kind: 'add', form: trunks.id },
  patch: { name: 'provider', number: 1, proxies: '127.0.0.1:9', optionsSeconds: 0, ...more },
});

test('a provider is known by a certificate that leads to a trusted authority, and not by one that it could make', async (t) => {
  const { change, listen, joined } = await setUp(t);
  await change(trunk({ knownBy: ['certificate'], peerName: 'sbc.provider.example' }));
  const port = await listen();
  const names = ['sbc.provider.example'];
  const real = await makeCertificate({ name: 'sbc', issuer: root, names, usage: ['client'] });
  const imposter = await makeCertificate({ name: 'sbc', names, usage: ['client'] });
  assert.equal(await joined(port, real), '', 'nobody trusts its authority yet');
  const record = { name: 'Provider', certificate: root.certificate, purposes: ['telephony'] };
  await change({ kind: 'add', form: 'trusted-certificates', patch: record });
  assert.equal(await joined(port, real), 'provider');
  assert.equal(await joined(port, imposter), '');
  const phone = await makeCertificate({ name: 'phone', issuer: root, names: ['phone.example'], usage: ['client'] });
  assert.equal(await joined(port, phone), '');
});

test('the view tells how a trunk stands; its test refuses with the step that failed and what to do', async (t) => {
  const { house, change } = await setUp(t);
  await change(trunk({}));
  const row = got(await house.administration.get(actor, 'trunk-states', 'provider'));
  assert.deepEqual([row.values.registered, row.values.channels, row.values.calls], ['not-needed', 10, 0]);
  const tested = await house.administration.act(actor, 'trunk-states', 'test', 'provider');
  const refusals = tested.ok ? [] : [tested.refusal].flat();
  assert.match(JSON.stringify(refusals), /calls\.trunk-test-failed.*ECONNREFUSED.*firewalls/);
});

test('a test is on record with the number that it calls, and one of no trunk is refused', async (t) => {
  const { house, table, change } = await setUp(t);
  await change(trunk({}));
  const door = trunkDoor(house, table);
  const told: string[] = [];
  const steps = got(await door.test(actor, 'provider', '+4930', async ({ step }) => void told.push(step)));
  assert.deepEqual([told, steps.at(-1)?.outcome], [['name', 'connection'], 'failed']);
  const entries = await house.trail.list({ limit: 5 });
  assert.ok(entries.some(({ data }) => data === 'Form: Trunk States; Key: provider; Call: +4930'));
  const none = await door.test(actor, 'none', '', async () => undefined);
  assert.equal(!none.ok && none.refusal.code, 'forms.no-such-record');
  const offline = await trunkDoor(house, undefined).test(actor, 'provider', '', async () => undefined);
  assert.equal(!offline.ok && offline.refusal.code, 'administration.not-running');
});
