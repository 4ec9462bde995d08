// Walks of calls that an extension does not take: forwarded when busy, unanswered or unreachable, to a colleague and outside, never in a
// circle, and each side told by whom.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import { Header } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import { refer } from './changes.ts';
import type { Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';
import { World } from './world.ts';

type Stations = Readonly<Record<string, Partial<UserAndServices>>>;

const outside: SiteRecords = {
  trunks: [{ name: 'telco', number: 1, proxies: 'sip.example.com', domain: 'telco.example', diversion: 'diversion' }],
  routes: [{ name: 'out', trunk: 'telco', restrictionGroup: '1' }],
  'class-of-restriction-groups': [{ number: 1, members: '9' }],
  'digits-dialled': [{ digits: '0', fewest: 3, most: 20, route: 'out' }],
  'public-network': [{ countryCode: '49', nationalPrefix: '0', internationalPrefix: '00' }],
  'inbound-numbers': [{ number: '+4989123202', day: '202' }],
  'class-of-service': [{ number: 2, externalForward: true }],
};

/** 201 calls 202, who forwards; 203 and further extensions as the walk has them. */
function office(stations: Stations, records: SiteRecords = {}) {
  const world = new World({ 201: { name: 'Ada' }, 202: {}, 203: {}, 204: {}, ...stations }, records);
  return { world, ada: world.phone('201'), bob: world.phone('202'), carl: world.phone('203') };
}

function answered(world: World, out: PhoneCall, back: PhoneCall): void {
  back.answer(200, answerSdp());
  out.take(200);
  back.take('ACK');
  out.ack();
  out.bye();
  back.take('BYE');
  assert.equal(world.record.outcome, 'answered');
}

const forwards = ({ record }: World): string => record.details.forwards.map(({ by, why }) => `${by} ${why}`).join(', ');

for (const status of [486, 600])
  test(`the phone answers ${status}: the call goes where the extension forwards to when busy, and both are told`, () => {
    const { world, ada, bob, carl } = office({ 202: { name: 'Bob', forwardBusy: '203' } });
    const out = ada.call('202', sdp());
    bob.incoming().answer(status);
    const back = carl.incoming();
    assert.match(back.invited?.get(Header.Diversion) ?? '', /^"Bob" <sip:202@[^>]+>;reason=user-busy;counter=1$/);
    assert.match(
      back.invited?.head ?? '',
      /^History-Info: "Bob" <sip:202@\S+>;index=1, <sip:203@\S+;cause=486>;index=1\.1;mp=1\r$/m,
    );
    assert.match(back.invited?.get(Header.From) ?? '', /^"?Ada"? <sip:201@/, 'the caller stays who they are');
    answered(world, out, back);
    assert.equal(world.record.called.number, '203');
    assert.deepEqual([world.record.details.forwardedBy, forwards(world)], ['202', '202 busy']);
    world.end(1);
  });

test('nobody answers within the time of the extension: its devices are left, and the next one rings', () => {
  const { world, ada, bob, carl } = office({ 202: { forwardNoAnswer: '203', noAnswerSeconds: 10 } });
  const out = ada.call('202', sdp());
  const first = bob.incoming();
  first.answer(180);
  out.take(180);
  world.pass(9_900);
  assert.equal(carl.offered.length, 0);
  world.pass(200);
  first.take('CANCEL');
  const back = carl.incoming();
  back.answer(180);
  answered(world, out, back);
  assert.equal(forwards(world), '202 no answer');
  world.end(1);
});

test('without a forward it rings for the time of System Options, whatever the time of the extension', () => {
  const { world, ada, bob } = office({ 202: { noAnswerSeconds: 5 } });
  world.options = { ...world.options, ringSeconds: 30 };
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  world.pass(29_000);
  assert.equal(out.inbox.count(480), 0);
  world.pass(2_000);
  out.take(480);
  world.end(1);
});

test('no device is registered, or none responds: the call goes where the extension forwards to when unreachable', () => {
  const { world, ada, carl } = office({ 204: { forwardUnreachable: '203' } });
  const out = ada.call('204', sdp());
  answered(world, out, carl.incoming());
  assert.equal(forwards(world), '204 unreachable');
  world.end(1);
});

for (const how of ['dead', 503, 302] as const)
  test(`the only device is of no use (${how}): unreachable`, () => {
    const { world, ada, bob, carl } = office({ 202: { forwardUnreachable: '203' } });
    if (how === 'dead') bob.die();
    const out = ada.call('202', sdp());
    if (how === 'dead') world.pass(33_000);
    else bob.incoming().answer(how, undefined, ['Contact: <sip:0900@evil.example>']);
    answered(world, out, carl.incoming());
    assert.equal(forwards(world), '202 unreachable');
    world.end(1);
  });

test('a person who declines has decided: nothing is forwarded', () => {
  const all = { forwardBusy: '203', forwardNoAnswer: '203', forwardUnreachable: '203' };
  const { world, ada, bob, carl } = office({ 202: all });
  const out = ada.call('202', sdp());
  bob.incoming().answer(603);
  out.take(603);
  assert.equal(carl.offered.length, 0);
  world.end(1);
});

test('do not disturb counts as busy where calls are forwarded when busy, and is 486 otherwise', () => {
  const { world, ada, bob, carl } = office({ 202: { doNotDisturb: true, forwardBusy: '203', forwardNoAnswer: '204' } });
  answered(world, ada.call('202', sdp()), carl.incoming());
  assert.equal(forwards(world), '202 do not disturb');
  world.set('202', { forwardBusy: '' });
  ada.call('202', sdp()).take(486);
  assert.equal(bob.offered.length, 0);
  world.end(2);
});

test('without call waiting an extension that talks, calls or rings is busy; with it its phone decides', () => {
  const { world, ada, bob, carl } = office({ 202: { callWaiting: false } });
  const { out } = talk(ada, bob);
  carl.call('202', sdp()).take(486);
  assert.equal(world.records[0]?.outcome, 'busy');
  world.set('202', { forwardBusy: '204' });
  const dora = world.phone('204');
  const diverted = carl.call('202', sdp());
  dora.incoming().answer(486);
  diverted.take(486);
  world.set('202', { callWaiting: true });
  const waiting = carl.call('202', sdp());
  bob.incoming().answer(180);
  waiting.take(180);
  waiting.cancel();
  out.bye();
  world.set('202', { callWaiting: false, forwardBusy: '' });
  const free = carl.call('202', sdp());
  bob.incoming().answer(180);
  ada.call('202', sdp()).take(486);
  free.cancel();
  world.end(6);
});

test('colleagues who forward to one another when nobody answers: each rings once, and the call ends as unanswered', () => {
  const each = { noAnswerSeconds: 5 };
  const { world, ada, bob, carl } = office({
    202: { ...each, forwardNoAnswer: '203' },
    203: { ...each, forwardNoAnswer: '202' },
  });
  world.options = { ...world.options, ringSeconds: 10 };
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  world.pass(5_100);
  carl.incoming().answer(180);
  world.pass(10_100);
  out.take(480);
  assert.deepEqual([bob.offered.length, carl.offered.length], [0, 0]);
  assert.deepEqual([world.record.outcome, forwards(world)], ['no answer', '202 no answer']);
  world.end(1);
});

test('the one to whom calls are forwarded may call: it is not called back', () => {
  const { world, bob, carl } = office({ 202: { forwardBusy: '203' } });
  const out = carl.call('202', sdp());
  bob.incoming().answer(486);
  out.take(486);
  assert.equal(carl.offered.length, 0);
  world.end(1);
});

test('fifty extensions that forward to one another are refused as a loop, at once and one by one', () => {
  const chain = (field: 'forwardAlways' | 'forwardUnreachable'): Stations =>
    Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [String(300 + index), { [field]: String(301 + index) }]),
    );
  for (const field of ['forwardAlways', 'forwardUnreachable'] as const) {
    const { world, ada } = office({ ...chain(field), 350: {} });
    ada.call('300', sdp()).take(482);
    const { details } = world.record;
    assert.equal(details.code, 'calls.loop');
    assert.ok(
      details.steps.some((step) => /forwarded too often/.test(step)),
      details.steps.join(' | '),
    );
    world.end(1);
  }
});

