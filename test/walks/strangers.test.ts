// Walks of registration, part three: an extension is bound to its device and place, and guessing is held off (END-1).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sdp } from './sdp.ts';
import { World } from './world.ts';

const mac = '08000f123456';
const instance = (digits: string): string => `;+sip.instance="<urn:uuid:00000000-0000-1000-8000-${digits}>"`;
const reasons = (world: World): readonly string[] =>
  world.audit.map(({ data }) => data.replace(/^Reason: |; Tr.*$/g, ''));
const bound = (world: World, number = '201'): number => world.server.stations.get(number)?.bindings.length ?? 0;
const guess = { registers: false, address: '203.0.113.5', secret: 'a-wrong-guess-again' } as const;

test('an extension bound to a MAC address takes that device alone', () => {
  const world = new World({ 201: { mac } });
  const stranger = { registers: false } as const;
  assert.equal(world.phone('201', stranger).register().status, 403);
  assert.equal(world.phone('201', { ...stranger, contact: instance('08000f999999') }).register().status, 403);
  assert.equal(world.phone('201', { contact: instance(mac) }).register().status, 200);
  assert.equal(world.phone('201', { contact: instance(mac.toUpperCase()) }).register().status, 200, 'in capitals');
  assert.deepEqual(reasons(world), [
    'the device does not show its MAC address',
    "the device's MAC address is 08000f999999",
  ]);
});

test('somebody with the secret but from elsewhere cannot take a bound device away', () => {
  const world = new World({ 201: { mac } });
  const phone = world.phone('201', { contact: instance(mac) });
  const stranger = world.phone('201', { registers: false, address: '203.0.113.5' });
  assert.equal(stranger.register({ contacts: ['Contact: *'], headers: ['Expires: 0'] }).status, 403);
  assert.equal(stranger.register({ contacts: [`Contact: <${phone.uri}>;expires=0`] }).status, 403);
  assert.equal(bound(world), 1);
  assert.equal(phone.register({ contacts: ['Contact: *'], headers: ['Expires: 0'] }).status, 200);
});

test('an extension bound to networks is not registered from outside', () => {
  const world = new World({ 201: { allowedNetworks: ['198.51.100.0/25', '2001:db8::/32'] } });
  assert.equal(world.phone('201', { registers: false, address: '203.0.113.5' }).register().status, 403);
  assert.equal(world.phone('201', { address: '198.51.100.7' }).register().status, 200);
  assert.equal(world.phone('201', { registers: false, address: '198.51.100.200' }).register().status, 403);
  assert.deepEqual(reasons(world), Array(2).fill('the address is not in an allowed network'));
});

test('after so many wrong attempts a source is held off, whatever it tries, and later let in again', () => {
  const world = new World();
  for (let attempt = 1; attempt <= 10; attempt++) {
    assert.equal(world.phone('201', guess).register().status, 403, `attempt ${attempt}`);
  }
  const right = world.phone('201', { registers: false, address: guess.address });
  assert.equal(right.register().status, 403, 'the right secret');
  assert.equal(right.heard[0]?.status, 401, 'asked as before');
  assert.equal(world.audit.length, 10, 'what follows is not written down one by one');
  assert.match(world.audit.at(-1)?.data ?? '', /wrong secret; the source has used up its attempts and is held off/);
  assert.equal(world.phone('201').register().status, 200, 'another source');
  world.pass(301_000, 10_000);
  assert.equal(right.register().status, 200);
});

test('the number of attempts is the one in System Options', () => {
  const world = new World();
  world.options = { ...world.options, setRegistrationSecurity: 2 };
  world.phone('201', guess).register();
  world.phone('202', guess).register();
  assert.equal(world.phone('203', { registers: false, address: guess.address }).register().status, 403);
});

test('one phone with a wrong secret does not hold off the office that shares its address', () => {
  const world = new World();
  const office = { address: '203.0.113.5' } as const;
  const anna = world.phone('201', { ...office, port: 1_001 });
  const bert = world.phone('202', { ...office, port: 1_002 });
  for (let attempt = 1; attempt <= 15; attempt++) world.phone('203', guess).register();
  assert.equal(anna.register().status, 200);
  const call = anna.call('202', sdp());
  bert.incoming().answer(486);
  call.take(486);
  // Guessing at an extension that is there is counted for itself.
  for (let attempt = 1; attempt <= 10; attempt++) world.phone('202', guess).register();
  assert.equal(bert.register().status, 403);
  assert.equal(anna.register().status, 200);
  world.end(1);
});

test('a call with the right secret from where no device is registered is refused, but is no wrong attempt', () => {
  const world = new World();
  const phone = world.phone('201', { registers: false });
  for (let attempt = 1; attempt <= 15; attempt++) phone.call('202', sdp()).take(403);
  assert.equal(phone.register().status, 200);
  assert.equal(new Set(reasons(world)).size, 1);
  assert.deepEqual(reasons(world)[0], 'no device of the extension is registered from this address');
  world.end(0);
});

test('who calls in another’s name, or guesses at calls, hears one refusal', () => {
  const world = new World();
  const phone = world.phone('201');
  phone.call('202', sdp(), { from: '<sip:203@ringfence>;tag=x' }).take(403);
  const other = world.phone('203', { registers: false, secret: 'no' });
  other.call('202', sdp()).take(403);
  assert.deepEqual(reasons(world), ['the secret of extension 201 was used', 'wrong secret']);
  assert.deepEqual(
    world.audit.map(({ action, actor }) => [action, actor.context]),
    Array(2).fill(['request refused', 'Call set-up']),
  );
  world.end(0);
});

test('a device at a fixed address calls and is called without a secret, and nobody else does in its name', () => {
  const fixed = 'udp:198.51.100.77:5070';
  const world = new World({ 201: { fixedAddress: fixed, mediaSecurity: 'none' }, 202: { mediaSecurity: 'preferred' } });
  const door = world.phone('201', { transport: 'UDP', address: '198.51.100.77', port: 5_070, registers: false });
  const bob = world.phone('202');
  const call = door.call('202', sdp({ media: 'plain' }));
  bob.incoming().answer(486);
  call.take(486);
  const back = bob.call('201', sdp({ media: 'either', of: 2 }));
  door.incoming().answer(486);
  back.take(486);
  assert.equal(door.register().status, 403, 'it has no secret to register with');
  const impostor = world.phone('201', { transport: 'UDP', address: '198.51.100.78', port: 5_070, registers: false });
  impostor.call('202', sdp({ media: 'plain' })).take(403);
  assert.deepEqual(reasons(world), Array(2).fill('the extension has a fixed address'));
  world.end(2);
});
