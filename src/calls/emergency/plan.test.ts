// Tests of what is an emergency number and where a device is, and of the rules that keep the one reachable: examples, and whatever is
// configured.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { validate } from '#forms';
import { numbering } from '../numbering/numbering.form.ts';
import { usersAndServices } from '../stations/users-and-services.form.ts';
import { emergencyHides } from './collisions.ts';
import { emergencyLocations } from './emergency-locations.form.ts';
import { emergencyNumbers } from './emergency-numbers.form.ts';
import { emergencySettings } from './emergency-settings.form.ts';
import { countries } from './numbers-by-country.ts';
import { EmergencyPlan } from './plan.ts';
import { ConfigurationForTests, locationForTests } from './testing.ts';

const planOf = (configuration: ConfigurationForTests, own: Readonly<Record<string, string>> = {}): EmergencyPlan =>
  new EmergencyPlan(configuration, (number) => own[number] ?? '');

const wordsOf = (refusals: readonly { readonly words: string; readonly field?: string }[]): string[] =>
  refusals.map(({ words, field }) => `${field}: ${words}`);

test('112 and 911 are emergency numbers before anything is configured, with a prefix too', () => {
  const plan = planOf(new ConfigurationForTests());
  for (const dialled of ['112', '9112', '0112', '911', '9911', '0911']) assert.ok(plan.match(dialled), dialled);
  for (const dialled of ['', '11', '1122', '8112', '00112', '110', '201']) assert.equal(plan.match(dialled), undefined);
  assert.deepEqual(plan.match('9112'), { number: '112', name: 'Emergency', route: '', digits: '112' });
});

test('the numbers of the country come with it, and a foreign one is sent as its general number', () => {
  const configuration = new ConfigurationForTests();
  assert.deepEqual(configuration.save(emergencySettings, '', { country: 'AU', prefixes: '' }), []);
  const plan = planOf(configuration);
  const sent = ['000', '106', '112', '911'].map((dialled) => plan.match(dialled)?.digits);
  assert.deepEqual(sent, ['000', '106', '112', '000']);
  assert.equal(plan.match('0000'), undefined, 'no prefix is configured');
});

test('a record adds a number, gives one its way, or takes it out; 112 and 911 stay', () => {
  const configuration = new ConfigurationForTests();
  configuration.save(emergencySettings, '', { country: 'FR' });
  configuration.addKeys('route-lists', ['urgent']);
  assert.deepEqual(configuration.save(emergencyNumbers, '5555', { name: 'Guard', digits: '+33123456789' }), []);
  assert.deepEqual(configuration.save(emergencyNumbers, '112', { route: 'urgent' }), []);
  assert.deepEqual(configuration.save(emergencyNumbers, '15', { enabled: false }), []);
  assert.match(
    configuration.save(emergencyNumbers, '911', { enabled: false })[0]?.words ?? '',
    /cannot be switched off/,
  );
  assert.match(configuration.save(emergencyNumbers, '17', { route: 'gone' })[0]?.words ?? '', /no route list gone/);
  const plan = planOf(configuration);
  assert.deepEqual(plan.match('95555'), { number: '5555', name: 'Guard', route: '', digits: '+33123456789' });
  assert.deepEqual(plan.match('112'), { number: '112', name: 'Emergency', route: 'urgent', digits: '112' });
  assert.equal(plan.match('15'), undefined);
});

test('a number without a prefix wins over another one behind a prefix', () => {
  const configuration = new ConfigurationForTests();
  configuration.save(emergencySettings, '', { prefixes: '9' });
  configuration.save(emergencyNumbers, '9112', { name: 'Guard' });
  assert.equal(planOf(configuration).match('9112')?.name, 'Guard');
});

