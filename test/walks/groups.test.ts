// Walks of calls to hunt groups: each kind, who is passed over, who answers, and how it ends where nobody does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserAndServices } from '#calls';
import type { Patch } from '#forms';
import { Header } from '#sip';
import type { SiteRecords } from '../../src/calls/routing/testing.ts';
import type { Phone } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';

interface Office {
  readonly world: World;
  readonly alice: Phone;
  /** 202, 203 and 204. */
  readonly members: readonly Phone[];
}

/** Alice is 201, group 290 has the members 202, 203 and 204, and 205 is there for the overflow. */
function office(
  group: Patch,
  stations: Readonly<Record<string, Partial<UserAndServices>>> = {},
  more: SiteRecords = {},
): Office {
  const all = { 201: { name: 'Alice' }, 202: {}, 203: {}, 204: {}, 205: {}, ...stations };
  const world = new World(all, {
    'hunt-groups': [{ number: '290', name: 'Sales', members: '202 203 204', ...group }],
    ...more,
  });
  const alice = world.phone('201');
  return { world, alice, members: ['202', '203', '204'].map((number) => world.phone(number)) };
}

/** The phones at which a call came in since the last look, and those calls. */
function rung(phones: readonly Phone[]): { readonly numbers: string; readonly calls: readonly PhoneCall[] } {
  const found = phones.filter(({ offered }) => offered.length > 0);
  return { numbers: found.map(({ number }) => number).join(' '), calls: found.map((phone) => phone.incoming()) };
}

function theOne(phones: readonly Phone[]): PhoneCall {
  const { calls, numbers } = rung(phones);
  const [call] = calls;
  assert.ok(call !== undefined && calls.length === 1, `rung: ${numbers}`);
  return call;
}

function talk(out: PhoneCall, back: PhoneCall): void {
  back.answer(200, answerSdp({ of: 3 }));
  out.take(200);
  back.take('ACK');
  out.ack();
}

function hangUp(out: PhoneCall, back: PhoneCall): void {
  out.bye();
  out.take('200 BYE');
  back.take('BYE');
}

test('terminal: from the first, one after the other; the caller hears it ring once and is answered once', () => {
  const { world, alice, members } = office({ kind: 'terminal' });
  const out = alice.call('290', sdp());
  const first = theOne(members);
  first.answer(180);
  out.take(180);
  world.pass(16_000);
  first.take('CANCEL');
  const second = theOne(members);
  assert.equal(second.phone.number, '203');
  second.answer(180);
  assert.equal(out.inbox.count(180), 0);
  second.answer(486);
  const third = theOne(members);
  talk(out, third);
  world.pass(1_000);
  hangUp(out, third);
  const { record } = world;
  assert.deepEqual(
    [record.called.number, record.dialled, record.details.group, record.outcome, record.secure],
    ['204', '290', '290', 'answered', 'throughout'],
  );
  const again = alice.call('290', sdp());
  assert.equal(theOne(members).phone.number, '202');
  again.cancel();
  world.end(2);
});

test('members see which group is called, in front of who calls; one who withholds the number stays anonymous', () => {
  const { world, alice, members } = office({ shownAs: 'Sales' });
  const out = alice.call('290', sdp());
  const invited = theOne(members).invited;
  assert.match(invited?.get(Header.From) ?? '', /^"Sales: Alice" <sip:201@[^>]+>;tag=/);
  assert.match(invited?.get(Header.PAssertedIdentity) ?? '', /^"Sales: Alice" <sip:201@/);
  out.cancel();
  world.end(1);
});

test('ring all: everyone rings, one answers, the others hear that it is answered elsewhere', () => {
  const { world, alice, members } = office({ kind: 'ringAll' });
  const out = alice.call('290', sdp());
  const { numbers, calls } = rung(members);
  assert.equal(numbers, '202 203 204');
  for (const call of calls) call.answer(180);
  assert.equal(out.inbox.count(180), 1);
  const [one, two, three] = calls;
  assert.ok(one !== undefined && two !== undefined && three !== undefined);
  one.answer(603);
  assert.equal(two.inbox.count('CANCEL'), 0, 'who declines speaks for nobody else');
  talk(out, three);
  assert.equal(two.take('CANCEL').get(Header.Reason), ELSEWHERE);
  hangUp(out, three);
  assert.equal(world.record.called.number, '204');
  world.end(1);
});

