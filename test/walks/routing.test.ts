// Walks through the configuration of routing: what fits together is accepted, what does not is refused with the pair named.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import { digitsDialled, numbering, serviceMode } from '#calls';
import { localActor } from '#security';
import { type Office, withOffice } from './office.ts';

type Values = Readonly<Record<string, unknown>>;

const add = (form: string, patch: Values): Change => ({ kind: 'add', form, patch });
const set = (form: string, patch: Values, key?: string): Change =>
  key === undefined ? { kind: 'change', form, patch } : { kind: 'change', form, key, patch };
const extension = (number: string, more: Values = {}): Change => add('users-and-services', { number, ...more });
const digits = (leading: string, fewest: number, most: number): Change =>
  add('digits-dialled', { digits: leading, fewest, most, route: 'national' });
const trunk = (name: string, number: number, more: Values = {}): Change =>
  add('trunks', { name, number, proxies: 'sip.example.com', ...more });

/** An office with a trunk and a route. */
const withRoutes = (work: (office: Office) => Promise<void>): Promise<void> =>
  withOffice(async (office) => {
    await office.done(trunk('telco', 1), add('routes', { name: 'national', trunk: 'telco' }));
    await work(office);
  });

/** The words of the refusals of a change. */
async function words({ administration }: Office, ...changes: readonly Change[]): Promise<readonly string[]> {
  const result = await administration.change(localActor('walk'), changes);
  assert.ok(!result.ok, 'should have been refused');
  return result.refusal.map((refusal) => refusal.words);
}

test('an entry that would take an extension is refused, and an extension that an entry would take', () =>
  withRoutes(async (office) => {
    await office.done(extension('201'), extension('310'));
    assert.deepEqual(await words(office, digits('2', 0, 20)), [
      '2 in Digits Dialled cannot be told from extension 201.',
    ]);
    assert.deepEqual(await office.refused(digits('201', 0, 5)), ['201 digits calls.digits-overlap']);
    await office.done(digits('2', 5, 20), digits('30', 1, 1));
    assert.deepEqual(await words(office, extension('305')), [
      '30 in Digits Dialled cannot be told from extension 305.',
    ]);
    await office.done(extension('202'));
    assert.deepEqual(await office.refused(set('digits-dialled', { fewest: 2 }, '2')), [
      '2 digits calls.digits-overlap',
    ]);
  }));

test('an entry and a code begin with nothing of one another', () =>
  withRoutes(async (office) => {
    await office.done(set('numbering', { doNotDisturbOn: '78' }));
    for (const leading of ['7', '78', '789'])
      assert.deepEqual(await words(office, digits(leading, 8, 9)), [
        `${leading} in Digits Dialled cannot be told from the code 78 of Numbering.`,
      ]);
    await office.done(digits('0', 4, 20));
    assert.deepEqual(await office.refused(set('numbering', { dayMode: '01' })), [
      ' dayMode calls.code-collides',
      ' dayMode calls.emergency-hidden',
    ]);
    assert.deepEqual(await office.refused(set('numbering', { accountCodeAccess: '*7', doNotDisturbOn: '' })), [
      ' accountCodeAccess calls.code-collides',
    ]);
    await office.done(set('numbering', { dayMode: '*21', doNotDisturbOn: '' }));
    assert.equal(office.administration.configuration.single(numbering).accountCodeAccess, '*11');
  }));

test('of two entries the longer does not take numbers that it then refuses', () =>
  withRoutes(async (office) => {
    await office.done(digits('0', 4, 20), digits('00', 5, 18), digits('11', 1, 1));
    assert.deepEqual(await words(office, digits('110', 5, 5)), [
      '110 in Digits Dialled cannot be told from the entry 11.',
    ]);
    await office.done(digits('110', 0, 5));
    assert.deepEqual(await office.refused(set('digits-dialled', { fewest: 3, most: 4 }, '110')), [
      '110 digits calls.digits-overlap',
    ]);
    await office.done(digits('12', 3, 4), digits('1234', 1, 2));
    assert.deepEqual(await words(office, set('digits-dialled', { fewest: 5, most: 5 }, '12')), [
      '12 in Digits Dialled cannot be told from the entry 1234.',
    ]);
  }));

