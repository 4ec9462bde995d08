// Tests of the self-test: it passes when every call leaves, and names what keeps one from it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { no, ok } from '#base';
import type { CallAttempt } from '../routing/attempt.ts';
import { emergencyLocations } from './emergency-locations.form.ts';
import { emergencyNumbers } from './emergency-numbers.form.ts';
import { emergencySettings } from './emergency-settings.form.ts';
import { EmergencyPlan } from './plan.ts';
import { type EmergencyMode, type EmergencyTestOptions, testEmergency } from './self-test.ts';
import { ConfigurationForTests, locationForTests, station, trunk } from './testing.ts';

const main = trunk('main');
const spare = trunk('spare');

/** What routing makes of an emergency number. */
const leaving = ({ caller, dialled }: CallAttempt) =>
  ok({
    kind: 'outgoing',
    outgoing: {
      choices: [main, spare].map((one) => ({ route: '', trunk: one, digits: dialled, isPrefixed: false })),
      ...{ e164: '', behind: caller, accountCode: '', isEmergency: true },
    },
  });

function begin(more: Partial<EmergencyTestOptions> = {}, settle = (_: ConfigurationForTests): void => undefined) {
  const configuration = new ConfigurationForTests();
  configuration.save(emergencySettings, '', { country: 'DE', prefixes: '0' });
  configuration.save(emergencyLocations, locationForTests.name, locationForTests);
  settle(configuration);
  const attempts: CallAttempt[] = [];
  const decide: EmergencyMode['decide'] = (attempt) => {
    attempts.push(attempt);
    return leaving(attempt);
  };
  const options: EmergencyTestOptions = {
    plan: new EmergencyPlan(configuration, () => ''),
    stations: () => [station('201'), station('202'), station('203', { dayRestriction: 7 })],
    modes: [
      { name: 'day', decide },
      { name: 'night 1', decide },
    ],
    isUp: (one) => one === main,
    isRoute: () => false,
    addressOf: () => '192.0.2.7',
    hasCountry: true,
    destinations: () => [{ name: 'email', trouble: '' }],
    nowMs: 0,
    ...more,
  };
  return { attempts, run: () => testEmergency(options) };
}

const failing = (decide: EmergencyMode['decide']): Partial<EmergencyTestOptions> => ({ modes: [{ name: '', decide }] });

test('each number is dialled in each way, by one extension of each kind, in each mode', async () => {
  const { attempts, run } = begin();
  const report = await run();
  assert.deepEqual([report.failed, report.words], [0, 'Emergency numbers tested: 3. All are reached.']);
  const numbers = new Set(attempts.map(({ dialled }) => dialled));
  assert.deepEqual([...numbers].sort(), ['0110', '0112', '0911', '110', '112', '911']);
  assert.equal(attempts.length, 6 * 2 * 2, '202 is of the same kind as 201');
  const row = report.findings.find(({ what }) => what === '112 Fire and ambulance');
  assert.equal(row?.words, 'Dialled as 112, 0112, from extensions of 2 kinds, it leaves by main.');
});

test('a call that is refused, leads elsewhere, is not taken for one, or finds no trunk, fails by name', async () => {
  const refused = await begin(failing(() => no({ code: 'calls.barred', words: 'Barred' }))).run();
  assert.equal(refused.failed, 3);
  assert.match(refused.words, /Extension 201 dials 112: refused: Barred\. So do 3 more trials\./);
  const inside = await begin(failing(() => ok({ kind: 'station' }))).run();
  assert.match(inside.words, /does not lead outside/);
  const plain = await begin(
    failing((attempt) => {
      const { value } = leaving(attempt);
      return ok({ ...value, outgoing: { ...value.outgoing, isEmergency: false } });
    }),
  ).run();
  assert.match(plain.words, /not as an emergency call/);
  const down = await begin({ isUp: () => false }).run();
  assert.match(down.words, /dials 112 \(day\): no trunk that it could leave by is up/);
});

test('an extension of no known place, and one in the way of an emergency number, are named', async () => {
  const nowhere = await begin({ plan: new EmergencyPlan(new ConfigurationForTests(), () => '') }).run();
  assert.match(nowhere.words, /The place of these extensions is not known: 201, 202, 203\./);
  const lost = await begin({ stations: () => [station('110')] }).run();
  assert.match(lost.words, /in the way of emergency numbers: 110 for 110\. Give them/);
  const beginning = await begin({ stations: () => [station('01')] }).run();
  assert.match(beginning.words, /: 01 for 0112/);
});

test('whoever is told is part of it', async () => {
  const weak = await begin({ destinations: () => [] }).run();
  assert.equal(weak.failed, 0);
  assert.equal(weak.findings.find(({ what }) => what === 'Notices')?.state, 'weak');
  const failed = await begin({ destinations: () => [{ name: 'email', trouble: 'Nobody is there.' }] }).run();
  assert.match(failed.words, /Notices by email: The last attempt failed: Nobody is there\./);
});

test('a country that is not chosen, and a route that is gone, are weak', async () => {
  const weak = await begin({ hasCountry: false }, (configuration) => {
    configuration.addKeys('routes', ['police']);
    assert.deepEqual(configuration.save(emergencyNumbers, '110', { route: 'police' }), []);
  }).run();
  assert.equal(weak.failed, 0);
  const states = weak.findings.filter(({ state }) => state === 'weak').map(({ what }) => what);
  assert.deepEqual(states, ['Country', '110 Police']);
});

test('a system without extensions cannot call', async () => {
  const { failed, words } = await begin({ stations: () => [] }).run();
  assert.deepEqual([failed, words], [1, 'Numbers: There is no extension that could call.']);
});
