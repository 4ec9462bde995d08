// Two phones, back to back over a wire of memory: calls from beginning to end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from '#base';
import type { TransportName } from '#sip';
import type { Handset } from '../handset.ts';
import type { Behaviour, HandsetMedia, HandsetSettings } from '../settings.ts';
import { Bench } from '../testing.ts';
import type { CallEnd } from './call-context.ts';
import type { IncomingCall } from './incoming.ts';
import type { OutgoingCall } from './outgoing.ts';

interface Pair {
  readonly bench: Bench;
  readonly caller: Handset;
  readonly called: Handset;
}

interface Choice {
  readonly transport?: TransportName;
  readonly caller?: Partial<HandsetSettings>;
  readonly called?: Partial<HandsetSettings>;
  readonly callerMedia?: Partial<HandsetMedia>;
  readonly calledMedia?: Partial<HandsetMedia>;
}

async function phones(choice: Choice = {}): Promise<Pair> {
  const bench = new Bench(choice.transport);
  const caller = await bench.phone('201', choice.caller, choice.callerMedia);
  const called = await bench.phone('202', choice.called, choice.calledMedia);
  return { bench, caller, called };
}

const behaving = (behaviour: Behaviour): Partial<HandsetSettings> => ({ behaviour });
const answering: Partial<HandsetSettings> = { whenCalled: { do: 'answer', afterMs: 0 } };

function taken<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.words);
  return result.value;
}

/** Calls and lets it ring. */
async function ring({ bench, caller, called }: Pair): Promise<{ out: OutgoingCall; in_: IncomingCall }> {
  const out = taken(caller.call(called.number));
  bench.run();
  return { out, in_: taken(await called.rung(0)) };
}

/** Calls and answers. */
async function talk(pair: Pair): Promise<{ out: OutgoingCall; in_: IncomingCall }> {
  const both = await ring(pair);
  both.in_.answer();
  pair.bench.run();
  taken(await both.out.established(0));
  taken(await both.in_.established(0));
  return both;
}

const endOf = async (call: OutgoingCall | IncomingCall): Promise<CallEnd> => taken(await call.ended(0));
const methods = (bench: Bench, end: number): string[] =>
  (bench.flows[end]?.sent ?? []).map((text) => text.split(' ', text.startsWith('SIP') ? 2 : 1).at(-1) ?? '');

test('a call rings, is answered and is hung up by its caller', async () => {
  const pair = await phones();
  const { out, in_ } = await ring(pair);
  assert.deepEqual([out.state, in_.state], ['ringing', 'ringing']);
  assert.equal(in_.farNumber, '201');
  in_.answer();
  pair.bench.run();
  assert.deepEqual([out.state, in_.state], ['talking', 'talking']);
  assert.deepEqual([out.media.suite, in_.media.suite], ['AEAD_AES_256_GCM', 'AEAD_AES_256_GCM']);
  assert.equal(out.security.tls?.version, 'TLSv1.3');
  assert.ok(out.security.secure && in_.security.secure);
  out.hangUp();
  pair.bench.run();
  assert.equal((await endOf(out)).by, 'near');
  assert.equal((await endOf(in_)).by, 'far');
  assert.deepEqual(methods(pair.bench, 0), ['INVITE', 'ACK', 'BYE']);
  assert.deepEqual(methods(pair.bench, 1), ['180', '200', '200']);
  assert.equal(pair.caller.calls.size + pair.called.calls.size, 0);
  pair.bench.end();
});

test('the called phone hangs up', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  in_.hangUp();
  pair.bench.run();
  assert.equal((await endOf(in_)).by, 'near');
  assert.equal((await endOf(out)).by, 'far');
  pair.bench.end();
});

test('both hang up at once', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  out.hangUp();
  in_.hangUp();
  pair.bench.run();
  assert.deepEqual([out.state, in_.state], ['ended', 'ended']);
  pair.bench.end();
});

test('a phone answers by itself, after a while', async () => {
  const pair = await phones({ called: { whenCalled: { do: 'answer', afterMs: 3_000 } } });
  const { out } = await ring(pair);
  pair.bench.pass(2_900);
  assert.equal(out.state, 'ringing');
  pair.bench.pass(200);
  assert.equal(out.state, 'talking');
  out.hangUp();
  pair.bench.end();
});