test('an entry has exactly one way, and at most as many digits as at least', () =>
  withRoutes(async (office) => {
    await office.done(add('route-lists', { name: 'list', first: 'national' }), add('route-plans', { name: 'plan' }));
    const entry = (more: Values): Change => add('digits-dialled', { digits: '0', ...more });
    assert.deepEqual(await words(office, entry({})), ['One way out must be named, not several: none is given.']);
    assert.deepEqual(await words(office, entry({ route: 'national', routePlan: 'plan' })), [
      'One way out must be named, not several: national and plan are given.',
    ]);
    assert.deepEqual(await office.refused(entry({ routeList: 'nowhere' })), ['0 routeList forms.points-nowhere']);
    assert.deepEqual(await office.refused(entry({ route: 'national', fewest: 9, most: 8 })), [
      '0 fewest calls.range-reversed',
    ]);
    await office.done(entry({ routePlan: 'plan' }));
    assert.deepEqual(await office.refused({ kind: 'delete', form: 'route-plans', key: 'plan' }), [
      'plan - forms.in-use',
    ]);
  }));

test('an enabled route leads to an enabled trunk', () =>
  withRoutes(async (office) => {
    await office.done(trunk('off', 2, { enabled: 'no' }));
    const route = (more: Values): Change => add('routes', { name: 'second', ...more });
    assert.deepEqual(await words(office, route({ trunk: 'off' })), [
      'Route second leads to trunk off, which is not enabled.',
    ]);
    assert.deepEqual(await office.refused(route({ trunk: 'gone' })), ['second trunk forms.points-nowhere']);
    await office.done(route({ trunk: 'off', enabled: 'no' }));
    assert.deepEqual(await office.refused(set('routes', { enabled: 'yes' }, 'second')), [
      'second trunk calls.route-without-trunk',
    ]);
    assert.deepEqual(await office.refused(set('routes', { restrictionGroup: '1' }, 'national')), [
      'national restrictionGroup forms.points-nowhere',
    ]);
    const given = { digitModification: '7', restrictionGroup: '1' };
    await office.done(
      add('digit-modification', { number: 7, delete: 1 }),
      add('class-of-restriction-groups', { number: 1, members: '1-5, 9' }),
      set('routes', given, 'national'),
    );
  }));

test('a list has each route once, and a plan no way without its period', () =>
  withRoutes(async (office) => {
    const twice = add('route-lists', { name: 'list', first: 'national', third: 'national' });
    assert.deepEqual(await words(office, twice), ['Route national stands twice in the list list.']);
    const plan = (more: Values): Change => add('route-plans', { name: 'plan', ...more });
    assert.deepEqual(await office.refused(plan({ period2Route: 'national' })), [
      'plan period2Route calls.way-without-period',
    ]);
    await office.done(add('route-lists', { name: 'list', first: 'national' }));
    assert.deepEqual(await office.refused(plan({ dayRoute: 'national', dayList: 'list' })), [
      'plan dayList calls.one-way',
    ]);
    await office.done(plan({ dayRoute: 'national', night1List: 'list' }));
  }));

test('extensions do not forward in a circle', () =>
  withOffice(async (office) => {
    const to = (number: string, forwardAlways: string): Change => set('users-and-services', { forwardAlways }, number);
    await office.done(extension('201'), extension('202', { forwardAlways: '203' }), extension('203'));
    assert.deepEqual(await words(office, to('203', '202')), ['Calls would be forwarded in a circle: 203, 202, 203.']);
    assert.deepEqual(await office.refused(to('201', '201')), ['201 forwardAlways calls.forward-circle']);
    await office.done(to('203', '201'));
    assert.deepEqual(await words(office, to('201', '202')), [
      'Calls would be forwarded in a circle: 201, 202, 203, 201.',
    ]);
    assert.deepEqual(await office.refused(to('201', '*78')), ['201 forwardAlways forms.not-text']);
    await office.done(to('201', '+49891234'), to('203', ''));
  }));

