// Walks of registration, part two: what is bound to an extension, for how long, and what ends it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import type { Phone } from './phone.ts';
import { World } from './world.ts';

const bound = (world: World, number = '201'): readonly string[] =>
  (world.server.stations.get(number)?.bindings ?? []).map(({ contact }) => contact);
const listed = (phone: Phone, headers: readonly string[] = []): readonly string[] =>
  phone.register({ contacts: [], headers }).all(Header.Contact);
const ends = (world: World): readonly string[] =>
  world.registrations.filter(({ kind }) => kind === 'ended').map(({ why }) => why);

test('the Expires header, the parameter of a Contact, and neither', () => {
  const world = new World();
  const phone = world.phone('201', { registers: false });
  const contacts = ['Contact: <sip:a@198.51.100.9>;q=0.5;expires=120, <sip:b@198.51.100.9>;q=1.0'];
  phone.register({ contacts, headers: ['Expires: 900'] });
  assert.deepEqual(listed(phone), ['<sip:a@198.51.100.9>;expires=120', '<sip:b@198.51.100.9>;expires=900']);
  phone.register({ contacts: ['Contact: <sip:c@198.51.100.9>'], headers: [] });
  assert.equal(listed(phone).at(-1), '<sip:c@198.51.100.9>;expires=3600', 'the longest that there is');
});

test('compact and folded headers are the same headers', () => {
  const world = new World();
  const phone = world.phone('201', { registers: false });
  phone.register({ contacts: ['m: "A\r\n  phone" <sip:a@198.51.100.9>\r\n ;expires=120,\r\n\t<sip:b@198.51.100.9>'] });
  assert.deepEqual(bound(world), ['sip:a@198.51.100.9', 'sip:b@198.51.100.9']);
});

test('longer than allowed is shortened, shorter than allowed is refused with the least', () => {
  const world = new World();
  const phone = world.phone('201', { registers: false });
  const long = phone.register({ headers: ['Expires: 999999'] });
  assert.match(long.get(Header.Contact) ?? '', /;expires=3600$/);
  const short = phone.register({ headers: ['Expires: 10'] });
  assert.deepEqual([short.status, short.get(Header.MinExpires)], [423, '60']);
  assert.equal(bound(world).length, 1, 'what was there stays');
});

test('a device that asks again is the same device, also when it spells its Contact otherwise', () => {
  const world = new World();
  const phone = world.phone('201');
  phone.register();
  phone.register({
    contacts: [
      `Contact: <${phone.uri.toUpperCase().replace('SIP:', 'sip:').replace('TRANSPORT=TLS', 'transport=TLS')}>`,
    ],
  });
  assert.equal(bound(world).length, 1);
  assert.deepEqual(
    world.registrations.map(({ kind }) => kind),
    ['registered', 'refreshed', 'refreshed'],
  );
});

test('a device with an instance is the same device at another address (RFC 5626)', () => {
  const world = new World();
  const instance = ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-08000f123456>";reg-id=1';
  const phone = world.phone('201', { contact: instance });
  phone.reconnect();
  const answer = phone.register({ headers: ['Supported: outbound, path', 'Expires: 3600'] });
  assert.equal(answer.get(Header.Require), 'outbound');
  assert.deepEqual(bound(world), [phone.uri]);
  phone.register({ contacts: [`Contact: <sip:201@198.51.100.9>${instance.replace('reg-id=1', 'reg-id=2')}`] });
  assert.equal(bound(world).length, 2, 'its second flow stands beside the first');
});

test('a device leaves by expires 0, all of them by Contact *', () => {
  const world = new World();
  const phone = world.phone('201');
  const other = world.phone('201');
  phone.register({ contacts: [phone.contactLine(';expires=0')] });
  assert.deepEqual(bound(world), [other.uri]);
  assert.equal(phone.register({ contacts: ['Contact: *'], headers: ['Expires: 60'] }).status, 400);
  assert.equal(phone.register({ contacts: ['Contact: *'], headers: [] }).status, 400);
  assert.equal(phone.register({ contacts: ['Contact: *', 'Contact: <sip:a@b>'], headers: ['Expires: 0'] }).status, 400);
  assert.equal(bound(world).length, 1);
  assert.equal(phone.register({ contacts: ['Contact: *'], headers: ['Expires: 0'] }).status, 200);
  assert.deepEqual(bound(world), []);
  assert.deepEqual(ends(world), ['removed by its device', 'removed by its device']);
});

