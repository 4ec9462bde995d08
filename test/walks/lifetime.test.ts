// Walks of how a call lasts: session timers from both sides, phones that die, connections that break, the system going down.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

const minutes = (count: number): number => count * 60_000;
const offices = (stations?: ConstructorParameters<typeof World>[0]) => {
  const world = new World(stations);
  return { world, alice: world.phone('201'), bob: world.phone('202') };
};

test('a caller that knows session timers is asked to refresh, and keeps the call alive by it', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp(), { headers: ['Supported: timer', 'Session-Expires: 600'] });
  const back = bob.incoming();
  assert.equal(back.invited?.get(Header.SessionExpires), '1800;refresher=uac');
  back.answer(200, answerSdp(), ['Session-Expires: 1800;refresher=uac', 'Require: timer']);
  const success = out.take(200);
  assert.equal(success.get(Header.SessionExpires), '600;refresher=uac');
  assert.equal(success.get(Header.Require), 'timer');
  out.ack();
  for (let round = 0; round < 3; round++) {
    world.pass(minutes(5), 5_000);
    out.update(undefined, { headers: ['Supported: timer', 'Session-Expires: 600;refresher=uac'] });
    assert.equal(out.take('200 UPDATE').get(Header.SessionExpires), '600;refresher=uac');
  }
  // The called phone’s side is ours to refresh, at half time.
  assert.equal(back.inbox.count('UPDATE'), 1);
  back.respond(back.take('UPDATE'), 200, { headers: ['Session-Expires: 1800;refresher=uac'] });
  out.bye();
  world.end(1);
});

test('a caller that does not refresh any more has died: both sides are ended', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp(), { headers: ['Supported: timer', 'Session-Expires: 90'] });
  const back = bob.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  alice.die();
  world.pass(89_000, 1_000);
  assert.equal(back.inbox.count('BYE'), 1);
  assert.match(back.take('BYE').get(Header.Reason) ?? '', /caller 201: the phone did not refresh its session/);
  assert.deepEqual([world.record.outcome, world.record.endedBy], ['failed', 'system']);
  world.end(1);
});

test('a called phone that takes the refreshing over keeps the call alive by re-INVITEs, or has died', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const back = bob.incoming();
  back.answer(200, answerSdp(), ['Session-Expires: 600;refresher=uas', 'Require: timer']);
  out.take(200);
  out.ack();
  back.inbox.clear();
  for (let round = 0; round < 3; round++) {
    world.pass(minutes(5), 5_000);
    back.reinvite(answerSdp(), { headers: ['Supported: timer', 'Session-Expires: 600;refresher=uac'] });
    const success = back.take('200 INVITE');
    assert.equal(success.get(Header.SessionExpires), '600;refresher=uac');
    assert.match(success.body, /198\.51\.100\.1/);
    back.ack();
  }
  // The caller is not troubled by them; its own side is ours to refresh.
  assert.deepEqual(out.inbox.names, ['UPDATE']);
  out.respond(out.take('UPDATE'), 200);
  world.pass(minutes(10), 5_000);
  assert.match(world.record.cause, /called 202: the phone did not refresh its session/);
  world.end(1);
});

test('phones without session timers are asked by us, by UPDATE or re-INVITE, and answer', () => {
  const { world, alice, bob } = offices();
  const { out, back } = talk(alice, bob);
  const plain = 'Allow: INVITE, ACK, BYE, CANCEL';
  out.allow = plain;
  // The caller’s stack is without UPDATE from its next request on.
  out.reinvite(sdp());
  out.take('200 INVITE');
  out.ack();
  world.pass(minutes(15) + 1_000, 1_000);
  const asked = out.take('INVITE');
  assert.match(asked.body, /198\.51\.100\.2/, 'the description that it had from the other');
  out.respond(asked, 200, { body: { type: 'application/sdp', text: sdp() } });
  out.take('ACK');
  const update = back.take('UPDATE');
  assert.equal(update.body, '');
  back.respond(update, 200);
  world.pass(minutes(10), 5_000);
  assert.deepEqual(world.records, []);
  out.bye();
  world.end(1);
});

test('a phone that no longer knows the call, when it is asked, ends it', () => {
  for (const status of [481, 408]) {
    const { world, alice, bob } = offices();
    const { out, back } = talk(alice, bob);
    world.pass(minutes(15) + 1_000, 1_000);
    back.respond(back.take('UPDATE'), status);
    out.take('BYE');
    assert.match(world.record.cause, /called 202: the phone no longer knows the call/);
    world.end(1);
  }
});