test('ring all: what they describe early is not shown, and the answer is that of who answers', () => {
  const { world, alice, members } = office({ kind: 'ringAll' });
  const out = alice.call('290', sdp(), { headers: ['Supported: 100rel'] });
  const { calls } = rung(members);
  assert.doesNotMatch(calls[0]?.invited?.get(Header.Supported) ?? '', /100rel/);
  calls[0]?.answer(183, answerSdp({ of: 7 }));
  assert.equal(out.take(183).body, '');
  calls[1]?.answer(200, answerSdp({ of: 3 }));
  assert.match(out.take(200).body, /198\.51\.100\.3/);
  out.ack();
  out.bye();
  world.end(1);
});

test('ring all: two answer at the same time; the second is acknowledged and hung up', () => {
  const { world, alice, members } = office({ kind: 'ringAll' });
  const out = alice.call('290', sdp());
  const { calls } = rung(members);
  for (const phone of members) phone.up.hold();
  calls[1]?.answer(200, answerSdp({ of: 4 }));
  calls[0]?.answer(200, answerSdp({ of: 3 }));
  for (const phone of members) phone.up.release();
  world.run();
  const winner = calls.find((call) => call.inbox.count('BYE') === 0 && call.inbox.count('ACK') === 1);
  const late = calls.find((call) => call.inbox.count('BYE') === 1);
  assert.ok(winner !== undefined && late !== undefined);
  late.take('ACK');
  assert.equal(out.inbox.count(200), 1);
  out.take(200);
  out.ack();
  out.bye();
  world.end(1);
});

test('circular: each call begins behind the one that rang last, and goes round once', () => {
  const { world, alice, members } = office({ kind: 'circular' });
  const order: string[] = [];
  for (let count = 0; count < 4; count++) {
    const out = alice.call('290', sdp());
    const back = theOne(members);
    order.push(back.phone.number);
    talk(out, back);
    hangUp(out, back);
  }
  assert.deepEqual(order, ['202', '203', '204', '202']);
  const out = alice.call('290', sdp());
  for (const number of ['203', '204', '202']) {
    const back = theOne(members);
    assert.equal(back.phone.number, number);
    back.answer(486);
  }
  out.take(486);
  world.end(5);
});

test('longest idle: who has waited longest is first, whatever calls they had', () => {
  const { world, alice, members } = office({ kind: 'longestIdle' });
  const take = (dialled: string): string => {
    const out = alice.call(dialled, sdp());
    const back = theOne(members);
    talk(out, back);
    world.pass(1_000);
    hangUp(out, back);
    world.pass(1_000);
    return back.phone.number;
  };
  assert.equal(take('202'), '202');
  assert.equal(take('290'), '203');
  assert.equal(take('204'), '204');
  assert.equal(take('290'), '202');
  assert.equal(take('290'), '203');
  world.end(5);
});

test('passed over are who has a call, who is rung by another call of the group, and who is away or not to be disturbed', () => {
  const { world, alice, members } = office({}, { 206: {}, 207: {} });
  const [bob, carol, dave] = members;
  assert.ok(bob !== undefined && carol !== undefined && dave !== undefined);
  const busy = bob.call('205', sdp());
  busy.take(480);
  const others = world.phone('205');
  const talking = bob.call('205', sdp());
  const far = others.incoming();
  talk(talking, far);
  const first = alice.call('290', sdp());
  assert.equal(theOne(members).phone.number, '203');
  const second = world.phone('206').call('290', sdp());
  assert.equal(theOne(members).phone.number, '204');
  first.cancel();
  second.cancel();
  hangUp(talking, far);
  world.set('202', { awayFromGroups: true });
  world.set('203', { doNotDisturb: true });
  const third = alice.call('290', sdp());
  assert.equal(theOne(members).phone.number, '204');
  third.cancel();
  world.end(5);
});

test('the caller is not rung by a group of their own, and a member’s own forwarding does not count', () => {
  const { world, alice, members } = office({ members: '201 202', kind: 'ringAll' }, { 202: { forwardAlways: '205' } });
  const out = alice.call('290', sdp());
  assert.equal(rung(members).numbers, '202');
  assert.equal(alice.offered.length, 0);
  out.cancel();
  world.end(1);
});

test('the caller gives up at every stage: whoever rings hears it, nothing is left', () => {
  for (const kind of ['ringAll', 'terminal'] as const) {
    for (const stage of ['before', 'ringing', 'next'] as const) {
      const { world, alice, members } = office({ kind });
      const out = alice.call('290', sdp());
      const { calls } = rung(members);
      if (stage !== 'before') for (const call of calls) call.answer(180);
      if (stage === 'next') world.pass(20_000);
      const last = stage === 'next' && kind === 'terminal' ? [theOne(members)] : calls;
      if (stage === 'next') for (const call of last) call.answer(180);
      out.cancel(['Reason: SIP;cause=487;text="gave up"']);
      out.take(487);
      // An INVITE can be taken back only once something has come of it.
      if (stage === 'before') for (const call of last) call.answer(180);
      for (const call of last) assert.equal(call.take('CANCEL').get(Header.Reason), 'SIP;cause=487;text="gave up"');
      assert.equal(world.record.outcome, 'cancelled');
      world.pass(30_000);
      assert.equal(rung(members).numbers, '', 'nobody rings afterwards');
      world.end(1);
    }
  }
});

