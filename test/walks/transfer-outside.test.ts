// Walks of transfers to and from the public network: whoever transfers stands behind them, strangers are not connected with strangers, and
// the toll guard and the channels know of every trunk.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { accepts, intoCall, isSilenced, offers, refer, told } from './changes.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

const trunk = (name: string, number: number, more = {}) => ({ name, number, proxies: 'sip.example.com', ...more });

const site = (more: SiteRecords = {}): SiteRecords => ({
  trunks: [trunk('telco', 1), trunk('other', 2)],
  routes: [{ name: 'out', trunk: 'other', restrictionGroup: '5' }],
  'digits-dialled': [{ digits: '0', fewest: 3, most: 20, route: 'out' }],
  'public-network': [{ countryCode: '49', nationalPrefix: '0', internationalPrefix: '00' }],
  'inbound-numbers': [{ number: '+4989123201', day: '201' }],
  'class-of-restriction-groups': [{ number: 5, members: '7' }],
  ...more,
});

function office(records = site(), people = {}) {
  const world = new World({ 201: { name: 'Ada' }, 202: { name: 'Bob' }, 203: {}, ...people }, records);
  const [ada, bob, cy] = ['201', '202', '203'].map((number) => world.phone(number));
  assert.ok(ada !== undefined && bob !== undefined && cy !== undefined);
  return { world, ada, bob, cy, telco: world.provider('telco'), other: world.provider('other') };
}

test('a colleague is put through to the public network, at the expense of whoever does it', () => {
  const { world, ada, bob, other } = office();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:08912345@ringfence>');
  const ringing = other.incoming();
  offers(ringing);
  accepts(out);
  ringing.take('ACK');
  back.take('BYE');
  assert.deepEqual(world.providers.told, ['begin other +498912345', 'answered']);
  assert.equal(world.providers.trunk('other').calls.size, 1);
  out.bye();
  ringing.take('BYE');
  assert.deepEqual(world.providers.told, ['begin other +498912345', 'answered', 'ended']);
  assert.equal(world.providers.trunk('other').calls.size, 0);
  const [change] = world.record.details.changes;
  assert.deepEqual([change?.by, change?.to, change?.trunk], ['202', '+498912345', 'other']);
  world.end(1);
});

test('whoever is barred cannot have it done by another, nor do it for another', () => {
  for (const who of ['by', 'stays'] as const) {
    const barred = { dayRestriction: 7 };
    const { world, ada, bob, other } = office(site(), who === 'by' ? { 202: barred } : { 201: barred });
    const { out, back } = talk(ada, bob);
    refer(back, '<sip:08912345@ringfence>');
    // The one who transfers pays, and answers for it.
    if (who === 'by') {
      assert.deepEqual(told(back), ['SIP/2.0 404 Not Found']);
      assert.ok(world.audit.some(({ action }) => action === 'call barred'));
      assert.deepEqual(other.offered, []);
    } else offers(other.incoming());
    out.bye();
    world.pass(40_000);
    assert.equal(world.providers.trunk('other').calls.size, 0);
  }
});

test('a stranger is not put through to the public network: tandem, blind and attended', () => {
  const { world, telco, ada, other } = office();
  const out = telco.call('+4989123201', sdp());
  const back = ada.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  refer(back, '<sip:08912345@ringfence>');
  assert.deepEqual(told(back), ['SIP/2.0 403 Forbidden']);
  const second = ada.call('08912345', sdp({ of: 5 }));
  const third = other.incoming();
  third.answer(200, answerSdp({ of: 6 }));
  second.take(200);
  second.ack();
  refer(back, intoCall('08912345', second));
  assert.deepEqual(told(back), ['SIP/2.0 403 Forbidden']);
  assert.equal(world.server.calls.size, 2);
  back.bye();
  second.bye();
  world.end(2);
});

test('where the classes of both trunks grant it, it is: and the trunk that moves keeps its channel and its account', () => {
  const granted = site({ 'class-of-service': [{ number: 1, publicToPublic: true }] });
  const { world, telco, ada, other } = office(granted);
  const out = telco.call('+4989123201', sdp());
  const back = ada.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  const second = ada.call('08912345', sdp({ of: 5 }));
  const third = other.incoming();
  third.answer(200, answerSdp({ of: 6 }));
  second.take(200);
  second.ack();
  third.inbox.clear();
  const [, accounted] = [...world.server.calls.keys()];
  refer(back, intoCall('08912345', second));
  offers(third);
  accepts(out);
  back.take('BYE');
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state }) => state),
    ['talking'],
  );
  assert.deepEqual(
    ['telco', 'other'].map((name) => world.providers.trunk(name).calls.size),
    [1, 1],
  );
  assert.equal(world.providers.told.at(-1), 'answered');
  // The toll guard ends what it accounts for by the name that it knows.
  assert.ok(world.server.endCall(accounted ?? '', 'a limit of money is reached'));
  world.run();
  out.take('BYE');
  third.take('BYE');
  assert.equal(world.providers.told.at(-1), 'ended');
  assert.deepEqual(
    ['telco', 'other'].map((name) => world.providers.trunk(name).calls.size),
    [0, 0],
  );
  world.end(2);
});

test('who comes by a trunk transfers nobody', () => {
  const { world, telco, ada } = office();
  const out = telco.call('+4989123201', sdp());
  const back = ada.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  assert.equal(refer(out, '<sip:08912345@ringfence>'), 403);
  assert.equal(refer(out, '<sip:202@ringfence>'), 403);
  out.bye();
  world.end(1);
});

test('a stranger who waits is silent, and keeps the channel; nobody answers, and it is free', () => {
  const { world, telco, ada, bob } = office();
  const out = telco.call('+4989123201', sdp());
  const back = ada.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  refer(back, '<sip:202@ringfence>');
  back.bye();
  isSilenced(out);
  assert.equal(world.providers.trunk('telco').calls.size, 1);
  bob.incoming().answer(486);
  ada.incoming().answer(486);
  out.take('BYE');
  assert.equal(world.providers.trunk('telco').calls.size, 0);
  world.end(1);
});