test('a phone that refuses to be refreshed for another reason keeps its call and is asked again', () => {
  const { world, alice, bob } = offices();
  const { out, back } = talk(alice, bob);
  world.pass(minutes(15) + 1_000, 1_000);
  out.respond(out.take('UPDATE'), 200);
  back.respond(back.take('UPDATE'), 491);
  world.pass(31_000, 1_000);
  back.respond(back.take('UPDATE'), 200);
  assert.deepEqual(world.records, []);
  out.bye();
  world.end(1);
});

test('a phone that has died is found out when it is asked', () => {
  const { world, alice, bob } = offices();
  const { out } = talk(alice, bob);
  bob.die();
  world.pass(minutes(15) + 1_000, 1_000);
  out.respond(out.take('UPDATE'), 200);
  world.pass(33_000, 500);
  out.take('BYE');
  assert.equal(world.record.outcome, 'failed');
  world.end(1);
});

test('a phone that makes new keys for every answer: the other one hears of them', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const back = bob.incoming();
  back.allow = 'Allow: INVITE, ACK, BYE, CANCEL';
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  back.inbox.clear();
  world.pass(minutes(15) + 1_000, 1_000);
  out.respond(out.take('UPDATE'), 200);
  const fresh = answerSdp({ of: 5, version: 2 });
  back.respond(back.take('INVITE'), 200, { body: { type: 'application/sdp', text: fresh } });
  back.take('ACK');
  world.pass(1_000);
  assert.deepEqual(out.inbox.names, [], 'it is asked for a whole offer first');
  const offer = sdp({ of: 6, version: 3 });
  const asked = back.take('INVITE');
  assert.equal(asked.body, '');
  back.respond(asked, 200, { body: { type: 'application/sdp', text: offer } });
  const told = out.take('INVITE');
  assert.match(told.body, /198\.51\.100\.6/);
  out.respond(told, 200, { body: { type: 'application/sdp', text: answerSdp({ of: 1 }) } });
  out.take('ACK');
  assert.match(back.take('ACK').body, /198\.51\.100\.1/);
  assert.deepEqual([out.inbox.names, back.inbox.names], [[], []]);
  out.bye();
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('a session shorter than the phone’s least is asked for once more (422), not for ever', () => {
  const { world, alice, bob } = offices();
  world.options = { ...world.options, sessionTimerSeconds: 120 };
  const out = alice.call('202', sdp());
  const back = bob.incoming();
  back.answer(422, undefined, ['Min-SE: 300']);
  assert.deepEqual(
    [back.invited?.get(Header.SessionExpires), back.invited?.get(Header.MinSE)],
    ['300;refresher=uac', '300'],
  );
  back.answer(422, undefined, ['Min-SE: 400']);
  out.take(480);
  world.end(1);
});

test('a phone whose connection broke during a call hears the hang-up over its new one', () => {
  const { world, alice, bob } = offices();
  const { out, back } = talk(alice, bob);
  bob.reconnect();
  assert.equal(bob.register().status, 200);
  out.bye();
  back.take('BYE');
  assert.equal(world.record.outcome, 'answered');
  world.end(1);
});

test('a phone that moves to another connection takes its call along', () => {
  const { world, alice, bob } = offices();
  const { out, back } = talk(alice, bob);
  alice.reconnect();
  out.reinvite(sdp({ version: 2, of: 7 }));
  back.respond(back.take('INVITE'), 200, { body: { type: 'application/sdp', text: answerSdp({ version: 2 }) } });
  out.take('200 INVITE');
  out.ack();
  back.bye();
  out.take('BYE');
  world.end(1);
});

test('a call in progress goes on while both connections are away, and ends by its timer', () => {
  const { world, alice, bob } = offices();
  talk(alice, bob);
  alice.disconnect();
  bob.disconnect();
  world.pass(minutes(10), 5_000);
  assert.deepEqual(world.records, []);
  world.pass(minutes(6), 5_000);
  assert.equal(world.record.outcome, 'failed');
  world.end(1);
});

test('the system goes down: every call is ended with its record, in whatever state', () => {
  const { world, alice, bob } = offices({ 201: {}, 202: {}, 203: {} });
  const carol = world.phone('203');
  const { out, back } = talk(alice, bob);
  const ringing = carol.call('202', sdp());
  bob.incoming().answer(180);
  const late = carol.call('201', sdp());
  const answering = alice.incoming();
  answering.answer(200, answerSdp());
  late.take(200);
  world.server.clearAll('the system is stopping');
  world.run();
  out.take('BYE');
  back.take('BYE');
  ringing.take(503);
  answering.take('BYE');
  assert.equal(late.inbox.count('BYE'), 0, 'not before its ACK');
  late.ack();
  late.take('BYE');
  assert.deepEqual(
    world.records.map(({ outcome }) => outcome),
    Array(3).fill('interrupted'),
  );
  world.end(3);
});
