// What the guard says to a call: what is open, what it costs, which limit holds, what is unusual; each step told in words.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Step } from '../routing/attempt.ts';
import { TollRules } from './rules.ts';
import { configurationOf, Ground, isCall, tuesday, type Written } from './testing.ts';

const minuteMs = 60_000;
const home = '+498912345678';
const paris = '+33142345678';

test('as installed the home country is open, and nothing else', () => {
  const ground = new Ground();
  assert.equal(ground.asks('214', home), '');
  assert.equal(ground.asks('214', ''), '');
  for (const e164 of [paris, '+499005123456', '+870773123456', '+5351234567', '+979112345678'])
    assert.equal(ground.asks('214', e164), 'calls.toll-closed', e164);
  assert.equal(ground.asks('214', '+2101234567'), 'calls.toll-no-country');
  assert.equal(new Ground({ settings: { enabled: false } }).asks('214', paris), '');
});

test('countries are opened by name, costly ranges by their kind within open countries, anything by its digits', () => {
  const opens = (destination: string, e164: string, more: Written['countries'] = []) =>
    new Ground({ countries: [{ destination }, ...more] }).asks('214', e164) === '';
  assert.ok(opens('fr', paris));
  assert.ok(!opens('FR', '+33891234567'));
  assert.ok(opens('premium', '+499005123456'));
  assert.ok(!opens('premium', '+33891234567'));
  assert.ok(opens('premium', '+33891234567', [{ destination: 'FR' }]));
  assert.ok(opens('+49 900', '+499005123456'));
  assert.ok(opens('satellite', '+881612345678'));
  assert.ok(opens('iridium', '+881612345678'));
  assert.ok(!opens('iridium', '+881912345678'));
  assert.ok(opens('CU', '+5351234567'));
  assert.ok(!opens('revenue-share', '+5351234567'));
  assert.ok(!opens('GB', '+447012345678'));
  assert.ok(opens('GB', '+448451234567'));
  assert.ok(!opens('GB', '+442071234567', [{ destination: '+4420', open: false }]));
  assert.ok(opens('+4420', '+442071234567', [{ destination: 'GB', open: false }]));
});

test('a tariff decides by its longest prefix, but not of a costly range that it does not name', () => {
  const tariffs = [
    { prefix: '+49', perMinute: 100 },
    { prefix: '0049 89', perMinute: 50, perCall: 20 },
    { prefix: '+53', perMinute: 9_000 },
    { prefix: '+49900', perMinute: 30_000 },
    { prefix: '+1', perMinute: 150 },
  ];
  const rules = new TollRules(configurationOf({ tariffs }));
  const cost = (e164: string): number => {
    const destination = rules.destination(e164);
    assert.ok(destination !== undefined);
    const { perCall, perMinute } = rules.rate(e164, destination);
    return perCall + perMinute;
  };
  const expected = {
    '+4930123456': 100,
    [home]: 70,
    '+499005123456': 30_000,
    '+491375123456': 50_000,
    '+5351234567': 9_000,
    '+14165550100': 150,
    '+18765550100': 50_000,
    [paris]: 5_000,
    '': 20_000,
  };
  for (const [e164, amount] of Object.entries(expected)) assert.equal(cost(e164), amount, e164);
});

test('a limit for one stands in place of those for each; classes and trunks have accounts of their own', () => {
  const ground = new Ground({
    limits: [
      { name: 'each', scope: 'extension', atOnce: 1 },
      { name: 'sales', scope: 'extension', which: '214', atOnce: 2 },
      { name: 'class', scope: 'class', which: '7', callsPerHour: 2 },
      { name: 'trunk', scope: 'trunk', which: 'spare', atOnce: 1 },
    ],
  });
  assert.ok(isCall(ground.calls('214', home)) && isCall(ground.calls('214', home)));
  assert.equal(ground.asks('214', home), 'calls.toll-limit');
  assert.ok(isCall(ground.calls('215', home)));
  assert.equal(ground.asks('215', home), 'calls.toll-limit');
  for (const number of ['301', '302']) ground.ends(ground.calls(number, home, { serviceClass: 7 }));
  assert.equal(ground.asks('303', home, { serviceClass: 7 }), 'calls.toll-limit');
  assert.equal(ground.asks('303', home), '');
  assert.ok(isCall(ground.calls('304', home, { trunk: 'spare' })));
  assert.equal(ground.asks('303', home, { trunk: 'spare' }), 'calls.toll-limit');
});

