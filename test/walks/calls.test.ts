// Walks of a call between two phones over TLS: answered and hung up, and every way in which it is not answered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

const offices = () => {
  const world = new World();
  return { world, alice: world.phone('201'), bob: world.phone('202') };
};

test('a call is answered, and the caller hangs up', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  out.take(180);
  world.pass(3_000);
  incoming.answer(200, answerSdp());
  out.take(200);
  incoming.take('ACK');
  out.ack();
  world.pass(5_000);
  assert.equal(world.begun.length, 1);
  out.bye();
  out.take('200 BYE');
  incoming.take('BYE');
  const { record } = world;
  assert.deepEqual(
    [record.outcome, record.status, record.endedBy, record.cause],
    ['answered', 200, 'caller', 'hung up'],
  );
  assert.deepEqual([record.caller.number, record.called.number, record.dialled], ['201', '202', '202']);
  assert.equal(record.answeredAtMs - record.startedAtMs, 3_000);
  assert.equal(record.endedAtMs - record.answeredAtMs, 5_000);
  assert.equal(record.secure, 'throughout');
  assert.deepEqual([record.called.tlsVersion, record.called.srtpSuite], ['TLSv1.3', 'AEAD_AES_256_GCM']);
  assert.deepEqual(
    world.events.map(({ kind }) => kind),
    ['ringing', 'answered', 'security', 'ended'],
  );
  world.end(1);
});

test('the called phone hangs up; its reason is passed on', () => {
  const { world, alice, bob } = offices();
  const { out, back } = talk(alice, bob);
  back.bye(['Reason: Q.850;cause=16;text="Terminated"']);
  back.take('200 BYE');
  assert.equal(out.take('BYE').get(Header.Reason), 'Q.850;cause=16;text="Terminated"');
  assert.equal(world.record.endedBy, 'called');
  world.end(1);
});

test('phones at IPv6 addresses: their places stand in brackets wherever they are written', () => {
  const world = new World({ 201: { mediaSecurity: 'none' }, 202: { mediaSecurity: 'none' } });
  const alice = world.phone('201', { transport: 'UDP', address: '2001:db8::a' });
  const bob = world.phone('202', { transport: 'UDP', address: '2001:db8::b' });
  const out = alice.call('202', sdp({ media: 'plain' }));
  const back = bob.incoming();
  const { head = '', via } = back.invited ?? {};
  assert.equal(via?.host, '[2001:db8::1]');
  assert.match(head, /^To: <sip:202@\[2001:db8::b\]>/m);
  assert.match(head, /^From: <sip:201@\[2001:db8::1\]>/m);
  assert.match(head, /^Contact: <sip:201@\[2001:db8::1\]:5060>/m);
  back.answer(200, answerSdp({ media: 'plain' }));
  out.take(200);
  out.ack();
  out.bye();
  assert.match(world.record.caller.address, /^\[2001:db8::a\]:\d+$/);
  world.end(1);
});

test('the record is written before the BYE is answered', () => {
  const { world, alice, bob } = offices();
  const { out } = talk(alice, bob);
  alice.down.hold();
  out.bye();
  assert.equal(world.records.length, 1);
  assert.equal(out.inbox.count('200 BYE'), 0);
  alice.down.release();
  world.end(1);
});

test('both hang up at once', () => {
  const { world, alice, bob } = offices();
  const { out, back } = talk(alice, bob);
  alice.down.hold();
  bob.up.hold();
  out.bye();
  back.bye();
  alice.down.release();
  bob.up.release();
  world.run();
  out.take('200 BYE');
  assert.deepEqual([back.inbox.count('200 BYE'), back.inbox.count('481 BYE')], [0, 1], 'its dialog is gone');
  world.end(1);
});

/** What the phone answers, what the caller hears, and what the record says. */
const refusals: readonly (readonly [number, number, string, string])[] = [
  [486, 486, 'busy', 'The extension is busy'],
  [600, 486, 'busy', 'The extension is busy'],
  [603, 603, 'refused', 'the call was declined'],
  [480, 480, 'no answer', 'the phone answered 480 Phrase'],
  [404, 404, 'refused', 'the phone answered 404 Phrase'],
  [488, 488, 'refused', 'the phone answered 488 Phrase'],
  [606, 606, 'refused', 'the phone answered 606 Phrase'],
  [503, 480, 'failed', 'The phone did not respond'],
  [408, 480, 'failed', 'The phone did not respond'],
  [302, 480, 'failed', 'the phone answered 302 Phrase'],
  [401, 480, 'failed', 'the phone answered 401 Phrase'],
  [407, 480, 'failed', 'the phone answered 407 Phrase'],
  [420, 480, 'failed', 'the phone answered 420 Phrase'],
  [500, 480, 'failed', 'the phone answered 500 Phrase'],
];

