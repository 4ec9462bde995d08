// Walks of what is agreed before the call is answered: early answers, reliable provisional answers and PRACK.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import type { CallChoice } from './texts.ts';
import { World } from './world.ts';

const body = (text: string) => ({ body: { type: 'application/sdp', text } });
const reliable = (number: number): readonly string[] => ['Require: 100rel', `RSeq: ${number}`];
const supporting: CallChoice = { headers: ['Supported: 100rel, timer'] };
const requiring: CallChoice = { headers: ['Require: 100rel'] };

const ringing = (offer: string | undefined = sdp(), choice: CallChoice = {}) => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202', offer, choice);
  const back = bob.incoming();
  back.inbox.clear();
  return { world, alice, bob, out, back };
};

test('an answer shown early (183) is shown to the caller, and said again in the success', () => {
  const { world, out, back } = ringing();
  back.answer(183, answerSdp());
  const early = out.take(183);
  assert.match(early.body, /198\.51\.100\.2/);
  back.answer(200, answerSdp());
  assert.equal(out.take(200).body, early.body);
  out.ack();
  out.bye();
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('a success without the answer that was shown before still has it', () => {
  const { world, out, back } = ringing();
  back.answer(183, answerSdp());
  const early = out.take(183);
  back.answer(200);
  assert.equal(out.take(200).body, early.body);
  out.ack();
  out.bye();
  world.end(1);
});

test('reliable ringing is asked for only where the caller can acknowledge it', () => {
  const plain = ringing();
  assert.equal(plain.back.invited?.get(Header.Supported), 'timer, replaces');
  const able = ringing(sdp(), supporting);
  assert.equal(able.back.invited?.get(Header.Supported), 'timer, replaces, 100rel');
  for (const { out, world } of [plain, able]) {
    out.cancel();
    world.end(1);
  }
});

test('a reliable answer goes to the caller, its PRACK to the phone, and the answer of that back', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  back.answer(183, answerSdp(), reliable(77));
  const progress = out.take(183);
  assert.deepEqual([progress.get(Header.Require), progress.get(Header.RSeq)], ['100rel', '1']);
  assert.deepEqual(back.inbox.names, [], 'the phone waits for the caller’s PRACK');
  out.prack(progress);
  const prack = back.take('PRACK');
  assert.equal(prack.get(Header.RAck), '77 1 INVITE');
  back.respond(prack, 200);
  out.take('200 PRACK');
  back.answer(180, answerSdp(), reliable(78));
  const rings = out.take(180);
  assert.deepEqual([rings.get(Header.RSeq), rings.body], ['2', ''], 'a copy of the answer says nothing new');
  out.prack(rings);
  back.respond(back.take('PRACK'), 200);
  back.answer(200);
  assert.match(out.take('200 INVITE').body, /198\.51\.100\.2/);
  out.ack();
  out.bye();
  world.end(1);
});

test('a reliable answer is repeated to the caller until its PRACK; repeats of the phone are not passed on', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  back.answer(183, answerSdp(), reliable(5));
  back.answer(183, answerSdp(), reliable(5));
  world.pass(1_600);
  assert.equal(out.inbox.count(183), 3, 'at 0, 0.5 and 1.5 seconds');
  const progress = out.take(183);
  out.prack(progress);
  assert.equal(back.inbox.count('PRACK'), 1);
  back.respond(back.take('PRACK'), 200);
  out.inbox.clear();
  world.pass(10_000);
  assert.deepEqual(out.inbox.names, []);
  out.prack(progress);
  out.take('481 PRACK');
  out.cancel();
  world.end(1);
});

