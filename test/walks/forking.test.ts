// Walks of calls to an extension with several devices: all ring, the first to answer wins.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

const offices = (devices = 3) => {
  const world = new World({ 201: {}, 202: { mediaSecurity: 'preferred' }, 203: {} });
  const alice = world.phone('201');
  const phones = Array.from({ length: devices }, () => world.phone('202'));
  const out = alice.call('202', sdp());
  return { world, out, calls: phones.map((phone) => phone.incoming()), phones };
};

test('all devices ring, the caller hears it once, one answers, the others are told that it is answered elsewhere', () => {
  const { world, out, calls } = offices();
  for (const call of calls) call.answer(180);
  assert.equal(out.inbox.count(180), 1);
  calls[1]?.answer(200, answerSdp({ of: 3 }));
  const success = out.take(200);
  assert.match(success.body, /198\.51\.100\.3/);
  calls[1]?.take('ACK');
  for (const index of [0, 2]) {
    assert.equal(calls[index]?.take('CANCEL').get(Header.Reason), 'SIP;cause=200;text="Call completed elsewhere"');
    calls[index]?.take('ACK');
  }
  out.ack();
  out.bye();
  calls[1]?.take('BYE');
  world.end(1);
});

test('the caller hears one To tag from the first ringing to the answer', () => {
  const { world, out, calls } = offices();
  const tags = new Set<string | undefined>();
  for (const call of calls) call.answer(180);
  tags.add(out.take(180).to?.tag);
  calls[0]?.answer(183);
  tags.add(out.take(183).to?.tag);
  calls[2]?.answer(200, answerSdp());
  tags.add(out.take(200).to?.tag);
  assert.equal(tags.size, 1);
  out.ack();
  out.bye();
  world.end(1);
});

test('two devices answer at once: the second is acknowledged and hung up', () => {
  const { world, out, calls, phones } = offices(2);
  for (const phone of phones) phone.up.hold();
  calls[0]?.answer(200, answerSdp({ of: 3 }));
  calls[1]?.answer(200, answerSdp({ of: 4 }));
  for (const phone of phones) phone.up.release();
  world.run();
  assert.match(out.take(200).body, /198\.51\.100\.3/);
  calls[1]?.take('ACK');
  calls[1]?.take('BYE');
  assert.equal(calls[0]?.inbox.count('BYE'), 0);
  out.ack();
  out.bye();
  world.end(1);
});

test('one declines for the person (6xx): all stop ringing', () => {
  const { world, out, calls } = offices();
  for (const call of calls) call.answer(180);
  calls[0]?.answer(603);
  out.take(603);
  calls[1]?.take('CANCEL');
  calls[2]?.take('CANCEL');
  assert.equal(world.record.outcome, 'refused');
  world.end(1);
});

test('one is busy: the others go on ringing; when all have refused, the caller hears the most telling', () => {
  const { world, out, calls } = offices();
  calls[0]?.answer(500);
  calls[1]?.answer(486);
  assert.deepEqual(out.inbox.names, []);
  calls[2]?.answer(503);
  out.take(486);
  assert.equal(world.record.outcome, 'busy');
  world.end(1);
});

test('a device that is gone does not keep the others from ringing', () => {
  const { world, out, calls, phones } = offices();
  phones[0]?.die();
  calls[1]?.answer(180);
  calls[1]?.answer(200, answerSdp());
  out.take(200);
  out.ack();
  world.pass(40_000, 500);
  out.bye();
  world.end(1);
});

test('the caller gives up: all are taken back', () => {
  const { world, out, calls } = offices();
  for (const call of calls) call.answer(180);
  out.cancel();
  out.take(487);
  for (const call of calls) call.take('CANCEL');
  world.end(1);
});