test('what would hide an emergency number is refused on both sides, with the pair named', () => {
  const configuration = new ConfigurationForTests();
  const add = (number: string) => {
    configuration.save(numbering, '', { extensionLength: number.length });
    return wordsOf(configuration.save(usersAndServices, number, { sipSecret: true }));
  };
  const cannot = (number: string, dialled: string, meant: string): string =>
    `number: Extension ${number} cannot be told from ${dialled}, the emergency number ${meant}: one begins with the other.`;
  assert.deepEqual(add('112'), [cannot('112', '112', '112')]);
  assert.deepEqual(add('1123'), [cannot('1123', '112', '112')], 'a phone that sends digit by digit would not reach it');
  assert.deepEqual(add('11'), [cannot('11', '112', '112')], 'nor the emergency number');
  assert.deepEqual(add('0112'), [cannot('0112', '0112', '112')]);
  assert.deepEqual(add('110'), []);
  assert.deepEqual(wordsOf(configuration.save(emergencySettings, '', { country: 'DE' })), [
    'country: Extension 110 cannot be told from 110, the emergency number 110: one begins with the other.',
  ]);
  assert.deepEqual(wordsOf(configuration.save(emergencyNumbers, '1', { enabled: true })), [
    'number: Extension 110 cannot be told from 1, the emergency number 1: one begins with the other.',
  ]);
  assert.deepEqual(wordsOf(configuration.save(numbering, '', { doNotDisturbOn: '9911' })), [
    'doNotDisturbOn: The feature code 9911 cannot be told from 9911, the emergency number 911: one begins with the other.',
  ]);
  configuration.save(numbering, '', { doNotDisturbOn: '88' });
  assert.deepEqual(wordsOf(configuration.save(emergencySettings, '', { prefixes: '8 88' })), [
    'prefixes: The feature code 88 cannot be told from 88112, the emergency number 112: one begins with the other.',
    'prefixes: The feature code 88 cannot be told from 88911, the emergency number 911: one begins with the other.',
  ]);
});

test('a pattern that leads outside may be the beginning of an emergency number, not one itself', () => {
  const configuration = new ConfigurationForTests();
  const check = (pattern: string): number => emergencyHides(pattern, pattern, 'digits', configuration).length;
  assert.deepEqual(['9', '0', '91', '01', '00', '112', '9112', '91120'].map(check), [0, 0, 0, 0, 0, 1, 1, 1]);
  configuration.addKeys('digits-dialled', ['9', '0190']);
  assert.match(
    wordsOf(configuration.save(emergencySettings, '', { country: 'BR' }))[0] ?? '',
    /^prefixes: Digits dialled 0190 cannot be told from 0190, the emergency number 190/,
  );
});

test('a device is where its extension says, else in the smallest network that holds it, else at the default', () => {
  const configuration = new ConfigurationForTests();
  const place = (name: string, networks: readonly string[], isDefault = false) =>
    wordsOf(configuration.save(emergencyLocations, name, { ...locationForTests, name, networks, isDefault }));
  assert.deepEqual(place('campus', ['192.0.2.0/24', '2001:db8::/32']), []);
  assert.deepEqual(place('floor 2', ['192.0.2.64/26']), [], 'a smaller network in a larger one');
  assert.deepEqual(place('other', ['192.0.2.0/24']), [
    'networks: The network 192.0.2.0/24 is already that of the location campus.',
  ]);
  const without = planOf(configuration);
  assert.equal(without.locationOf('201', '198.51.100.1'), undefined);
  assert.deepEqual(place('home', [], true), []);
  assert.deepEqual(place('second', [], true), ['isDefault: The default is already that of the location home.']);
  const plan = planOf(configuration, { 300: 'campus', 301: 'gone' });
  const at = (number: string, address: string): string | undefined => plan.locationOf(number, address)?.name;
  assert.equal(at('201', '192.0.2.70'), 'floor 2');
  assert.equal(at('201', '::ffff:192.0.2.70'), 'floor 2');
  assert.equal(at('201', '192.0.2.7'), 'campus');
  assert.equal(at('201', '2001:db8::7'), 'campus');
  assert.equal(at('201', '198.51.100.1'), 'home');
  assert.equal(at('201', ''), 'home');
  assert.equal(at('300', '192.0.2.70'), 'campus');
  assert.equal(at('301', '192.0.2.70'), 'floor 2');
});

