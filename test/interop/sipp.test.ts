// SIPp calls SIPp through the system: a thousand calls over UDP between fixed addresses, and calls with digest over TCP.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HistoryLine, RegistrationLine } from '../../apps/core/protocol.ts';
import { freePort } from '../node.ts';
import { Office } from './office.ts';
import { freeUdpPort, isBound } from './ports.ts';
import type { Sipp, SippResult } from './sipp.ts';
import { until } from './wait.ts';

const thousand = 1_000;

let office: Office;

before(async () => {
  office = await Office.open();
});

after(() => office?.close());

/** Both ends to their end; the one that is called is stopped when the calling one fails. */
async function both(calling: Sipp, called: Sipp): Promise<readonly [SippResult, SippResult]> {
  const one = await calling.result();
  if (one.code !== 0) await called.stop();
  return [one, await called.result()];
}

function assertAllDone(result: SippResult, calls: number): void {
  assert.equal(result.code, 0, result.output.slice(-3_000));
  assert.equal(result.successful, calls);
  assert.equal(result.failed, 0);
}

async function recordsTo(called: string, calls: number): Promise<HistoryLine[]> {
  return await until(`${calls} calls to ${called} are on record`, 10_000, async () => {
    const all = await office.node.ask<HistoryLine[]>('history.list', { limit: 1_000, number: called });
    return all.length === calls && all;
  });
}

test('1,000 calls of the built-in uac to the built-in uas over UDP, none failed', async (t) => {
  const [callingPort, calledPort] = [await freeUdpPort(), await freeUdpPort()];
  const callsPort = await office.openListener('sip-udp');
  const preferred = { mediaSecurity: 'preferred' };
  await office.node.addExtension('7231501', { ...preferred, fixedAddress: `udp:127.0.0.1:${callingPort}` });
  await office.node.addExtension('7231502', { ...preferred, fixedAddress: `udp:127.0.0.1:${calledPort}` });
  const place = { transport: 'udp', address: '127.0.0.1', calls: thousand } as const;
  const called = office.sipp({ ...place, scenario: 'uas', port: calledPort });
  await until('the uas listens', 5_000, () => isBound(calledPort));
  const startedMs = performance.now();
  const calling = office.sipp({
    ...place,
    scenario: 'uac',
    port: callingPort,
    callsPort,
    perSecond: 100,
    service: '7231502',
  });
  const results = await both(calling, called);
  t.diagnostic(
    `${thousand} calls in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s, the end of the uas included`,
  );
  for (const result of results) assertAllDone(result, thousand);
  const records = await recordsTo('7231502', thousand);
  for (const { outcome, status, secure, caller, endedBy } of records) {
    assert.deepEqual(
      { outcome, status, secure, caller: caller.number, by: caller.transport, endedBy },
      { outcome: 'answered', status: 200, secure: 'never', caller: '7231501', by: 'UDP', endedBy: 'caller' },
    );
  }
  assert.equal(new Set(records.map(({ id }) => id)).size, thousand);
  assert.deepEqual(await office.calls(), []);
});

test('20 phones register and make 200 calls with digest authentication over TCP', async (t) => {
  const [phones, calls, called] = [20, 200, '7231699'];
  const callsPort = await office.openListener('sip-tcp');
  const calledPort = await freePort();
  // Over TCP a fixed address is all of one machine's; the calling phones are on another.
  const fixedAddress = `tcp:127.0.0.2:${calledPort}`;
  await office.node.addExtension(called, { mediaSecurity: 'preferred', fixedAddress });
  const fields = await Promise.all(Array.from({ length: phones }, (_, place) => fieldsOf(7231600 + place, called)));
  const uas = office.sipp({ scenario: 'uas', transport: 'tcp', address: '127.0.0.2', port: calledPort, calls });
  const place = { transport: 'tcp', address: '127.0.0.1', callsPort, fields } as const;
  const registering = office.sipp({
    ...{ ...place, port: await freePort(), calls: phones, perSecond: 100 },
    scenario: new URL('scenarios/register.xml', import.meta.url),
    credentialsFor: 'ringfence',
  });
  await until('all phones are registered', 10_000, async () => (await registeredOverTcp()) === phones);
  const startedMs = performance.now();
  const calling = office.sipp({
    ...{ ...place, port: await freePort(), calls, perSecond: 100 },
    scenario: new URL('scenarios/call.xml', import.meta.url),
    credentialsFor: `${called}@ringfence`,
  });
  for (const result of await both(calling, uas)) assertAllDone(result, calls);
  t.diagnostic(`${calls} calls in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
  await registering.stop();
  for (const { outcome, secure, caller, called: leg } of await recordsTo(called, calls)) {
    assert.deepEqual(
      { outcome, secure, by: caller.transport, to: leg.transport },
      { outcome: 'answered', secure: 'never', by: 'TCP', to: 'TCP' },
    );
  }
  assert.deepEqual(await office.calls(), []);
  await until('nobody is registered over a closed connection', 2_000, async () => (await registeredOverTcp()) === 0);
});

/** Adds an extension: its number, its credentials as SIPp wants them, and the number that it calls. */
async function fieldsOf(place: number, called: string): Promise<string[]> {
  const number = String(place);
  const secret = await office.extension(number, 'preferred');
  return [number, `[authentication username=${number} password=${secret}]`, called];
}

async function registeredOverTcp(): Promise<number> {
  const all = await office.node.ask<RegistrationLine[]>('registrations.list');
  return all.filter(({ transport }) => transport === 'TCP').length;
}