test('what several devices say early is not shown to the caller, and reliable ringing is not asked of them', () => {
  const { world, out, calls } = offices(2);
  assert.equal(calls[0]?.invited?.get(Header.Supported), 'timer, replaces');
  calls[0]?.answer(183, answerSdp());
  assert.equal(out.take(183).body, '');
  calls[1]?.answer(183, answerSdp(), ['Require: 100rel', 'RSeq: 1']);
  calls[1]?.take('PRACK');
  assert.equal(out.take(183).body, '');
  out.cancel();
  world.end(1);
});

test('a device that forks itself: the first dialog is shown, the one that answers counts', () => {
  const { world, out, calls } = offices(1);
  const [call] = calls;
  assert.ok(call?.invited !== undefined);
  const { invited } = call;
  call.respond(invited, 180, { tag: 'desk' });
  call.respond(invited, 180, { tag: 'cell' });
  assert.equal(out.inbox.count(180), 1);
  const body = { type: 'application/sdp', text: answerSdp() };
  call.respond(invited, 200, { tag: 'cell', body });
  out.take(200);
  out.ack();
  assert.equal(call.take('ACK').to?.tag, 'cell');
  // The other one answers too: it is hung up by itself.
  call.respond(invited, 200, { tag: 'desk', body });
  assert.equal(call.take('ACK').to?.tag, 'desk');
  assert.equal(call.take('BYE').to?.tag, 'desk');
  call.respond(invited, 200, { tag: 'desk', body });
  assert.deepEqual([call.inbox.count('ACK'), call.inbox.count('BYE')], [1, 0], 'a repeat is only acknowledged');
  out.bye();
  assert.equal(call.take('BYE').to?.tag, 'cell');
  world.end(1);
});

test('reliable ringing of a device that forks is acknowledged in each of its dialogs', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202', sdp(), { headers: ['Supported: 100rel'] });
  const call = bob.incoming();
  assert.ok(call.invited !== undefined);
  const headers = ['Require: 100rel', 'RSeq: 1'];
  call.respond(call.invited, 180, { tag: 'desk', headers });
  const ringing = out.take(180);
  call.respond(call.invited, 180, { tag: 'cell', headers });
  assert.equal(call.take('PRACK').to?.tag, 'cell', 'by us: the caller does not see it');
  out.prack(ringing);
  const prack = call.take('PRACK');
  assert.equal(prack.to?.tag, 'desk');
  call.respond(prack, 200);
  out.take('200 PRACK');
  const body = { type: 'application/sdp', text: answerSdp() };
  call.respond(call.invited, 200, { tag: 'cell', body });
  out.take('200 INVITE');
  out.ack();
  out.bye();
  const bye = call.take('BYE');
  assert.deepEqual([bye.to?.tag, bye.cseq?.number], ['cell', 3], 'its numbers go on after the PRACK');
  world.end(1);
});

test('a question of a dialog that is dropped for another one is refused, and does not stand in the way afterwards', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202', sdp(), { headers: ['Supported: 100rel'] });
  const call = bob.incoming();
  assert.ok(call.invited !== undefined);
  const body = { type: 'application/sdp', text: answerSdp() };
  call.respond(call.invited, 183, { headers: ['Require: 100rel', 'RSeq: 1'], body });
  out.prack(out.take(183));
  call.respond(call.take('PRACK'), 200);
  call.update(answerSdp({ version: 2 }));
  const asked = out.take('UPDATE');
  call.respond(call.invited, 200, { tag: 'cell', body });
  call.take('487 UPDATE');
  out.take('200 INVITE');
  out.ack();
  out.respond(asked, 200, { body: { type: 'application/sdp', text: sdp({ version: 2 }) } });
  call.inbox.clear();
  out.reinvite(sdp({ version: 3, direction: 'sendonly' }));
  const again = call.take('INVITE');
  assert.equal(again.to?.tag, 'cell');
  call.respond(again, 200, { tag: 'cell', body });
  out.take('200 INVITE');
  out.ack();
  out.bye();
  world.end(1);
});