test('a call is declined with the status that was told', async () => {
  const pair = await phones({ called: { whenCalled: { do: 'decline', status: 488 } } });
  const out = taken(pair.caller.call('202'));
  pair.bench.run();
  const end = await endOf(out);
  assert.deepEqual([end.by, end.status, end.reason], ['far', 488, 'Not Acceptable Here']);
  const refused = await out.established(0);
  assert.ok(!refused.ok && /488 Not Acceptable Here/.test(refused.refusal.words));
  pair.bench.end();
});

test('a call to a phone that says nothing at all times out', async () => {
  const pair = await phones({ transport: 'UDP', called: { whenCalled: { do: 'nothing' } } });
  const out = taken(pair.caller.call('202'));
  pair.bench.pass(33_000);
  assert.equal((await endOf(out)).status, 408);
  assert.equal(methods(pair.bench, 0).length, 7);
  for (const call of pair.called.calls) call.hangUp();
  pair.bench.end();
});

test('the caller gives up while it rings', async () => {
  const pair = await phones();
  const { out, in_ } = await ring(pair);
  out.cancel();
  pair.bench.run();
  assert.deepEqual([(await endOf(out)).status, (await endOf(out)).by], [487, 'near']);
  assert.deepEqual([(await endOf(in_)).status, (await endOf(in_)).by], [487, 'far']);
  assert.deepEqual(methods(pair.bench, 0), ['INVITE', 'CANCEL', 'ACK']);
  pair.bench.end();
});

test('the caller gives up before anything came: the CANCEL waits for the first answer', async () => {
  const pair = await phones();
  const out = taken(pair.caller.call('202'));
  out.cancel();
  assert.deepEqual(methods(pair.bench, 0), ['INVITE']);
  pair.bench.run();
  assert.equal((await endOf(out)).status, 487);
  assert.deepEqual(methods(pair.bench, 0), ['INVITE', 'CANCEL', 'ACK']);
  pair.bench.end();
});

test('a CANCEL that crosses the answer: the call is hung up at once', async () => {
  const pair = await phones();
  const { out, in_ } = await ring(pair);
  in_.answer();
  out.cancel();
  pair.bench.run();
  assert.deepEqual([out.state, in_.state], ['ended', 'ended']);
  assert.deepEqual(methods(pair.bench, 0), ['INVITE', 'CANCEL', 'ACK', 'BYE']);
  pair.bench.end();
});

test('late offer: the answer comes in the ACK', async () => {
  const pair = await phones({ caller: behaving({ lateOffer: true }) });
  const { out, in_ } = await talk(pair);
  assert.deepEqual([out.media.suite, in_.media.suite], ['AEAD_AES_256_GCM', 'AEAD_AES_256_GCM']);
  in_.hangUp();
  pair.bench.end();
});

test('the answer comes with the ringing, unreliably, and once more with the success', async () => {
  const pair = await phones({ called: behaving({ earlyAnswer: true }) });
  const { out, in_ } = await ring(pair);
  assert.equal(out.media.suite, 'AEAD_AES_256_GCM');
  assert.ok(out.media.offering);
  in_.answer();
  pair.bench.run();
  assert.equal(out.state, 'talking');
  assert.ok(!out.media.offering);
  out.hangUp();
  pair.bench.end();
});

for (const transport of ['TLS', 'UDP'] as const) {
  test(`the answer comes with the ringing, reliably, over ${transport}`, async () => {
    const reliable = behaving({ earlyAnswer: true, reliable: true });
    const pair = await phones({ transport, caller: reliable, called: reliable });
    const { out, in_ } = await ring(pair);
    assert.ok(out.media.settled && !out.media.offering);
    in_.answer();
    pair.bench.run();
    assert.deepEqual([out.state, in_.state], ['talking', 'talking']);
    assert.deepEqual(methods(pair.bench, 0), ['INVITE', 'PRACK', 'ACK']);
    const success = pair.bench.flows[1]?.sent.at(-1) ?? '';
    assert.ok(/^SIP\/2\.0 200 /.test(success) && /Content-Length: 0/.test(success));
    out.hangUp();
    pair.bench.end();
  });
}

