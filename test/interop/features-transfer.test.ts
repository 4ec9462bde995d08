// Transfers with real phones over TLS with SRTP demanded: blind by a baresip, blind, attended and half attended by the built-in phone; who
// is heard after each, what the secure mark says, and that each call has one record.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Handset } from '#handset';
import type { Baresip } from './baresip.ts';
import { changesOf, FeatureHouse, hears, hearsNothing, isSecure, patienceMs, taken } from './feature-house.ts';

const tones = { own: 400, ann: 440, bob: 620, cat: 900, other: 1_300 } as const;

let house: FeatureHouse;
let own: Handset;
let other: Handset;
let ann: Baresip;
let bob: Baresip;
let cat: Baresip;

before(async () => {
  house = await FeatureHouse.open();
  [own, other, ann, bob, cat] = await Promise.all([
    house.handset('7231200', tones.own),
    house.handset('7231204', tones.other),
    house.baresip('7231201', tones.ann),
    house.baresip('7231202', tones.bob),
    house.baresip('7231203', tones.cat, { answers: 'when told' }),
  ]);
});

after(() => house?.close());
afterEach(() => house.clear());

test('baresip puts a phone that draws fresh keys through to another baresip: both hear each other, secure all the time', async (t) => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  await hears(t, ann, tones.own, 'before');
  await hears(t, call, tones.ann, 'before');
  const mark = ann.mark;
  await ann.command('transfer', `sip:${bob.number}@ringfence`);
  await ann.happened('CALL_CLOSED', mark);
  await house.call({ called: bob.number, state: 'talking', secure: isSecure });
  await hears(t, bob, tones.own, 'transferred');
  await hears(t, call, tones.bob, 'transferred');
  call.hangUp();
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual([record?.outcome, record?.secure], ['answered', 'throughout']);
  assert.deepEqual(record && changesOf(record), [`blindTransfer by ${ann.number} to ${bob.number}`]);
});

test('baresip is put through to another: it is heard there, but keeps its key, so the call counts as not secure', async (t) => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  await hears(t, ann, tones.own, 'before');
  taken(await call.transfer(bob.number));
  taken(await call.ended(patienceMs));
  const { id } = await house.call({ caller: bob.number, called: ann.number, secure: 'not secure' });
  await hears(t, bob, tones.ann, 'transferred');
  // It never takes another key than the first that it was given (docs/interop.md): nothing that comes makes sense to it.
  await hearsNothing(ann);
  await ann.logged(/failed to decrypt RTP packet/);
  await bob.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual([record?.id, record?.secure], [id, 'partly']);
  assert.deepEqual(record && changesOf(record), [`blindTransfer by ${own.number} to ${bob.number}`]);
});

test('attended: whoever is asked first stays, and is put through to who was there all the time', async (t) => {
  const count = await house.recorded();
  const first = taken(own.call(ann.number));
  taken(await first.established(patienceMs));
  taken(await first.hold('inactive'));
  await hearsNothing(ann);
  const second = taken(own.call(other.number));
  const there = taken(await other.rung(patienceMs));
  there.answer();
  taken(await second.established(patienceMs));
  await hears(t, there, tones.own, 'before');
  taken(await first.transferInto(second));
  taken(await first.ended(patienceMs));
  taken(await second.ended(patienceMs));
  await house.call({ caller: other.number, called: ann.number, state: 'talking', secure: 'not secure' });
  await hears(t, there, tones.ann, 'transferred');
  await hearsNothing(ann);
  there.hangUp();
  const [one, two] = await house.recordsSince(count, 2);
  assert.deepEqual([one?.called.number, one?.secure], [ann.number, 'partly']);
  assert.deepEqual(one && changesOf(one), [`transfer by ${own.number} to ${other.number}`]);
  assert.deepEqual([two?.called.number, two?.secure], [other.number, 'throughout']);
});

