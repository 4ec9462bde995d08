// Walks of transfers (RFC 5589): blind, semi-attended and attended, each answered, refused, and with a party that goes away meanwhile.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { accepts, fourPhones, intoCall, isSilenced, offers, refer, told } from './changes.ts';
import { answerSdp, sdp } from './sdp.ts';
import { talk } from './steps.ts';

test('blind: the other party is put through, and whoever transferred is out', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  assert.equal(refer(back, '<sip:203@ringfence>'), 202);
  const ringing = cy.incoming();
  assert.equal(ringing.invited?.body, '');
  assert.match(ringing.invited?.get(Header.From) ?? '', /^"Ada" <sip:201@/);
  ringing.answer(180);
  assert.deepEqual(told(back), ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing']);
  const offer = offers(ringing);
  assert.equal(accepts(out).match(/inline:\S+/)?.[0], offer.match(/inline:\S+/)?.[0]);
  out.take('ACK');
  assert.match(ringing.take('ACK').body, /inline:/);
  assert.deepEqual(told(back), ['SIP/2.0 200 OK']);
  back.take('BYE');
  assert.equal(world.server.calls.size, 1);
  const [call] = world.server.calls.values();
  assert.deepEqual([call?.state, call?.security.secure], ['talking', true]);
  ringing.bye();
  out.take('BYE');
  const { caller, called, secure, details } = world.record;
  assert.deepEqual([caller.number, called.number, secure], ['201', '202', 'throughout']);
  assert.deepEqual(
    details.changes.map(({ kind, by, to }) => [kind, by, to]),
    [['blindTransfer', '202', '203']],
  );
  world.end(1);
});

test('blind, by the caller: the called party is put through', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  assert.equal(refer(out, '<sip:203@ringfence>'), 202);
  const ringing = cy.incoming();
  assert.match(ringing.invited?.get(Header.From) ?? '', /^"Bob" <sip:202@/);
  offers(ringing);
  const asked = back.inbox.find('INVITE');
  assert.match(asked?.get(Header.PAssertedIdentity) ?? '', /^"Cy" <sip:203@/);
  back.answer(200, answerSdp({ of: 90 }));
  out.take('BYE');
  ringing.take('ACK');
  ringing.bye();
  back.take('BYE');
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('blind, and the one who transfers hangs up at once: the other party is silent until somebody answers', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  back.bye();
  back.take('200 BYE');
  isSilenced(out);
  assert.equal([...world.server.calls.values()][0]?.state, 'alone');
  const ringing = cy.incoming();
  offers(ringing);
  accepts(out);
  out.take('ACK');
  ringing.take('ACK');
  out.bye();
  ringing.take('BYE');
  assert.equal(world.record.endedBy, 'caller');
  world.end(1);
});

test('nobody answers, and who transferred is still there: the call is as it was', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  cy.incoming().answer(486);
  assert.deepEqual(told(back), ['SIP/2.0 100 Trying', 'SIP/2.0 486 Busy Here']);
  assert.deepEqual(out.inbox.names, []);
  back.reinvite(sdp({ of: 2, version: 7 }));
  accepts(out);
  back.take(200);
  back.ack();
  back.bye();
  out.take('BYE');
  assert.deepEqual(world.record.details.changes, []);
  world.end(1);
});

test('nobody answers, and who transferred has hung up: they are called back, and take the call again', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  back.bye();
  isSilenced(out);
  cy.incoming().answer(603);
  const again = bob.incoming();
  assert.match(again.invited?.get(Header.From) ?? '', /^"Ada" <sip:201@/);
  offers(again);
  accepts(out);
  again.take('ACK');
  again.bye();
  out.take('BYE');
  assert.deepEqual(
    world.record.details.changes.map(({ kind, to }) => [kind, to]),
    [['recall', '202']],
  );
  world.end(1);
});

test('nobody answers, nobody takes it back: the other party hears why', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  back.bye();
  isSilenced(out);
  cy.incoming().answer(603);
  bob.incoming().answer(486);
  assert.match(out.take('BYE').get(Header.Reason) ?? '', /cause=486/);
  world.end(1);
});

test('the other party hangs up while the new one rings: everybody is let go', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  const ringing = cy.incoming();
  ringing.answer(180);
  out.bye();
  ringing.take('CANCEL');
  back.take('BYE');
  world.end(1);
});

test('attended: the two others talk, and both calls of the one who transferred are over', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  const { out: second, back: third } = talk(bob, cy, sdp({ of: 3 }), answerSdp({ of: 4 }));
  assert.equal(refer(back, intoCall('203', second)), 202);
  offers(third);
  assert.match(out.inbox.find('INVITE')?.get(Header.PAssertedIdentity) ?? '', /^"Cy" <sip:203@/);
  out.answer(200, answerSdp({ of: 91 }));
  third.take('ACK');
  assert.deepEqual(told(back), ['SIP/2.0 100 Trying', 'SIP/2.0 200 OK']);
  back.take('BYE');
  second.take('BYE');
  assert.deepEqual(
    [...world.server.calls.values()].map(({ security }) => security.secure),
    [true],
  );
  out.bye();
  third.take('BYE');
  assert.deepEqual(
    world.records.map(({ caller, called, cause, details }) => [
      caller.number,
      called.number,
      cause,
      details.changes.length,
    ]),
    [
      ['202', '203', 'transferred by extension 202', 0],
      ['201', '202', 'hung up', 1],
    ],
  );
  world.end(2);
});