for (const [given, heard, outcome, cause] of refusals) {
  test(`the phone answers ${given}: the caller hears ${heard}`, () => {
    const { world, alice, bob } = offices();
    const out = alice.call('202', sdp());
    bob.incoming().answer(given, undefined, ['Contact: <sip:203@ringfence>']);
    const answer = out.take(heard);
    assert.match(answer.get(Header.Reason) ?? '', new RegExp(`^SIP;cause=${heard};text="${cause}"$`));
    assert.deepEqual([world.record.outcome, world.record.status, world.record.cause], [outcome, heard, cause]);
    assert.equal(world.record.answeredAtMs, 0);
    world.end(1);
  });
}

test('a redirection is not followed: nobody else is called', () => {
  const { world, alice, bob } = offices();
  const carol = world.phone('203');
  const out = alice.call('202', sdp());
  bob.incoming().answer(302, undefined, [`Contact: <${carol.uri}>`]);
  assert.equal(out.take(480).get(Header.Contact), undefined);
  assert.equal(carol.offered.length, 0);
  world.end(1);
});

test('nobody answers: after the time in System Options the phone is told, and so is the caller', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  world.pass(59_000, 1_000);
  assert.equal(world.records.length, 0);
  world.pass(2_000);
  incoming.take('CANCEL');
  out.take(480);
  assert.deepEqual([world.record.outcome, world.record.cause], ['no answer', 'Nobody answered']);
  world.end(1);
});

test('a phone that says nothing at all is given up', () => {
  const { world, alice, bob } = offices();
  bob.die();
  const out = alice.call('202', sdp());
  world.pass(33_000, 500);
  out.take(480);
  assert.deepEqual([world.record.outcome, world.record.cause], ['failed', 'The phone did not respond']);
  world.end(1);
});

test('the caller gives up while it rings', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  out.cancel(['Reason: SIP;cause=200;text="picked up"']);
  out.take('200 CANCEL');
  out.take(487);
  assert.equal(incoming.take('CANCEL').get(Header.Reason), 'SIP;cause=200;text="picked up"');
  incoming.take('ACK');
  assert.deepEqual([world.record.outcome, world.record.endedBy, world.record.status], ['cancelled', 'caller', 487]);
  world.end(1);
});

test('the caller gives up before the phone has said anything: it is told once it does', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  out.cancel();
  out.take(487);
  assert.equal(incoming.inbox.count('CANCEL'), 0);
  incoming.answer(100);
  incoming.answer(180);
  assert.equal(incoming.inbox.count('CANCEL'), 1);
  world.end(1);
});

test('CANCEL and answer cross on the caller’s side: the answer counts, the caller hangs up', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  alice.up.hold();
  out.cancel();
  incoming.answer(200, answerSdp());
  alice.up.release();
  world.run();
  out.take('200 CANCEL');
  out.take('200 INVITE');
  assert.equal(out.inbox.count(487), 0);
  out.ack();
  out.bye();
  incoming.take('BYE');
  assert.equal(world.record.outcome, 'answered');
  world.end(1);
});

test('CANCEL and answer cross on the called side: the phone is acknowledged and hung up', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  bob.down.hold();
  out.cancel();
  out.take(487);
  incoming.answer(200, answerSdp());
  bob.down.release();
  world.run();
  incoming.take('CANCEL');
  incoming.take('ACK');
  incoming.take('BYE');
  assert.deepEqual([world.record.outcome, world.record.answeredAtMs], ['cancelled', 0]);
  world.end(1);
});

test('the caller’s connection breaks while it rings: the phone stops ringing', () => {
  const { world, alice, bob } = offices();
  alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  alice.disconnect();
  incoming.take('CANCEL');
  assert.equal(world.record.outcome, 'cancelled');
  world.end(1);
});
