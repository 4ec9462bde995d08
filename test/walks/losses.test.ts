// Walks over UDP where every message is lost, doubled or late once, and phones die in every state.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { World } from './world.ts';

const open = { mediaSecurity: 'none' } as const;
const offer = sdp({ media: 'plain' });
const answer = answerSdp({ media: 'plain' });

const offices = (repeats = false) => {
  const world = new World({ 201: open, 202: open });
  const choice = { transport: 'UDP', repeats } as const;
  return { world, alice: world.phone('201', choice), bob: world.phone('202', choice) };
};

/** A whole call, in which each message is sent once and its loss made good by the stacks of phones and server. */
function wholeCall(disturb: (parts: ReturnType<typeof offices>) => void): void {
  const parts = offices(true);
  const { world, alice, bob } = parts;
  disturb(parts);
  const out = alice.call('202', offer);
  world.pass(2_000);
  const back = bob.incoming();
  back.answer(180);
  back.answer(200, answer);
  world.pass(2_000);
  assert.match(out.take('200 INVITE').body, /198\.51\.100\.2/);
  out.ack();
  world.pass(2_000);
  back.take('ACK');
  world.pass(40_000, 500);
  assert.deepEqual(world.records, [], 'the call stands');
  out.bye();
  world.pass(2_000);
  out.take('200 BYE');
  back.take('BYE');
  assert.equal(world.record.outcome, 'answered');
  world.end(1);
}

/** Loses the first message of this kind on a lane. */
const loseFirst = (lane: { losing: (text: string) => boolean }, kind: RegExp): void => {
  let isLost = false;
  lane.losing = (text) => {
    if (isLost || !kind.test(text)) return false;
    isLost = true;
    return true;
  };
};

const kinds: readonly (readonly [string, 'alice' | 'bob', 'up' | 'down', RegExp])[] = [
  ['the challenge', 'alice', 'down', /^SIP\/2.0 407/],
  ['the INVITE to the server', 'alice', 'up', /^INVITE/],
  ['the INVITE to the phone', 'bob', 'down', /^INVITE/],
  ['the ringing', 'bob', 'up', /^SIP\/2.0 180/],
  ['the ringing to the caller', 'alice', 'down', /^SIP\/2.0 180/],
  ['the answer', 'bob', 'up', /^SIP\/2.0 200[\s\S]*CSeq: \d+ INVITE/],
  ['the answer to the caller', 'alice', 'down', /^SIP\/2.0 200[\s\S]*CSeq: \d+ INVITE/],
  ['our ACK', 'bob', 'down', /^ACK/],
  ['the caller’s ACK', 'alice', 'up', /^ACK[\s\S]*;tag=[0-9a-f]{16}/],
  ['the BYE', 'alice', 'up', /^BYE/],
  ['the answer to the BYE', 'alice', 'down', /^SIP\/2.0 200[\s\S]*CSeq: \d+ BYE/],
  ['our BYE', 'bob', 'down', /^BYE/],
  ['the answer to our BYE', 'bob', 'up', /^SIP\/2.0 200[\s\S]*CSeq: \d+ BYE/],
];

for (const [what, phone, lane, kind] of kinds) {
  test(`lost once: ${what}`, () => wholeCall((parts) => loseFirst(parts[phone][lane], kind)));
}

test('every message comes twice', () => {
  wholeCall(({ alice, bob }) => {
    for (const lane of [alice.up, alice.down, bob.up, bob.down]) lane.double = 1_000;
  });
});

test('a refusal is repeated until its ACK, and the phone’s refusal acknowledged each time', () => {
  const { world, alice, bob } = offices();
  alice.manners.acknowledges = false;
  const out = alice.call('202', offer);
  alice.manners.acknowledges = true;
  const challenged = out.inbox.count(407);
  assert.equal(challenged, 0, 'the challenge is answered');
  const back = bob.incoming();
  back.answer(486);
  back.answer(486);
  assert.equal(back.inbox.count('ACK'), 2);
  assert.equal(out.inbox.count(486), 1);
  world.end(1);
});