test('attended, and the one who transfers hangs both up before the others are together', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  const { out: second, back: third } = talk(bob, cy, sdp({ of: 3 }), answerSdp({ of: 4 }));
  refer(back, intoCall('203', second));
  second.bye();
  back.bye();
  isSilenced(out);
  offers(third);
  world.pass(300);
  accepts(out);
  third.take('ACK');
  third.bye();
  out.take('BYE');
  world.end(2);
});

test('attended, and a party hangs up before they are together', () => {
  for (const goes of ['other', 'third'] as const) {
    const { world, ada, bob, cy } = fourPhones();
    const { out, back } = talk(ada, bob);
    const { out: second, back: third } = talk(bob, cy, sdp({ of: 3 }), answerSdp({ of: 4 }));
    refer(back, intoCall('203', second));
    if (goes === 'third') {
      third.bye();
      second.take('BYE');
      assert.ok(told(back).includes('SIP/2.0 487 Request Terminated'));
      out.bye();
      back.take('BYE');
    } else {
      out.bye();
      back.take('BYE');
      second.bye();
      third.take('BYE');
    }
    world.end(2);
  }
});

test('semi-attended: the call that rings is taken back, and rings for the other party', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  const second = bob.call('203', sdp({ of: 3 }));
  const first = cy.incoming();
  first.answer(180);
  const ringing180 = second.take(180);
  assert.equal(ringing180.status, 180);
  refer(back, intoCall('203', second));
  assert.match(first.take('CANCEL').get(Header.Reason) ?? '', /cause=200/);
  second.take(487);
  const ringing = cy.incoming();
  assert.match(ringing.invited?.get(Header.From) ?? '', /^"Ada" <sip:201@/);
  offers(ringing);
  accepts(out);
  back.take('BYE');
  ringing.bye();
  out.take('BYE');
  world.end(2);
});

test('a phone that keeps its keys: the call goes on, and its icon goes out', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob, sdp({ of: 7 }));
  refer(back, '<sip:203@ringfence>');
  offers(cy.incoming());
  const asked = out.take('INVITE');
  assert.notEqual(asked.body, '');
  const kept = /inline:\S+/.exec(sdp({ of: 7 }))?.[0] ?? '';
  out.answer(200, answerSdp({ of: 8 }).replace(/inline:\S+/, kept));
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', false]],
  );
  out.bye();
  assert.equal(world.record.secure, 'partly');
  world.end(1);
});

test('a phone that cuts the keys of all suites from one: the longer one that its last partner knows gives the shorter one away', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob, sdp({ of: 7 }));
  refer(back, '<sip:203@ringfence>');
  offers(cy.incoming());
  out.take('INVITE');
  const [kept = ''] = /inline:\S{40}/.exec(sdp({ of: 7 })) ?? [];
  const shorter = [2, 'AES_CM_128_HMAC_SHA1_80', 30] as const;
  out.answer(200, answerSdp({ of: 8, suite: shorter }).replace(/inline:\S+/, kept));
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', false]],
  );
  out.bye();
  world.end(1);
});

test('crossing transfers: the first one counts', () => {
  const { world, ada, bob, cy, di } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  assert.equal(refer(out, '<sip:204@ringfence>'), 491);
  offers(cy.incoming());
  accepts(out);
  back.take('BYE');
  assert.deepEqual(di.offered, []);
  out.bye();
  world.end(1);
});

test('glare: a phone that changes the call itself is asked again later', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  refer(back, '<sip:203@ringfence>');
  offers(cy.incoming());
  out.take('INVITE');
  out.answer(491);
  world.pass(3_000);
  accepts(out);
  back.take('BYE');
  out.bye();
  world.end(1);
});

test('a phone that dies at each step: nothing is stuck after the timers', () => {
  for (const [who, when] of [
    ['out', 'ringing'],
    ['out', 'asked'],
    ['back', 'ringing'],
    ['cy', 'ringing'],
    ['cy', 'asked'],
  ] as const) {
    const { world, ada, bob, cy } = fourPhones();
    const { out, back } = talk(ada, bob);
    refer(back, '<sip:203@ringfence>');
    const ringing = cy.incoming();
    ringing.answer(180);
    if (when === 'asked') offers(ringing);
    const dead = { out: ada, back: bob, cy }[who];
    dead.die();
    world.pass(200_000, 500);
    for (const call of [out, back, ringing]) if (call.phone !== dead && call.target !== '') call.bye();
    world.pass(4_000_000, 2_000);
    assert.equal(world.server.calls.size, 0, `${who} died when ${when}`);
    assert.equal(world.records.length, 1);
  }
});