test('late offer, reliably: the offer comes with the ringing and the answer in the PRACK', async () => {
  const pair = await phones({
    caller: behaving({ lateOffer: true, reliable: true }),
    called: behaving({ earlyAnswer: true, reliable: true }),
  });
  const { out, in_ } = await talk(pair);
  assert.deepEqual([out.media.suite, in_.media.suite], ['AEAD_AES_256_GCM', 'AEAD_AES_256_GCM']);
  out.hangUp();
  pair.bench.end();
});

test('a success waits for the PRACK of a description that went before, and without one the call ends', async () => {
  const reliable = behaving({ earlyAnswer: true, reliable: true });
  const pair = await phones({ transport: 'UDP', caller: reliable, called: reliable });
  const [caller] = pair.bench.flows;
  assert.ok(caller !== undefined);
  caller.losing = (text) => text.startsWith('PRACK');
  const out = taken(pair.caller.call('202'));
  pair.bench.run();
  const in_ = taken(await pair.called.rung(0));
  in_.answer();
  assert.equal(in_.state, 'ringing');
  pair.bench.pass(33_000);
  assert.equal((await endOf(out)).status, 500);
  pair.bench.end();
});

for (const renegotiateBy of ['INVITE', 'UPDATE'] as const) {
  test(`hold and resume by ${renegotiateBy}, from either side`, async () => {
    const pair = await phones({ caller: behaving({ renegotiateBy }), called: behaving({ renegotiateBy }) });
    const { out, in_ } = await talk(pair);
    for (const [near, far] of [
      [out, in_],
      [in_, out],
    ] as const) {
      for (const how of ['sendonly', 'inactive'] as const) {
        const held = near.hold(how);
        pair.bench.run();
        taken(await held);
        assert.ok(far.media.heldByFar);
        assert.equal(near.media.farDirection, how === 'sendonly' ? 'recvonly' : 'inactive');
        const resumed = near.resume();
        pair.bench.run();
        taken(await resumed);
        assert.ok(!far.media.heldByFar);
        assert.equal(near.media.farDirection, 'sendrecv');
      }
    }
    assert.ok(methods(pair.bench, 0).filter((method) => method === renegotiateBy).length >= 4);
    out.hangUp();
    pair.bench.end();
  });
}

test('both hold at once: both are refused, and both get their way in turn', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  const holds = [out.hold('inactive'), in_.hold('inactive')];
  pair.bench.run();
  assert.ok(methods(pair.bench, 0).includes('491') && methods(pair.bench, 1).includes('491'));
  pair.bench.pass(10_000, 10);
  for (const held of await Promise.all(holds)) taken(held);
  assert.deepEqual([out.media.holding, in_.media.holding], ['inactive', 'inactive']);
  assert.ok(out.media.heldByFar && in_.media.heldByFar);
  out.hangUp();
  pair.bench.end();
});

test('a hold that is refused leaves the call as it was', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  const [caller] = pair.bench.flows;
  assert.ok(caller !== undefined);
  const held = out.hold();
  in_.media.offer();
  pair.bench.pass(60_000);
  const refused = await held;
  assert.ok(!refused.ok && /491/.test(refused.refusal.words));
  assert.deepEqual([out.state, out.media.holding], ['talking', 'no']);
  out.hangUp();
  pair.bench.end();
});

test('only a call that talks is held', async () => {
  const pair = await phones();
  const { out } = await ring(pair);
  const held = await out.hold();
  assert.ok(!held.ok && /ringing cannot be held/.test(held.refusal.words));
  out.cancel();
  pair.bench.end();
});

test('nothing is heard of lost messages over UDP but the delay', async () => {
  const pair = await phones({ transport: 'UDP', called: answering });
  const lost = new Set<string>();
  for (const flow of pair.bench.flows)
    flow.losing = (text) => {
      const line = text.slice(0, text.indexOf('\r\n'));
      if (lost.has(line)) return false;
      lost.add(line);
      return true;
    };
  const out = taken(pair.caller.call('202'));
  pair.bench.pass(5_000);
  assert.equal(out.state, 'talking');
  for (const call of pair.called.calls) taken(await call.established(0));
  out.hangUp();
  pair.bench.pass(5_000);
  assert.equal(out.state, 'ended');
  pair.bench.end();
});

