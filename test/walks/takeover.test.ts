// Walks of phones that take a place in a call that there is: picked up while it rings, taken along from one's own other phone, and all
// that is refused with the same words whether there is such a call or not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { accepts, fourPhones } from './changes.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';

const sharing = { 'pickup-groups': [{ number: '1', name: 'Sales', members: ['202', '203'] }] };

const replaces = (call: PhoneCall, more = ''): string =>
  `Replaces: ${call.callId};to-tag=${call.remoteTag};from-tag=${call.localTag}${more}`;

const keyIn = (body: string): string | undefined => /inline:(\S+)/.exec(body)?.[1];

/** Whoever picks up has been answered without media, and is asked with the caller's offer: with the same key, for some phones take one alone. */
function isConnected(taker: PhoneCall): string {
  const { body } = taker.take(200);
  assert.match(body, /a=inactive/);
  taker.ack();
  const offer = accepts(taker);
  assert.equal(keyIn(body), keyIn(offer));
  return offer;
}

test('a call that rings at a colleague of the pickup group is answered by the code', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  const out = ada.call('202', sdp());
  const ringing = bob.incoming();
  ringing.answer(180);
  const taker = cy.call('*88', sdp({ of: 5 }));
  assert.match(ringing.take('CANCEL').get(Header.Reason) ?? '', /cause=200/);
  const offer = isConnected(taker);
  assert.match(offer, /inline:/);
  const answered = out.take('200 INVITE');
  assert.match(answered.get(Header.PAssertedIdentity) ?? '', /^"Cy" <sip:203@/);
  assert.match(answered.body, /a=sendrecv/);
  out.ack();
  taker.take('ACK');
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', true]],
  );
  out.bye();
  taker.take('BYE');
  const [mine, theirs] = world.records;
  assert.deepEqual(
    [mine?.caller.number, mine?.dialled, mine?.cause],
    ['203', '*88', 'picked up a call that rang elsewhere'],
  );
  assert.deepEqual([theirs?.caller.number, theirs?.called.number, theirs?.secure], ['201', '203', 'throughout']);
  assert.deepEqual(
    theirs?.details.changes.map(({ kind, by, to }) => [kind, by, to]),
    [['pickup', '203', '203']],
  );
  world.end(2);
});

test('directed: the code with the extension, where the group or the class allows it', () => {
  const { world, ada, bob, cy, di } = fourPhones({}, sharing);
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  const stranger = di.call('*87202', sdp({ of: 6 }));
  const refused = stranger.take('404 INVITE').get(Header.Reason);
  assert.equal(
    di
      .call('*87203', sdp({ of: 6 }))
      .take('404 INVITE')
      .get(Header.Reason),
    refused,
    'nothing rings there',
  );
  assert.equal(
    di
      .call('*87299', sdp({ of: 6 }))
      .take('404 INVITE')
      .get(Header.Reason),
    refused,
    'there is no such extension',
  );
  const taker = cy.call('*87202', sdp({ of: 5 }));
  isConnected(taker);
  out.take(200);
  out.ack();
  taker.bye();
  out.take('BYE');
  world.end(5);
});

test('the caller had no offer: whoever picks up makes it', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  const out = ada.call('202');
  bob.incoming().answer(180);
  const taker = cy.call('*88', sdp({ of: 5 }));
  const offered = out.take('200 INVITE');
  assert.match(offered.body, /inline:/);
  out.ack(answerSdp({ of: 9 }));
  assert.match(taker.take('200 INVITE').body, /inline:/);
  taker.ack();
  out.bye();
  taker.take('BYE');
  world.end(2);
});

test('neither has an offer: who picks up is refused, and the call rings on', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  const out = ada.call('202');
  const ringing = bob.incoming();
  ringing.answer(180);
  cy.call('*88').take('488 INVITE');
  ringing.answer(200, sdp({ of: 5 }));
  out.take('200 INVITE');
  out.ack(answerSdp({ of: 9 }));
  out.bye();
  ringing.take('BYE');
  world.end(2);
});

test('the caller gives up while the call is being picked up: the one who picks up hears of it', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  const taker = cy.call('*88', sdp({ of: 5 }));
  taker.take(200);
  taker.ack();
  out.cancel();
  out.take('487 INVITE');
  if (taker.inbox.find('INVITE') !== undefined) taker.answer(200, answerSdp({ of: 12 }));
  world.pass(1_000);
  taker.take('BYE');
  world.end(2);
});

test('whoever picks up hangs up before the caller is connected: the caller hears that nobody answers', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  const taker = cy.call('*88', sdp({ of: 5 }));
  taker.take(200);
  taker.ack();
  taker.take('INVITE');
  taker.bye();
  taker.answer(487);
  out.take('487 INVITE');
  world.end(2);
});

test('a phone that may not encrypt does not end a call that must be', () => {
  const { world, ada, bob, cy } = fourPhones({ 203: { mediaSecurity: 'none' } }, sharing);
  const out = ada.call('202', sdp());
  const ringing = bob.incoming();
  ringing.answer(180);
  cy.call('*88', sdp({ of: 5, media: 'plain' })).take('488 INVITE');
  ringing.answer(200, answerSdp());
  out.take(200);
  out.ack();
  out.bye();
  world.end(2);
});

