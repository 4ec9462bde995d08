// The system as a phone to itself: calls reach a service, are put through by it under the right permissions, and come back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#base';
import { type MediaSession, RtpSocket, type SessionListener } from '#media';
import { CallOver, type VoiceCall } from '#voice';
import { trunkNamed } from '../../src/calls/routing/testing.ts';
import { Exchange, limitMs, taken } from './exchange.ts';

/** A stream whose end says nothing and hears nothing: it has a port, and tells at once that what it was to play has been played. */
async function mute(): Promise<MediaSession> {
  const socket = taken(await RtpSocket.open({ address: '127.0.0.1' }));
  let listener: SessionListener = {};
  let played = 0;
  return {
    ...{ address: socket.address, port: socket.port },
    listen: (given) => {
      listener = given;
    },
    play() {
      const id = ++played;
      setImmediate(() => listener.played?.(id));
      return id;
    },
    record: () => 'PCMU',
    statistics: async () => {
      throw new Error('nobody asks');
    },
    ...{ connect: () => undefined, stopPlaying: () => undefined, skip: () => undefined, halt: () => undefined },
    ...{ stopRecording: () => undefined, sendDigits: () => undefined, join: () => undefined },
    close: () => socket.close(),
  };
}

function together(exchange: Exchange): void {
  exchange.session = async () => ok(await mute());
}

test('a service is called like an extension: it knows who calls, talks, and hangs up', async () => {
  await Exchange.with({ 201: { name: 'Anna' } }, async (exchange) => {
    together(exchange);
    const seen: VoiceCall[] = [];
    exchange.serve('500', {
      async take(call) {
        seen.push(call);
        await call.answer();
        assert.equal(await call.say(['common.goodbye']), '');
        assert.ok(call.isSecure);
      },
    });
    const anna = await exchange.phone('201');
    const out = taken(anna.call('500'));
    taken(await out.established(limitMs));
    assert.ok(out.security.secure);
    assert.equal(taken(await out.ended(limitMs)).by, 'far');
    const [call] = seen;
    assert.deepEqual(call?.caller, { number: '201', name: 'Anna', extension: '201', trunk: '' });
    assert.equal(call?.id, exchange.record.id);
    assert.equal(exchange.voice.calls.size, 0);
  });
});

test('a caller who hangs up ends the story wherever it waits', async () => {
  await Exchange.with({ 201: {} }, async (exchange) => {
    together(exchange);
    let why: unknown;
    exchange.serve('500', {
      async take(call) {
        await call.answer();
        try {
          await call.digits({ most: 4, firstMs: 60_000 });
        } catch (fault) {
          why = fault;
          throw fault;
        }
      },
    });
    const anna = await exchange.phone('201');
    const out = taken(anna.call('500'));
    taken(await out.established(limitMs));
    out.hangUp();
    taken(await out.ended(limitMs));
    assert.ok(why instanceof CallOver);
  });
});

test('a service puts its caller through inside, is told when nobody takes the call, and reaches no trunk', async () => {
  await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
    together(exchange);
    const results: boolean[] = [];
    exchange.serve('500', {
      async take(call) {
        await call.answer();
        for (const number of ['299', '0049891234', '112', '202']) results.push((await call.transfer(number)).ok);
      },
    });
    const [anna, bert] = [await exchange.phone('201'), await exchange.phone('202')];
    const rung = bert.rung(limitMs);
    const out = taken(anna.call('500'));
    const in_ = taken(await rung);
    in_.answer();
    taken(await in_.established(limitMs));
    assert.deepEqual(results.slice(0, 3), [false, false, false]);
    assert.equal(out.state, 'talking');
    in_.hangUp();
    taken(await out.ended(limitMs));
    assert.deepEqual(results, [false, false, false, true]);
    assert.equal(exchange.record.details.changes?.length, 1);
  });
});

test('a service parks nothing and calls no emergency number, on its own or on behalf of somebody', async () => {
  const records = { trunks: [trunkNamed('telco', 1)], numbering: [{ park: '85' }] };
  const work = async (exchange: Exchange): Promise<void> => {
    together(exchange);
    const reached: string[] = [];
    const kinds = new Set<string>();
    exchange.server.events.on(({ kind }) => void kinds.add(kind));
    exchange.serve('500', {
      async take(call) {
        await call.answer();
        for (const number of ['112', '85', '8570'])
          for (const options of [{}, { behalf: '202' }]) {
            const { ok: isReached } = await call.transfer(number, options);
            reached.push(`${number} ${isReached}`);
          }
      },
    });
    const anna = await exchange.phone('201');
    const out = taken(anna.call('500'));
    taken(await out.ended(limitMs));
    assert.deepEqual(
      reached,
      ['112', '112', '85', '85', '8570', '8570'].map((number) => `${number} false`),
    );
    assert.ok(!kinds.has('emergency'));
    assert.deepEqual(exchange.record.details.changes, []);
  };
  await Exchange.with({ 201: {}, 202: {} }, work, records);
});

test('who is forwarded to a service is told by whom', async () => {
  await Exchange.with({ 201: {}, 202: { forwardAlways: '500' } }, async (exchange) => {
    together(exchange);
    const by: unknown[] = [];
    exchange.serve('500', {
      async take(call) {
        by.push(...call.forwardedBy);
        await call.answer();
      },
    });
    const anna = await exchange.phone('201');
    const out = taken(anna.call('202'));
    taken(await out.ended(limitMs));
    assert.deepEqual(by, [{ number: '202', why: 'always' }]);
  });
});
