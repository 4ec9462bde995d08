// The guard over time: calls move between trunks, restarts, damage, blocks and their release, what a judgement costs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validate } from '#forms';
import { Station } from '../stations/station.ts';
import { Trunk } from '../trunks/trunk.ts';
import { trunks } from '../trunks/trunks.form.ts';
import { rangeOf } from './countries.ts';
import { configurationOf, friday, Ground, isCall, tuesday } from './testing.ts';

const minuteMs = 60_000;
const home = '+498912345678';
const cuba = '+5351234567';
const open = [{ destination: 'CU' }];
const block = { firstCountryScore: 100 };

test('what nobody answered costs nothing; while it is set up its first minute is set aside', () => {
  const ground = new Ground({ countries: open, limits: [{ name: 'each', scope: 'extension', moneyPerDay: 7 }] });
  ground.guard.begin({ ...ground.question('214', cuba), id: 'ringing' });
  assert.equal(ground.spent('Extension 214'), 5);
  assert.equal(ground.asks('214', cuba), 'calls.toll-limit');
  ground.clock.advance(3 * minuteMs);
  assert.equal(ground.spent('Extension 214'), 5);
  ground.guard.ended('ringing');
  assert.equal(ground.spent('Extension 214'), 0);
  assert.equal(ground.asks('214', cuba), '');
});

test('a call that begins again on another trunk is one call', () => {
  const ground = new Ground({ countries: open });
  for (const trunk of ['first', 'second']) ground.guard.begin({ ...ground.question('214', cuba), trunk, id: 'one' });
  const rows = ground.guard.spent().map(({ who, active, callsHour, moneyDay }) => [who, active, callsHour, moneyDay]);
  assert.deepEqual(rows, [
    ['Class of service 1', 1, 1, 50_000],
    ['Extension 214', 1, 1, 50_000],
    ['The system', 1, 1, 50_000],
    ['Trunk second', 1, 1, 50_000],
    ['Trunk first', 0, 0, 0],
  ]);
});

test('calls are ended just before the minute that would be too much, and what goes on is unharmed', () => {
  const ground = new Ground({ countries: open, limits: [{ name: 'each', scope: 'extension', moneyPerDay: 12 }] });
  const dear = ground.calls('214', cuba);
  const cheap = ground.calls('214', home);
  ground.clock.advance(110_000);
  assert.deepEqual(ground.cleared, []);
  ground.clock.advance(10_000);
  assert.deepEqual(ground.cleared, [dear]);
  ground.clock.advance(5 * minuteMs);
  assert.deepEqual(ground.talking, [cheap]);
});

test('a call that goes on although it was to end is counted and ended again', () => {
  const ground = new Ground({ countries: open, limits: [{ name: 'each', scope: 'extension', moneyPerDay: 5 }] });
  const ends: string[] = [];
  ground.guard.begin({ ...ground.question('214', cuba), id: 'deaf' });
  ground.guard.answered('deaf');
  ground.guard.clear.on(({ id }) => ends.push(id));
  ground.clock.advance(3 * minuteMs - 1_000);
  assert.ok(ends.length > 2);
  assert.equal(ground.spent('Extension 214'), 15);
});

test('a call too unusual blocks the extension and clears its calls; only a release lets it out again', () => {
  const ground = new Ground({ countries: open, settings: block });
  const going = ground.calls('214', home);
  assert.equal(ground.asks('214', cuba), 'calls.toll-unusual');
  assert.equal(ground.guard.blocks().length, 0, 'asking alone does nothing');
  assert.equal(ground.calls('214', cuba), 'calls.toll-unusual');
  assert.deepEqual(ground.cleared, [going]);
  assert.equal(ground.asks('214', home), 'calls.toll-blocked');
  assert.equal(ground.asks('215', home), '');
  const [name, condition] = [...ground.guard.conditions()][0] ?? [];
  assert.equal(name, 'toll.block.extension-214');
  assert.match(
    condition?.words ?? '',
    /^Extension 214 is blocked: the first call to this country \(100\): 100 points\.$/,
  );
  ground.clock.advance(30 * 24 * 60 * minuteMs);
  assert.equal(ground.asks('214', home), 'calls.toll-blocked');
  assert.equal(ground.guard.release('extension-215').ok, false);
  assert.equal(ground.guard.release('extension-214').ok, true);
  assert.equal(ground.asks('214', home), '');
});