test('whoever forwards at once to one who forwards back when unreachable: a loop, refused', () => {
  const { world, ada } = office({ 204: { forwardUnreachable: '205' }, 205: { forwardAlways: '204' } });
  ada.call('204', sdp()).take(482);
  world.end(1);
});

test('outside only where the class of who forwards it allows it, at whose expense it goes; the provider is told by whom and why', () => {
  const { world, ada, bob } = office({ 202: { forwardNoAnswer: '08912345', noAnswerSeconds: 5 } }, outside);
  const telco = world.provider('telco');
  const refused = ada.call('202', sdp());
  bob.incoming().answer(180);
  world.pass(5_100);
  refused.take(403);
  const { details } = world.record;
  assert.deepEqual([details.code, details.steps.length > 2], ['calls.forward-external', true]);
  assert.ok(
    world.audit.some(({ action, data }) => action === 'call barred' && /calls\.forward-external/.test(data ?? '')),
  );
  world.set('202', { dayService: 2, night1Service: 2, night2Service: 2 });
  world.providers.numbers = { 202: '+4989123202' };
  const out = ada.call('202', sdp());
  bob.incoming().answer(180);
  world.pass(5_100);
  const back = telco.incoming();
  assert.equal(back.invited?.get(Header.Diversion), '<sip:+4989123202@telco.example>;reason=no-answer;counter=1');
  assert.deepEqual(world.providers.told, ['begin telco +498912345']);
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  out.bye();
  assert.deepEqual(world.providers.told, ['begin telco +498912345', 'answered', 'ended']);
  const [, record] = world.records;
  assert.deepEqual([record?.called.number, record?.details.route], ['+498912345', 'out']);
  world.providers.withholding.add('202');
  const hidden = ada.call('202', sdp());
  bob.incoming().answer(180);
  world.pass(5_100);
  const told = telco.incoming().invited?.get(Header.Diversion) ?? '';
  assert.match(told, /;reason=no-answer;counter=1;privacy=full$/);
  hidden.cancel();
  world.end(3);
});

