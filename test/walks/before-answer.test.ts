// Walks of requests before the call is answered that are no PRACK: UPDATE, re-INVITE, BYE.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import type { CallChoice } from './texts.ts';
import { World } from './world.ts';

const body = (text: string) => ({ body: { type: 'application/sdp', text } });
const reliable = (number: number): readonly string[] => ['Require: 100rel', `RSeq: ${number}`];
const supporting: CallChoice = { headers: ['Supported: 100rel, timer'] };

const ringing = (offer: string | undefined = sdp(), choice: CallChoice = {}) => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202', offer, choice);
  const back = bob.incoming();
  back.inbox.clear();
  return { world, alice, bob, out, back };
};

test('UPDATE before the answer: carried once there is an agreement, in both directions', () => {
  const { world, out, back } = ringing(sdp(), supporting);
  out.remoteTag = 'none';
  back.answer(183, answerSdp(), reliable(1));
  const progress = out.take(183);
  out.prack(progress);
  back.respond(back.take('PRACK'), 200);
  out.update(sdp({ version: 2, direction: 'inactive' }));
  back.respond(back.take('UPDATE'), 200, body(answerSdp({ version: 2, direction: 'inactive' })));
  assert.match(out.take('200 UPDATE').body, /a=inactive/);
  back.update(answerSdp({ version: 3 }));
  out.respond(out.take('UPDATE'), 200, body(sdp({ version: 3, suite: [1, 'AEAD_AES_256_GCM', 44] })));
  back.take('200 UPDATE');
  back.answer(200);
  out.take('200 INVITE');
  out.ack();
  out.bye();
  world.end(1);
});

test('UPDATE before anything is agreed waits (491, or 500 while one’s own offer is open), without one it is fine', () => {
  const { world, out, back } = ringing();
  back.answer(180);
  out.take(180);
  out.update(sdp({ version: 2 }));
  out.take('491 UPDATE');
  out.update();
  out.take('200 UPDATE');
  back.answer(183, answerSdp());
  out.update(sdp({ version: 2 }));
  assert.match(out.take('500 UPDATE').get(Header.RetryAfter) ?? '', /^\d+$/);
  back.update(answerSdp({ version: 2 }));
  back.take('491 UPDATE');
  out.reinvite(sdp({ version: 2 }));
  out.take('500 INVITE');
  back.reinvite(answerSdp({ version: 2 }));
  back.take('491 INVITE');
  assert.equal(back.inbox.count('UPDATE'), 0);
  world.end(1);
});

test('a ringing phone does not hang up; a caller may, instead of a CANCEL', () => {
  const { world, out, back } = ringing();
  back.answer(180);
  out.take(180);
  back.bye();
  back.take('481 BYE');
  assert.deepEqual(world.records, []);
  out.bye();
  out.take('200 BYE');
  out.take('487 INVITE');
  back.take('CANCEL');
  assert.equal(back.inbox.count('BYE'), 0);
  assert.equal(world.record.outcome, 'cancelled');
  world.end(1);
});