test('a block with a time ends by itself; a trunk is blocked for everybody', () => {
  const settings = { ...block, blockExtensionFrom: 0, blockTrunkFrom: 100, blockMinutes: 90 };
  const ground = new Ground({ countries: open, settings });
  ground.calls('214', cuba);
  assert.equal(ground.asks('215', home), 'calls.toll-blocked');
  assert.equal(ground.asks('215', home, { trunk: 'spare' }), '');
  assert.equal(ground.guard.blocks()[0]?.until, new Date(tuesday + 90 * minuteMs).toISOString());
  ground.clock.advance(90 * minuteMs);
  assert.equal(ground.asks('215', home), '');
  assert.deepEqual(ground.guard.blocks(), []);
});

test('a trunk whose callers are passed on pays for itself, apart from an extension of its name', () => {
  const record = { name: '214', number: 1, proxies: 'sip.example.org', mediaSecurity: 'none', knownBy: ['address'] };
  const made = validate(trunks, { ...record, addresses: '192.0.2.1/32' });
  assert.ok(made.ok);
  const behind = new Trunk(made.value.record);
  const ground = new Ground({ limits: [{ name: 'each', scope: 'extension', atOnce: 1 }] });
  assert.ok(isCall(ground.calls('214', home)));
  assert.ok(isCall(ground.calls('300', home, { behind })));
  const judged = ground.guard.judge(ground.question('300', home, { behind }));
  assert.match(judged.ok ? '' : judged.refusal.words, /^Incoming trunk 214 has reached/);
});

test('a restart forgets nothing: what was spent, what was learnt, who is blocked', () => {
  const written = { countries: [...open, { destination: 'GM' }] };
  const ground = new Ground(written);
  ground.ends(ground.calls('214', cuba));
  ground.guard.close();
  const blocked = new Ground({ ...written, settings: block }, tuesday, ground.saved);
  assert.equal(blocked.spent('Extension 214'), 5);
  assert.equal(blocked.asks('214', cuba), '', 'it has called there before');
  blocked.calls('214', '+2201234567');
  blocked.clock.advance(10_000);
  const again = new Ground(written, tuesday + minuteMs, blocked.saved);
  assert.equal(again.asks('214', home), 'calls.toll-blocked');
  assert.equal(again.spent('The system'), 5);
});

test('it is kept at most every five seconds, and only when something has changed', () => {
  const ground = new Ground();
  let saves = 0;
  let saved = ground.saved;
  const count = () => {
    if (ground.saved !== saved) saves++;
    saved = ground.saved;
  };
  ground.clock.advance(minuteMs);
  assert.equal(saved, undefined);
  for (let second = 0; second < 20; second++) {
    ground.calls('214', home);
    ground.clock.advance(1_000);
    count();
  }
  assert.ok(saves > 0 && saves <= 4);
});

test('what cannot be read closes other countries until it is released, or no limit looks back so far', () => {
  for (const damage of [
    '',
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"accounts":[["extension","214",{}]],"habits":[],"blocks":[]}',
  ]) {
    const ground = new Ground({ countries: open }, tuesday, damage);
    assert.equal(ground.asks('214', cuba), 'calls.toll-blocked', damage);
    assert.equal(ground.asks('214', home), '');
    assert.match([...ground.guard.conditions().values()][0]?.words ?? '', /not wholly known/);
    ground.clock.advance(5_000);
    assert.equal(new Ground({ countries: open }, tuesday, ground.saved).asks('214', cuba), 'calls.toll-blocked');
    assert.ok(ground.guard.release('abroad').ok);
    assert.equal(ground.asks('214', cuba), '');
  }
  const ground = new Ground({ countries: open }, tuesday, '');
  ground.clock.advance(3 * 24 * 60 * minuteMs);
  assert.equal(ground.asks('214', cuba), '');
});

test('what can be read of a damaged memory counts', () => {
  const ground = new Ground({ countries: open });
  ground.calls('214', cuba);
  ground.guard.close();
  const damaged = (ground.saved ?? '').replace('"sinceDay":', '"since":');
  const again = new Ground({ countries: open }, tuesday, damaged);
  assert.equal(again.spent('Extension 214'), 5);
  assert.equal(again.asks('214', cuba), 'calls.toll-blocked');
});

test('a changed form holds for the next minute of calls in progress', () => {
  const ground = new Ground({ countries: open });
  const id = ground.calls('214', cuba);
  const limits = [{ name: 'each', scope: 'extension', moneyPerDay: 5 }];
  ground.guard.configure(configurationOf({ countries: open, limits }));
  ground.clock.advance(minuteMs);
  assert.deepEqual(ground.cleared, [id]);
});