test('minutes are counted like money, by the hour, the day and the weekend', () => {
  const ground = new Ground({ limits: [{ name: 'each', scope: 'extension', minutesPerHour: 10, minutesPerDay: 15 }] });
  const first = ground.calls('214', home);
  ground.clock.advance(20 * minuteMs);
  assert.deepEqual(ground.cleared, [first]);
  assert.equal(ground.asks('214', home), 'calls.toll-limit');
  ground.clock.advance(60 * minuteMs);
  const second = ground.calls('214', home);
  ground.clock.advance(20 * minuteMs);
  assert.deepEqual(ground.cleared, [first, second]);
  ground.clock.advance(3 * 60 * minuteMs);
  assert.equal(ground.asks('214', home), 'calls.toll-limit');
});

test('a limit that only refuses lets calls go on, one that only alarms lets everything through; both are told', () => {
  const ground = new Ground({
    limits: [
      { name: 'soft', scope: 'extension', which: '214', minutesPerDay: 3, response: 'refuse' },
      { name: 'quiet', scope: 'extension', which: '215', callsPerHour: 1, response: 'alarm' },
    ],
  });
  ground.calls('214', home);
  ground.clock.advance(10 * minuteMs);
  assert.deepEqual(ground.cleared, []);
  assert.equal(ground.asks('214', home), 'calls.toll-limit');
  for (const _ of ['once', 'twice']) assert.ok(isCall(ground.calls('215', home)));
  assert.deepEqual(
    [...ground.guard.conditions().keys()],
    ['toll.limit.soft.extension.214.minutesPerDay', 'toll.limit.quiet.extension.215.callsPerHour'],
  );
  for (const id of ground.talking) ground.ends(id);
  ground.clock.advance(61 * minuteMs);
  assert.equal(ground.guard.conditions().size, 0);
});

test('behaviour is learnt: after two weeks an unusual hour and a jump in volume score', () => {
  const settings = { accountCodeFrom: 20, blockExtensionFrom: 0, clearFrom: 0 };
  const ground = new Ground({ settings, limits: [] });
  for (let day = 0; day < 21; day++) {
    ground.ends(ground.calls('214', home));
    ground.clock.advance(24 * 60 * minuteMs);
  }
  assert.equal(ground.asks('214', home), '');
  const night = { atMs: tuesday + 21 * 24 * 60 * minuteMs + 15 * 60 * minuteMs };
  assert.equal(ground.asks('214', home, night), 'calls.toll-account-code');
  assert.equal(ground.asks('214', home, { ...night, hasAccountCode: true }), '');
  assert.equal(ground.asks('999', home, night), '', 'who is not known yet is not judged by it');
  for (let call = 0; call < 10; call++) {
    const id = ground.calls('214', home);
    assert.ok(isCall(id));
    ground.clock.advance(minuteMs);
    ground.ends(id);
  }
  const judged = ground.guard.judge(ground.question('214', home));
  assert.ok(!judged.ok);
  assert.match(judged.refusal.words, /needs an account code: far more calls than usual \(40\): 40 points/);
});

test('the first call to a country scores once', () => {
  const settings = { accountCodeFrom: 40 };
  const ground = new Ground({ settings, countries: [{ destination: 'FR' }, { destination: 'GB' }] });
  assert.equal(ground.asks('214', paris), 'calls.toll-account-code');
  ground.ends(ground.calls('214', paris, { hasAccountCode: true }));
  assert.equal(ground.asks('214', paris), '');
  assert.equal(ground.asks('214', '+442071234567'), 'calls.toll-account-code');
  assert.equal(
    new Ground({ settings: { ...settings, learning: false }, countries: [{ destination: 'FR' }] }).asks('214', paris),
    '',
  );
});

test('judging changes nothing, and tells each step in words', () => {
  const ground = new Ground({
    countries: [{ destination: 'FR' }],
    limits: [{ name: 'each', scope: 'extension', moneyPerDay: 1 }],
  });
  ground.calls('214', paris);
  const before = JSON.stringify(ground.guard.spent());
  const steps: Step[] = [];
  ground.guard.judge(ground.question('214', paris), (step) => steps.push(step));
  ground.clock.advance(minuteMs);
  ground.guard.judge({ ...ground.question('214', paris), atMs: tuesday + 1e10 }, (step) => steps.push(step));
  assert.deepEqual(steps.slice(0, 3), [
    { form: 'toll-countries', key: 'FR', words: 'The call leads to France, which is open' },
    { form: 'toll-limits', key: 'each', words: 'Extension 214 is within its limits' },
    { form: 'toll-guard', key: '', words: 'How unusual it is: nothing unusual: 0 points' },
  ]);
  ground.guard.judge(ground.question('214', paris), (step) => steps.push(step));
  assert.match(
    steps.at(-1)?.words ?? '',
    /Extension 214 has 1.00 EUR within 24 hours; with this call it is more than 1.00 EUR/,
  );
  assert.match(before, /"active":1/);
});