test('an answer that is never acknowledged is given up, and the call with it', async () => {
  const pair = await phones({ transport: 'UDP', called: answering });
  const [caller] = pair.bench.flows;
  assert.ok(caller !== undefined);
  caller.losing = (text) => text.startsWith('ACK');
  taken(pair.caller.call('202'));
  pair.bench.run();
  const [in_] = pair.called.calls;
  assert.ok(in_ !== undefined);
  in_.hangUp();
  assert.ok(!methods(pair.bench, 1).includes('BYE'), 'no BYE before the ACK');
  pair.bench.pass(33_000);
  assert.ok(methods(pair.bench, 1).includes('BYE'));
  assert.equal(in_.state, 'ended');
  pair.bench.end();
});

test('the session is refreshed by the caller, at half time, and ends when it is not', async () => {
  const session = { sessionSeconds: 100 };
  const pair = await phones({ transport: 'UDP', caller: session, called: { ...session, ...answering } });
  const out = taken(pair.caller.call('202'));
  pair.bench.pass(175_000);
  assert.equal(methods(pair.bench, 0).filter((method) => method === 'UPDATE').length, 3);
  for (const flow of pair.bench.flows) flow.losing = () => true;
  pair.bench.pass(200_000);
  assert.equal(out.state, 'ended');
  assert.equal(pair.called.calls.size, 0);
  pair.bench.end();
});

test('a refresh by re-INVITE repeats the description as it was', async () => {
  const session = { sessionSeconds: 100 };
  const pair = await phones({ caller: session, called: { ...session, ...answering } });
  const out = taken(pair.caller.call('202'));
  pair.bench.run();
  out.takesUpdate = false;
  pair.bench.pass(60_000);
  const bodies = (pair.bench.flows[0]?.sent ?? [])
    .filter((text) => text.startsWith('INVITE'))
    .map((text) => text.slice(text.indexOf('\r\n\r\n')));
  assert.equal(bodies.length, 2);
  assert.equal(bodies[0], bodies[1]);
  out.hangUp();
  pair.bench.end();
});

test('a call whose far end forgot it ends', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  in_.end({ by: 'nobody', status: 500, reason: 'Power cut', words: '' });
  const held = out.hold();
  pair.bench.run();
  assert.ok(!(await held).ok);
  assert.equal((await endOf(out)).by, 'nobody');
  pair.bench.end();
});

test('a call outlives its connection, and is hung up over the next one', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  pair.bench.cut();
  for (const phone of [pair.caller, pair.called]) taken(await phone.start());
  out.hangUp();
  pair.bench.run();
  assert.deepEqual([(await endOf(out)).by, (await endOf(in_)).by], ['near', 'far']);
  pair.bench.end();
});

test('a phone without a line does not call', async () => {
  const pair = await phones();
  pair.bench.cut();
  const call = pair.caller.call('202');
  assert.ok(!call.ok && call.refusal.code === 'handset.unreachable');
});

test('a phone that is closed hangs up', async () => {
  const pair = await phones();
  const { out, in_ } = await talk(pair);
  const closed = pair.called.close();
  pair.bench.run();
  await closed;
  assert.equal((await endOf(out)).by, 'far');
  assert.equal((await endOf(in_)).by, 'near');
  pair.bench.end();
});

const policies = ['required', 'preferred', 'none'] as const;
for (const callers of policies) {
  for (const calleds of policies) {
    for (const lateOffer of [false, true]) {
      const clash = [callers, calleds].includes('required') && [callers, calleds].includes('none');
      const secure = ![callers, calleds].includes('none');
      const outcome = clash ? '488' : secure ? 'SRTP' : 'plain RTP';
      test(`SRTP ${callers} calls ${calleds}${lateOffer ? ', late offer' : ''}: ${outcome}`, async () => {
        const pair = await phones({
          caller: behaving({ lateOffer }),
          called: answering,
          callerMedia: { policy: callers },
          calledMedia: { policy: calleds },
        });
        const out = taken(pair.caller.call('202'));
        pair.bench.run();
        if (clash) {
          assert.equal((await endOf(out)).status, 488);
          assert.equal(pair.called.calls.size, 0);
        } else {
          assert.equal(out.state, 'talking');
          assert.equal(out.media.suite !== '', secure);
          out.hangUp();
        }
        pair.bench.end();
      });
    }
  }
}
