// Walks of hunt groups that nobody answers: busy, away, or rung in vain, with an overflow and without.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import type { Patch } from '#forms';
import { Header } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

function office(
  group: Patch,
  stations: Readonly<Record<string, Partial<UserAndServices>>> = {},
  more: SiteRecords = {},
) {
  const world = new World(
    { 201: {}, 202: {}, 203: {}, 204: {}, ...stations },
    {
      'hunt-groups': [
        { number: '290', members: '202 203', ...group },
        { number: '291', members: '204', memberSeconds: 10 },
      ],
      ...more,
    },
  );
  return {
    world,
    alice: world.phone('201'),
    bob: world.phone('202'),
    carol: world.phone('203'),
    dave: world.phone('204'),
  };
}

test('nobody answers: the overflow extension rings, and its answer is the call', () => {
  const { world, alice, bob, carol, dave } = office({ overflowExtension: '204' });
  const out = alice.call('290', sdp());
  bob.incoming().answer(180);
  out.take(180);
  world.pass(16_000);
  carol.incoming().answer(180);
  world.pass(17_000);
  const back = dave.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  out.bye();
  back.take('BYE');
  const { record } = world;
  assert.deepEqual([record.called.number, record.details.group, record.outcome], ['204', '290', 'answered']);
  world.end(1);
});

test('nobody answers and there is no overflow: the caller hears that, once', () => {
  for (const [kind, ms] of [
    ['terminal', 34_000],
    ['ringAll', 66_000],
  ] as const) {
    const { world, alice, bob, carol } = office({ kind });
    const out = alice.call('290', sdp());
    bob.incoming().answer(180);
    if (kind === 'ringAll') carol.incoming().answer(180);
    world.pass(ms);
    const refused = out.take(480);
    assert.match(refused.get(Header.Reason) ?? '', /Nobody answered/);
    assert.equal(world.record.outcome, 'no answer');
    world.end(1);
  }
});

test('every phone of the group is dead: nobody is there, which the overflow is for', () => {
  const { world, alice, bob, carol, dave } = office({ kind: 'ringAll', overflowGroup: '291', overflowNoAnswer: false });
  bob.die();
  carol.die();
  const out = alice.call('290', sdp());
  world.pass(33_000);
  dave.incoming().answer(180);
  out.take(180);
  out.cancel();
  world.end(1);
});

test('the group as a whole rings no longer than it says', () => {
  const { world, alice, bob, carol, dave } = office({ memberSeconds: 100, groupSeconds: 20, overflowGroup: '291' });
  const out = alice.call('290', sdp());
  const first = bob.incoming();
  first.answer(180);
  world.pass(21_000);
  first.take('CANCEL');
  assert.equal(carol.offered.length, 0);
  const back = dave.incoming();
  back.answer(603);
  out.take(480);
  assert.equal(world.record.details.group, '291');
  world.end(1);
});

test('all are busy: the overflow at once, or busy where it is not for that', () => {
  for (const overflowBusy of [true, false]) {
    const { world, alice, bob, carol, dave } = office({ overflowExtension: '204', overflowBusy });
    const out = alice.call('290', sdp());
    bob.incoming().answer(486);
    carol.incoming().answer(486);
    if (overflowBusy) {
      dave.incoming().answer(180);
      out.take(180);
      out.cancel();
    } else {
      out.take(486);
      assert.deepEqual([dave.offered.length, world.record.outcome], [0, 'busy']);
    }
    world.end(1);
  }
});

test('nobody is there: the overflow at once, or the caller hears it', () => {
  const away = { 202: { awayFromGroups: true }, 203: { doNotDisturb: true } };
  const led = office({ overflowExtension: '204' }, away);
  const out = led.alice.call('290', sdp());
  led.dave.incoming().answer(180);
  out.take(180);
  out.cancel();
  led.world.end(1);
  const left = office({ overflowExtension: '204', overflowNobody: false }, away);
  left.alice.call('290', sdp()).take(480);
  assert.deepEqual([left.dave.offered.length, left.world.record.details.code], [0, 'calls.group-nobody']);
  left.world.end(1);
});

test('nobody is registered: the overflow; without one the reason', () => {
  const world = new World(
    { 201: {}, 202: {}, 204: {} },
    {
      'hunt-groups': [
        { number: '290', members: '202', overflowGroup: '291' },
        { number: '291', members: '204 202', kind: 'ringAll' },
      ],
    },
  );
  const out = world.phone('201').call('290', sdp());
  out.take(480);
  assert.equal(world.record.details.code, 'calls.not-registered');
  world.end(1);
});

test('the overflow refuses: do not disturb is busy, and the call ends', () => {
  const { world, alice, bob, carol } = office({ overflowExtension: '204' }, { 204: { doNotDisturb: true } });
  const out = alice.call('290', sdp());
  bob.incoming().answer(486);
  carol.incoming().answer(486);
  out.take(486);
  assert.equal(world.record.details.code, 'calls.do-not-disturb');
  world.end(1);
});

test('the overflow extension forwards outside: under its own class, or not at all', () => {
  for (const externalForward of [true, false]) {
    const { world, alice, bob, carol } = office(
      { overflowExtension: '204' },
      { 204: { forwardAlways: '08912345' } },
      {
        trunks: [{ name: 'telco', number: 1, proxies: 'sip.example.com' }],
        routes: [{ name: 'out', trunk: 'telco' }],
        'digits-dialled': [{ digits: '0', fewest: 3, most: 20, route: 'out' }],
        'public-network': [{ countryCode: '49', nationalPrefix: '0' }],
        'class-of-service': [{ number: 1, externalForward }],
      },
    );
    const telco = world.provider('telco');
    const out = alice.call('290', sdp());
    bob.incoming().answer(486);
    carol.incoming().answer(486);
    if (externalForward) {
      const back = telco.incoming();
      back.answer(200, answerSdp());
      out.take(200);
      out.ack();
      out.bye();
      assert.deepEqual(world.providers.told, ['begin telco +498912345', 'answered', 'ended']);
      assert.equal(world.record.details.forwardedBy, '204');
    } else {
      out.take(403);
      assert.deepEqual([telco.offered.length, world.record.details.code], [0, 'calls.forward-external']);
      assert.equal(world.record.details.steps[0], 'Group 290 overflows to 204.');
      assert.match(world.audit.at(-1)?.data ?? '', /^Dialled: 290; .*calls\.forward-external/);
    }
    world.end(1);
  }
});

test('groups and forwards that lead back end: each group takes a call once', () => {
  const { world, alice, bob, carol } = office({ overflowExtension: '204' }, { 204: { forwardAlways: '290' } });
  const out = alice.call('290', sdp());
  bob.incoming().answer(486);
  carol.incoming().answer(486);
  out.take(482);
  assert.deepEqual([bob.offered.length, world.record.details.code], [0, 'calls.group-loop']);
  world.end(1);
});

test('the caller gives up while the overflow rings', () => {
  const { world, alice, bob, carol, dave } = office({ overflowGroup: '291' });
  const out = alice.call('290', sdp());
  bob.incoming().answer(486);
  carol.incoming().answer(486);
  const back = dave.incoming();
  back.answer(180);
  out.cancel();
  out.take(487);
  back.take('CANCEL');
  world.end(1);
});