test('a schedule has a period of the day, in a zone that there is', () =>
  withOffice(async (office) => {
    assert.deepEqual(await office.refused(set('service-mode', { chosenBy: 'schedule' })), [
      ' chosenBy calls.schedule-empty',
    ]);
    for (const timeZone of ['Mars/Olympus', '+01:00'])
      assert.deepEqual(await office.refused(set('service-mode', { timeZone })), [' timeZone forms.not-text'], timeZone);
    await office.done(
      add('time-periods', { name: 'office', from: '8:00', to: '18:00' }),
      set('service-mode', { chosenBy: 'schedule', timeZone: 'Europe/Berlin', dayPeriod1: 'office' }),
    );
    assert.equal(office.administration.configuration.single(serviceMode).dayPeriod1, 'office');
    assert.deepEqual(await office.refused({ kind: 'delete', form: 'time-periods', key: 'office' }), [
      'office - forms.in-use',
    ]);
    const holiday = (date: string): Change => add('holidays', { date });
    await office.done(holiday('12-25'), holiday('2027-04-05'), holiday('02-29'));
    for (const date of ['02-30', '2027-02-29', '13-01', '25.12.'])
      assert.deepEqual(await office.refused(holiday(date)), [`${date} date forms.not-text`], date);
    assert.deepEqual(await office.refused(add('time-periods', { name: 'odd', from: '24:00', to: '07.30' })), [
      'odd from forms.not-text',
      'odd to forms.not-text',
    ]);
  }));

test('an account code is digits, made when none is given, and told once', () =>
  withOffice(async (office) => {
    const { records } = await office.done(add('account-codes', { name: 'sales' }));
    assert.match(records[0]?.made.code?.reveal() ?? '', /^\d{8}$/);
    assert.deepEqual(await office.refused(add('account-codes', { name: 'two', code: '12a4' })), [
      'two code calls.account-code-shape',
    ]);
    for (const code of ['123', '1234567890123'])
      assert.deepEqual(await office.refused(add('account-codes', { name: 'two', code })), [
        'two code forms.wrong-secret',
      ]);
    await office.done(add('account-codes', { name: 'two', code: '4711' }));
  }));

test('an expectation says what it expects, and nothing else', () =>
  withRoutes(async (office) => {
    await office.done(extension('201'));
    const expecting = (more: Values): Change =>
      add('dial-expectations', { name: 'one', extension: '201', dialled: '*11', ...more });
    assert.deepEqual(await words(office, expecting({ expected: 'route' })), [
      'The expectation does not say which route is expected.',
    ]);
    assert.deepEqual(await office.refused(expecting({ expected: 'refused', expectedExtension: '201' })), [
      'one expectedExtension calls.expectation-unclear',
    ]);
    await office.done(expecting({ expected: 'route', expectedRoute: 'national' }));
    assert.deepEqual(await office.refused({ kind: 'delete', form: 'routes', key: 'national' }), [
      'national - forms.in-use',
    ]);
  }));

test('classes are numbers and ranges of numbers that there are', () =>
  withOffice(async (office) => {
    for (const members of ['0', '65', '5-3', 'all'])
      assert.deepEqual(
        await office.refused(add('class-of-restriction-groups', { number: '1', members })),
        ['1 members forms.not-text'],
        members,
      );
    await office.done(
      add('class-of-restriction-groups', { number: 64, members: '9,1 2' }),
      add('interconnect-restriction', { caller: 64, denied: '1-64' }),
      add('class-of-service', { number: 110, comment: 'fifteen letters' }),
    );
    assert.deepEqual(await office.refused(add('class-of-service', { number: '111', comment: 'sixteen letters.' })), [
      '111 number forms.out-of-range',
      '111 comment forms.out-of-range',
    ]);
  }));

test('10,000 entries of digits are imported as one change', () =>
  withRoutes(async (office) => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `0${20_000 + index},4,10,national`);
    const text = `digits,fewest,most,route\r\n${rows.join('\r\n')}\r\n`;
    const options = { format: 'csv', mode: 'add' } as const;
    const result = await office.administration.importRecords(localActor(''), 'digits-dialled', text, options);
    assert.ok(result.ok, JSON.stringify(result).slice(0, 500));
    assert.equal(office.administration.configuration.records(digitsDialled).size, 10_000);
  }));