test('a clock that is set back prolongs no call', () => {
  const ground = new Ground({ countries: open, limits: [{ name: 'each', scope: 'extension', moneyPerDay: 10 }] });
  const { clock } = ground;
  const wallMs = clock.nowMs.bind(clock);
  const id = ground.calls('214', cuba);
  clock.nowMs = () => wallMs() - 3 * 60 * minuteMs;
  clock.advance(2 * minuteMs);
  assert.deepEqual(ground.cleared, [id]);
  assert.equal(ground.asks('214', cuba), 'calls.toll-limit');
});

test('a guard that is closed leaves no timer', () => {
  const ground = new Ground();
  ground.guard.close();
  assert.equal(ground.clock.waiting, 0);
});

test('what could an extension cost this weekend?', async () => {
  const ground = new Ground({ countries: open }, friday);
  const wish = { behind: ground.station('214'), serviceClass: 1, trunks: [], ...ground.guard.weekend() };
  assert.equal(new Date(wish.fromMs).toISOString(), '2026-11-27T18:00:00.000Z');
  assert.equal(new Date(wish.toMs).toISOString(), '2026-11-30T06:00:00.000Z');
  const simulated = await ground.guard.simulate(wish);
  assert.ok(simulated.ok);
  const { amount, money, destination, perMinute, stoppedBy, isUnbounded } = simulated.value;
  assert.equal(amount, 300_000);
  assert.deepEqual([money, perMinute, isUnbounded], ['30.00 EUR', '5.00 EUR', false]);
  assert.equal(rangeOf(destination.replace(/.*\((.*)\)/, '$1'))?.owner, 'CU');
  assert.match(stoppedBy.map(({ words }) => words).join(), /30.00 EUR in a weekend/);
  assert.deepEqual(
    ground.guard.spent().map(({ moneyDay }) => moneyDay),
    [0],
    'nothing was spent',
  );
});

test('a simulation begins with what is spent, and says so when nothing bounds it', async () => {
  const limits = [{ name: 'each', scope: 'extension', moneyPerDay: 12 }];
  const ground = new Ground({ countries: open, limits }, friday);
  for (const _ of ['one', 'another']) ground.ends(ground.calls('214', cuba));
  const behind = ground.station('214');
  const [fromMs, toMs] = [friday, friday + 60 * minuteMs];
  const rest = await ground.guard.simulate({ behind, serviceClass: 1, trunks: ['main'], fromMs, toMs });
  assert.ok(rest.ok);
  assert.equal(rest.value.money, '2.00 EUR');
  ground.guard.configure(configurationOf({ limits: [] }));
  const endless = await ground.guard.simulate({ behind, serviceClass: 1, trunks: [], fromMs, toMs });
  assert.ok(endless.ok && endless.value.isUnbounded && endless.value.amount > 1_000_000);
  for (const until of [fromMs, fromMs + 8 * 24 * 60 * minuteMs]) {
    const refused = await ground.guard.simulate({ behind, serviceClass: 1, trunks: [], fromMs, toMs: until });
    assert.equal(refused.ok ? '' : refused.refusal.code, 'calls.toll-span');
  }
});

test('a judgement costs a few microseconds at most', (t) => {
  const tariffs = Array.from({ length: 5_000 }, (_, at) => ({ prefix: `+49${1_000 + at}`, perMinute: 10 + at }));
  const ground = new Ground({ tariffs, countries: [{ destination: 'FR' }] });
  for (let extension = 200; extension < 900; extension++) ground.ends(ground.calls(String(extension), home));
  const questions = ['214', '450', '899', '201'].map((number) => ground.question(number, home));
  assert.ok(questions[0]?.behind instanceof Station);
  const rounds = 100_000;
  const timesNs: number[] = [];
  for (let turn = 0; turn < 9; turn++) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round++) {
      const question = questions[round & 3];
      if (question !== undefined && !ground.guard.judge(question).ok) assert.fail('refused');
    }
    timesNs.push(Number(process.hrtime.bigint() - start) / rounds);
  }
  const medianNs = timesNs.sort((a, b) => a - b)[4] ?? 0;
  t.diagnostic(`${Math.round(medianNs)} ns a judgement`);
  assert.ok(medianNs < 20_000);
});
