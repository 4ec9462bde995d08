// Walks of calls by intercom: whose phone answers by itself, when, and that nobody else makes one do so.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import { Header, type SipMessage } from '#sip';
import { dial, officeWithDesks } from './hot-desks.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

const classes = [{ number: 1 }, { number: 2, paging: true }, { number: 3, autoAnswer: true }];
const pages = { dayService: 2, night1Service: 2, night2Service: 2 };
const answers = { dayService: 3, night1Service: 3, night2Service: 3 };

const office = (stations: Readonly<Record<string, Partial<UserAndServices>>>) =>
  new World(stations, { 'class-of-service': classes });

const headers = [Header.AnswerMode, Header.PrivAnswerMode, Header.CallInfo, Header.AlertInfo];
const asked = (invite: SipMessage | undefined): readonly string[] => headers.flatMap((id) => invite?.get(id) ?? []);

test('the phone is asked in the three ways that phones know, and answers', () => {
  const world = office({ 201: pages, 202: answers });
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('*48202', sdp());
  const back = bob.incoming();
  const lines = asked(back.invited);
  assert.equal(lines[0], 'Auto');
  assert.match(lines[1] ?? '', /^<sip:[^>]+>;answer-after=0$/);
  assert.match(lines[2] ?? '', /^<sip:[^>]+>;info=alert-autoanswer$/);
  assert.equal(back.invited?.has(Header.Require), false);
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  out.bye();
  assert.deepEqual([world.record.dialled, world.record.called.number], ['*48202', '202']);
  world.end(1);
});

test('where the class of the called does not allow it, or its phone has a call, it rings like any other', () => {
  const world = office({ 201: pages, 202: {}, 203: answers, 204: {} });
  const [alice, bob, carol, dave] = ['201', '202', '203', '204'].map((number) => world.phone(number));
  assert.ok(alice !== undefined && bob !== undefined && carol !== undefined && dave !== undefined);
  const ordinary = alice.call('*48202', sdp());
  assert.deepEqual(asked(bob.incoming().invited), []);
  ordinary.cancel();
  const busy = carol.call('204', sdp());
  const far = dave.incoming();
  const whileItRings = alice.call('*48203', sdp());
  assert.deepEqual(asked(carol.incoming().invited), []);
  whileItRings.cancel();
  far.answer(200, answerSdp());
  busy.take(200);
  busy.ack();
  const waiting = alice.call('*48203', sdp());
  assert.deepEqual(asked(carol.incoming().invited), []);
  waiting.cancel();
  busy.bye();
  world.end(4);
});

test('who is not granted Paging is refused, and garbage behind the code leads nowhere', () => {
  const world = office({ 201: {}, 202: answers, 203: pages });
  const [alice, carol] = [world.phone('201'), world.phone('203')];
  const bob = world.phone('202');
  alice.call('*48202', sdp()).take(403);
  assert.equal(world.record.details.code, 'calls.no-paging');
  carol.call('*48', sdp()).take(484);
  carol.call('*4899', sdp()).take(404);
  carol.call('*48202x', sdp()).take(404);
  carol.call('*48112', sdp()).take(404);
  carol.call('*48203', sdp()).take(486);
  assert.equal(bob.offered.length, 0);
  world.end(6);
});

test('do not disturb holds, and a forwarded call makes no phone answer by itself', () => {
  const world = office({
    201: pages,
    202: { ...answers, doNotDisturb: true },
    203: { ...answers, forwardAlways: '204' },
    204: answers,
  });
  const [alice, dave] = [world.phone('201'), world.phone('204')];
  world.phone('202');
  alice.call('*48202', sdp()).take(486);
  const out = alice.call('*48203', sdp());
  assert.deepEqual(asked(dave.incoming().invited), []);
  out.cancel();
  world.end(2);
});

test('what a caller’s phone says of the kind is passed on to nobody, whatever anybody is granted', () => {
  const world = new World(
    { 201: pages, 202: answers, 203: answers },
    { 'class-of-service': classes, 'hunt-groups': [{ number: '290', members: '202 203', kind: 'ringAll' }] },
  );
  const [alice, bob, carol] = ['201', '202', '203'].map((number) => world.phone(number));
  assert.ok(alice !== undefined && bob !== undefined && carol !== undefined);
  const said = [
    ...['Answer-Mode: Auto;require', 'Priv-Answer-Mode: Auto', 'Call-Info: <sip:x>;answer-after=0'],
    ...['Alert-Info: <http://127.0.0.1>;info=alert-autoanswer'],
  ];
  for (const number of ['202', '290']) {
    const out = alice.call(number, sdp(), { headers: said });
    assert.deepEqual(asked(bob.incoming().invited), []);
    if (number === '290') assert.deepEqual(asked(carol.incoming().invited), []);
    out.cancel();
  }
  world.end(2);
});

test('of a person at a desk what both allow: the phone of a desk answers by itself only where its own class lets it', async () => {
  for (const [ofDesk, count] of [
    [{ number: 3, hotDeskLogin: 'yes', autoAnswer: true }, 3],
    [{ number: 3, hotDeskLogin: 'yes' }, 0],
  ] as const) {
    const { world, desk, bob } = officeWithDesks({
      'class-of-service': [ofDesk, { number: 5, paging: true }, { number: 6, autoAnswer: true }],
    });
    world.set('201', { dayService: 6, night1Service: 6, night2Service: 6 });
    assert.equal(await dial(desk, '*412014938'), 200);
    const out = bob.call('*48201', sdp());
    assert.equal(asked(desk.incoming().invited).length, count);
    out.cancel();
    world.end(2);
  }
});