test('within one Call-ID the numbers rise: what comes late changes nothing', () => {
  const world = new World();
  const phone = world.phone('201', { registers: false });
  phone.register({ cseq: 10, callId: 'one' });
  assert.equal(phone.register({ cseq: 9, callId: 'one', contacts: [phone.contactLine(';expires=0')] }).status, 500);
  assert.equal(
    phone.register({ cseq: 9, callId: 'one', contacts: ['Contact: *'], headers: ['Expires: 0'] }).status,
    500,
  );
  assert.equal(bound(world).length, 1);
  assert.equal(phone.register({ cseq: 1, callId: 'two' }).status, 200, 'a device that has restarted');
  assert.equal(phone.register({ cseq: 2, callId: 'two' }).status, 200);
});

test('asking without a Contact changes nothing and lists what is there, until it expires', () => {
  const world = new World();
  const phone = world.phone('201');
  phone.register({ headers: ['Expires: 60'] });
  assert.equal(listed(phone).length, 1);
  world.pass(59_000, 1_000);
  assert.equal(listed(phone).length, 1);
  world.pass(2_000);
  assert.equal(listed(phone).length, 0);
  world.pass(10_000, 1_000);
  assert.deepEqual([bound(world), ends(world)], [[], ['it expired']]);
});

test('a device too many takes the place of the one that registered longest ago', () => {
  const world = new World({ 201: { maxDevices: 2 } });
  const [first, second] = [world.phone('201'), world.phone('201')];
  first.register();
  const third = world.phone('201');
  assert.deepEqual(bound(world), [first.uri, third.uri]);
  assert.deepEqual(ends(world), ['another device took its place']);
  assert.equal(second.register().status, 200);
  assert.equal(bound(world).length, 2);
});

test('a closed connection ends what was registered over it, and nothing else', () => {
  const world = new World();
  const phone = world.phone('201');
  const other = world.phone('201');
  const third = world.phone('202');
  phone.disconnect();
  assert.deepEqual([bound(world), bound(world, '202')], [[other.uri], [third.uri]]);
  assert.deepEqual(ends(world), ['its connection closed']);
  phone.reconnect();
  assert.equal(phone.register().status, 200);
  assert.equal(bound(world).length, 2);
  assert.match(phone.heard.at(-1)?.get(Header.Contact) ?? '', /30|31/);
});

test('one connection may carry several extensions; its end ends them all', () => {
  const world = new World();
  const phone = world.phone('201');
  const digest = phone.digest;
  phone.digest = phone.digestFor(world.secretOf('202'), undefined, '202');
  assert.equal(phone.register({ as: '202', callId: 'second-line' }).status, 200);
  phone.digest = digest;
  phone.disconnect();
  assert.deepEqual([bound(world), bound(world, '202')], [[], []]);
});

test('a new secret, a disabled and a deleted extension end registrations at once; a new name does not', () => {
  const world = new World();
  const phone = world.phone('201');
  world.set('201', { name: 'Anna' });
  assert.equal(bound(world).length, 1);
  world.secrets.set('201', 'another-secret-altogether');
  world.set('201', {}, true);
  assert.equal(bound(world).length, 0);
  assert.equal(phone.register().status, 403, 'the old secret');
  phone.digest = phone.digestFor('another-secret-altogether');
  assert.equal(phone.register().status, 200);
  world.set('201', { enabled: false });
  assert.equal(bound(world).length, 0);
  world.set('201', { enabled: true });
  assert.equal(phone.register().status, 200);
  world.server.removeStation('201');
  assert.equal(phone.register().status, 403);
  assert.deepEqual(ends(world), ['its secret was changed', 'the extension was disabled', 'the extension was deleted']);
});

test('what a device is bound to, once changed, has to be proved anew', () => {
  const world = new World();
  world.phone('201');
  world.set('201', { allowedNetworks: ['198.51.100.0/24'] });
  assert.deepEqual([bound(world), ends(world)], [[], ['what it is bound to was changed']]);
});
