// Built-in phones and the call server, over real sockets: the main job on real input.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Handset, HandsetCall, IncomingCall, OutgoingCall } from '#handset';
import { Exchange, limitMs, listen, makeStrangersAuthority, taken } from './exchange.ts';

interface Both {
  readonly out: OutgoingCall;
  readonly in_: IncomingCall;
}

async function ring(caller: Handset, called: Handset): Promise<Both> {
  const rung = called.rung(limitMs);
  const out = taken(caller.call(called.number));
  const in_ = taken(await rung);
  taken(await out.rings(limitMs));
  return { out, in_ };
}

async function talk(caller: Handset, called: Handset): Promise<Both> {
  const both = await ring(caller, called);
  both.in_.answer();
  taken(await both.out.established(limitMs));
  taken(await both.in_.established(limitMs));
  return both;
}

async function hangUp(call: HandsetCall, far: HandsetCall): Promise<void> {
  call.hangUp();
  assert.equal(taken(await call.ended(limitMs)).by, 'near');
  assert.equal(taken(await far.ended(limitMs)).by, 'far');
}

const sounding = { media: { sound: 'tone' } } as const;
const preferred = { mediaSecurity: 'preferred' } as const;

test('over TLS with SRTP: both hear each other, hold silences, resume brings the tones back', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    const [anna, bert] = [await exchange.phone('201', sounding), await exchange.phone('202', sounding)];
    const { out, in_ } = await talk(anna, bert);
    for (const call of [out, in_]) {
      assert.ok(call.security.secure);
      const heard = await listen(call, 10);
      assert.ok(heard.share > 0.9, `a share of ${heard.share}`);
      assert.equal(heard.refused, 0);
    }
    taken(await out.hold());
    in_.heard();
    const held = await listen(in_, 20);
    assert.equal((await listen(in_, 1)).share, 0, `held, and a share of ${held.share}`);
    out.heard();
    assert.equal(out.heard().frames, 0);
    taken(await out.resume());
    for (const call of [out, in_]) {
      call.heard();
      assert.ok((await listen(call, 10)).share > 0.9);
    }
    await hangUp(in_, out);
    const { record } = exchange;
    assert.deepEqual([record.outcome, record.endedBy, record.secure], ['answered', 'called', 'throughout']);
    assert.equal(record.caller.srtpSuite, 'AEAD_AES_256_GCM');
    assert.equal(record.called.tlsVersion, 'TLSv1.3');
  });
});

test('with tampered SRTP keys not one packet is taken', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    const anna = await exchange.phone('201', { ...sounding, behaviour: { tamperKeys: true } });
    const { out, in_ } = await talk(anna, await exchange.phone('202', sounding));
    const heard = await listen(in_, 10);
    assert.deepEqual([heard.frames, heard.share], [0, 0]);
    assert.ok(heard.refused >= 10);
    await hangUp(out, in_);
  });
});

for (const transport of ['UDP', 'TCP'] as const) {
  test(`over ${transport} a call between extensions that prefer encryption is plain, and said to be`, async () => {
    await Exchange.with({ 201: preferred, 202: preferred }, async (exchange) => {
      const choice = { transport, media: { policy: 'preferred', sound: 'tone' } } as const;
      const { out, in_ } = await talk(await exchange.phone('201', choice), await exchange.phone('202', choice));
      assert.deepEqual(out.security, { secure: false, suite: '', tls: undefined });
      for (const call of [out, in_]) assert.ok((await listen(call, 10)).share > 0.9);
      await hangUp(out, in_);
      assert.equal(exchange.record.secure, 'never');
    });
  });
}

test('required and plain: refused on the caller’s side with the reason, whoever calls', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    const anna = await exchange.phone('201');
    const bert = await exchange.phone('202', { media: { policy: 'none' } });
    for (const [caller, number] of [
      [anna, '202'],
      [bert, '201'],
    ] as const) {
      const end = taken(await taken(caller.call(number)).ended(limitMs));
      assert.deepEqual([end.by, end.status], ['far', 488]);
      assert.notEqual(end.words, '');
    }
    assert.deepEqual(
      exchange.records.map(({ status, secure }) => [status, secure]),
      [
        [488, 'never'],
        [488, 'never'],
      ],
    );
  });
});

test('preferred and plain: allowed, and called not secure', async () => {
  await Exchange.with({ 201: preferred, 202: preferred }, async (exchange) => {
    const anna = await exchange.phone('201', { media: { policy: 'preferred' } });
    const bert = await exchange.phone('202', { media: { policy: 'none' } });
    const { out, in_ } = await talk(anna, bert);
    assert.equal(out.media.suite, '');
    await hangUp(out, in_);
    assert.equal(exchange.record.secure, 'never');
  });
});