test('a barred class behind a forward gets no further than dialling would', () => {
  const granted = { dayService: 2, night1Service: 2, night2Service: 2 };
  const barred = { dayRestriction: 9, night1Restriction: 9, night2Restriction: 9 };
  const { world, ada, bob } = office({ 202: { forwardBusy: '08912345', ...granted, ...barred } }, outside);
  world.provider('telco');
  const out = ada.call('202', sdp());
  bob.incoming().answer(486);
  out.take(404);
  assert.equal(world.record.details.code, 'calls.barred');
  assert.deepEqual(world.providers.told, []);
  world.end(1);
});

test('a call from outside is forwarded outside only where tandem is granted', () => {
  const granted = { dayService: 2, night1Service: 2, night2Service: 2 };
  const { world, bob } = office({ 202: { forwardBusy: '08912345', ...granted } }, outside);
  const telco = world.provider('telco');
  const out = telco.call('+4989123202', sdp(), { from: '<sip:0301234@telco.example>;tag=a' });
  bob.incoming().answer(486);
  out.take(403);
  assert.equal(world.record.details.code, 'calls.tandem');
  world.end(1);
});

test('Call Forwarding - Override rings at the extension that was dialled, and ends there; not through do not disturb', () => {
  const override = { 'class-of-service': [{ number: 3, forwardOverride: true }] };
  const { world, ada, bob, carl } = office(
    {
      201: { dayService: 3, night1Service: 3, night2Service: 3 },
      202: { forwardAlways: '203', forwardBusy: '203' },
    },
    override,
  );
  const out = ada.call('202', sdp());
  bob.incoming().answer(486);
  out.take(486);
  carl.call('202', sdp()).take(486);
  world.set('202', { doNotDisturb: true });
  ada.call('202', sdp()).take(486);
  assert.deepEqual([bob.offered.length, carl.offered.length], [0, 0]);
  world.end(3);
});