test('half attended: the baresip that rang for one answers the other', async (t) => {
  const count = await house.recorded();
  const first = taken(own.call(other.number));
  const there = taken(await other.rung(patienceMs));
  there.answer();
  taken(await first.established(patienceMs));
  const second = taken(own.call(cat.number));
  taken(await second.rings(patienceMs));
  const mark = cat.mark;
  const transferred = first.transferInto(second);
  await cat.happened('CALL_CLOSED', mark);
  await cat.happened('CALL_INCOMING', mark);
  await cat.command('accept');
  taken(await transferred);
  taken(await first.ended(patienceMs));
  await house.call({ state: 'talking', secure: isSecure });
  await hears(t, there, tones.cat, 'transferred');
  await hears(t, cat, tones.other, 'transferred');
  there.hangUp();
  const [one, two] = await house.recordsSince(count, 2);
  assert.deepEqual([one?.outcome, one?.secure], ['answered', 'throughout']);
  assert.deepEqual(one && changesOf(one), [`blindTransfer by ${own.number} to ${cat.number}`]);
  assert.deepEqual([two?.called.number, two?.answeredAtMs], [cat.number, 0]);
});

test('nobody takes the call: they talk on, and whoever has hung up is called back', async (t) => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  const mark = cat.mark;
  const refused = call.transfer(cat.number);
  await decline(mark);
  assert.match(JSON.stringify(await refused), /486 Busy Here/);
  await house.call({ called: ann.number, state: 'talking', secure: isSecure });
  await hears(t, call, tones.ann, 'refused');
  await hears(t, ann, tones.own, 'refused');
  call.hangUp();
  const [kept] = await house.recordsSince(count, 1);
  assert.deepEqual(kept && [kept.secure, ...changesOf(kept)], ['throughout']);

  const out = taken(other.call(own.number));
  const back = taken(await own.rung(patienceMs));
  back.answer();
  taken(await out.established(patienceMs));
  const next = cat.mark;
  void back.transfer(cat.number);
  back.hangUp();
  await decline(next);
  const again = taken(await own.rung(patienceMs));
  again.answer();
  taken(await again.established(patienceMs));
  await hears(t, again, tones.other, 'back');
  await hears(t, out, tones.own, 'back');
  again.hangUp();
  const [record] = await house.recordsSince(count + 1, 1);
  assert.deepEqual(record && changesOf(record), [`recall by ${own.number} to ${own.number}`]);
});

test('baresip hangs up by itself when nobody takes the call that it transfers: then the call is over', async () => {
  const count = await house.recorded();
  const call = taken(own.call(ann.number));
  taken(await call.established(patienceMs));
  const mark = cat.mark;
  await ann.command('transfer', `sip:${cat.number}@ringfence`);
  await decline(mark);
  await ann.logged(/transfer failure: 486 Busy Here/);
  taken(await call.ended(patienceMs));
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual(record && [record.endedBy, ...changesOf(record)], ['called']);
});

/** The last one rings for a transfer, and declines. */
async function decline(mark: number): Promise<void> {
  await cat.happened('CALL_INCOMING', mark);
  await cat.command('hangup');
}

test('three baresips without SRTP, over TLS: whoever stays hears the new one, blind and attended', async (t) => {
  const plain = { media: 'plain' } as const;
  const [dan, eve, fay, gil] = await Promise.all([
    house.baresip('7231211', 500, plain),
    house.baresip('7231212', 700, plain),
    house.baresip('7231213', 1_000, plain),
    house.handset('7231214', 1_200, plain),
  ]);
  const count = await house.recorded();
  const marks = [dan.mark, eve.mark] as const;
  await dan.dial(eve.number);
  await Promise.all([dan.happened('CALL_ESTABLISHED', marks[0]), eve.happened('CALL_ESTABLISHED', marks[1])]);
  await hears(t, dan, 700, 'before');
  await eve.command('transfer', `sip:${fay.number}@ringfence`);
  await eve.happened('CALL_CLOSED', marks[1]);
  await house.call({ caller: dan.number, called: fay.number, secure: 'not secure' });
  await hears(t, dan, 1_000, 'blind');
  await hears(t, fay, 500, 'blind');
  await dan.command('hangup');
  const [record] = await house.recordsSince(count, 1);
  assert.deepEqual(record && [record.secure, ...changesOf(record)], [
    'never',
    `blindTransfer by ${eve.number} to ${fay.number}`,
  ]);

  const first = taken(gil.call(dan.number));
  taken(await first.established(patienceMs));
  await hears(t, dan, 1_200, 'before');
  const second = taken(gil.call(eve.number));
  taken(await second.established(patienceMs));
  taken(await first.transferInto(second));
  await house.call({ caller: eve.number, called: dan.number, secure: 'not secure' });
  await hears(t, dan, 700, 'attended');
  await hears(t, eve, 500, 'attended');
  await dan.command('hangup');
  assert.equal((await house.recordsSince(count + 1, 2)).length, 2);
});
