// Walks of calls by trunks: out and in, from place to place and from trunk to trunk, what is told of the ends, and channels.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { no } from '#base';
import { Header } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { tollCodes } from '../../src/calls/tollguard/toll.codes.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

const trunk = (name: string, number: number, more = {}) => ({ name, number, proxies: 'sip.example.com', ...more });

const site = (more: SiteRecords = {}): SiteRecords => ({
  trunks: [trunk('telco', 1, { domain: 'telco.example' })],
  routes: [{ name: 'out', trunk: 'telco' }],
  'digits-dialled': [{ digits: '0', fewest: 3, most: 20, route: 'out' }],
  'public-network': [{ countryCode: '49', nationalPrefix: '0', internationalPrefix: '00' }],
  'inbound-numbers': [{ number: '+4989123201', day: '201' }],
  ...more,
});

const twoTrunks = site({
  trunks: [trunk('telco', 1, { channels: 1 }), trunk('other', 2, { channels: 1, preempts: true })],
  routes: [
    { name: 'first', trunk: 'telco' },
    { name: 'second', trunk: 'other' },
  ],
  'route-lists': [{ name: 'both', first: 'first', second: 'second' }],
  'digits-dialled': [{ digits: '0', fewest: 3, most: 20, routeList: 'both' }],
});

/** Answered on both sides. */
function answer(out: PhoneCall, back: PhoneCall): void {
  back.answer(200, answerSdp());
  out.take(200);
  back.take('ACK');
  out.ack();
}

function office(records = site()) {
  const world = new World({ 201: { name: 'Ada' }, 202: {} }, records);
  return { world, ada: world.phone('201'), telco: world.provider('telco') };
}

test('a call goes out: the number as the provider wants it, the caller as the trunk presents it, and a record with both', () => {
  const { world, ada, telco } = office();
  world.providers.numbers = { 201: '+4989123201' };
  const out = ada.call('08912345', sdp());
  const back = telco.incoming();
  assert.ok(back.invited !== undefined);
  assert.equal(back.invited.uri, 'sip:+498912345@telco.example');
  assert.equal(back.invited.get(Header.PAssertedIdentity), '<sip:+4989123201@telco.example>');
  assert.match(back.invited.get(Header.From) ?? '', /^<sip:\+4989123201@telco\.example>;tag=/);
  answer(out, back);
  world.pass(2_000);
  assert.equal(world.providers.trunk('telco').calls.size, 1);
  out.bye();
  back.take('BYE');
  const { record } = world;
  assert.deepEqual(
    [record.called.number, record.called.trunk, record.called.trunkNumber, record.details.route, record.secure],
    ['+498912345', 'telco', 1, 'out', 'throughout'],
  );
  assert.deepEqual(world.providers.told, ['begin telco +498912345', 'answered', 'ended']);
  assert.equal(world.providers.trunk('telco').calls.size, 0);
  world.end(1);
});

test('the provider asks who we are: the call is made again with the proof, and what follows carries it', () => {
  const world = new World(
    { 201: {} },
    site({
      trunks: [trunk('telco', 1, { registers: true, username: 'office', secret: 'a', domain: 'telco.example' })],
    }),
  );
  const ada = world.phone('201');
  const telco = world.provider('telco');
  const out = ada.call('08912345', sdp());
  const back = telco.incoming();
  back.answer(407, undefined, ['Proxy-Authenticate: Digest realm="telco", nonce="n1", algorithm=MD5, qop="auth"']);
  const again = telco.heard.findLast(({ method, isRequest }) => isRequest && method === 'INVITE');
  assert.ok(again !== undefined);
  assert.match(again.get(Header.ProxyAuthorization) ?? '', /^Digest username="office", realm="telco", nonce="n1"/);
  assert.equal(again.cseq?.number, 2);
  back.invited = again;
  answer(out, back);
  out.bye();
  assert.match(back.take('BYE').get(Header.ProxyAuthorization) ?? '', /nc=00000002/);
  world.end(1);
});

