// Walks of changes that do not come off: glare, refusals, phones that do not answer, requests that are none of theirs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header } from '#sip';
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

test('glare: both ask at once, both are told to ask again (491)', () => {
  const { world, out, back } = talking();
  out.phone.up.hold();
  back.phone.up.hold();
  out.reinvite(sdp({ version: 2 }));
  back.reinvite(answerSdp({ version: 2 }));
  out.phone.up.release();
  back.phone.up.release();
  world.run();
  back.take('491 INVITE');
  // The called phone finds our re-INVITE while its own is on the way.
  back.respond(back.take('INVITE'), 491);
  out.take('491 INVITE');
  back.reinvite(answerSdp({ version: 3 }));
  out.respond(out.take('INVITE'), 200, body(sdp({ version: 3, suite: [1, 'AEAD_AES_256_GCM', 44] })));
  back.take('200 INVITE');
  back.ack();
  end(world, out);
});

test('a second request of the same phone before the first is answered gets 500 with Retry-After', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }));
  const first = out.sent;
  out.update(sdp({ version: 3 }));
  assert.match(out.take('500 UPDATE').get(Header.RetryAfter) ?? '', /^\d$/);
  out.sent = first;
  back.respond(back.take('INVITE'), 200, body(answerSdp({ version: 2 })));
  out.take('200 INVITE');
  out.ack();
  end(world, out);
});

test('a refused change leaves the call as it was, and may be asked again', () => {
  const { world, out, back } = talking();
  for (const [given, heard] of [
    [488, 488],
    [603, 603],
    [420, 488],
    [401, 488],
    [302, 488],
  ] as const) {
    const before = world.records.length;
    out.reinvite(sdp({ version: 2, more: ['a=mid:1'] }));
    back.respond(back.take('INVITE'), given);
    out.take(`${heard} INVITE`);
    assert.equal(world.records.length, before);
  }
  back.reinvite(answerSdp());
  back.take('200 INVITE');
  back.ack();
  assert.deepEqual(out.inbox.names, [], 'the called phone’s description has not changed');
  end(world, out);
});

test('a refusal’s Retry-After is passed on', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }));
  back.respond(back.take('INVITE'), 500, { headers: ['Retry-After: 7'] });
  assert.equal(out.take('500 INVITE').get(Header.RetryAfter), '7');
  end(world, out);
});

test('a phone that has lost the call answers 481, or nothing: both sides are ended', () => {
  for (const status of [481, 408, 0]) {
    const { world, out, back } = talking();
    out.reinvite(sdp({ version: 2 }));
    if (status === 0) world.pass(33_000, 500);
    else back.respond(back.take('INVITE'), status);
    out.take(`${status === 0 ? 408 : status} INVITE`);
    out.take('BYE');
    assert.match(world.record.cause, /^called 202: the phone no longer knows the call/);
    world.end(1);
  }
});

test('a phone that keeps saying that it tries is not waited for, and the call goes on', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }));
  back.respond(back.take('INVITE'), 100);
  world.pass(61_000, 500);
  back.take('CANCEL');
  out.take('487 INVITE');
  assert.deepEqual(world.records, []);
  end(world, out);
});

test('the asking phone takes its re-INVITE back', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }));
  back.respond(back.take('INVITE'), 100);
  out.cancel();
  out.take('200 CANCEL');
  back.take('CANCEL');
  out.take('487 INVITE');
  end(world, out);
});

test('one hangs up while the other is asked: what waits is refused, a late answer is still acknowledged', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }));
  const asked = back.take('INVITE');
  back.phone.manners.answersCancel = false;
  back.respond(asked, 100);
  back.phone.up.hold();
  back.respond(asked, 200, body(answerSdp({ version: 2 })));
  out.bye();
  out.take('487 INVITE');
  back.phone.up.release();
  world.run();
  back.take('BYE');
  back.take('ACK');
  world.end(1);
});

test('one hangs up before the other has said anything to the question: it is taken back once it does', () => {
  const { world, out, back } = talking();
  out.reinvite(sdp({ version: 2 }));
  const asked = back.take('INVITE');
  out.bye();
  back.respond(asked, 100);
  back.take('CANCEL');
  world.end(1);
});

test('a body that is no description, and an option that nobody knows, are refused inside a dialog too', () => {
  const { world, out, back } = talking();
  out.request('UPDATE', { body: { type: 'text/plain', text: 'x' } });
  assert.equal(out.take('415 UPDATE').get(Header.Accept), 'application/sdp');
  out.request('UPDATE', { headers: ['Require: levitation'] });
  assert.equal(out.take('420 UPDATE').get(Header.Unsupported), 'levitation');
  out.request('UPDATE', { headers: ['Session-Expires: 20'] });
  assert.equal(out.take('422 UPDATE').get(Header.MinSE), '90');
  out.request('SUBSCRIBE');
  assert.match(out.take('405 SUBSCRIBE').get(Header.Allow) ?? '', /UPDATE/);
  out.request('OPTIONS');
  out.take('200 OPTIONS');
  assert.deepEqual(back.inbox.names, []);
  end(world, out);
});

test('digits by INFO are carried; anything else in INFO is not', () => {
  const { world, out, back } = talking();
  out.request('INFO', { body: { type: 'application/dtmf-relay', text: 'Signal=5\r\nDuration=160\r\n' } });
  const info = back.take('INFO');
  assert.equal(info.body, 'Signal=5\r\nDuration=160\r\n');
  back.respond(info, 200);
  out.take('200 INFO');
  out.request('INFO', { body: { type: 'application/x-secret', text: 'x' } });
  out.take('415 INFO');
  assert.deepEqual(back.inbox.names, []);
  end(world, out);
});

test('the answer in an ACK is not taken over a weaker way', () => {
  const world = new World();
  const [alice, bob] = [world.phone('201'), world.phone('202')];
  const out = alice.call('202');
  const back = bob.incoming();
  back.answer(200, sdp({ of: 2 }));
  out.take(200);
  const answer = { body: sdp({ suite: [1, 'AEAD_AES_256_GCM', 44] }), cseq: out.sent?.cseq ?? 0 };
  const spy = world.phone('203', { transport: 'UDP', registers: false });
  spy.send(out.text('ACK', answer).replace(/^Via:.*$/m, spy.via()));
  assert.equal(back.inbox.count('ACK'), 0);
  out.ack(answer.body);
  back.take('ACK');
  end(world, out);
});

test('a request with an old number, with other tags, or over a weaker way, changes nothing', () => {
  const { world, out, back } = talking();
  out.request('UPDATE', { cseq: 1 });
  out.take('500 UPDATE');
  out.request('BYE', { toTag: 'guessed' });
  out.take('481 BYE');
  const spy = world.phone('203', { transport: 'UDP', registers: false });
  const text = out.text('BYE').replace(/^Via:.*$/m, spy.via());
  spy.send(text);
  assert.equal(spy.heard.at(-1)?.status, 403, 'begun over TLS, it does not go on without');
  spy.send(
    text.replace(/From: .*;tag=[^\r]*/, 'From: <sip:201@ringfence>;tag=guessed').replace('branch=', 'branch=z9hG4bKx'),
  );
  assert.equal(spy.heard.at(-1)?.status, 481);
  assert.deepEqual([world.records, back.inbox.names], [[], []]);
  end(world, out);
});
