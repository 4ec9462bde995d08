// Walks of the media policy in answers and changes: nothing is quietly sent in the clear, nothing quietly downgraded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
import { answerSdp, sdp, showsKey } from './sdp.ts';
import { securedOffices as offices } from './steps.ts';
import { World } from './world.ts';

const secure = { caller: 'required', called: 'required', from: 'TLS', to: 'TLS' } as const;
const relaxed = { ...secure, caller: 'preferred', called: 'preferred' } as const;

test('the called phone answers without SRTP where it is required: both phones are told why', () => {
  const { world, alice, bob } = offices(secure);
  const out = alice.call('202', sdp({ media: 'either' }));
  const back = bob.incoming();
  back.answer(200, answerSdp({ media: 'plain' }));
  const why = 'The call must be encrypted: the other phone does not accept SRTP';
  assert.match(out.take(488).get(Header.Warning) ?? '', new RegExp(why));
  back.take('ACK');
  assert.equal(back.take('BYE').get(Header.Reason), `SIP;cause=488;text="${why}"`);
  assert.deepEqual([world.record.outcome, world.record.cause], ['refused', why]);
  world.end(1);
});

test('likewise when it shows so early: the phone is told by the CANCEL', () => {
  const { world, alice, bob } = offices(secure);
  const out = alice.call('202', sdp({ media: 'either' }));
  const back = bob.incoming();
  back.answer(183, answerSdp({ media: 'plain' }));
  out.take(488);
  assert.match(back.take('CANCEL').get(Header.Reason) ?? '', /^SIP;cause=488;text="The call must be encrypted/);
  world.end(1);
});

test('preferred, and the called phone answers without SRTP: allowed, and called not secure', () => {
  const { world, alice, bob } = offices(relaxed);
  const out = alice.call('202', sdp({ media: 'either' }));
  bob.incoming().answer(200, answerSdp({ media: 'plain' }));
  out.take(200);
  out.ack();
  out.bye();
  assert.deepEqual([world.record.secure, world.record.caller.srtpSuite], ['never', '']);
  world.end(1);
});

test('weak suites and plain streams beside strong ones are taken out of an offer that must be encrypted', () => {
  const { world, alice, bob } = offices(secure);
  const weak = 'a=crypto:9 AES_CM_128_HMAC_SHA1_80 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA UNENCRYPTED_SRTP';
  const clearRtcp = weak.replace('crypto:9', 'crypto:8').replace('UNENCRYPTED_SRTP', 'UNENCRYPTED_SRTCP');
  const more = [weak, clearRtcp, 'm=audio 40100 RTP/AVP 0', 'a=sendrecv'];
  alice.call('202', sdp({ more }));
  const offered = bob.incoming().invited?.body ?? '';
  assert.doesNotMatch(offered, /UNENCRYPTED/);
  assert.match(offered, /^m=audio 0 RTP\/AVP/m);
  world.end(1);
});

test('keys pass as they are: aliases, lifetimes and identifiers, and the same keys again after a change', () => {
  const { world, alice, bob } = offices(secure);
  const key = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const lines = [
    `a=crypto:3 AES_CM_128_HMAC_SHA1_32 inline:${key}|2^20|1:4`,
    `a=crypto:4 AES_CM_256_HMAC_SHA1_80 inline:${'B'.repeat(61)}A==`,
  ];
  const out = alice.call('202', sdp({ more: lines }));
  const back = bob.incoming();
  for (const line of lines) assert.ok(back.invited?.body.includes(`${line}\r\n`), line);
  back.answer(200, answerSdp({ suite: [4, 'AES_256_CM_HMAC_SHA1_80', 46] }));
  out.take(200);
  out.ack();
  back.inbox.clear();
  out.reinvite(sdp({ more: lines, version: 2, direction: 'sendonly' }));
  const asked = back.take('INVITE');
  for (const line of lines) assert.ok(asked.body.includes(`${line}\r\n`), line);
  back.respond(asked, 200, { body: { type: 'application/sdp', text: answerSdp({ version: 2 }) } });
  out.take('200 INVITE');
  out.ack();
  out.bye();
  assert.deepEqual([world.record.secure, world.record.called.srtpSuite], ['throughout', 'AEAD_AES_256_GCM']);
  world.end(1);
});

test('an offer that demands SRTP without a usable key is refused', () => {
  const { world, alice } = offices(relaxed);
  const out = alice.call('202', sdp({ suite: [1, 'ROT_13', 30] }));
  assert.match(out.take(488).get(Header.Warning) ?? '', /SRTP is offered without a usable key/);
  world.end(1);
});

test('a required call is not downgraded: a plain re-INVITE is refused, and the call goes on as it was', () => {
  const { world, alice, bob } = offices(secure);
  const out = alice.call('202', sdp());
  const back = bob.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  back.inbox.clear();
  out.reinvite(sdp({ media: 'plain', version: 2 }));
  assert.match(out.take('488 INVITE').get(Header.Warning) ?? '', /must be encrypted/);
  out.update(sdp({ media: 'plain', version: 2 }));
  out.take('488 UPDATE');
  assert.deepEqual([back.inbox.names, world.records], [[], []]);
  out.bye();
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('a required call is not downgraded by its answer: it ends instead', () => {
  const { world, alice, bob } = offices(secure);
  const out = alice.call('202', sdp({ media: 'either' }));
  const back = bob.incoming();
  back.answer(200, answerSdp({ media: 'either' }));
  out.take(200);
  out.ack();
  back.inbox.clear();
  out.reinvite(sdp({ media: 'either', version: 2 }));
  back.respond(back.take('INVITE'), 200, { body: { type: 'application/sdp', text: answerSdp({ media: 'plain' }) } });
  out.take('488 INVITE');
  out.take('BYE');
  back.take('BYE');
  assert.match(world.record.cause, /the other phone does not accept SRTP/);
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('a preferred call that turns plain is called secure in part, and the tools hear of it at once', () => {
  const { world, alice, bob } = offices(relaxed);
  const out = alice.call('202', sdp({ media: 'either' }));
  const back = bob.incoming();
  back.answer(200, answerSdp({ media: 'either' }));
  out.take(200);
  out.ack();
  back.inbox.clear();
  out.reinvite(sdp({ media: 'plain', version: 2 }));
  back.respond(back.take('INVITE'), 200, { body: { type: 'application/sdp', text: answerSdp({ media: 'plain' }) } });
  out.take('200 INVITE');
  out.ack();
  const told = world.events.flatMap((event) => (event.kind === 'security' ? [event.security.secure] : []));
  assert.deepEqual(told, [true, false]);
  out.bye();
  assert.equal(world.record.secure, 'partly');
  world.end(1);
});

test('hold without any stream leaves the call as secure as it was', () => {
  const { world, alice, bob } = offices(secure);
  const out = alice.call('202', sdp());
  const back = bob.incoming();
  back.answer(200, answerSdp());
  out.take(200);
  out.ack();
  back.inbox.clear();
  out.reinvite(sdp({ port: 0, version: 2 }));
  back.respond(back.take('INVITE'), 200, { body: { type: 'application/sdp', text: answerSdp({ port: 0 }) } });
  out.take('200 INVITE');
  out.ack();
  out.bye();
  assert.equal(world.record.secure, 'throughout');
  world.end(1);
});

test('SRTP switched off in System Options: nobody gets keys, who requires them gets no call', () => {
  for (const [kind, isRefused] of [
    [relaxed, false],
    [secure, true],
  ] as const) {
    const { world, alice, bob } = offices(kind);
    world.options = { ...world.options, srtpEnabled: false };
    const out = alice.call('202', sdp({ media: 'either' }));
    if (isRefused) assert.match(out.take(488).get(Header.Warning) ?? '', /SRTP is switched off in System Options/);
    else assert.ok(!showsKey(bob.incoming().invited?.body ?? 'inline:'));
    world.end(1);
  }
});

test('keys in odd places do not slip through to a phone without TLS, in offers and answers', () => {
  const { world, alice, bob } = offices({ ...relaxed, to: 'UDP' });
  const offers: readonly (readonly [number, string])[] = [
    [488, sdp({ media: 'plain' }).replace(/^t=0 0$/m, 't=0 0\r\nk=clear:c2VjcmV0')],
    [488, sdp({ media: 'plain', more: ['a=key-mgmt:mikey AQAFgM0XflABAAAA'] })],
    [488, sdp({ media: 'plain', more: ['a=CRYPTO:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'] })],
    [0, sdp({ media: 'plain', more: ['m=video 0 RTP/SAVP 99', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA'] })],
  ];
  for (const [status, offer] of offers) {
    const out = alice.call('202', offer);
    if (status > 0) out.take(status);
    else {
      const back = bob.incoming();
      assert.doesNotMatch(back.invited?.body ?? '', /crypto/);
      back.answer(200, answerSdp({ media: 'plain', more: ['m=video 0 RTP/SAVP 99', 'a=crypto:1 X inline:BBBB'] }));
      assert.doesNotMatch(out.take(200).body, /crypto/);
      out.ack();
      out.bye();
    }
  }
  world.end(4);
});

test('a key in an answer that nobody asked for does not reach a phone without TLS', () => {
  const { world, alice, bob } = offices({ ...relaxed, from: 'UDP' });
  const out = alice.call('202', sdp({ media: 'plain' }));
  bob.incoming().answer(200, answerSdp({ media: 'either' }));
  assert.ok(!showsKey(out.take(200).body));
  out.ack();
  out.bye();
  assert.equal(world.record.secure, 'never');
  world.end(1);
});

test('of several devices only those ring that may have the call', () => {
  const world = new World({ 201: {}, 202: { mediaSecurity: 'preferred' } });
  const alice = world.phone('201');
  const [tls, udp] = [world.phone('202'), world.phone('202', { transport: 'UDP' })];
  const out = alice.call('202', sdp());
  assert.deepEqual([tls.offered.length, udp.offered.length], [1, 0]);
  out.cancel();
  world.end(1);
});
