// Walks of what busy lamps are told of a call: ringing, talking, holding, secure or not, with whom, and nothing when it is over; and of
// phones that show whether a call is secure as they are told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { accepts, fourPhones, offers, refer } from './changes.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import type { World } from './world.ts';

const lamp = (world: World, number: string) =>
  world.server.watching.activity
    .of(number)
    .map(({ direction, state, remote, held, secure }) => [direction, state, remote.number, held, secure].join(' '));

test('a call from its first ring to its end', () => {
  const { world, ada, bob } = fourPhones();
  const out = ada.call('202', sdp());
  assert.deepEqual(lamp(world, '201'), ['initiator trying 202 false false']);
  assert.deepEqual(lamp(world, '202'), ['recipient early 201 false false']);
  const back = bob.incoming();
  back.answer(180);
  assert.deepEqual(lamp(world, '201'), ['initiator early 202 false false']);
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  assert.deepEqual(lamp(world, '201'), ['initiator confirmed 202 false true']);
  assert.deepEqual(lamp(world, '202'), ['recipient confirmed 201 false true']);
  out.reinvite(sdp({ version: 2, direction: 'sendonly' }));
  back.take('INVITE');
  back.answer(200, answerSdp({ version: 2, direction: 'recvonly' }));
  out.ack();
  assert.deepEqual(lamp(world, '201'), ['initiator confirmed 202 true true']);
  out.bye();
  assert.deepEqual([lamp(world, '201'), lamp(world, '202')], [[], []]);
  world.end(1);
});

test('a call that is refused, given up, or answered elsewhere leaves no lamp lit', () => {
  const { world, ada, bob, cy } = fourPhones();
  ada.call('202', sdp());
  bob.incoming().answer(486);
  const out = ada.call('203', sdp());
  cy.incoming().answer(180);
  out.cancel();
  for (const number of ['201', '202', '203']) assert.deepEqual(lamp(world, number), []);
  world.end(2);
});

test('after a transfer each lamp shows whom the extension talks to', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  const ringing = cy.incoming();
  assert.deepEqual(lamp(world, '203'), ['recipient early 201 false false']);
  offers(ringing);
  accepts(out);
  assert.deepEqual(lamp(world, '201'), ['initiator confirmed 203 false true']);
  assert.deepEqual(lamp(world, '202'), []);
  assert.deepEqual(lamp(world, '203'), ['recipient confirmed 201 false true']);
  out.bye();
  for (const number of ['201', '203']) assert.deepEqual(lamp(world, number), []);
  world.end(1);
});

test('a phone that shows what it is told hears that the call is secure, and that it is not any more', () => {
  const { world, ada, bob, cy } = fourPhones();
  const cisco = ['Supported: timer,X-cisco-sis-7.0.0'];
  const out = ada.call('202', sdp({ of: 7 }), { headers: cisco });
  const back = bob.incoming();
  back.answer(200, answerSdp());
  assert.match(out.take('200 INVITE').get(Header.CallInfo) ?? '', /security=Encrypted/);
  out.ack();
  refer(back, '<sip:203@ringfence>');
  offers(cy.incoming());
  out.take('INVITE');
  const kept = /inline:\S+/.exec(sdp({ of: 7 }))?.[0] ?? '';
  out.answer(200, answerSdp({ of: 8 }).replace(/inline:\S+/, kept), cisco);
  world.pass(500);
  const told = out.take('UPDATE');
  assert.match(told.get(Header.CallInfo) ?? '', /security=NotAuthenticated/);
  out.respond(told, 200);
  out.bye();
  world.end(1);
});

test('the called phone is told as soon as it has answered; one that knows nothing of it is told nothing', () => {
  const { world, ada, bob } = fourPhones();
  const out = ada.call('202', sdp());
  const back = bob.incoming();
  back.answer(200, answerSdp(), ['Supported: X-cisco-sis-7.0.0']);
  assert.equal(out.take('200 INVITE').get(Header.CallInfo), undefined);
  out.ack();
  world.pass(500);
  const told = back.take('UPDATE');
  assert.match(told.get(Header.CallInfo) ?? '', /security=Encrypted/);
  back.respond(told, 200);
  assert.deepEqual(out.inbox.names, []);
  out.bye();
  world.end(1);
});

test('a phone that knows how is told to answer, and to hold; one that does not is left alone', () => {
  const { world, ada, bob, cy } = fourPhones();
  const out = ada.call('202', sdp());
  const back = bob.incoming();
  const [call] = world.server.calls.keys();
  back.answer(180);
  assert.equal(world.server.control(call ?? '', 'talk'), false);
  back.answer(180, undefined, ['Allow-Events: talk, hold']);
  assert.equal(world.server.control(call ?? '', 'hold'), false, 'nobody talks yet');
  assert.equal(world.server.control(call ?? '', 'talk'), true);
  world.run();
  const told = back.take('NOTIFY');
  assert.equal(told.get(Header.Event), 'talk');
  back.respond(told, 200);
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  assert.equal(world.server.control(call ?? '', 'hold'), true);
  world.run();
  assert.equal(back.take('NOTIFY').get(Header.Event), 'hold');
  assert.equal(world.server.control('none', 'hold'), false);
  out.bye();
  world.pass(40_000);
  assert.deepEqual(cy.offered, []);
  world.end(1);
});
