// Busy lamps: who may watch, what lamps are told, and when.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import { Header } from '#sip';
import { responseText } from './texts.ts';
import { lampOf, stateOf, versionOf, Watcher } from './watcher.ts';
import { World } from './world.ts';

/** Class 2 may watch others, class 3 may pick their calls up too. */
const classes = {
  'class-of-service': [
    { number: 2, busyLamps: true },
    { number: 3, busyLamps: true, directedPickup: true },
  ],
};
const watching: Partial<UserAndServices> = { dayService: 2, night1Service: 2, night2Service: 2 };

const office = (): World => new World({ 201: watching, 202: {}, 203: {} }, classes);

const calling = {
  ...({ callId: 'c', direction: 'recipient', state: 'early', held: false, secure: true } as const),
  remote: { number: '203', name: 'Zoë <Q>' },
};

test('a lamp shows what an extension does, in documents numbered without a gap, and goes out', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'dialog', '202');
  const first = lamp.begin();
  assert.deepEqual([lampOf(first.body), versionOf(first.body), stateOf(first)], ['terminated', 0, 'active']);
  const shown = world.server.watching.activity.appear('202', calling);
  assert.deepEqual(
    lamp.hear(60).map(({ body }) => [lampOf(body), versionOf(body)]),
    [['early', 1]],
  );
  shown.change({ state: 'confirmed' });
  assert.deepEqual(
    lamp.hear(60).map(({ body }) => [lampOf(body), versionOf(body)]),
    [['confirmed', 2]],
  );
  shown.gone();
  assert.deepEqual(
    lamp.hear(60).map(({ body }) => [lampOf(body), versionOf(body)]),
    [['terminated', 3]],
  );
  assert.match(lamp.next().body, /state="full" entity="sip:202@/);
  lamp.subscribe({ expires: 0 });
  assert.equal(stateOf(lamp.next()), 'terminated;reason=timeout');
  world.end(0);
});

