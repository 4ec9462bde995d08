// Subscriptions over a restart, over a broken connection, and in a storm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import { Header } from '#sip';
import type { Phone } from './phone.ts';
import { lampOf, stateOf, versionOf, Watcher } from './watcher.ts';
import { World } from './world.ts';

const classes = { 'class-of-service': [{ number: 2, busyLamps: true }] };
const watching: Partial<UserAndServices> = { dayService: 2, night1Service: 2, night2Service: 2 };
const office = (): World => new World({ 201: watching, 202: {}, 203: {} }, classes);
const calling = {
  ...({ callId: 'c', direction: 'recipient', state: 'early', held: false, secure: true } as const),
  remote: { number: '203', name: '' },
};

/** The same phone at a system that has started again with what the one before had written down. */
function restarted(before: World, phone: Phone): { world: World; phone: Phone } {
  const world = office();
  for (const [id, kept] of before.kept) world.kept.set(id, kept);
  world.server.watching.subscriptions.restoreAll([...before.kept.values()]);
  const { transport, address, port } = phone;
  return { world, phone: world.phone(phone.number, { transport, address, port, registers: false }) };
}

test('after a restart a lamp is right as soon as its phone has registered, with numbers that go on', () => {
  const first = office();
  const before = first.phone('201');
  const lamp = new Watcher(before, 'dialog;id=3', '202');
  lamp.begin();
  first.server.watching.activity.appear('202', calling);
  lamp.hear(60);
  const last = lamp.next();
  const { world, phone } = restarted(first, before);
  assert.equal(world.server.watching.subscriptions.size, 1);
  world.server.watching.activity.appear('202', { ...calling, state: 'confirmed' });
  world.pass(200);
  assert.deepEqual(phone.heard, [], 'nothing is sent before it is known where the phone is');
  phone.register();
  const moved = lamp.movedTo(phone);
  const [notify] = moved.hear(60);
  assert.ok(notify !== undefined, 'nothing was told');
  assert.deepEqual(
    [lampOf(notify.body), stateOf(notify), notify.get(Header.Event)],
    ['confirmed', 'active', 'dialog;id=3'],
  );
  assert.ok((notify.cseq?.number ?? 0) > (last.cseq?.number ?? 0));
  assert.ok(versionOf(notify.body) > versionOf(last.body));
  const { version, cseq } = { version: versionOf(notify.body), cseq: notify.cseq?.number ?? 0 };
  assert.equal(moved.subscribe().status, 200, 'it is refreshed as if nothing had been');
  assert.deepEqual([versionOf(moved.next().body), moved.next().cseq?.number], [version + 1, cseq + 1]);
  moved.subscribe({ expires: 0 });
  assert.equal(world.kept.size, 0);
  world.end(0);
});

test('what was kept and may not be any more, or cannot be read, is forgotten', () => {
  const first = office();
  const lamp = new Watcher(first.phone('201'), 'dialog', '202');
  lamp.begin();
  const [kept] = first.kept.values();
  assert.ok(kept !== undefined);
  const world = new World({ 201: {}, 202: {} }, classes);
  const bad = ['{}', 'x', '[]', 'null', '{"dialog":{"localTag":"t"},"flow":{"transport":"WSS"},"reserved":1}'];
  const rows = bad.map((body, index) => ({ ...kept, id: `bad${index}`, body }));
  world.server.watching.subscriptions.restoreAll([kept, { ...kept, id: 'old', endsAtMs: 1 }, ...rows]);
  assert.equal(world.server.watching.subscriptions.size, 0);
  world.end(0);
});

test('a phone whose connection broke is told everything over the one that it registers on', () => {
  const world = office();
  const phone = world.phone('201', { contact: ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-000000000001>"' });
  const lamp = new Watcher(phone, 'dialog', '202');
  lamp.begin();
  phone.reconnect();
  const shown = world.server.watching.activity.appear('202', calling);
  assert.equal(lamp.hear(100).length, 0);
  shown.change({ state: 'confirmed' });
  world.pass(50);
  phone.register();
  assert.deepEqual(
    lamp.hear(60).map(({ body }) => lampOf(body)),
    ['confirmed'],
  );
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

test('what was begun over TLS goes on over TLS alone', () => {
  const world = office();
  const phone = world.phone('201');
  const lamp = new Watcher(phone, 'dialog', '202');
  lamp.begin();
  phone.disconnect();
  const plain = world.phone('201', { transport: 'TCP', address: phone.address });
  world.server.watching.activity.appear('202', calling);
  world.pass(200);
  assert.equal(plain.heard.filter(({ method }) => method === 'NOTIFY').length, 0);
  assert.equal(lamp.movedTo(plain).subscribe().status, 403);
  world.set('201', {}, true);
  world.end(0);
});

test('many lamps on one extension are told in turns, each the newest state, and no more often than they answer', () => {
  const world = office();
  const phone = world.phone('201');
  const lamps = Array.from({ length: 300 }, () => new Watcher(phone, 'dialog', '202'));
  for (const lamp of lamps) lamp.begin();
  const before = phone.heard.length;
  const shown = world.server.watching.activity.appear('202', calling);
  for (let count = 0; count < 1_000; count++) shown.change({ state: count % 2 === 0 ? 'confirmed' : 'early' });
  world.clock.advance(30);
  world.run();
  assert.equal(phone.heard.length - before, 50, 'at most 50 at once');
  world.pass(200, 5);
  assert.equal(phone.heard.length - before, 300, 'one for each, whatever happened');
  shown.gone();
  for (const lamp of lamps) lamp.hear(10);
  for (const lamp of lamps) lamp.hear(1);
  for (const lamp of lamps) assert.equal(lampOf(lamp.next().body), 'terminated');
  world.set('201', {}, true);
  for (const lamp of lamps) lamp.hear();
  world.end(0);
});
