// Parking, taking a parked call, and calls back when free, with real phones over TLS with SRTP demanded: who is heard after each change,
// what the secure mark says, and that each call has one record.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Handset, IncomingCall, OutgoingCall } from '#handset';
import type { Baresip } from './baresip.ts';
import { changesOf, FeatureHouse, hears, hearsNothing, isSecure, patienceMs, taken } from './feature-house.ts';

const tones = { own: 400, ann: 440, bob: 620 } as const;
/** The least that System Options take; about, for not all are to be called back at once. */
const recallSeconds = 10;
const recallPatienceMs = 25_000;

let house: FeatureHouse;
let own: Handset;
let ann: Baresip;
let bob: Baresip;

before(async () => {
  house = await FeatureHouse.open([`system-options.parkRecallSeconds=${recallSeconds}`]);
  [own, ann, bob] = await Promise.all([
    house.handset('7231300', tones.own),
    house.baresip('7231301', tones.ann),
    house.baresip('7231302', tones.bob),
  ]);
});

after(() => house?.close());
afterEach(() => house.clear());

/** The built-in phone calls the first baresip, which parks it. */
async function parked(code: string): Promise<OutgoingCall> {
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  const mark = ann.mark;
  await ann.command('transfer', `sip:${code}@ringfence`);
  await ann.happened('CALL_CLOSED', mark);
  await house.call({ caller: own.number, called: '', state: 'alone', secure: '' });
  await hearsNothing(call);
  return call;
}

test('baresip parks a call at its own number; another baresip takes it there', async (t) => {
  const count = await house.recorded();
  const call = await parked('*85');
  await bob.dial(`*86${ann.number}`);
  await house.call({ caller: own.number, called: bob.number, state: 'talking', secure: isSecure });
  await hears(t, bob, tones.own, 'taken');
  await hears(t, call, tones.bob, 'taken');
  call.hangUp();
  const [record, other] = await house.recordsSince(count, 2);
  assert.deepEqual(record && [record.secure, ...changesOf(record)], [
    'throughout',
    `park by ${ann.number} to `,
    `retrieve by ${bob.number} to ${bob.number}`,
  ]);
  assert.deepEqual([other?.caller.number, other?.dialled], [bob.number, `*86${ann.number}`]);
});

test('at a place with a number, nobody takes it: whoever parked it is called back', async (t) => {
  const count = await house.recorded();
  const call = await parked('*8571');
  const mark = ann.mark;
  await ann.happened('CALL_ESTABLISHED', mark, recallPatienceMs);
  await house.call({ caller: own.number, called: ann.number, state: 'talking', secure: isSecure });
  await hears(t, call, tones.ann, 'called back');
  await hears(t, ann, tones.own, 'called back');
  await ann.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual(record && [record.secure, ...changesOf(record)], [
    'throughout',
    `park by ${ann.number} to `,
    `recall by ${ann.number} to ${ann.number}`,
  ]);
});

test('baresip is parked: it falls silent, is heard by who takes it, and counts as not secure, for it keeps its key', async (t) => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  await hears(t, ann, tones.own, 'before');
  taken(await call.transfer('*8572'));
  taken(await call.ended(patienceMs));
  await hearsNothing(ann);
  await bob.dial('*8672');
  await house.call({ caller: bob.number, called: ann.number, state: 'talking', secure: 'not secure' });
  await hears(t, bob, tones.ann, 'taken');
  await hearsNothing(ann);
  await bob.command('hangup');
  const [record] = await house.recordsSince(count, 2);
  assert.equal(record?.secure, 'partly');
});

test('the one who was busy is free: who wanted to be called back is, and both hear each other', async (t) => {
  const count = await house.recorded();
  const busy = await talkingTo(ann);
  const asked = taken(own.call(`*37${ann.number}`));
  taken(await asked.ended(patienceMs));
  await busy.command('hangup');
  const rung: IncomingCall = taken(await own.rung(patienceMs));
  rung.answer();
  await house.call({ caller: own.number, called: ann.number, state: 'talking', secure: isSecure });
  await hears(t, ann, tones.own, 'called back');
  await hears(t, rung, tones.ann, 'called back');
  rung.hangUp();
  const [, code, record] = await house.recordsSince(count, 3);
  assert.equal(code?.dialled, `*37${ann.number}`);
  assert.deepEqual(record && [record.dialled, record.secure, ...changesOf(record)], [
    ann.number,
    'throughout',
    `callback by ${own.number} to ${ann.number}`,
  ]);
});

/** Both baresips talk. Gives the one that has called. */
async function talkingTo(called: Baresip): Promise<Baresip> {
  const mark = bob.mark;
  await bob.dial(called.number);
  await bob.happened('CALL_ESTABLISHED', mark);
  return bob;
}

test('baresip is called back: it is heard, and hears nothing, for it keeps to the key of the answer that it got before', async (t) => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  const mark = bob.mark;
  await bob.dial(`*37${ann.number}`);
  await bob.happened('CALL_CLOSED', mark);
  const next = bob.mark;
  call.hangUp();
  await bob.happened('CALL_ESTABLISHED', next);
  await house.call({ caller: bob.number, called: ann.number, state: 'talking', secure: isSecure });
  await hears(t, ann, tones.bob, 'called back');
  await hearsNothing(bob);
  await bob.command('hangup');
  assert.equal((await house.recordsSince(count, 3)).length, 3);
});