test('the caller’s connection closes while a group rings: everyone is taken back', () => {
  const { world, alice, members } = office({ kind: 'ringAll' });
  alice.call('290', sdp());
  const { calls } = rung(members);
  for (const call of calls) call.answer(180);
  alice.disconnect();
  world.run();
  for (const call of calls) call.take('CANCEL');
  world.end(1);
});

test('a member whose phone is dead is left after its time; who never registered is left at once', () => {
  const { world, alice, members } = office({ members: '205 202 203' });
  members[0]?.die();
  const out = alice.call('290', sdp());
  world.pass(16_000);
  const back = theOne(members);
  assert.equal(back.phone.number, '203');
  talk(out, back);
  hangUp(out, back);
  world.end(1);
});

test('a member that may not be encrypted is passed over where the call must be; where nobody else is, that is the reason', () => {
  const { world, alice, members } = office({ kind: 'ringAll' }, { 202: { mediaSecurity: 'none' } });
  const out = alice.call('290', sdp());
  assert.equal(rung(members).numbers, '203 204');
  out.cancel();
  world.set('203', { mediaSecurity: 'none' });
  world.set('204', { mediaSecurity: 'none' });
  const again = alice.call('290', sdp());
  again.take(488);
  world.end(2);
});

test('the member’s answer breaks the policy: the call ends with the reason, and nobody rings on', () => {
  const { world, alice, members } = office({ kind: 'ringAll' });
  const out = alice.call('290', sdp());
  const { calls } = rung(members);
  for (const call of calls) call.answer(180);
  calls[0]?.answer(200, sdp({ media: 'plain' }));
  out.take(488);
  calls[0]?.take('BYE');
  calls[1]?.take('CANCEL');
  world.end(1);
});

test('who may not be connected to the caller is passed over; where nobody may, the call is refused', () => {
  const restricted = { 'interconnect-restriction': [{ caller: 1, denied: '2' }] };
  const { world, alice, members } = office({}, { 202: { interconnectNumber: 2 } }, restricted);
  const out = alice.call('290', sdp());
  assert.equal(theOne(members).phone.number, '203');
  out.cancel();
  for (const number of ['203', '204']) world.set(number, { interconnectNumber: 2 });
  alice.call('290', sdp()).take(403);
  assert.equal(world.records.at(-1)?.details.code, 'calls.interconnect');
  world.end(2);
});

test('an extension forwards to a group, and a number of the public network reaches one', () => {
  const { world, alice, members } = office(
    {},
    { 205: { forwardAlways: '290' } },
    {
      trunks: [{ name: 'telco', number: 1, proxies: 'sip.example.com' }],
      'public-network': [{ countryCode: '49' }],
      'inbound-numbers': [{ number: '+4989123', dayGroup: '290' }],
    },
  );
  const out = alice.call('205', sdp());
  theOne(members).answer(486);
  out.cancel();
  rung(members);
  assert.deepEqual([world.record.details.forwardedBy, world.record.details.group], ['205', '290']);
  const provider = world.provider('telco');
  const inbound = provider.call('+4989123', sdp());
  const back = theOne(members);
  assert.equal(back.phone.number, '202');
  talk(inbound, back);
  hangUp(inbound, back);
  assert.deepEqual([world.records[1]?.caller.trunk, world.records[1]?.called.number], ['telco', '202']);
  world.end(2);
});

test('the codes let an extension leave its groups and come back', async () => {
  const { world, alice, members } = office({});
  world.feature = async ({ code }, number) => {
    world.set(number, { awayFromGroups: code === 'leaveGroups' });
    return true;
  };
  const [bob] = members;
  const dial = async (code: string): Promise<void> => {
    const call = bob?.call(code, sdp());
    await world.settle();
    call?.take(200);
    call?.ack();
    world.run();
  };
  await dial('*45');
  const out = alice.call('290', sdp());
  assert.equal(theOne(members).phone.number, '203');
  out.cancel();
  await dial('*46');
  const again = alice.call('290', sdp());
  assert.equal(theOne(members).phone.number, '202');
  again.cancel();
  world.end(4);
});