test('credentials that another call was asked for may be refused: the new challenge is answered, once', () => {
  const records = site({ trunks: [trunk('telco', 1, { registers: true, username: 'office', secret: 'a' })] });
  const { world, ada, telco } = office(records);
  const challenge = (nonce: string) => [
    `Proxy-Authenticate: Digest realm="telco", nonce="${nonce}", algorithm=MD5, qop="auth"`,
  ];
  const asked = () => telco.heard.findLast(({ method, isRequest }) => isRequest && method === 'INVITE');
  const first = ada.call('08912345', sdp());
  const taken = telco.incoming();
  taken.answer(407, undefined, challenge('n1'));
  taken.invited = asked();
  answer(first, taken);
  first.bye();
  const second = ada.call('08912345', sdp());
  const back = telco.incoming();
  for (const nonce of ['n2', 'n3']) {
    back.answer(407, undefined, challenge(nonce));
    back.invited = asked();
    assert.match(back.invited?.get(Header.ProxyAuthorization) ?? '', /nonce="n2"/);
  }
  assert.ok(second.take(480).status === 480);
  world.end(2);
});

test('whoever withholds the number is anonymous, and the provider is told who it is to keep it so', () => {
  const { world, ada, telco } = office();
  world.providers.withholding.add('201');
  ada.call('08912345', sdp()).cancel();
  const { invited } = telco.incoming();
  assert.match(invited?.get(Header.From) ?? '', /^"Anonymous" <sip:anonymous@anonymous\.invalid>/);
  assert.equal(invited?.get(Header.Privacy), 'id');
  assert.equal(invited?.get(Header.PAssertedIdentity), '<sip:201@telco.example>');
  world.end(1);
});

test('a place that says it cannot is left for the next one, and a busy number is busy', () => {
  const { world, ada, telco } = office();
  const second = world.provider('telco');
  const out = ada.call('08912345', sdp());
  telco.incoming().answer(503);
  second.incoming().answer(486);
  assert.match(out.take(486).get(Header.Reason) ?? '', /the number is busy/);
  assert.equal(world.record.outcome, 'busy');
  world.end(1);
});

test('a place that says nothing is passed over after four seconds; should it answer then, it is too late', () => {
  const { world, ada, telco } = office();
  const second = world.provider('telco');
  const out = ada.call('08912345', sdp());
  const late = telco.incoming();
  world.pass(4_100);
  const back = second.incoming();
  late.answer(200, answerSdp());
  late.take('ACK');
  late.take('BYE');
  answer(out, back);
  out.bye();
  world.end(1);
});

test('a busy trunk gives way to the next of the list; when all channels are busy the caller is told', () => {
  const { world, ada, telco } = office(twoTrunks);
  const other = world.provider('other');
  const bob = world.phone('202');
  const calls = [ada.call('08911111', sdp()), bob.call('08922222', sdp())];
  answer(calls[0] as PhoneCall, telco.incoming());
  answer(calls[1] as PhoneCall, other.incoming());
  const third = ada.call('08933333', sdp());
  assert.match(third.take(503).get(Header.Reason) ?? '', /Every channel of trunk other is busy/);
  assert.equal(world.records[0]?.details.code, 'calls.no-channel');
  for (const call of calls) call.bye();
  world.end(3);
});

test('an emergency call ends another where the trunk says so, and is told of as such', () => {
  const { world, ada, telco } = office(twoTrunks);
  const other = world.provider('other');
  const bob = world.phone('202');
  const calls = [ada.call('08911111', sdp()), bob.call('08922222', sdp())];
  answer(calls[0] as PhoneCall, telco.incoming());
  const ended = other.incoming();
  answer(calls[1] as PhoneCall, ended);
  const emergency = ada.call('112', sdp());
  ended.take('BYE');
  const back = other.incoming();
  assert.equal(back.invited?.uri.startsWith('sip:112@'), true);
  answer(emergency, back);
  emergency.bye();
  calls[0]?.bye();
  const record = world.records.find(({ dialled }) => dialled === '112');
  assert.equal(record?.details.emergency, true);
  assert.ok(world.events.some(({ kind }) => kind === 'emergency'));
  assert.equal(world.records[0]?.cause, 'an emergency call needs its channel');
  world.end(3);
});

test('an emergency call is let through for an extension that is disabled, held off or not registered, but not without its secret', () => {
  const { world, telco } = office();
  const bob = world.phone('202', { registers: false });
  world.set('202', { enabled: false });
  assert.equal(bob.call('08912345', sdp()).take(403).status, 403);
  const out = bob.call('112', sdp());
  answer(out, telco.incoming());
  out.bye();
  const stranger = world.phone('202', { registers: false, secret: 'another secret of somebody' });
  assert.equal(stranger.call('112', sdp()).take(403).status, 403);
  world.end(1);
});