test('prefixes are read tidily, and nothing else is one', () => {
  const prefixesOf = (text: string): unknown => {
    const read = validate(emergencySettings, { prefixes: text });
    return read.ok ? read.value.record.prefixes : read.refusal[0]?.code;
  };
  assert.equal(prefixesOf(' 9, 0;9  '), '9 0');
  assert.equal(prefixesOf(''), '');
  for (const wrong of ['*9', '1234', '1 2 3 4 5 6']) assert.equal(prefixesOf(wrong), 'forms.not-text', wrong);
});

test('the table of countries holds numbers that the form takes, each once', () => {
  for (const [code, { numbers }] of Object.entries(countries)) {
    for (const [number] of numbers) assert.match(number, /^\d{2,6}$/, code);
    assert.equal(new Set(numbers.map(([number]) => number)).size, numbers.length, code);
    assert.match(code, /^[A-Z]{2}$/);
  }
});

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom('0', '1', '2', '9'), minLength: min, maxLength: max });
const countryCodes = ['none', ...Object.keys(countries)] as const;

/** One change of the configuration; what a form itself would refuse is not tried. */
const change = fc.oneof(
  fc.record({ country: fc.constantFrom(...countryCodes) }).map((patch) => ['settings', '', patch] as const),
  fc
    .uniqueArray(digits(1, 3), { maxLength: 3 })
    .map((prefixes) => ['settings', '', { prefixes: prefixes.join(' ') }] as const),
  fc.tuple(digits(2, 6), fc.boolean()).map(([number, enabled]) => ['number', number, { enabled }] as const),
  digits(2, 5).map((code) => ['code', '', { doNotDisturbOn: code }] as const),
  fc.tuple(fc.integer({ min: 2, max: 5 }), digits(5, 5)).map(([length, number]) => {
    return ['extension', number.slice(0, length), { extensionLength: length }] as const;
  }),
  digits(1, 7).map((pattern) => ['pattern', pattern, {}] as const),
);

test('whatever was saved, in whatever order, each emergency number is reached, digit by digit too', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const configuration = new ConfigurationForTests();
      const patterns = new Set<string>();
      configuration.addKeys('digits-dialled', []);
      for (const [what, key, patch] of changes) {
        if (what === 'settings') configuration.save(emergencySettings, '', validated(patch));
        else if (what === 'number') configuration.save(emergencyNumbers, key, patch);
        else if (what === 'code') configuration.save(numbering, '', patch);
        else if (what === 'pattern') {
          if (emergencyHides(key, key, 'digits', configuration).length === 0) patterns.add(key);
          configuration.addKeys('digits-dialled', [...patterns]);
        } else {
          configuration.save(numbering, '', patch);
          configuration.save(usersAndServices, key, { sipSecret: true });
        }
      }
      const plan = planOf(configuration);
      for (const always of ['112', '911']) assert.ok(plan.match(always));
      const inTheWay = [...configuration.keys('users-and-services'), configuration.single(numbering).doNotDisturbOn];
      for (const [dialled, entry] of plan.dialled) {
        assert.equal(plan.match(dialled), entry);
        assert.ok(dialled.endsWith(entry.number));
        for (const other of inTheWay)
          assert.ok(!other.startsWith(dialled) && !dialled.startsWith(other), `${other} and ${dialled}`);
        for (const pattern of patterns) assert.ok(!pattern.startsWith(dialled), `${pattern} and ${dialled}`);
      }
    }),
    { numRuns: 2_000 },
  );
});

/** Emergency Settings with these values, as the form reads them. */
function validated(patch: Readonly<Record<string, unknown>>) {
  const read = validate(emergencySettings, patch);
  assert.ok(read.ok);
  const { country, prefixes } = read.value.record;
  return 'country' in patch ? { country } : { prefixes };
}
