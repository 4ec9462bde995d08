// Two phones over TLS with SRTP demanded: register, call, talk, hold, resume, hang up, and nothing in the clear on the wire.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { HistoryLegLine, HistoryLine } from '../../apps/core/protocol.ts';
import type { Baresip } from './baresip.ts';
import type { Capture } from './capture.ts';
import { isBaresipFarewell, listenIn, wordsInClear } from './clear.ts';
import { Office, type PhonePlan } from './office.ts';
import { call, hangUp, hearEachOther, hearNothing } from './talk.ts';
import { until } from './wait.ts';

const secured: Pick<PhonePlan, 'transport' | 'encryption' | 'mediaSecurity'> = {
  transport: 'tls',
  encryption: 'srtp-mand',
  mediaSecurity: 'required',
};

let office: Office;
let capture: Capture;
let ann: Baresip;
let bob: Baresip;

before(async () => {
  office = await Office.open();
  const port = await office.node.port('sip-tls');
  capture = await office.capture(port);
  ann = await office.phone({ number: '7231101', toneHz: 440, ...secured });
  bob = await office.phone({ number: '7231102', toneHz: 620, ...secured });
});

after(() => office?.close());

test('both are registered over TLS 1.3', async () => {
  for (const { number } of [ann, bob]) {
    const [registration, ...others] = await office.registrationsOf(number);
    assert.deepEqual(others, []);
    assert.equal(registration?.transport, 'TLS');
    assert.equal(registration?.tlsVersion, 'TLSv1.3');
    assert.match(registration?.tlsSuite ?? '', /^TLS_/);
    assert.match(registration?.userAgent ?? '', /^baresip v1\./);
  }
});

test('a phone that trusts another authority ends the connection and does not register', async () => {
  const other = await Office.open();
  try {
    const { authorityPem } = other.node;
    const secret = await office.extension('7231103', 'required');
    const phone = await office.start({ number: '7231103', toneHz: 500, secret, authorityPem, ...secured });
    await phone.logged(/tls: connect: error/);
    await phone.logged(/reg: sip:7231103@ringfence: Register: /);
    assert.deepEqual(await office.registrationsOf('7231103'), []);
  } finally {
    await other.close();
  }
});

test('they talk, the caller holds and resumes, and the caller hangs up', async (t) => {
  await call(ann, bob);
  await hearEachOther(t, ann, bob, 'talking');
  assert.deepEqual(
    (await office.calls()).map(({ caller, called, state }) => ({ caller, called, state })),
    [{ caller: '7231101', called: '7231102', state: 'talking' }],
  );
  await ann.command('hold');
  await hearNothing(ann, bob);
  await ann.command('resume');
  await hearEachOther(t, ann, bob, 'resumed');
  await hangUp(ann, bob);
  assertSecure(await office.record('7231101'), 'caller');
});

test('they talk, the called holds and resumes, and the called hangs up', async (t) => {
  await call(bob, ann);
  await hearEachOther(t, bob, ann, 'talking');
  await ann.command('hold');
  await hearNothing(ann, bob);
  await ann.command('resume');
  await hearEachOther(t, bob, ann, 'resumed');
  await hangUp(ann, bob);
  assertSecure(await office.record('7231102'), 'called');
});

test('no call is left behind', async () => {
  await until('no call is left', 2_000, async () => (await office.calls()).length === 0);
});

test('a listener on the wire got no word of SIP, no number, no key and no tone', async (t) => {
  const port = await office.node.port('sip-tls');
  const all = await capture.packets([port, port], ann.mediaPorts, bob.mediaPorts);
  const packets = all.filter((packet) => !isBaresipFarewell(packet));
  t.diagnostic(
    `${all.length} packets, of which ${all.length - packets.length} are farewells in the clear of baresip's own`,
  );
  const words = ['SIP/2.0', 'INVITE', 'REGISTER', 'a=crypto', 'baresip', ann.number, bob.number];
  assert.deepEqual(wordsInClear(packets, words), []);
  const streams = listenIn(packets, [ann.toneHz, bob.toneHz]);
  assert.equal(streams.length, 4, 'two calls of two streams');
  for (const { sourcePort, packets: count, share } of streams) {
    t.diagnostic(
      `${count} packets from port ${sourcePort}, heard as G.711: ${share.toFixed(4)} of the energy is a tone`,
    );
    assert.ok(count > 150, 'two times two seconds of audio');
    assert.ok(share < 0.2);
  }
});

/** History says that the call was secure from end to end, and by what. */
function assertSecure(record: HistoryLine, endedBy: string): void {
  assert.equal(record.outcome, 'answered');
  assert.equal(record.endedBy, endedBy);
  assert.equal(record.secure, 'throughout');
  assert.ok(record.answeredAtMs >= record.startedAtMs && record.endedAtMs - record.answeredAtMs > 4_000);
  for (const leg of [record.caller, record.called]) assertSecureLeg(leg);
}

function assertSecureLeg(leg: HistoryLegLine): void {
  assert.equal(leg.transport, 'TLS');
  assert.equal(leg.tlsVersion, 'TLSv1.3');
  assert.equal(leg.tlsSuite, 'TLS_AES_256_GCM_SHA384');
  assert.equal(leg.srtpSuite, 'AES_CM_128_HMAC_SHA1_80');
}
