// Walks of hot desking: somebody logs in at a desk, calls and is called there as themselves, and leaves it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { connect, dial, officeWithDesks } from './hot-desks.ts';
import { answerSdp, sdp } from './sdp.ts';

/** Without the random names of calls, which may have any digits. */
const written = (what: unknown): string =>
  JSON.stringify(what, (key, value) => (key === 'id' || key === 'callId' ? undefined : value));

test('who logs in at a desk calls and is called there as themselves, and nobody reads the PIN anywhere', async () => {
  const { world, desk, bob } = officeWithDesks();
  assert.equal(await dial(desk, '*412014938'), 200);
  assert.equal(world.server.stations.get('201')?.record.desk, '300');
  assert.deepEqual(world.deskActs, ['201 hot desk login: Extension: 201; Desk: 300']);
  const out = desk.call('210', sdp());
  const back = bob.incoming();
  assert.match(back.take('INVITE').get(Header.PAssertedIdentity) ?? '', /sip:201@/);
  connect(out, back);
  out.bye();
  const called = bob.call('201', sdp());
  connect(called, desk.incoming());
  called.bye();
  assert.deepEqual(
    world.records.map(({ caller, called: who, dialled }) => [caller.number, who.number, dialled]),
    [
      ['300', '', '*41'],
      ['201', '210', '210'],
      ['210', '201', '201'],
    ],
  );
  assert.doesNotMatch(written([world.records, world.audit, world.deskActs, world.events]), /4938/);
  world.end(3);
});

test('calls to the desk itself reach nobody while somebody else is there, and ring it again afterwards', async () => {
  const { world, desk, bob } = officeWithDesks();
  assert.equal(await dial(desk, '*41201*4938'), 200);
  assert.equal(bob.call('300', sdp()).take(480).status, 480);
  assert.equal(await dial(desk, '*42'), 200);
  assert.deepEqual(world.deskActs.at(-1), '201 hot desk logout: Extension: 201; Desk: 300');
  assert.equal(bob.call('201', sdp()).take(480).status, 480);
  const out = bob.call('300', sdp());
  connect(out, desk.incoming());
  out.bye();
  assert.equal(world.records.at(-1)?.called.number, '300');
  world.end(5);
});

test('the phones of a person ring with those of the desk where they are', async () => {
  const { world, desk, bob } = officeWithDesks();
  const own = world.phone('201');
  assert.equal(await dial(desk, '*412014938'), 200);
  const out = bob.call('201', sdp());
  own.incoming().answer(180);
  connect(out, desk.incoming());
  out.bye();
  assert.equal(await dial(own, '*42'), 200, 'at their own phone people log out wherever they are');
  assert.equal(world.server.stations.get('201')?.record.desk, '');
  world.end(3);
});

test('a person at a desk keeps a call in progress when somebody else takes over, which is one change', async () => {
  const { world, desk, bob } = officeWithDesks();
  assert.equal(await dial(desk, '*412014938'), 200);
  const out = desk.call('210', sdp());
  connect(out, bob.incoming());
  assert.equal(await dial(desk, '*4120271502'), 200);
  assert.equal(world.deskActs.at(-1), '202 hot desk login: Extension: 202; Desk: 300; Instead of: 201');
  assert.deepEqual(
    ['201', '202'].map((number) => world.server.stations.get(number)?.record.desk),
    ['', '300'],
  );
  bob.disconnect();
  desk.reconnect();
  assert.equal(desk.register().status, 200);
  out.bye();
  assert.equal(world.records.at(-1)?.caller.number, '201');
  const next = desk.call('203', sdp());
  assert.equal(next.take(480).status, 480);
  assert.equal(world.records.at(-1)?.caller.number, '202');
  world.end(4);
});

test('who logs in at a second desk has left the first, and at their own phone every desk', async () => {
  const { world, desk } = officeWithDesks();
  const second = world.phone('301');
  assert.equal(await dial(desk, '*412014938'), 200);
  assert.equal(await dial(second, '*412014938'), 200);
  assert.equal(world.server.stations.get('201')?.record.desk, '301');
  assert.equal(world.server.desks.personAt(world.server.stations.get('300') as never), undefined);
  world.end(2);
});