test('what the caller has heard of a phone is not taken back: after early media nothing is forwarded', () => {
  const { world, ada, bob, carl } = office({ 202: { forwardBusy: '203' } });
  const out = ada.call('202', sdp());
  const first = bob.incoming();
  first.answer(183, answerSdp());
  out.take(183);
  first.answer(486);
  out.take(486);
  assert.equal(carl.offered.length, 0);
  world.end(1);
});

test('a reliable 180 of a phone that is left is acknowledged here, and those of the next go through', () => {
  const { world, ada, bob, carl } = office({ 202: { forwardBusy: '203' } });
  const reliable = (number: number): readonly string[] => ['Require: 100rel', `RSeq: ${number}`];
  const prack = (out: PhoneCall, ringing: ReturnType<PhoneCall['take']>): void => {
    const number = ringing.get(Header.RSeq) ?? '';
    out.request('PRACK', { headers: [`RAck: ${number} ${out.sent?.cseq} INVITE`] });
    out.take('200 PRACK');
  };
  const out = ada.call('202', sdp(), { headers: ['Supported: 100rel, timer'] });
  const first = bob.incoming();
  first.answer(180, undefined, reliable(7));
  const ringing = out.take(180);
  first.answer(486);
  prack(out, ringing);
  const second = carl.incoming();
  second.answer(183, answerSdp(), reliable(40));
  const progress = out.take(183);
  out.request('PRACK', { headers: [`RAck: ${progress.get(Header.RSeq)} ${out.sent?.cseq} INVITE`] });
  second.respond(second.take('PRACK'), 200);
  out.take('200 PRACK');
  second.answer(200);
  out.take(200);
  out.ack();
  out.bye();
  world.end(1);
});

test('the caller gives up while the next one rings: everything is taken back', () => {
  const { world, ada, bob, carl } = office({ 202: { forwardBusy: '203' } });
  const out = ada.call('202', sdp());
  bob.incoming().answer(486);
  const back = carl.incoming();
  back.answer(180);
  out.cancel();
  out.take(487);
  back.take('CANCEL');
  assert.deepEqual(
    [world.record.outcome, world.record.called.number, forwards(world)],
    ['cancelled', '203', '202 busy'],
  );
  world.end(1);
});

test('an answer that crosses the forward is taken back: one of them talks', () => {
  const { world, ada, bob, carl } = office({ 202: { forwardNoAnswer: '203', noAnswerSeconds: 5 } });
  const out = ada.call('202', sdp());
  const first = bob.incoming();
  first.answer(180);
  bob.down.hold();
  world.pass(5_100);
  first.answer(200, answerSdp());
  bob.down.release();
  world.run();
  first.take('ACK');
  first.take('BYE');
  answered(world, out, carl.incoming());
  world.end(1);
});

test('several devices: the last refusal decides, and a busy one counts before one that is of no use', () => {
  const { world, ada, bob, carl } = office({ 202: { forwardBusy: '203', forwardUnreachable: '204' } });
  const second: Phone = world.phone('202');
  const out = ada.call('202', sdp());
  bob.incoming().answer(486);
  assert.equal(carl.offered.length, 0);
  second.incoming().answer(503);
  answered(world, out, carl.incoming());
  world.end(1);
});

test('a transfer follows the forwards of whom it goes to; who transferred is called back at their own phone alone', () => {
  const { world, ada, bob, carl } = office({
    202: { forwardNoAnswer: '204', noAnswerSeconds: 5 },
    203: { forwardNoAnswer: '204', noAnswerSeconds: 5 },
  });
  const dora = world.phone('204');
  world.options = { ...world.options, ringSeconds: 8 };
  const { back } = talk(ada, bob);
  assert.equal(refer(back, '<sip:203@ringfence>'), 202);
  back.bye();
  const first = carl.incoming();
  first.answer(180);
  world.pass(5_100);
  first.take('CANCEL');
  const second = dora.incoming();
  assert.match(second.invited?.get(Header.Diversion) ?? '', /203@.*reason=no-answer/);
  second.answer(180);
  world.pass(8_100);
  second.take('CANCEL');
  bob.incoming().answer(180);
  world.pass(8_100);
  assert.equal(dora.offered.length, 0);
  world.end(1);
});
