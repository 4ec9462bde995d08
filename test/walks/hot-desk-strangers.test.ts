// Walks of those who try PINs that are not theirs, dial nonsense, or call for help from a desk.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, dial, type Office, officeWithDesks } from './hot-desks.ts';
import { sdp } from './sdp.ts';

const reasons = ({ world }: Office): string[] =>
  world.audit.map(({ data }) => data.replace(/^Reason: |; Desk: .*$/g, ''));
const isIn = ({ world }: Office, number: string): boolean => world.server.stations.get(number)?.record.desk !== '';

test('unknown, not allowed, blank, wrong and not at all a login are refused alike; the audit trail knows why', async () => {
  const office = officeWithDesks();
  const { world, desk } = office;
  world.set('204', { hotDeskUser: true });
  world.options = { ...world.options, pinAttempts: 20 };
  for (const code of ['*412014939', '*412991234', '*412038264', '*4120471502', '*4120149380', '*41201*49', '*414938'])
    assert.equal(await dial(desk, code), 403, code);
  assert.deepEqual(reasons(office), [
    'wrong PIN',
    'no such extension',
    'the person may not log in at desks',
    'the person has no PIN',
    'wrong PIN',
    'what was dialled is no extension and PIN',
    'what was dialled is no extension and PIN',
  ]);
  assert.equal(
    new Set(world.records.map(({ status, cause, details }) => `${status} ${cause} ${details.code}`)).size,
    1,
  );
  world.end();
});

test('what cannot be a login leads nowhere and is never shown', async () => {
  const office = officeWithDesks();
  const { world, desk } = office;
  const nonsense = [
    '*41',
    '*41*',
    '*41#',
    '*41201',
    '*412014938*',
    '*41abc',
    '*41201%004938',
    '*41+2014938',
    `*41${'4'.repeat(60)}`,
  ];
  for (const code of [
    ...nonsense,
    '*44',
    '*444938',
    '*44**',
    '*444938*60281',
    '*444938*60281*60282',
    '*4320',
    '*42201',
  ])
    assert.notEqual(await dial(desk, code), 200, code);
  for (const number of ['201', '202', '203']) assert.equal(isIn(office, number), false);
  assert.equal(world.pins.get('201'), '4938');
  assert.doesNotMatch(JSON.stringify([world.records, world.audit]), /4938|60281|4444/);
  world.end();
});

test('a thousand PINs: after five of a person none is taken, not even the right one, and longer each time', async () => {
  const office = officeWithDesks();
  const { world, desk } = office;
  const other = world.phone('301');
  let tries = 0;
  for (let pin = 0; pin < 1_000; pin++) {
    const isLast = await dial(pin % 2 === 0 ? desk : other, `*41201${1_000 + pin}`);
    assert.equal(isLast, 403);
    tries += world.audit.at(-1)?.data.startsWith('Reason: wrong PIN') ? 1 : 0;
  }
  assert.equal(tries, 5);
  assert.equal(await dial(desk, '*412014938'), 403);
  assert.deepEqual([...world.server.hotDesks.conditions().keys()], ['desk.300', 'desk.301', 'person.201']);
  const minutes = async (count: number): Promise<number> => {
    world.pass(count * 60_000, 10_000);
    for (const phone of [desk, other]) assert.equal(phone.register().status, 200);
    return await dial(desk, '*412014938');
  };
  assert.equal(await minutes(16), 200, 'the time is over');
  assert.equal(world.server.hotDesks.conditions().size, 0);
  world.end();
});

test('who is locked out stays where they are, and nobody else is locked out', async () => {
  const office = officeWithDesks();
  const { world, desk, bob } = office;
  const other = world.phone('301');
  assert.equal(await dial(desk, '*412014938'), 200);
  for (let guess = 0; guess < 5; guess++) assert.equal(await dial(other, '*412011111'), 403);
  assert.deepEqual([...world.server.hotDesks.conditions().keys()], ['person.201']);
  connect(bob.call('201', sdp()), desk.incoming());
  assert.equal(await dial(other, '*4120271502'), 200);
  assert.equal(await dial(other, '*42'), 200);
  assert.equal(await dial(other, '*412014938'), 403);
  world.server.hotDesks.forgive('201');
  assert.equal(await dial(other, '*412014938'), 200, 'a new PIN ends the lock');
  for (const call of [...world.server.calls.values()]) call.clear('over');
  world.end();
});

test('a desk whose own person logs in between guesses is locked all the same', async () => {
  const office = officeWithDesks();
  const { world, desk } = office;
  for (let person = 220; person < 235; person++) {
    assert.equal(await dial(desk, `*41${person}4939`), 403);
    if (person % 4 === 0) assert.equal(await dial(desk, '*4120271502'), 200);
  }
  assert.equal(await dial(desk, '*4120271502'), 403);
  assert.match(world.audit.at(-1)?.data ?? '', /no PIN is taken from this desk now/);
  world.end();
});

test('no PIN is tried where hot desking is off, at an extension that is no desk, and by night', async () => {
  const office = officeWithDesks({ 'service-mode': [{ chosenBy: 'night1' }] });
  const { world, desk, bob } = office;
  assert.equal(await dial(desk, '*412014938'), 403);
  assert.equal(await dial(bob, '*412014938'), 403);
  world.options = { ...world.options, hotDesking: false };
  for (let guess = 0; guess < 6; guess++) assert.equal(await dial(desk, '*412019999'), 403);
  assert.equal(world.server.hotDesks.conditions().size, 0, 'nobody is locked out by it');
  assert.deepEqual(new Set(reasons(office)), new Set(['the desk does not accept logins']));
  world.end();
});

test('a stranger who knows the secret of no desk is nobody, whoever is logged in there', async () => {
  const office = officeWithDesks();
  const { world, desk } = office;
  assert.equal(await dial(desk, '*412014938'), 200);
  const thief = world.phone('300', { registers: false });
  assert.equal(thief.call('210', sdp()).take(403).status, 403, 'the secret alone, from elsewhere');
  const claims = desk.call('210', sdp(), { from: '<sip:202@ringfence>;tag=claims' });
  assert.equal(claims.take(403).status, 403);
  world.end();
});
