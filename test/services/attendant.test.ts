// Attendant and DISA with real calls, streams and keys: whoever presses an extension, or a code and a number, is put through and heard there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog, systemClock } from '#base';
import { initialRecord } from '#forms';
import { MediaEngine } from '#media';
import { AttendantService, autoAttendants, DisaService } from '#services';
import { Exchange, limitMs, streamsEnd, taken } from '../walks/exchange.ts';

const keyed = { media: { sound: 'tone', events: true } } as const;

async function withPhones(work: (exchange: Exchange) => Promise<void>): Promise<void> {
  const engine = await MediaEngine.open({ log: silentLog, clock: systemClock });
  try {
    await Exchange.with({ 201: {}, 202: {} }, async (exchange) => {
      exchange.session = (open) => engine.session(open);
      await work(exchange);
    });
    await streamsEnd(engine);
  } finally {
    await engine.close();
  }
}

test('an extension that is pressed at the attendant is called, and answers the caller', () =>
  withPhones(async (exchange) => {
    exchange.serve(
      '590',
      new AttendantService({
        recordAt: () => ({ ...initialRecord(autoAttendants), name: 'main' }),
        greetingOf: async () => undefined,
        modeNow: () => 'day',
        extensionLength: () => 3,
        people: () => [],
        digits: () => [],
        isService: () => false,
      }),
    );
    const [anna, bert] = [await exchange.phone('201', keyed), await exchange.phone('202', keyed)];
    const out = taken(anna.call('590'));
    taken(await out.established(limitMs));
    const rung = bert.rung(2 * limitMs);
    out.press('202');
    const in_ = taken(await rung);
    in_.answer();
    taken(await in_.established(limitMs));
    in_.hangUp();
    taken(await out.ended(limitMs));
    assert.equal(exchange.record.details.changes.length, 1);
  }));

for (const [code, isRight] of [
  ['271828', true],
  ['111111', false],
] as const)
  test(`DISA with a ${isRight ? 'right code calls on behalf of its owner' : 'wrong code ends the call'}`, () =>
    withPhones(async (exchange) => {
      exchange.serve(
        '580',
        new DisaService({
          options: () => ({ ringSeconds: 0, prompt: 'silence', attempts: 5, lockMinutes: 15 }),
          codes: () => [{ name: 'bert', owner: '202', code: '271828' }],
          guard: { checkAny: (_, given, expected) => expected.indexOf(given) },
          note: (fact) => void exchange.audit.push(fact),
        }),
      );
      const anna = await exchange.phone('201', keyed);
      const bert = await exchange.phone('202', keyed);
      const out = taken(anna.call('580'));
      taken(await out.established(limitMs));
      const rung = bert.rung(2 * limitMs);
      out.press(`${code}#202#`);
      if (isRight) {
        const in_ = taken(await rung);
        in_.answer();
        taken(await in_.established(limitMs));
        in_.hangUp();
      }
      taken(await out.ended(2 * limitMs));
      assert.equal(bert.calls.size, 0);
      assert.equal(
        exchange.audit.some(({ action }) => action === 'DISA code used'),
        isRight,
      );
    }));