test('an offer in PRACK is carried to the phone, and its answer back', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  back.answer(183, answerSdp(), reliable(1));
  out.prack(out.take(183), sdp({ version: 2, direction: 'sendonly' }));
  const prack = back.take('PRACK');
  assert.match(prack.body, /a=sendonly/);
  back.respond(prack, 200, body(answerSdp({ version: 2, direction: 'recvonly' })));
  const answered = out.take('200 PRACK').body;
  assert.match(answered, /a=recvonly/);
  back.answer(200);
  assert.equal(out.take('200 INVITE').body, answered);
  out.ack();
  out.bye();
  world.end(1);
});

test('a phone that refuses the offer in PRACK: the caller hears it, the call goes on ringing', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  back.answer(183, answerSdp(), reliable(1));
  out.prack(out.take(183), sdp({ version: 2, more: ['a=mid:1'] }));
  back.respond(back.take('PRACK'), 488);
  out.take('488 PRACK');
  back.answer(200);
  out.take('200 INVITE');
  out.ack();
  back.inbox.clear();
  out.reinvite(sdp({ version: 3 }));
  back.respond(back.take('INVITE'), 200, body(answerSdp({ version: 3 })));
  out.take('200 INVITE');
  out.ack();
  out.bye();
  world.end(1);
});

test('an INVITE without an offer: a reliable 183 offers, the PRACK answers, the success says it again', () => {
  const { world, out, back } = ringing('', supporting);
  back.answer(183, sdp({ of: 2 }), reliable(1));
  const progress = out.take(183);
  assert.match(progress.body, /198\.51\.100\.2/);
  out.prack(progress, sdp({ suite: [1, 'AEAD_AES_256_GCM', 44] }));
  const prack = back.take('PRACK');
  assert.match(prack.body, /198\.51\.100\.1/);
  back.respond(prack, 200);
  out.take('200 PRACK');
  back.answer(200);
  out.take('200 INVITE');
  back.take('ACK');
  out.ack();
  out.bye();
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('an INVITE without an offer: an unreliable 183 cannot offer', () => {
  const { world, out, back } = ringing('');
  back.answer(183, sdp({ of: 2 }));
  assert.equal(out.take(183).body, '');
  back.answer(200, sdp({ of: 2 }));
  out.take(200);
  out.ack(sdp({ suite: [1, 'AEAD_AES_256_GCM', 44] }));
  out.bye();
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('a caller that requires reliable ringing gets it, also from a phone that cannot, and one at a time', () => {
  const { world, out, back } = ringing(sdp(), requiring);
  back.answer(180);
  back.answer(183);
  assert.equal(out.inbox.count(183), 0, 'the second waits for the first PRACK');
  out.prack(out.take(180));
  out.take('200 PRACK');
  out.prack(out.take(183), sdp({ version: 2 }));
  out.take('488 PRACK');
  assert.equal(back.inbox.count('PRACK'), 0);
  back.answer(200, answerSdp());
  out.take('200 INVITE');
  out.ack();
  out.bye();
  world.end(1);
});

test('a caller that never acknowledges reliable ringing is refused, and the phone stops ringing', () => {
  const { world, out, back } = ringing(sdp(), requiring);
  back.answer(180);
  world.pass(33_000, 100);
  out.take(500);
  back.take('CANCEL');
  assert.equal(world.record.cause, 'the caller did not acknowledge a provisional answer');
  world.end(1);
});

test('a PRACK that crosses the success still finds its answer', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  back.answer(180, undefined, reliable(1));
  const progress = out.take(180);
  back.answer(200, answerSdp());
  out.prack(progress);
  back.respond(back.take('PRACK'), 200);
  out.take('200 PRACK');
  out.take('200 INVITE');
  out.ack();
  out.bye();
  world.end(1);
});

test('PRACK for nothing, or from the phone that rings, is refused', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  back.answer(180);
  out.take(180);
  out.request('PRACK', { headers: ['RAck: 1 101 INVITE'] });
  out.take('481 PRACK');
  back.request('PRACK', { headers: ['RAck: 1 1 INVITE'] });
  back.take('481 PRACK');
  out.cancel();
  world.end(1);
});
