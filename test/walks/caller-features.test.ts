// Walks of what a caller and an extension do for themselves: codes that forward, call waiting, redial, last caller, speed calls, a withheld
// number, and call screening. With each what must not come of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import { Header } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import type { Phone } from './phone.ts';
import { sdp } from './sdp.ts';
import { World } from './world.ts';

const granted = { dayService: 2, night1Service: 2, night2Service: 2 };
const barred = { dayRestriction: 9, night1Restriction: 9, night2Restriction: 9 };

const records: SiteRecords = {
  trunks: [{ name: 'telco', number: 1, proxies: 'sip.example.com', domain: 'telco.example', trustsIdentity: true }],
  routes: [
    { name: 'out', trunk: 'telco', digitModification: '1' },
    { name: 'dear', trunk: 'telco', digitModification: '1', restrictionGroup: '1' },
  ],
  'digit-modification': [{ number: 1, delete: 1 }],
  'class-of-restriction-groups': [{ number: 1, members: '9' }],
  'digits-dialled': [
    { digits: '0', fewest: 3, most: 20, route: 'out' },
    { digits: '00900', fewest: 3, most: 10, route: 'dear' },
  ],
  'public-network': [{ countryCode: '49', areaCode: '89', outsidePrefix: '0' }],
  'inbound-numbers': [{ number: '+4989123202', day: '202' }],
  'class-of-service': [
    { number: 2, forwardByCode: true, externalForward: true },
    { number: 3, forwardByCode: true },
  ],
  'speed-calls': [
    { index: '000', number: '00301234' },
    { index: '001', number: '009001234' },
    { index: '002', number: '203' },
    { index: '112', number: '112' },
  ],
  'personal-speed-calls': [
    { entry: '201-05', extension: '201', number: '203' },
    { entry: '202-05', extension: '202', number: '00301234' },
  ],
};

function office(stations: Readonly<Record<string, Partial<UserAndServices>>> = {}, more: SiteRecords = {}) {
  const world = new World({ 201: { name: 'Ada' }, 202: {}, 203: {}, ...stations }, { ...records, ...more });
  const [ada, bob, carl] = [world.phone('201'), world.phone('202'), world.phone('203')];
  return { world, ada, bob, carl, telco: world.provider('telco') };
}

/** Dials a code; gives the final answer. */
async function dialCode(world: World, phone: Phone, code: string): Promise<number> {
  const call = phone.call(code, sdp());
  await world.settle();
  const answer =
    call.inbox.find('200 INVITE') ??
    [403, 404, 482, 484, 486, 500].map((status) => call.inbox.find(status)).find((found) => found !== undefined);
  if (answer?.status === 200) call.ack();
  return answer?.status ?? 0;
}

/** Calls and gives up again; gives the status of a refusal, 0 where it rang. */
function tries(phone: Phone, number: string): number {
  const call = phone.call(number, sdp());
  const refused = [403, 404, 480, 482, 484, 486]
    .map((status) => call.inbox.find(status))
    .find((found) => found !== undefined);
  if (refused === undefined) call.cancel();
  return refused?.status ?? 0;
}

/** From outside, with this number. */
const comes = (telco: Phone, from: string, headers: readonly string[] = []) =>
  telco.call('+4989123202', sdp(), {
    from: `<sip:${from}@telco.example>;tag=${Math.floor(telco.heard.length)}`,
    headers,
  });

const forwardsOf = ({ server }: World, number: string) => {
  const record = server.stations.get(number)?.record;
  return [record?.forwardAlways, record?.forwardBusy, record?.forwardNoAnswer, record?.forwardUnreachable];
};

test('codes set each forward and take it away, and all at once', async () => {
  const { world, bob } = office({ 202: granted });
  for (const code of ['*72203', '*9000301234', '*92203', '*94203'])
    assert.equal(await dialCode(world, bob, code), 200, code);
  assert.deepEqual(forwardsOf(world, '202'), ['203', '00301234', '203', '203']);
  assert.equal(await dialCode(world, bob, '*91'), 200);
  assert.deepEqual(forwardsOf(world, '202'), ['203', '', '203', '203']);
  assert.equal(await dialCode(world, bob, '*96'), 200);
  assert.deepEqual(forwardsOf(world, '202'), ['', '', '', '']);
  for (const code of ['*73', '*93', '*95']) assert.equal(await dialCode(world, bob, code), 200, code);
  world.end();
});

