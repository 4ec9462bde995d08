// Three phones in a room of the real engine, over TLS and SRTP: each hears the other two and not itself, and nobody hears who is muted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog, systemClock } from '#base';
import type { HandsetCall } from '#handset';
import { MediaEngine } from '#media';
import type { VoiceCall } from '#voice';
import { Exchange, limitMs, streamsEnd, taken } from '../walks/exchange.ts';

const tones = { 201: 400, 202: 700, 203: 1_100 } as const;

/** The share of a tone in half a second of what is heard from now on. */
async function share(call: HandsetCall, toneHz: number): Promise<number> {
  const wait = async (packets: number): Promise<void> => {
    const from = call.frames;
    const began = systemClock.steadyMs();
    while (call.frames < from + packets) {
      assert.ok(systemClock.steadyMs() - began < limitMs, `${packets} packets did not come`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await wait(15);
  call.expect(toneHz);
  await wait(25);
  return call.heard().share;
}

test('three in a room: each hears the others and not itself; who is muted is not heard', async () => {
  const engine = await MediaEngine.open({ log: silentLog, clock: systemClock });
  try {
    await Exchange.with({ 201: {}, 202: {}, 203: {} }, async (exchange) => {
      exchange.session = (open) => engine.session(open);
      const inside = new Map<string, VoiceCall>();
      exchange.serve('500', {
        together: () => 'room',
        async take(call) {
          await call.answer();
          inside.set(call.caller.extension, call);
          call.join('room');
          await call.pause(60_000);
        },
      });
      const calls: HandsetCall[] = [];
      for (const [number, toneHz] of Object.entries(tones)) {
        const phone = await exchange.phone(number, { media: { sound: 'tone', toneHz } });
        const call = taken(phone.call('500'));
        taken(await call.established(limitMs));
        assert.ok(call.security.secure);
        calls.push(call);
      }
      const [one, two] = calls;
      assert.ok(one !== undefined && two !== undefined);
      const [middle, high, own] = [await share(one, 700), await share(one, 1_100), await share(one, 400)];
      assert.ok(middle > 0.35 && high > 0.35 && own < 0.05, `${middle} ${high} ${own}`);
      inside.get('202')?.join('room', { isMuted: true, isDeaf: false });
      assert.ok((await share(one, 1_100)) > 0.9);
      assert.ok((await share(two, 400)) > 0.35, 'who is muted hears the others');
      for (const call of calls) call.hangUp();
      for (const call of calls) taken(await call.ended(limitMs));
    });
    await streamsEnd(engine);
  } finally {
    await engine.close();
  }
});