test('what a REFER may not do', () => {
  const { world, ada, bob, cy, di } = fourPhones();
  const { out, back } = talk(ada, bob);
  const foreign = talk(cy, di, sdp({ of: 3 }), answerSdp({ of: 4 }));
  for (const [target, status] of [
    ['<mailto:somebody@example.com>', 400],
    ['nonsense', 400],
    ['<sip:203@ringfence;method=BYE>', 501],
    ['<sip:ringfence>', 404],
    ['<sip:203@ringfence?Replaces=nonsense>', 400],
    ['<sip:203@ringfence?Replaces=%ZZ>', 400],
  ] as const)
    assert.equal(refer(back, target), status, target);
  for (const [target, told0] of [
    ['<sip:299@ringfence>', '404 Not Found'],
    ['<sip:*78@ringfence>', '403 Forbidden'],
    // There is such a call, and there is none: the same answer.
    [intoCall('204', foreign.out), '481 Call/Transaction Does Not Exist'],
    [intoCall('204', foreign.back), '481 Call/Transaction Does Not Exist'],
    ['<sip:203@ringfence?Replaces=none%3Bto-tag%3Da%3Bfrom-tag%3Db>', '481 Call/Transaction Does Not Exist'],
    [intoCall('202', back), '481 Call/Transaction Does Not Exist'],
  ] as const) {
    assert.equal(refer(back, target), 202);
    assert.deepEqual(told(back).at(-1), `SIP/2.0 ${told0}`, target);
  }
  assert.deepEqual([out.inbox.names, foreign.back.inbox.names], [[], []]);
  assert.equal(refer(back, '<sip:203@ringfence>', ['Refer-Sub: false']), 202);
  assert.deepEqual(told(back), []);
  back.bye();
  out.bye();
  foreign.out.bye();
  world.pass(40_000);
  world.end(2);
});

test('a phone that does not escape the Replaces of its Refer-To is understood', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  const { out: second, back: third } = talk(bob, cy, sdp({ of: 3 }), answerSdp({ of: 4 }));
  refer(back, decodeURIComponent(intoCall('203', second)));
  offers(third);
  accepts(out);
  back.take('BYE');
  out.bye();
  third.take('BYE');
  world.end(2);
});

test('attended, and it comes to nothing: who had been asked for an offer already talks to whoever it was, with new keys', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  const { out: second, back: third } = talk(bob, cy, sdp({ of: 3 }), answerSdp({ of: 4 }));
  refer(back, intoCall('203', second));
  offers(third);
  out.answer(500);
  assert.match(third.take('ACK').body, /m=audio 0 /);
  assert.deepEqual(told(back).at(-1), 'SIP/2.0 480 Temporarily Unavailable');
  world.pass(300);
  const offer = offers(third);
  assert.equal(accepts(second).match(/inline:\S+/)?.[0], offer.match(/inline:\S+/)?.[0]);
  second.take('ACK');
  assert.match(third.take('ACK').body, /inline:/);
  const both = [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]);
  assert.deepEqual(both, [
    ['talking', true],
    ['talking', true],
  ]);
  second.bye();
  back.bye();
  world.end(2);
});

test('and where they cannot be brought back to each other, their call ends', () => {
  const { world, ada, bob, cy } = fourPhones();
  const { out, back } = talk(ada, bob);
  const { out: second, back: third } = talk(bob, cy, sdp({ of: 3 }), answerSdp({ of: 4 }));
  refer(back, intoCall('203', second));
  offers(third);
  out.answer(500);
  for (let time = 1; time <= 5; time++) {
    third.take('ACK');
    world.pass(3_000);
    third.take('INVITE');
    third.answer(500);
  }
  world.pass(3_000);
  assert.match(second.take('BYE').get(Header.Reason) ?? '', /could not be connected again/);
  third.take('BYE');
  back.bye();
  world.end(2);
});

test('a phone that keeps its keys, and shows them to the one who transfers only when the new one rings already', () => {
  const { world, ada, bob, cy } = fourPhones();
  const out = ada.call('202');
  const back = bob.incoming();
  back.answer(200, sdp({ of: 2 }));
  out.take('200 INVITE');
  refer(back, '<sip:203@ringfence>');
  cy.incoming().answer(200, sdp({ of: 5 }));
  const kept = answerSdp({ of: 7 });
  out.ack(kept);
  world.pass(300);
  const asked = out.take('INVITE');
  assert.notEqual(asked.body, '');
  out.answer(200, kept);
  assert.deepEqual(
    [...world.server.calls.values()].map(({ state, security }) => [state, security.secure]),
    [['talking', false]],
  );
  out.bye();
  world.end(1);
});
