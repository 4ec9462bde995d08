// Walks of an administrator ending what is going on: a registration, a call that talks, a call that rings.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOfRegistration } from '#calls';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

const why = 'ended by administrator';

function keysOf(world: World, number: string): string[] {
  const station = world.server.stations.get(number);
  return station === undefined ? [] : station.bindings.map((binding) => keyOfRegistration(station, binding));
}

test('a registration that is ended: calls do not reach the device until it registers again, under another name', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const [before = ''] = keysOf(world, '202');
  bob.register();
  assert.deepEqual(keysOf(world, '202'), [before], 'a refreshed registration keeps its name');
  assert.equal(world.server.endRegistration(before, why), true);
  assert.deepEqual(keysOf(world, '202'), []);
  assert.deepEqual([world.registrations.at(-1)?.kind, world.registrations.at(-1)?.why], ['ended', why]);
  assert.equal(world.server.endRegistration(before, why), false, 'ended twice');
  alice.call('202', sdp()).take(480);
  bob.register();
  const [after = ''] = keysOf(world, '202');
  assert.notEqual(after, before);
  alice.call('202', sdp());
  bob.incoming().answer(200, answerSdp());
});

test('of two devices only the one that was named is ended', () => {
  const world = new World();
  world.phone('201');
  world.phone('201', { port: 5_070 });
  const [first = '', second = ''] = keysOf(world, '201');
  assert.equal(world.server.endRegistration(second, why), true);
  assert.deepEqual(keysOf(world, '201'), [first]);
});

test('what names no registration ends none', () => {
  const world = new World();
  world.phone('201');
  const [key = ''] = keysOf(world, '201');
  const id = key.slice(4);
  for (const wrong of ['', '201', '201-', `202-${id}`, `201-0${id}`, `201--${id}`, ` ${key}`, '999-1', '__proto__-1'])
    assert.equal(world.server.endRegistration(wrong, why), false, wrong);
  assert.deepEqual(keysOf(world, '201'), [key]);
});

test('a call that is ended while its phones talk: both are told why, and its record says it', () => {
  const world = new World();
  const { out, back } = talk(world.phone('201'), world.phone('202'));
  const [id = ''] = world.server.calls.keys();
  assert.equal(world.server.endCall(id, why), true);
  world.run();
  for (const side of [out, back])
    assert.match(side.take('BYE').head, /Reason: SIP;cause=503;text="ended by administrator"/);
  assert.deepEqual([world.record.outcome, world.record.endedBy, world.record.cause], ['interrupted', 'system', why]);
  assert.equal(world.server.endCall(id, why), false, 'ended twice');
});

test('a call that is ended while it rings: the caller is refused, the phone stops ringing', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202', sdp());
  const incoming = bob.incoming();
  incoming.answer(180);
  out.take(180);
  const [id = ''] = world.server.calls.keys();
  assert.equal(world.server.endCall(id, why), true);
  world.run();
  out.take(503);
  incoming.take('CANCEL');
  assert.equal(world.record.cause, why);
  assert.equal(world.server.endCall('no-such-call', why), false);
});