test('with whom somebody talks is told to those alone who may pick the call up', () => {
  const world = office();
  const phone = world.phone('201');
  const lamp = new Watcher(phone, 'dialog', '202');
  world.server.watching.activity.appear('202', calling);
  const stranger = lamp.begin().body;
  assert.doesNotMatch(stranger, /203|call-id|Zo/);
  world.set('201', { dayService: 3, night1Service: 3, night2Service: 3 });
  const [seen] = lamp.hear(60);
  const { id = '' } = world.server.watching.activity.of('202')[0] ?? {};
  assert.match(seen?.body ?? '', /<identity display="Zo&#235; &lt;Q&gt;">sip:203@/);
  assert.match(seen?.body ?? '', new RegExp(`call-id="appearance-${id}" local-tag="${id}-l" remote-tag="${id}-r"`));
  assert.equal(versionOf(seen?.body ?? ''), 1);
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

test('of an extension that does many things a lamp is told a few, what rings first', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'dialog', '202');
  for (let count = 0; count < 10; count++)
    world.server.watching.activity.appear('202', { ...calling, state: count === 9 ? 'early' : 'confirmed' });
  assert.equal(lampOf(lamp.begin().body), 'early confirmed confirmed confirmed');
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

test('what one may not watch is refused the same way whether it is there or not', () => {
  const world = office();
  const [phone, other] = [world.phone('201'), world.phone('202')];
  const refused = (who: typeof phone, event: string, target: string): string => {
    const answer = new Watcher(who, event, target).subscribe();
    return `${answer.status} ${answer.get(Header.Reason)}`;
  };
  for (const event of ['message-summary', 'reg', 'as-feature-event'])
    assert.equal(refused(phone, event, '202'), refused(phone, event, '999'), event);
  assert.match(refused(phone, 'message-summary', '202'), /^403 /);
  for (const event of ['dialog', 'presence'])
    assert.equal(refused(other, event, '201'), refused(other, event, '999'), event);
  assert.equal(refused(phone, 'dialog', '999'), refused(other, 'dialog', '201'), 'not there and not allowed');
  world.end(0);
});

test('strangers, wrong secrets and devices that are registered elsewhere watch nothing', () => {
  const world = office();
  const phone = world.phone('201', { registers: false });
  assert.equal(new Watcher(phone, 'dialog', '202').subscribe().status, 403);
  phone.register();
  phone.digest = phone.digestFor('wrong');
  assert.equal(new Watcher(phone, 'dialog', '202').subscribe().status, 403);
  const away = world.phone('202', { registers: false });
  assert.equal(new Watcher(away, 'dialog', '202').subscribe({ as: '999' }).status, 403);
  world.end(0);
});

test('what a SUBSCRIBE asks for and cannot have is answered as RFC 6665 says', () => {
  const world = office();
  const phone = world.phone('201');
  const status = (event: string, choice = {}, target = '202') => new Watcher(phone, event, target).subscribe(choice);
  const unknown = status('weather');
  assert.equal(unknown.status, 489);
  assert.match(unknown.get(Header.AllowEvents) ?? '', /dialog, presence, message-summary, reg, as-feature-event/);
  assert.equal(status('').status, 489);
  assert.equal(status('dialog;id="<x>"').status, 489);
  const brief = status('dialog', { expires: 10 });
  assert.deepEqual([brief.status, brief.get(Header.MinExpires)], [423, '60']);
  assert.equal(status('dialog', { headers: ['Accept: text/plain'] }).status, 406);
  assert.equal(status('dialog', { headers: ['Require: precondition'] }).status, 420);
  assert.equal(status('dialog', { contact: [] }).status, 400);
  assert.equal(status('dialog', { body: { type: 'text/plain', text: 'x' } }).status, 415);
  const bad = { type: 'application/x-as-feature-event+xml', text: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' };
  assert.equal(status('as-feature-event', { body: bad }, '201').status, 400);
  const stale = new Watcher(phone, 'dialog', '202');
  stale.remoteTag = 'none';
  assert.equal(stale.subscribe().status, 481);
  world.end(0);
});

test('Expires 0 outside a dialog is one look', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'dialog;id=7', '202');
  const notify = lamp.begin({ expires: 0 });
  assert.deepEqual(
    [stateOf(notify), lampOf(notify.body), notify.get(Header.Event)],
    ['terminated;reason=timeout', 'terminated', 'dialog;id=7'],
  );
  assert.equal(world.server.watching.subscriptions.size, 0);
  world.end(0);
});

test('a subscription that nobody refreshes ends; one whose phone forgot it or is gone, too', () => {
  const world = office();
  const phone = world.phone('201', { transport: 'UDP' });
  const lamps = [0, 1, 2].map(() => new Watcher(phone, 'dialog', '202'));
  const [brief, forgotten, silent] = lamps;
  assert.ok(brief !== undefined && forgotten !== undefined && silent !== undefined);
  brief.begin({ expires: 60 });
  forgotten.begin();
  silent.begin();
  forgotten.answers = 481;
  silent.answers = 0;
  world.server.watching.activity.appear('202', calling).gone();
  world.server.watching.activity.appear('202', calling);
  for (const lamp of lamps) lamp.hear(40);
  assert.equal(world.server.watching.subscriptions.size, 2);
  world.pass(40_000);
  assert.equal(world.server.watching.subscriptions.size, 1);
  for (const lamp of lamps) lamp.hear(30_000);
  assert.equal(stateOf(brief.next()), 'terminated;reason=timeout');
  assert.equal(world.server.watching.subscriptions.size, 0);
  world.end(0);
});

test('while a NOTIFY waits for its answer the newest state wins', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'dialog', '202');
  lamp.begin();
  lamp.answers = 0;
  const shown = world.server.watching.activity.appear('202', calling);
  lamp.hear(100);
  for (let count = 0; count < 20; count++) {
    shown.change({ state: count % 2 === 0 ? 'confirmed' : 'early' });
    lamp.hear(50);
  }
  shown.gone();
  assert.equal(lamp.hear(100).length, 0);
  lamp.answers = 200;
  lamp.phone.send(responseText(lamp.next(), 200));
  assert.deepEqual(
    lamp.hear(100).map(({ body }) => lampOf(body)),
    ['terminated'],
  );
  lamp.subscribe({ expires: 0 });
  world.end(0);
});

test('an extension that may not watch any more, is disabled, or changes its secret, watches nothing', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'dialog', '202');
  lamp.begin();
  world.set('201', { dayService: 1, night1Service: 1, night2Service: 1 });
  lamp.hear(50);
  assert.equal(stateOf(lamp.next()), 'terminated;reason=rejected');
  assert.equal(lamp.subscribe().status, 481);
  world.set('201', watching);
  const again = new Watcher(lamp.phone, 'dialog', '202');
  again.begin();
  world.set('201', {}, true);
  again.hear(50);
  assert.equal(stateOf(again.next()), 'terminated;reason=deactivated');
  assert.equal(world.server.watching.subscriptions.size, 0);
  world.end(0);
});

test('an extension that is deleted is watched by nobody any more', () => {
  const world = office();
  const lamp = new Watcher(world.phone('201'), 'dialog', '202');
  lamp.begin();
  world.server.removeStation('202');
  lamp.hear(60);
  assert.equal(stateOf(lamp.next()), 'terminated;reason=rejected');
  world.end(0);
});

test('an extension has no more subscriptions than it may', () => {
  const world = office();
  const phone = world.phone('201');
  const lamps = Array.from({ length: 301 }, () => new Watcher(phone, 'dialog', '202'));
  const statuses = lamps.map((lamp) => lamp.subscribe().status);
  assert.deepEqual([statuses[299], statuses[300]], [200, 480]);
  world.set('201', {}, true);
  for (const lamp of lamps) lamp.hear();
  world.end(0);
});
