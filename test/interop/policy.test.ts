// One side without SRTP: no call where encryption is required, and the caller hears why; where it is preferred, a call not secure.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Baresip } from './baresip.ts';
import { Office } from './office.ts';
import { call, hangUp, hearEachOther } from './talk.ts';

let office: Office;
/** Over TLS all of them; named after what they can and what their extension asks. */
let demanding: Baresip;
let bareRequired: Baresip;
let offering: Baresip;
let barePreferred: Baresip;

before(async () => {
  office = await Office.open();
  const transport = 'tls';
  [demanding, bareRequired, offering, barePreferred] = await Promise.all([
    office.phone({ number: '7231301', toneHz: 440, transport, encryption: 'srtp-mand', mediaSecurity: 'required' }),
    office.phone({ number: '7231302', toneHz: 520, transport, encryption: 'none', mediaSecurity: 'required' }),
    office.phone({ number: '7231303', toneHz: 620, transport, encryption: 'srtp', mediaSecurity: 'preferred' }),
    office.phone({ number: '7231304', toneHz: 700, transport, encryption: 'none', mediaSecurity: 'preferred' }),
  ]);
});

after(() => office?.close());

/** Dials, and gives what the caller was told: the event's words, and the lines of the answer that ended it. */
async function refused(caller: Baresip, number: string): Promise<{ readonly event: string; readonly answer: string }> {
  const mark = caller.mark;
  const from = caller.log.length;
  await caller.dial(number);
  const event = (await caller.happened('CALL_CLOSED', mark)).param;
  const [answer] = await caller.logged(/SIP\/2\.0 488 [\s\S]*?Content-Length/, from);
  return { event, answer };
}

test('required, and the caller offers no SRTP: 488 that says so, the called phone does not ring', async () => {
  const before = demanding.mark;
  const { event, answer } = await refused(barePreferred, demanding.number);
  assert.match(event, /^488 Not Acceptable Here/);
  assert.match(answer, /^Warning: 399 ringfence "The call must be encrypted: the phone does not offer SRTP"\r$/m);
  assert.match(answer, /^Reason: SIP;cause=488;text="The call must be encrypted: the phone does not offer SRTP"\r$/m);
  assert.equal(demanding.mark, before);
  const record = await office.record(barePreferred.number);
  assert.equal(record.outcome, 'refused');
  assert.equal(record.status, 488);
  assert.equal(record.secure, 'never');
  assert.match(record.cause, /must be encrypted: the phone does not offer SRTP/);
});

test('required by the caller’s own extension: the same', async () => {
  const { answer } = await refused(bareRequired, offering.number);
  assert.match(answer, /^Warning: 399 ringfence "The call must be encrypted: the phone does not offer SRTP"\r$/m);
  assert.equal((await office.record(bareRequired.number)).outcome, 'refused');
});

test('required, and the called phone knows no SRTP: 488 with its refusal as the reason', async () => {
  const { event, answer } = await refused(demanding, barePreferred.number);
  assert.match(event, /^488 /);
  assert.match(answer, /^Reason: SIP;cause=488;text="the phone answered 488 .*"\r$/m);
  const record = await office.record(demanding.number);
  assert.equal(record.outcome, 'refused');
  assert.equal(record.status, 488);
  assert.equal(record.called.number, barePreferred.number);
});

test('preferred, and the called phone knows no SRTP: they talk, and history says never secure', async (t) => {
  await call(offering, barePreferred);
  await hearEachOther(t, offering, barePreferred, 'keys offered, none taken');
  const [line] = await office.calls();
  assert.doesNotMatch(line?.secure ?? 'secure', /^secure/);
  await hangUp(offering, barePreferred);
  const record = await office.record(offering.number);
  assert.equal(record.outcome, 'answered');
  assert.equal(record.secure, 'never');
  assert.equal(record.caller.srtpSuite, '');
});

test('preferred, and the caller knows no SRTP: the same', async (t) => {
  await call(barePreferred, offering);
  await hearEachOther(t, barePreferred, offering, 'no keys offered');
  await hangUp(offering, barePreferred);
  const record = await office.record(barePreferred.number, 2);
  assert.equal(record.outcome, 'answered');
  assert.equal(record.endedBy, 'called');
  assert.equal(record.secure, 'never');
});

test('a phone that demands SRTP calls one that offers it: secure throughout', async (t) => {
  await call(demanding, offering);
  await hearEachOther(t, demanding, offering, 'demanded and taken');
  await hangUp(demanding, offering);
  assert.equal((await office.record(demanding.number, 2)).secure, 'throughout');
});

test('two phones that offer SRTP without demanding it: secure throughout', async (t) => {
  const plan = { number: '7231305', toneHz: 520, transport: 'tls', encryption: 'srtp' } as const;
  const other = await office.phone({ ...plan, mediaSecurity: 'preferred' });
  await call(other, offering);
  await hearEachOther(t, other, offering, 'offered and taken');
  await hangUp(other, offering);
  const record = await office.record(other.number);
  assert.equal(record.secure, 'throughout');
  assert.equal(record.called.number, offering.number);
  assert.equal(record.called.srtpSuite, 'AES_CM_128_HMAC_SHA1_80');
});