test('one takes a call along to another phone of the same extension, by Replaces', () => {
  const { world, ada, bob } = fourPhones();
  const desk = world.phone('202', {});
  const { out, back } = talk(ada, bob);
  desk.offered.length = 0;
  const taken = desk.call('202', sdp({ of: 5 }), { headers: [replaces(back)] });
  accepts(out);
  taken.take(200);
  taken.ack();
  back.take('BYE');
  out.take('ACK');
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', true]],
  );
  out.bye();
  taken.take('BYE');
  assert.deepEqual(
    world.records.at(-1)?.details.changes.map(({ kind }) => kind),
    ['moved'],
  );
  world.end(2);
});

test('of the dialog of others it is not even said that there is one; early-only, malformed, and none', () => {
  const { world, ada, bob, cy, di } = fourPhones({}, sharing);
  const { out, back } = talk(ada, bob);
  const tries = [
    [replaces(out), 481],
    [replaces(back), 481],
    ['Replaces: none;to-tag=a;from-tag=b', 481],
    ['Replaces: appearance-0123;to-tag=0123-l;from-tag=0123-r', 481],
    ['Replaces: none', 400],
    ['Replaces: ;to-tag=a;from-tag=b', 400],
  ] as const;
  const reasons = new Set<string>();
  for (const [header, status] of tries) {
    const refused = di.call('202', sdp({ of: 6 }), { headers: [header] }).take(`${status} INVITE`);
    if (status === 481) reasons.add(refused.get(Header.Reason) ?? '');
  }
  assert.equal(reasons.size, 1);
  const own = world.phone('202');
  own.call('202', sdp({ of: 6 }), { headers: [replaces(back, ';early-only')] }).take('486 INVITE');
  assert.deepEqual([out.inbox.names, back.inbox.names, cy.offered], [[], [], []]);
  out.bye();
  world.end(8);
});

test('by the dialog that a busy lamp shows', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  const [shown] = world.server.watching.activity.of('202');
  assert.equal(shown?.state, 'early');
  const names = `appearance-${shown?.id};to-tag=${shown?.id}-l;from-tag=${shown?.id}-r`;
  const taker = cy.call('202', sdp({ of: 5 }), { headers: [`Replaces: ${names};early-only`] });
  isConnected(taker);
  out.take(200);
  out.ack();
  assert.deepEqual(world.server.watching.activity.of('202'), []);
  assert.deepEqual(
    world.server.watching.activity.of('203').map(({ state, remote }) => [state, remote.number]),
    [['confirmed', '201']],
  );
  assert.deepEqual(
    world.server.watching.activity.of('201').map(({ state, remote }) => [state, remote.number]),
    [['confirmed', '203']],
  );
  taker.bye();
  out.take('BYE');
  assert.ok(!world.server.watching.activity.isBusy('201') && !world.server.watching.activity.isBusy('203'));
  world.end(2);
});

test('no key goes to a phone without TLS, were it one that protects nothing', () => {
  const preferred = { mediaSecurity: 'preferred' };
  const { world, ada, bob } = fourPhones(
    { 201: preferred, 202: preferred, 204: preferred },
    { 'pickup-groups': [{ number: '1', name: 'Sales', members: ['202', '204'] }] },
  );
  const open = world.phone('204', { transport: 'UDP' });
  const out = ada.call('202', sdp({ media: 'either' }));
  bob.incoming().answer(180);
  const taker = open.call('*88', sdp({ of: 5, media: 'either' }));
  assert.doesNotMatch(taker.take(200).body, /inline:/);
  taker.ack();
  assert.doesNotMatch(accepts(taker), /inline:/);
  out.take('200 INVITE');
  out.ack();
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', false]],
  );
  taker.bye();
  world.end(2);
});

test('the caller never acknowledges who has picked up: both are let go', () => {
  const { world, ada, bob, cy } = fourPhones({}, sharing);
  ada.call('202');
  bob.incoming().answer(180);
  const taker = cy.call('*88', sdp({ of: 5 }));
  world.pass(40_000, 250);
  taker.take('487 INVITE');
  assert.equal(world.server.calls.size, 0);
  world.end(2);
});

test('whom the caller may not reach does not pick the call up, and hears as if there were none', () => {
  const denied = { ...sharing, 'interconnect-restriction': [{ caller: 1, denied: '2' }] };
  const { world, ada, bob, cy } = fourPhones({ 203: { interconnectNumber: 2 } }, denied);
  const out = ada.call('202', sdp());
  const ringing = bob.incoming();
  ringing.answer(180);
  const refused = cy
    .call('*88', sdp({ of: 5 }))
    .take('404 INVITE')
    .get(Header.Reason);
  assert.equal(
    cy
      .call('*87201', sdp({ of: 5 }))
      .take('404 INVITE')
      .get(Header.Reason),
    refused,
  );
  ringing.answer(200, answerSdp());
  out.take(200);
  out.ack();
  out.bye();
  world.end(3);
});