test('garbage behind a code, and what would never be let through, is refused at once and sets nothing', async () => {
  const { world, ada, bob, carl } = office({
    202: granted,
    203: { ...granted, dayService: 3, night1Service: 3, night2Service: 3 },
  });
  const refusals: readonly (readonly [string, number])[] = [
    ['*72', 484],
    ['*72*', 404],
    ['*722x', 404],
    ['*7220%203', 404],
    [`*72${'1'.repeat(30)}`, 404],
    ['*72299', 404],
    ['*7200', 484],
    ['*72202', 486],
    ['*72112', 404],
    ['*720112', 404],
    ['*731', 403],
    ['*72*78', 404],
  ];
  for (const [code, status] of refusals) assert.equal(await dialCode(world, bob, code), status, code);
  assert.equal(await dialCode(world, ada, '*72203'), 403, 'a class without the grant');
  assert.equal(await dialCode(world, ada, '*73'), 200, 'taking away needs none');
  assert.equal(await dialCode(world, carl, '*7200301234'), 403, 'outside is a grant of its own');
  assert.equal(await dialCode(world, carl, '*72202'), 200);
  assert.equal(await dialCode(world, bob, '*90203'), 482, 'it would come back');
  assert.deepEqual(forwardsOf(world, '202'), ['', '', '', '']);
  world.end();
});

test('call waiting off and on', async () => {
  const { world, bob } = office();
  assert.equal(await dialCode(world, bob, '*71'), 200);
  assert.equal(world.server.stations.get('202')?.record.callWaiting, false);
  assert.equal(await dialCode(world, bob, '*70'), 200);
  assert.equal(world.server.stations.get('202')?.record.callWaiting, true);
  world.end();
});

test('redial calls what was dialled last, without its codes, and neither codes nor emergency numbers', async () => {
  const { world, ada, bob, telco } = office();
  assert.equal(tries(ada, '*66'), 404, 'nothing was dialled');
  assert.equal(tries(ada, '202'), 0);
  bob.incoming();
  assert.equal(tries(ada, '*66'), 0);
  bob.incoming();
  assert.equal(tries(ada, '*6700301234'), 0);
  assert.equal(telco.incoming().invited?.uri, 'sip:+49301234@telco.example');
  await dialCode(world, ada, '*79');
  tries(ada, '112');
  assert.equal(telco.incoming().invited?.uri, 'sip:112@telco.example');
  assert.equal(tries(ada, '299'), 404, 'what nobody has let through is not dialled again');
  assert.equal(tries(ada, '*66'), 0);
  assert.equal(telco.incoming().invited?.uri, 'sip:+49301234@telco.example');
  assert.equal(tries(bob, '*66'), 404, 'each extension has its own');
  world.end();
});

test('the last caller is called back as it would be dialled; one who showed no number is not, nor the one before', () => {
  const { world, ada, bob, telco } = office();
  assert.equal(tries(bob, '*69'), 404, 'nobody has called');
  ada.call('202', sdp()).cancel();
  assert.equal(tries(bob, '*69'), 0);
  ada.incoming();
  comes(telco, '030123456').cancel();
  assert.equal(tries(bob, '*69'), 0);
  assert.equal(telco.incoming().invited?.uri, 'sip:+4930123456@telco.example');
  comes(telco, '0044201234').cancel();
  assert.equal(tries(bob, '*69'), 0);
  assert.equal(telco.incoming().invited?.uri, 'sip:+44201234@telco.example');
  comes(telco, 'anonymous').cancel();
  assert.equal(tries(bob, '*69'), 404);
  comes(telco, '030123456', ['Privacy: id']).cancel();
  assert.equal(tries(bob, '*69'), 404);
  world.end();
});

test('a caller who shows a forbidden number, an emergency number or one of ours lures nobody there', () => {
  const { world, bob, telco } = office({ 202: barred });
  comes(telco, '09001234').cancel();
  assert.equal(tries(bob, '*69'), 404, 'barred as if it had been dialled');
  assert.equal(world.records.at(-1)?.details.code, 'calls.barred');
  for (const from of ['112', '0112', '201', '*72203', '900x3b']) {
    comes(telco, from).cancel();
    assert.equal(tries(bob, '*69'), 404, from);
  }
  assert.equal(telco.offered.length, 0);
  world.end();
});

test('speed calls are the numbers they stand for: restriction and account codes hold, and an emergency is one', () => {
  const { world, ada, bob, carl, telco } = office({ 202: barred });
  assert.equal(tries(ada, '*74000'), 0);
  assert.equal(telco.incoming().invited?.uri, 'sip:+49301234@telco.example');
  assert.equal(tries(ada, '*74001'), 0);
  telco.incoming();
  assert.equal(tries(bob, '*74001'), 404, 'whom the number is barred for it stays barred');
  assert.equal(world.records.at(-1)?.details.code, 'calls.barred');
  assert.equal(world.records[0]?.details.speedCall, true);
  assert.equal(tries(ada, '*74002'), 0);
  carl.incoming();
  assert.equal(tries(ada, '*7505'), 0);
  carl.incoming();
  assert.equal(tries(bob, '*7505'), 0, 'another extension has its own');
  telco.incoming();
  assert.equal(tries(bob, '*74112'), 0);
  assert.equal(telco.incoming().invited?.uri, 'sip:112@telco.example');
  for (const [dialled, status] of [
    ['*74', 484],
    ['*7400', 404],
    ['*740000', 404],
    ['*74x00', 404],
    ['*74999', 404],
    ['*75', 484],
    ['*7506', 404],
    ['*75005', 404],
    ['*74*74000', 404],
  ] as const)
    assert.equal(tries(ada, dialled), status, dialled);
  world.end();
});

