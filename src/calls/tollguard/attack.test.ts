// Staged attacks over a weekend: each is stopped within the configured money, and honest callers go on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { friday, Ground, isCall } from './testing.ts';

const minuteMs = 60_000;
const weekendMinutes = 61 * 60;
const premium = '+499005123456';
const cuba = '+5351234567';
const home = '+498912345678';
const open = [{ destination: 'CU' }, { destination: 'premium' }];
/** As the first records have it: 30 within 24 hours before Friday 18:00, and 30 in the weekend. */
const mostMoney = 60;

const priced = (ground: Ground): Ground => {
  ground.perMinute = (e164) => (e164 === home ? 0.1 : 5);
  return ground;
};

/** Runs from Friday 17:00 to Monday 6:00; `attack` each minute, and an honest colleague calls home every half hour. */
function weekend(ground: Ground, attack: (minute: number) => void): { honest: number; refused: number; told: string } {
  let honest = 0;
  let refused = 0;
  const told = new Set<string>();
  for (let minute = 0; minute < weekendMinutes; minute++) {
    attack(minute);
    for (const { words } of ground.guard.conditions().values()) told.add(words);
    const id = minute % 30 === 0 ? ground.calls('300', home) : '';
    ground.clock.advance(minuteMs);
    if (isCall(id)) honest++;
    else if (id !== '') refused++;
    ground.ends(id);
  }
  for (const id of ground.talking) ground.ends(id);
  return { honest, refused, told: [...told].join('\n') };
}

/** All that the attack has cost, as the provider bills it, whoever called. */
function costOf(ground: Ground): number {
  return [...ground.billed].reduce((sum, [number, cost]) => (number === '300' ? sum : sum + cost), 0);
}

const unharmed = { honest: weekendMinutes / 30, refused: 0 };

test('a stolen secret: hundreds of calls to a revenue-share number', (t) => {
  const ground = priced(new Ground({ countries: open }, friday));
  const { told, ...others } = weekend(ground, () => {
    for (let attempt = 0; attempt < 10; attempt++) ground.calls('214', cuba);
  });
  t.diagnostic(`cost ${costOf(ground)} of ${mostMoney}; ${ground.cleared.length} calls cleared`);
  assert.ok(costOf(ground) > 0 && costOf(ground) <= mostMoney);
  assert.ok(ground.cleared.length > 0);
  assert.match(told, /Extension 214 has reached the limit extensions: 3 calls at once/);
  assert.match(told, /Extension 214 has reached the limit extensions: 30.00 EUR in a weekend/);
  assert.deepEqual(others, unharmed);
});

test('as installed the same attack gets no call at all, and is told of', () => {
  const ground = priced(new Ground({}, friday));
  const { told, ...others } = weekend(ground, () => ground.calls('214', cuba));
  assert.equal(costOf(ground), 0);
  assert.match(told, /Extension 214 has tried 5 times .* what is closed. Calls to Cuba \(CU\) are not open/);
  assert.deepEqual(others, unharmed);
});

test('a phone forwarded to a premium number: it pays who forwards, however many call it', (t) => {
  const ground = priced(new Ground({ countries: open }, friday));
  const { told, ...others } = weekend(ground, () => {
    for (let caller = 0; caller < 3; caller++) ground.calls('220', premium);
  });
  t.diagnostic(`cost ${costOf(ground)} of ${mostMoney}; ${ground.cleared.length} calls cleared`);
  assert.ok(costOf(ground) > 0 && costOf(ground) <= mostMoney);
  assert.match(told, /Extension 220 has reached/);
  assert.deepEqual(others, unharmed);
});

test('many short calls: each pays its started minute, and with the next new country they block the extension', (t) => {
  const limits = [{ name: 'each', scope: 'extension', moneyPerDay: 500, moneyPerWeekend: 500 }];
  const ground = priced(new Ground({ countries: [...open, { destination: 'GM' }], limits }, friday));
  const { told, ...others } = weekend(ground, (minute) => {
    for (let attempt = 0; attempt < 10; attempt++) {
      const id = ground.calls('214', minute < 2 ? cuba : '+2201234567');
      ground.clock.advance(2_000);
      ground.ends(id);
    }
  });
  t.diagnostic(`cost ${costOf(ground)} of 500`);
  assert.equal(costOf(ground), 20 * 5);
  const why = 'the first call to this country (40), many short calls in succession (50): 90 points';
  assert.ok(told.includes(`Extension 214 is blocked: ${why}`));
  assert.ok(told.includes('Extension 214 calls unusually'));
  assert.deepEqual(
    ground.guard.blocks().map(({ key, kind, until }) => [key, kind, until]),
    [['extension-214', 'extension', '']],
  );
  assert.deepEqual(others, unharmed);
});

test('a slow drip: one call at a time, hour after hour, adds up to no more than the weekend allows', (t) => {
  const ground = priced(new Ground({ countries: open }, friday));
  const { told, ...others } = weekend(ground, (minute) => {
    if (minute % 45 !== 0) return;
    const id = ground.calls('214', cuba);
    ground.clock.advance(30_000);
    ground.ends(id);
  });
  t.diagnostic(`cost ${costOf(ground)} of ${mostMoney}`);
  assert.ok(costOf(ground) > 0 && costOf(ground) <= mostMoney);
  assert.match(told, /30.00 EUR in a weekend/);
  assert.deepEqual(others, unharmed);
});

test('fifty stolen secrets at once: the limit of the system ends it', (t) => {
  const ground = priced(new Ground({ countries: open }, friday));
  const { told } = weekend(ground, (minute) => {
    for (let extension = 200; extension < 250; extension++) if (minute % 5 === 0) ground.calls(`${extension}`, cuba);
  });
  t.diagnostic(`cost ${costOf(ground)}`);
  // 250 within an hour before Friday 18:00, and 250 in the weekend.
  assert.ok(costOf(ground) <= 500);
  assert.match(told, /The system has reached the limit system: 250.00 EUR/);
});
