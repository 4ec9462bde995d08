// Walks of a call between two phones over TLS: set up, held, hung up, and every way in which it is not answered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

test('a call is answered, and the caller hangs up', () => {
  const world = new World();
  const alice = world.phone('201');
  const bob = world.phone('202');
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  out.take(180);
  incoming.answer(200, answerSdp());
  out.take(200);
  incoming.take('ACK');
  out.ack();
  world.pass(5_000);
  out.bye();
  out.take('200 BYE');
  incoming.take('BYE');
  assert.equal(world.record.outcome, 'answered');
  assert.equal(world.record.secure, 'throughout');
  assert.equal(out.inbox.count(Header.Via), 0);
  world.end(1);
});
