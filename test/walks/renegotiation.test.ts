// Walks of what changes during a call: hold and resume, offers in any place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SipMessage } from '#sip';
import type { PhoneCall } from './phone-call.ts';
import { answerSdp, sdp } from './sdp.ts';
import { type Talk, talk } from './steps.ts';
import { World } from './world.ts';

const talking = (): Talk & { readonly world: World } => {
  const world = new World();
  return { world, ...talk(world.phone('201'), world.phone('202')) };
};
const body = (text: string) => ({ body: { type: 'application/sdp', text } });
const end = (world: World, call: PhoneCall): void => {
  call.bye();
  world.end(1);
};
const version = ({ body: text }: SipMessage): number => Number(/^o=\S+ \S+ (\d+)/m.exec(text)?.[1]);

test('either side holds and resumes; versions of the descriptions rise', () => {
  const { world, out, back } = talking();
  for (const [one, other, mine, theirs] of [
    [out, back, sdp, answerSdp],
    [back, out, answerSdp, sdp],
  ] as const) {
    const versions: number[] = [];
    for (const [direction, answered] of [
      ['sendonly', 'recvonly'],
      ['inactive', 'inactive'],
      ['sendrecv', 'sendrecv'],
    ] as const) {
      const next = versions.length + 2;
      one.reinvite(mine({ direction, version: next }));
      const asked = other.take('INVITE');
      assert.match(asked.body, new RegExp(`^a=${direction}`, 'm'));
      versions.push(version(asked));
      const suite = [1, 'AEAD_AES_256_GCM', 44] as const;
      other.respond(asked, 200, body(theirs({ direction: answered, version: next, suite })));
      other.take('ACK');
      assert.match(one.take('200 INVITE').body, new RegExp(`^a=${answered}`, 'm'));
      one.ack();
    }
    assert.deepEqual(
      versions,
      versions.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(versions).size, 3);
  }
  end(world, back);
  assert.equal(world.record.secure, 'throughout');
});

test('hold in the old way, by the address 0.0.0.0, passes as it is', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }).replace(/^c=.*$/m, 'c=IN IP4 0.0.0.0'));
  const asked = back.take('INVITE');
  assert.match(asked.body, /^c=IN IP4 0\.0\.0\.0$/m);
  back.respond(asked, 200, body(answerSdp({ version: 2 })));
  out.take('200 INVITE');
  out.ack();
  end(world, out);
});

test('a re-INVITE that changes nothing is answered without asking the other', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp());
  assert.match(out.take('200 INVITE').body, /198\.51\.100\.2/);
  out.ack();
  assert.deepEqual(back.inbox.names, []);
  end(world, out);
});

test('UPDATE with an offer is carried, as a re-INVITE to a phone that does not take UPDATE', () => {
  const { world, out, back } = talking();
  out.update(sdp({ version: 2, direction: 'sendonly' }));
  back.respond(back.take('UPDATE'), 200, body(answerSdp({ version: 2, direction: 'recvonly' })));
  assert.match(out.take('200 UPDATE').body, /a=recvonly/);
  out.allow = 'Allow: INVITE, ACK, BYE, CANCEL';
  out.reinvite(sdp({ version: 2, direction: 'sendonly' }));
  out.take('200 INVITE');
  out.ack();
  back.update(answerSdp({ version: 3 }));
  const asked = out.take('INVITE');
  out.respond(asked, 200, body(sdp({ version: 3, suite: [1, 'AEAD_AES_256_GCM', 44] })));
  out.take('ACK');
  back.take('200 UPDATE');
  end(world, out);
});

test('a re-INVITE without an offer: the other offers, the ACK brings the answer', () => {
  const { world, out, back } = talking();
  out.reinvite();
  const asked = back.take('INVITE');
  assert.equal(asked.body, '');
  back.respond(asked, 200, body(sdp({ of: 2, version: 2 })));
  assert.deepEqual(back.inbox.names, [], 'no ACK before there is an answer to put into it');
  const offered = out.take('200 INVITE');
  assert.match(offered.body, /198\.51\.100\.2/);
  out.ack(sdp({ suite: [1, 'AEAD_AES_256_GCM', 44], version: 2 }));
  assert.match(back.take('ACK').body, /198\.51\.100\.1/);
  end(world, out);
  assert.equal(world.record.secure, 'throughout');
});

test('an INVITE without an offer: the phone offers, the ACK brings the answer', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202');
  const back = bob.incoming();
  assert.equal(back.invited?.body, '');
  back.answer(180);
  back.answer(200, sdp({ of: 2 }));
  assert.match(out.take(200).body, /198\.51\.100\.2/);
  assert.equal(back.inbox.count('ACK'), 0);
  assert.deepEqual(world.begun, [], 'nobody knows yet how secure it is');
  out.ack(sdp({ suite: [2, 'AES_CM_128_HMAC_SHA1_80', 30] }));
  assert.match(back.take('ACK').body, /AES_CM_128_HMAC_SHA1_80/);
  assert.equal(world.begun.length, 1);
  end(world, out);
  assert.deepEqual([world.record.secure, world.record.caller.srtpSuite], ['throughout', 'AES_CM_128_HMAC_SHA1_80']);
});

test('an INVITE without an offer whose ACK brings no answer ends the call', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202');
  const back = bob.incoming();
  back.answer(200, sdp({ of: 2 }));
  out.take(200);
  out.ack();
  out.take('BYE');
  back.take('ACK');
  back.take('BYE');
  assert.equal(world.record.outcome, 'failed');
  world.end(1);
});