test('a caller that never acknowledges a refusal gets it for 32 seconds, no longer', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', offer);
  alice.manners.acknowledges = false;
  bob.incoming().answer(486);
  world.pass(60_000, 500);
  assert.equal(out.inbox.count(486), 11);
  world.end(1);
});

test('a caller that never acknowledges the answer: after 32 seconds both sides are ended', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', offer);
  const back = bob.incoming();
  back.answer(200, answer);
  world.pass(31_000, 500);
  assert.deepEqual(world.records, []);
  world.pass(2_000, 500);
  assert.equal(out.inbox.count('200 INVITE'), 11);
  back.take('BYE');
  out.take('BYE');
  assert.match(world.record.cause, /caller 201: the phone did not acknowledge the answer/);
  world.end(1);
});

test('the called phone hangs up before the caller has acknowledged: the caller’s BYE waits for its ACK', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', offer);
  const back = bob.incoming();
  back.answer(200, answer);
  back.bye();
  world.pass(3_000, 500);
  assert.equal(out.inbox.count('BYE'), 0);
  out.ack();
  out.take('BYE');
  assert.equal(world.record.endedBy, 'called');
  world.end(1);
});

test('the caller’s BYE overtakes its ACK', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', offer);
  const back = bob.incoming();
  back.answer(200, answer);
  alice.up.hold();
  out.ack();
  out.bye();
  alice.up.release((held) => held.reverse());
  world.run();
  out.take('200 BYE');
  back.take('BYE');
  assert.equal(world.record.outcome, 'answered');
  world.end(1);
});

test('the ringing comes after the answer: it is left out', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', offer);
  const back = bob.incoming();
  bob.up.hold();
  back.answer(180);
  back.answer(200, answer);
  bob.up.release((held) => held.reverse());
  world.run();
  assert.deepEqual(out.inbox.names, ['200 INVITE']);
  out.ack();
  out.bye();
  world.end(1);
});

test('a phone that takes longer than 200 ms: the caller hears 100 meanwhile, once', () => {
  const { world, alice, bob } = offices();
  const out = alice.call('202', offer);
  world.pass(150);
  assert.deepEqual(out.inbox.names, []);
  world.pass(2_000);
  assert.deepEqual(out.inbox.names, ['100 INVITE']);
  bob.incoming().answer(486);
  world.end(1);
});

const talks = (out: PhoneCall, back: PhoneCall): void => {
  back.answer(200, answer);
  out.ack();
};

/** What has happened when a phone dies, and how the record ends. */
const states: readonly (readonly [string, (out: PhoneCall, back: PhoneCall) => void, string])[] = [
  ['before it rings', () => undefined, 'failed'],
  ['while it rings', (_, back) => back.answer(180), 'no answer'],
  ['before the ACK', (_, back) => back.answer(200, answer), 'failed'],
  ['while they talk', talks, 'failed'],
  [
    'during a hold',
    (out, back) => {
      talks(out, back);
      out.reinvite(sdp({ media: 'plain', version: 2 }));
    },
    'failed',
  ],
];

for (const [when, step, outcome] of states) {
  for (const who of ['the called phone', 'both phones'] as const) {
    test(`${who} dies ${when}`, () => {
      const { world, alice, bob } = offices();
      const out = alice.call('202', offer);
      const back = bob.incoming();
      step(out, back);
      bob.die();
      if (who === 'both phones') alice.die();
      world.pass(20 * 60_000, 500);
      assert.equal(world.record.outcome, outcome);
      world.end(1);
    });
  }
}

test('the caller dies while it rings: the phone rings its time, and no longer', () => {
  const { world, alice, bob } = offices();
  alice.call('202', offer);
  const back = bob.incoming();
  back.answer(180);
  alice.die();
  world.pass(61_000, 500);
  back.take('CANCEL');
  assert.equal(world.record.outcome, 'no answer');
  world.end(1);
});
