// Whatever calls do, in whatever order: no window of time ever holds more money than its limit, as the provider bills it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '#base';
import { Account } from './account.ts';
import { Ledger } from './ledger.ts';
import { Ground, isCall } from './testing.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const numbers = ['+5351234567', '+498912345678', '+33142345678', '+499005123456', ''] as const;
const prices = new Map<string, number>([
  ['+5351234567', 5],
  ['+498912345678', 0.1],
  ['+33142345678', 0.5],
  ['+499005123456', 5],
  ['', 2],
]);
const countries = [{ destination: 'CU' }, { destination: 'FR' }, { destination: 'premium' }];

const step = fc.oneof(
  fc.record({
    kind: fc.constant('call' as const),
    who: fc.constantFrom('201', '202', '203'),
    to: fc.constantFrom(...numbers),
  }),
  fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40 * minuteMs }) }),
);

interface Charge {
  readonly who: string;
  readonly atMs: number;
  readonly cost: number;
}

/** What a provider charges for a call: each started minute when it starts. */
function chargesOf(who: string, price: number, fromMs: number, toMs: number): Charge[] {
  const minutes = Math.max(1, Math.ceil((toMs - fromMs) / minuteMs));
  return Array.from({ length: minutes }, (_, at) => ({ who, atMs: fromMs + at * minuteMs, cost: price }));
}

/** The most that stands in any window of this length. */
function mostWithin(charges: readonly Charge[], windowMs: number): number {
  return Math.max(
    0,
    ...charges.map(({ atMs }) =>
      charges.filter((one) => one.atMs > atMs - windowMs && one.atMs <= atMs).reduce((sum, { cost }) => sum + cost, 0),
    ),
  );
}

test('no hour and no day holds more than its limit, of an extension and of the system', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const limited = [
        { name: 'each', scope: 'extension', moneyPerHour: 12, moneyPerDay: 20 },
        { name: 'system', scope: 'system', moneyPerHour: 25, moneyPerDay: 40 },
      ];
      const ground = new Ground({ countries, limits: limited, settings: { learning: false } });
      const talks = new Map<string, { who: string; price: number; fromMs: number }>();
      const charges: Charge[] = [];
      const end = (id: string): void => {
        const talk = talks.get(id);
        if (talk === undefined) return;
        talks.delete(id);
        charges.push(...chargesOf(talk.who, talk.price, talk.fromMs, ground.clock.nowMs()));
        ground.ends(id);
      };
      ground.guard.clear.on(({ id }) => end(id));
      for (const one of steps) {
        if (one.kind === 'wait') ground.clock.advance(one.ms);
        if (one.kind === 'end') end([...talks.keys()][one.which] ?? '');
        if (one.kind !== 'call') continue;
        const id = ground.calls(one.who, one.to);
        if (isCall(id)) talks.set(id, { who: one.who, price: prices.get(one.to) ?? 0, fromMs: ground.clock.nowMs() });
      }
      for (const id of talks.keys()) end(id);
      for (const who of ['201', '202', '203']) {
        const own = charges.filter((charge) => charge.who === who);
        assert.ok(mostWithin(own, hourMs) <= 12 + 1e-9);
        assert.ok(mostWithin(own, 24 * hourMs) <= 20 + 1e-9);
      }
      assert.ok(mostWithin(charges, hourMs) <= 25 + 1e-9);
      assert.ok(mostWithin(charges, 24 * hourMs) <= 40 + 1e-9);
    }),
    { numRuns: 200 },
  );
});

test('an account counts what is within its hour and its day, forgets the rest, and prints itself as it is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ afterMs: fc.nat(3 * hourMs), money: fc.nat(1_000) }), { maxLength: 40 }),
      (spends) => {
        const account = new Account();
        const known: { atMs: number; money: number }[] = [];
        let atMs = Date.UTC(2026, 10, 24);
        for (const { afterMs, money } of spends) {
          atMs += afterMs;
          account.book(atMs, 0, 1, money);
          known.push({ atMs, money });
          const within = (ms: number) =>
            known.filter((one) => one.atMs > atMs - ms).reduce((sum, one) => sum + one.money, 0);
          const [hour, day] = [account.moneyHour.sum(atMs), account.moneyDay.sum(atMs)];
          assert.ok(hour >= within(hourMs) && hour <= within(hourMs + 5 * minuteMs));
          assert.ok(day >= within(24 * hourMs) && day <= within(25 * hourMs));
        }
        const copy = Account.read(account.print());
        for (const laterMs of [0, hourMs, 20 * hourMs, 30 * hourMs])
          assert.equal(copy.moneyDay.sum(atMs + laterMs), account.moneyDay.sum(atMs + laterMs));
        assert.equal(account.moneyDay.sum(atMs + 26 * hourMs), 0);
      },
    ),
  );
});

test('a clock that is set back forgives nothing', () => {
  const account = new Account();
  const atMs = Date.UTC(2026, 10, 24, 12);
  account.book(atMs, 0, 1, 700);
  assert.equal(account.moneyDay.sum(atMs - 3 * hourMs), 700);
  account.book(atMs - 100 * hourMs, 0, 1, 50);
  assert.equal(account.moneyDay.sum(atMs - 100 * hourMs), 750);
});

test('what was booked for a call that nobody answered is taken back, its attempt is not', () => {
  const account = new Account();
  const atMs = Date.UTC(2026, 10, 28, 12);
  account.count(atMs);
  account.book(atMs, 1, 1, 700);
  account.takeBack(atMs, 1, 1, 700);
  const left = [
    account.moneyHour.sum(atMs),
    account.minutesDay.sum(atMs),
    account.moneyWeekend(1),
    account.callsHour.sum(atMs),
  ];
  assert.deepEqual(left, [0, 0, 0, 1]);
});

test('there are no more accounts than the limit; one with a call in progress is not forgotten', () => {
  const ledger = new Ledger();
  const open = (extension: string) => ledger.open({ extension, class: 1, trunk: 'main' });
  const [busy] = open('busy');
  assert.ok(busy !== undefined);
  busy.active = 1;
  for (let at = 0; at < limits.toll.accounts + 5; at++) open(String(at));
  assert.equal(ledger.extensions.size, limits.toll.accounts);
  assert.ok(ledger.extensions.has('busy'));
  ledger.tidy(0, 0);
  assert.deepEqual([...ledger.extensions.keys()], ['busy']);
});