test('an emergency call goes out in the clear where it cannot be encrypted, though encryption is required of both ends', () => {
  const { world, ada, telco } = office();
  assert.equal(ada.call('08912345', sdp({ media: 'plain' })).take(488).status, 488);
  const out = ada.call('112', sdp({ media: 'plain' }));
  const back = telco.incoming();
  back.take('INVITE');
  back.answer(200, answerSdp({ media: 'plain' }));
  out.take(200);
  back.take('ACK');
  out.ack();
  out.bye();
  world.end(2);
});

test('a call comes in: its number is shown, and one that is an extension here is not', () => {
  const { world, ada, telco } = office();
  const out = telco.call('+4989123201', sdp(), { from: '<sip:+4930555@telco.example>' });
  const back = ada.incoming();
  assert.match(back.invited?.get(Header.From) ?? '', /^<sip:\+4930555@/);
  answer(out, back);
  out.bye();
  const spoofed = telco.call('+4989123201', sdp(), { from: '"Boss" <sip:202@telco.example>' });
  assert.match(ada.incoming().invited?.get(Header.From) ?? '', /^"Anonymous" <sip:anonymous@/);
  spoofed.cancel();
  assert.equal(world.providers.trunk('telco').counted.hidden, 1);
  const local = telco.call('+4989123201', sdp(), { from: '<sip:030555666@telco.example>' });
  assert.match(ada.incoming().invited?.get(Header.From) ?? '', /^<sip:\+4930555666@/);
  local.cancel();
  assert.deepEqual([world.records[0]?.caller.trunk, world.records[0]?.caller.number], ['telco', '+4930555']);
  world.end(3);
});

test('what comes in reaches inbound numbers and nothing else', () => {
  const { world, telco } = office();
  for (const number of ['201', '+4989999', '08912345', '112', '*78', "'--", '+'])
    assert.equal(telco.call(number, sdp()).take(404).status, 404, number);
  const { calls, counted } = world.providers.trunk('telco');
  assert.deepEqual([calls.size, counted.refused], [0, 7]);
  world.end(7);
});

test('a barred call is on record with the steps of the decision, and in the audit trail', () => {
  const { world, ada } = office(
    site({
      'class-of-restriction-groups': [{ number: 1, members: '1' }],
      routes: [{ name: 'out', trunk: 'telco', restrictionGroup: '1' }],
    }),
  );
  assert.equal(ada.call('08912345', sdp()).take(404).status, 404);
  const { details } = world.record;
  assert.equal(details.code, 'calls.barred');
  assert.ok(
    details.steps.some((step) => /Class of restriction 1 is barred/.test(step)),
    details.steps.join('\n'),
  );
  assert.equal(world.audit.at(-1)?.action, 'call barred');
  world.end(1);
});

test('what the toll guard refuses is forbidden, with its words', () => {
  const { world, ada } = office();
  world.providers.site.guard = {
    judge: () => no(tollCodes.refuse('calls.toll-closed', { destination: 'Cuba', key: 'CU' })),
  };
  assert.match(ada.call('005352345678', sdp()).take(403).get(Header.Reason) ?? '', /Calls to Cuba \(CU\) are not open/);
  assert.equal(world.record.details.code, 'calls.toll-closed');
  world.end(1);
});

test('the connection to the provider breaks during a call: the farewell goes by the way that is there now', () => {
  const { world, ada, telco } = office();
  const out = ada.call('08912345', sdp());
  const back = telco.incoming();
  answer(out, back);
  telco.reconnect();
  out.bye();
  back.take('BYE');
  world.end(1);
});

test('a provider that cannot read a location beside the offer is told of the emergency without it', () => {
  const { world, ada, telco } = office(site({ trunks: [trunk('telco', 1, { sendsLocation: true })] }));
  world.providers.located = {
    number: '+498900',
    dress: (offer) => ({
      contentType: 'multipart/mixed;boundary=b',
      body: `--b\r\n${offer}`,
      headers: 'Geolocation: x\r\n',
    }),
  };
  const out = ada.call('112', sdp());
  const first = telco.incoming();
  assert.match(first.invited?.get(Header.ContentType) ?? '', /^multipart/);
  assert.equal(first.invited?.get(Header.Geolocation), 'x');
  first.answer(415);
  const again = telco.heard.findLast(({ method, isRequest }) => isRequest && method === 'INVITE');
  assert.deepEqual([again?.get(Header.ContentType), again?.has(Header.Geolocation)], ['application/sdp', false]);
  assert.match(again?.get(Header.From) ?? '', /^<sip:\+498900@/);
  out.cancel();
  assert.equal(world.record.details.emergency, true);
});
