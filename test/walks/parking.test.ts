// Walks of parked calls: left in a place by a transfer, taken from there, called back to who parked them, and hung up meanwhile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { accepts, fourPhones, isSilenced, refer, told } from './changes.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';

function parked(place = '') {
  const walk = fourPhones();
  const { out, back } = talk(walk.ada, walk.bob);
  assert.equal(refer(back, `<sip:*85${place}@ringfence>`), 202);
  assert.deepEqual(told(back), ['SIP/2.0 200 OK']);
  back.take('BYE');
  isSilenced(out);
  assert.deepEqual(
    [...walk.world.server.calls.values()].map(({ state }) => state),
    ['alone'],
  );
  return { ...walk, out };
}

test('parked at the own extension, and taken from another phone', () => {
  const { world, out, cy } = parked();
  world.pass(20_000);
  const taker = cy.call('*86202', sdp({ of: 5 }));
  accepts(out);
  const taken = taker.take('200 INVITE');
  assert.match(taken.get(Header.PAssertedIdentity) ?? '', /^"Ada" <sip:201@/);
  taker.ack();
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', true]],
  );
  taker.bye();
  out.take('BYE');
  assert.deepEqual(
    world.records.at(-1)?.details.changes.map(({ kind, by, to }) => [kind, by, to]),
    [
      ['park', '202', ''],
      ['retrieve', '203', '203'],
    ],
  );
  world.end(2);
});

test('in a place with a number; the next one there is busy, and stays with who wanted to park it', () => {
  const { world, out, cy, di } = parked('70');
  const second = talk(cy, di, sdp({ of: 6 }), answerSdp({ of: 7 }));
  assert.equal(refer(second.back, '<sip:*8570@ringfence>'), 202);
  assert.deepEqual(told(second.back), ['SIP/2.0 486 Busy Here']);
  assert.deepEqual(second.out.inbox.names, []);
  second.out.bye();
  const taker = di.call('*8670', sdp({ of: 8 }));
  accepts(out);
  taker.take(200);
  taker.ack();
  out.bye();
  world.end(3);
});

test('nobody takes it: who parked it is called back, and takes it', () => {
  const { world, out, bob } = parked();
  world.pass(121_000, 500);
  const again = bob.incoming();
  assert.match(again.invited?.get(Header.From) ?? '', /^"Ada" <sip:201@/);
  again.inbox.clear();
  again.answer(200, sdp({ of: 33 }));
  accepts(out);
  again.take('ACK');
  again.bye();
  out.take('BYE');
  assert.deepEqual(
    world.record.details.changes.map(({ kind }) => kind),
    ['park', 'recall'],
  );
  world.end(1);
});

test('called back three times in vain, it ends', () => {
  const { world, out, bob } = parked();
  for (let time = 1; time <= 3; time++) {
    world.pass(121_000, 500);
    bob.incoming().answer(486);
  }
  assert.match(out.take('BYE').get(Header.Reason) ?? '', /nobody took the parked call/);
  world.end(1);
});

test('taken while it is called back: the phone that rang is let go', () => {
  const { world, out, bob, cy } = parked();
  world.pass(121_000, 500);
  bob.incoming().answer(180);
  cy.call('*86202', sdp({ of: 5 })).take('404 INVITE');
  out.bye();
  world.end(2);
});

test('whoever is parked hangs up: the place is free', () => {
  const { world, out, cy } = parked();
  out.bye();
  out.take('200 BYE');
  cy.call('*86202', sdp({ of: 5 })).take('404 INVITE');
  world.end(2);
});

test('there is nothing to take, and nothing to park', () => {
  const { world, cy } = fourPhones();
  for (const code of ['*86', '*8670', '*86202', '*85', '*8570']) cy.call(code, sdp({ of: 5 })).take('404 INVITE');
  cy.call('*86abc', sdp({ of: 5 })).take('404 INVITE');
  world.end(6);
});

test('who may not be connected with them does not take them', () => {
  const walk = fourPhones(
    { 203: { interconnectNumber: 2 } },
    { 'interconnect-restriction': [{ caller: 1, denied: '2' }] },
  );
  const { out, back } = talk(walk.ada, walk.bob);
  refer(back, '<sip:*85@ringfence>');
  told(back);
  isSilenced(out);
  walk.cy.call('*86202', sdp({ of: 5 })).take('404 INVITE');
  const taker = walk.di.call('*86202', sdp({ of: 6 }));
  accepts(out);
  taker.take(200);
  taker.ack();
  out.bye();
  walk.world.end(3);
});

test('parked before it has acknowledged the answer: it is silenced once it has', () => {
  const { world, ada, bob } = fourPhones();
  const out = ada.call('202', sdp());
  const back = bob.incoming();
  back.answer(200, answerSdp());
  out.take('200 INVITE');
  refer(back, '<sip:*85@ringfence>');
  back.take('BYE');
  world.pass(400);
  assert.equal(out.inbox.find('INVITE'), undefined);
  out.ack();
  world.pass(300);
  isSilenced(out);
  out.bye();
  world.end(1);
});

test('a session that is refreshed while it is parked stays silent', () => {
  const { world, ada, bob } = fourPhones();
  world.options = { ...world.options, sessionTimerSeconds: 90, parkRecallSeconds: 600 };
  const out = ada.call('202', sdp());
  out.allow = 'Allow: INVITE, ACK, BYE, CANCEL';
  const back = bob.incoming();
  back.answer(200, answerSdp());
  out.take('200 INVITE');
  out.ack();
  refer(back, '<sip:*85@ringfence>');
  isSilenced(out);
  for (let time = 1; time <= 2; time++) {
    world.pass(46_000, 500);
    const asked = out.inbox.find('INVITE') ?? out.inbox.find('UPDATE');
    assert.ok(asked !== undefined, 'it is not refreshed');
    assert.match(asked.body, asked.method === 'INVITE' ? /a=inactive/ : /^$/);
    out.respond(
      asked,
      200,
      asked.body === '' ? {} : { body: { type: 'application/sdp', text: answerSdp({ of: 40 }) } },
    );
  }
  out.bye();
  world.end(1);
});
