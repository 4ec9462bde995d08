import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialExpectation } from './dial-expectations.form.ts';
import { checkExpectations } from './expectations.ts';
import { explain } from './explain.ts';
import { featureChange } from './feature-change.ts';
import { serviceOf, showsCallerId } from './service-of.ts';
import { mondayMs, Site, trunkNamed } from './testing.ts';

const site = new Site(
  {
    'users-and-services': [
      { number: '201', night1Service: 2 },
      { number: '202', forwardAlways: '203' },
      { number: '203' },
      { number: '205', interconnectNumber: 7 },
      { number: '204', forwardAlways: '0891234' },
    ],
    'interconnect-restriction': [{ caller: 7, denied: '1' }],
    trunks: [trunkNamed('telco', 1)],
    routes: [{ name: 'national', trunk: 'telco' }],
    'digits-dialled': [{ digits: '0', fewest: 4, route: 'national' }],
    'class-of-service': [
      { number: 1, externalForward: true },
      { number: 2, displayCallerId: false, smdrExternal: false },
    ],
    'public-network': [{ countryCode: '49' }],
    'service-mode': [{ chosenBy: 'schedule', dayPeriod1: 'office' }],
    'time-periods': [{ name: 'office', from: '08:00', to: '18:00' }],
  },
  [{ number: '112', route: 'national', digits: '112' }],
);
const nightMs = mondayMs + 12 * 3_600_000;

test('a decision is told in one sentence', () => {
  const say = (dialled: string): string => explain(site.attempt('201', dialled), site).words;
  assert.equal(say('203'), 'Extension 203 is called.');
  assert.equal(say('202'), 'Extension 203 is called, forwarded by 202.');
  assert.equal(say('0301234'), '+49301234 goes out by route national, trunk telco as 0301234.');
  assert.equal(say('204'), '+49891234 goes out by route national, trunk telco as 0891234, forwarded by 204.');
  assert.equal(say('112'), 'An emergency call goes out by route national, trunk telco as 112.');
  assert.equal(say('*78'), 'The feature code is carried out.');
  assert.equal(say('299'), 'Refused: The number 299 is not in use.');
});

test('the steps begin with the time and end with the refusal', () => {
  const { steps } = explain(site.attempt('201', '01', nightMs), site);
  assert.deepEqual(
    steps.map(({ words }) => words),
    ['The call is made in night 1.', '01 is no extension.', 'Refused: The number 01 is not complete.'],
  );
});

test('the refusal of the only route is told once', () => {
  const { steps } = explain(site.attempt('205', '0301234'), site);
  assert.deepEqual(
    steps.filter(({ words }) => words.startsWith('Refused')).map(({ form, key }) => `${form} ${key}`),
    ['interconnect-restriction 7'],
  );
});

test('the class of service of the time says what is shown and recorded', () => {
  const alice = site.party('201');
  assert.deepEqual(
    [mondayMs, nightMs].map((atMs) => showsCallerId(alice, site.plan, atMs)),
    [true, false],
  );
  assert.deepEqual(
    [mondayMs, nightMs].map((atMs) => serviceOf(alice, site.plan, atMs).smdrExternal),
    [true, false],
  );
  const trunk = serviceOf(site.party('telco'), site.plan, mondayMs);
  assert.deepEqual([trunk.number, trunk.smdrExternal, trunk.smdrInternal], [1, true, false]);
});

const expectation = (name: string, more: Partial<DialExpectation>): DialExpectation => ({
  ...{
    name,
    extension: '201',
    dialled: '203',
    at: '',
    expected: 'refused',
    expectedExtension: '',
    expectedGroup: '',
    expectedRoute: '',
  },
  ...more,
});

test('expectations that are met are silent; the others say what was expected and what is so', () => {
  const met = [
    expectation('a', { dialled: '202', expected: 'extension', expectedExtension: '203' }),
    expectation('b', { dialled: '0301234', expected: 'route', expectedRoute: 'national' }),
    expectation('c', { dialled: '299' }),
    expectation('d', { dialled: '112', at: '2027-01-11T22:00:00Z', expected: 'route', expectedRoute: 'national' }),
  ];
  assert.deepEqual(checkExpectations(met, site, mondayMs), []);
  const unmet = [
    expectation('e', {}),
    expectation('f', { dialled: '299', expected: 'extension', expectedExtension: '203' }),
    expectation('g', { dialled: '203', expected: 'route', expectedRoute: 'national' }),
    expectation('h', { extension: '299' }),
  ];
  assert.deepEqual(
    checkExpectations(unmet, site, mondayMs).map(({ words }) => words),
    [
      'e: 201 dials 203, and a refusal is expected. Extension 203 is called.',
      'f: 201 dials 299, and extension 203 is expected. Refused: The number 299 is not in use.',
      'g: 201 dials 203, and route national is expected. Extension 203 is called.',
      'h: there is no extension 299.',
    ],
  );
});

test('a feature code is a change of the configuration', () => {
  assert.deepEqual(featureChange({ code: 'doNotDisturbOn', digits: '' }, '201'), {
    ...{ form: 'users-and-services', key: '201', patch: { doNotDisturb: true } },
  });
  const chosen = (['dayMode', 'night1Mode', 'night2Mode', 'scheduledMode'] as const).map(
    (code) => featureChange({ code, digits: '' }, '201')?.patch.chosenBy,
  );
  assert.deepEqual(chosen, ['day', 'night1', 'night2', 'schedule']);
});