test('a remote logout is for a class that has it, and a PIN is changed by who knows the old one', async () => {
  const { world, desk, bob } = officeWithDesks();
  assert.equal(await dial(desk, '*412014938'), 200);
  assert.equal(await dial(desk, '*43201'), 403, 'the class of the person has no remote logout');
  assert.equal(await dial(desk, '*444938*60281*60281'), 200);
  assert.equal(world.pins.get('201'), '60281');
  assert.equal(world.deskActs.at(-1), '201 change of PIN: Extension: 201');
  assert.equal(await dial(bob, '*43201'), 200);
  assert.equal(world.deskActs.at(-1), '210 hot desk logout: Extension: 201; Desk: 300');
  assert.notEqual(await dial(desk, '*412014938'), 200);
  assert.equal(await dial(desk, '*4120160281'), 200);
  assert.doesNotMatch(written([world.records, world.audit, world.deskActs]), /4938|60281/);
  world.end(6);
});

test('nobody stays logged in where it is not allowed any more, nor longer than they may', async () => {
  const { world, desk } = officeWithDesks();
  const leaves = async (): Promise<boolean> => {
    world.pass(60_000, 1_000);
    await world.settle();
    return world.server.stations.get('201')?.record.desk === '';
  };
  assert.equal(await dial(desk, '*412014938'), 200);
  assert.equal(await leaves(), false);
  world.options = { ...world.options, hotDesking: false };
  assert.equal(desk.call('203', sdp()).take(480).status, 480);
  assert.equal(world.records.at(-1)?.caller.number, '300', 'it holds at once');
  assert.equal(await leaves(), true);
  assert.match(world.deskActs.at(-1) ?? '', /^ hot desk logout: .*Reason: the desk does not accept logins now$/);
  world.options = { ...world.options, hotDesking: true, hotDeskHours: 1 };
  assert.equal(await dial(desk, '*412014938'), 200);
  world.pass(3_540_000, 10_000);
  assert.equal(await leaves(), true);
  assert.match(world.deskActs.at(-1) ?? '', /Reason: the longest login is over$/);
  assert.equal(desk.register().status, 200);
  assert.equal(await dial(desk, '*412014938'), 200);
  world.set('300', { enabled: false });
  assert.equal(await leaves(), true);
  world.end();
});

test('who was logged in before a restart is where they were, since they came', async () => {
  const { world, desk, bob } = officeWithDesks();
  world.options = { ...world.options, hotDeskHours: 2 };
  world.set('201', {});
  world.server.removeStation('202');
  world.set('202', { hotDeskUser: true, desk: '300' });
  world.server.hotDesks.cameAt('202', world.clock.nowMs() - 7_000_000);
  const out = bob.call('202', sdp());
  connect(out, desk.incoming());
  out.bye();
  world.pass(300_000, 10_000);
  await world.settle();
  assert.match(world.deskActs.at(-1) ?? '', /Extension: 202; Desk: 300; Reason: the longest login is over$/);
  world.end(1);
});

test('of a person and a desk the stricter policy holds', async () => {
  const { world, desk, bob } = officeWithDesks();
  world.set('210', { mediaSecurity: 'preferred' });
  world.set('300', { mediaSecurity: 'preferred' });
  world.set('201', { mediaSecurity: 'required' });
  const open = desk.call('210', sdp({ media: 'plain' }));
  const back = bob.incoming();
  back.answer(200, answerSdp({ media: 'plain' }));
  open.take(200);
  open.ack();
  open.bye();
  assert.equal(await dial(desk, '*412014938'), 200);
  assert.equal(desk.call('210', sdp({ media: 'plain' })).take(488).status, 488);
  world.set('300', { mediaSecurity: 'none' });
  assert.match(desk.call('210', sdp()).take(488).get(Header.Reason) ?? '', /extension 300 is set to no SRTP/);
  world.end(4);
});