test('the number is withheld from the public network for one call, whatever stands in front of it', () => {
  const { world, ada, bob, telco } = office();
  world.providers.numbers = { 201: '+4989123201' };
  for (const dialled of ['*6700301234', '*67*74000']) {
    assert.equal(tries(ada, dialled), 0);
    const { invited } = telco.incoming();
    assert.match(invited?.get(Header.From) ?? '', /anonymous\.invalid/);
    assert.match(invited?.get(Header.Privacy) ?? '', /id/);
  }
  assert.equal(tries(ada, '00301234'), 0);
  assert.match(telco.incoming().invited?.get(Header.From) ?? '', /\+4989123201/);
  assert.equal(tries(ada, '*67202'), 0);
  assert.match(bob.incoming().invited?.get(Header.From) ?? '', /sip:201@/, 'colleagues see who calls');
  assert.equal(tries(ada, '*67112'), 0);
  assert.doesNotMatch(telco.incoming().invited?.get(Header.From) ?? '', /anonymous/, 'helpers do too');
  for (const [dialled, status] of [
    ['*67', 484],
    ['*67*67203', 404],
    ['*67*72203', 403],
    ['*67anna', 403],
  ] as const)
    assert.equal(tries(ada, dialled), status, dialled);
  world.end();
});

test('an account code stays out of records and redial, in front of a code and behind it', () => {
  const { world, ada, telco } = office();
  world.providers.site.codes.set('4711', { name: 'sales', serviceClass: 0, restrictionClass: 0 });
  for (const dialled of ['*114711*00301234', '*114711**74000', '*67*114711*00301234', '*114711**6700301234']) {
    assert.equal(tries(ada, dialled), 0, dialled);
    assert.equal(telco.incoming().invited?.uri, 'sip:+49301234@telco.example');
    assert.equal(world.records.at(-1)?.details.accountCode, 'sales');
  }
  assert.equal(tries(ada, '*66'), 0);
  telco.incoming();
  assert.equal(world.records.at(-1)?.details.accountCode, '');
  assert.ok(!JSON.stringify([world.records, world.audit]).includes('4711'));
  world.end();
});

const screens = (...entries: readonly Readonly<Record<string, unknown>>[]): SiteRecords => ({
  'call-screening': entries.map((more, index) => ({ entry: `202-${index + 1}`, extension: '202', ...more })),
});

test('call screening by the caller: the first entry that fits, before any forward', () => {
  const { world, ada, bob, carl, telco } = office(
    { 202: { forwardAlways: '203' } },
    screens(
      { caller: '201', action: 'busy' },
      { caller: '203', action: 'unreachable' },
      { caller: '0030 1234', action: 'unreachable' },
      { caller: '+44*', action: 'forward', forwardTo: '201' },
      { caller: 'withheld', action: 'busy' },
    ),
  );
  assert.equal(tries(ada, '202'), 486);
  assert.equal(tries(carl, '202'), 480);
  const refused = comes(telco, '0301234');
  refused.take(480);
  const forwarded = comes(telco, '0044201234');
  const told = ada.incoming().invited;
  assert.match(told?.get(Header.Diversion) ?? '', /202@.*reason=unconditional/);
  forwarded.cancel();
  comes(telco, 'anonymous').take(486);
  comes(telco, '0401234').cancel();
  carl.incoming();
  assert.equal(bob.offered.length, 0);
  world.end();
});

test('who is turned away hears what everybody hears of an extension that is busy or not there', () => {
  const { world, ada, carl } = office({ 202: { callWaiting: false } }, screens({ caller: '201', action: 'busy' }));
  const talks = carl.call('202', sdp());
  const dora = world.set('204', {});
  assert.equal(dora, undefined);
  const other = world.phone('204');
  const genuine = other.call('202', sdp()).take(486);
  talks.cancel();
  const screened = ada.call('202', sdp()).take(486);
  assert.equal(screened.reason, genuine.reason);
  assert.equal(screened.get(Header.Reason), genuine.get(Header.Reason));
  world.end();
  const away = office({}, screens({ caller: '201', action: 'unreachable' }));
  const turned = away.ada.call('202', sdp()).take(480);
  away.bob.disconnect();
  away.world.set('205', {});
  const absent = away.ada.call('205', sdp()).take(480);
  assert.equal(turned.get(Header.Reason)?.replace('202', '205'), absent.get(Header.Reason));
  assert.equal(turned.reason, absent.reason);
  away.world.end();
});

test('let through even where the extension does not want to be disturbed; others are not', () => {
  const { world, ada, bob, carl } = office(
    { 202: { doNotDisturb: true } },
    screens({ caller: '201', action: 'through' }),
  );
  assert.equal(tries(ada, '202'), 0);
  bob.incoming();
  assert.equal(tries(carl, '202'), 486);
  world.end();
});