const ways = {
  'late offer': { lateOffer: true },
  'reliable ringing with the answer': { reliable: true, earlyAnswer: true },
  'late offer and reliable ringing with the offer': { lateOffer: true, reliable: true, earlyAnswer: true },
  'unreliable ringing with the answer': { earlyAnswer: true },
  'hold by UPDATE': { renegotiateBy: 'UPDATE' },
} as const;
for (const [name, behaviour] of Object.entries(ways)) {
  test(`every way of offer and answer: ${name}`, async () => {
    await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
      const choice = { ...sounding, behaviour };
      const { out, in_ } = await talk(await exchange.phone('201', choice), await exchange.phone('202', choice));
      for (const call of [out, in_]) assert.ok((await listen(call, 10)).share > 0.9);
      for (const [near, far] of [
        [out, in_],
        [in_, out],
      ] as const) {
        taken(await near.hold('inactive'));
        assert.ok(far.media.heldByFar);
        taken(await near.resume());
        assert.ok(!far.media.heldByFar);
      }
      await hangUp(out, in_);
      assert.equal(exchange.record.secure, 'throughout');
    });
  });
}

test('given up, declined, busy, unknown: each told as it is', async () => {
  await Exchange.with({ 201: {}, 202: {}, 203: { doNotDisturb: true }, 204: {} }, async (exchange) => {
    const [anna, bert] = [await exchange.phone('201'), await exchange.phone('202')];
    const given = await ring(anna, bert);
    given.out.cancel();
    assert.equal(taken(await given.out.ended(limitMs)).status, 487);
    assert.equal(taken(await given.in_.ended(limitMs)).status, 487);
    const declined = await ring(anna, bert);
    declined.in_.decline();
    const end = taken(await declined.out.ended(limitMs));
    assert.deepEqual([end.status, end.words], [486, 'The extension is busy']);
    const statuses: number[] = [];
    for (const number of ['203', '204', '299', '201'])
      statuses.push(taken(await taken(anna.call(number)).ended(limitMs)).status);
    assert.deepEqual(statuses, [486, 480, 404, 486]);
    assert.deepEqual(
      exchange.records.map(({ outcome }) => outcome),
      ['cancelled', 'busy', 'busy', 'refused', 'refused', 'refused'],
    );
  });
});

test('two devices of one extension ring; one answers and the other is told', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    const anna = await exchange.phone('201');
    const [desk, mobile] = [await exchange.phone('202'), await exchange.phone('202')];
    const rung = [desk.rung(limitMs), mobile.rung(limitMs)];
    const out = taken(anna.call('202'));
    const [atDesk, atMobile] = (await Promise.all(rung)).map(taken);
    assert.ok(atDesk !== undefined && atMobile !== undefined);
    atMobile.answer();
    taken(await out.established(limitMs));
    const told = taken(await atDesk.ended(limitMs));
    assert.deepEqual([told.status, told.words], [487, 'Call completed elsewhere']);
    await hangUp(out, atMobile);
  });
});

test('a wrong secret is refused and audited, another one’s authority is not trusted', async () => {
  await Exchange.with({ 201: {} }, async (exchange) => {
    const wrong = await exchange.phone('201', { secret: 'wrong', registers: false });
    wrong.register();
    const refused = await wrong.registered(limitMs);
    assert.ok(!refused.ok && /403/.test(refused.refusal.words));
    assert.match(exchange.audit[0]?.data ?? '', /wrong secret/);
    const distrusting = await exchange.phone('201', { registers: false, ca: await makeStrangersAuthority() });
    const unreached = await distrusting.start();
    assert.ok(
      !unreached.ok && /certificate/.test(unreached.refusal.words),
      unreached.ok ? '' : unreached.refusal.words,
    );
  });
});

test('an extension that is bound to a device takes no other', async () => {
  await Exchange.with({ 201: { mac: '08000f123456' } }, async (exchange) => {
    const uuid = 'urn:uuid:5d5d8c30-c6a1-11f0-8000';
    taken(await (await exchange.phone('201', { instance: `${uuid}-08000f123456` })).unregister(limitMs));
    for (const instance of [`${uuid}-08000f123457`, '']) {
      const stranger = await exchange.phone('201', { registers: false, instance });
      stranger.register();
      const refused = await stranger.registered(limitMs);
      assert.ok(!refused.ok && /403/.test(refused.refusal.words));
    }
    assert.match(exchange.audit.map(({ data }) => data).join('\n'), /08000f123457/);
  });
});

test('a changed realm is only another challenge to a registered phone', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    const [anna, bert] = [await exchange.phone('201'), await exchange.phone('202')];
    const first = await talk(anna, bert);
    await hangUp(first.out, first.in_);
    exchange.options = { ...exchange.options, realm: 'another.example' };
    exchange.server.stations.forgetCredentials();
    anna.register();
    taken(await anna.registered(limitMs));
    const second = await talk(anna, bert);
    await hangUp(second.out, second.in_);
  });
});
