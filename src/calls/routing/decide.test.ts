import assert from 'node:assert/strict';
import { test } from 'node:test';
import { no } from '#base';
import { callCodes } from '../calls.codes.ts';
import type { GuardQuestion } from '../tollguard/look.ts';
import { withoutAccountCode } from './account-code.ts';
import type { Step } from './attempt.ts';
import { mondayMs, Site, type SiteRecords, trunkNamed } from './testing.ts';

const saturdayMs = Date.UTC(2027, 0, 16, 9, 0);
const mondayNightMs = Date.UTC(2027, 0, 11, 22, 0);

const base: SiteRecords = {
  'public-network': [{ countryCode: '49', areaCode: '89', outsidePrefix: '0' }],
  'users-and-services': [
    ...['201', '202', '203', '204', '205', '206', '207'].map((number) => ({ number })),
    { number: '208', enabled: false },
    { number: '209', doNotDisturb: true },
  ],
  trunks: [trunkNamed('telco', 1), trunkNamed('second', 2), trunkNamed('off', 3, { enabled: false })],
  'digit-modification': [
    { number: 1, delete: 1 },
    { number: 2, delete: 1, insert: '01033' },
  ],
  'class-of-restriction-groups': [{ number: 1, members: '2-64' }],
  routes: [
    { name: 'national', trunk: 'telco', digitModification: '1' },
    { name: 'abroad', trunk: 'telco', digitModification: '1', restrictionGroup: '1' },
    { name: 'carrier', trunk: 'second', digitModification: '2' },
    { name: 'dead', trunk: 'off' },
    { name: 'closed', trunk: 'telco', enabled: false },
  ],
  'route-lists': [
    { name: 'both', first: 'dead', second: 'national', third: 'carrier' },
    { name: 'none', first: 'dead', second: 'closed' },
  ],
  'time-periods': [
    { name: 'office', from: '08:00', to: '18:00' },
    { name: 'weekend', days: 'sat sun', from: '00:00', to: '00:00' },
    { name: 'breakfast', from: '08:30', to: '09:15' },
  ],
  'service-mode': [{ chosenBy: 'schedule', dayPeriod1: 'office', night2Period1: 'weekend' }],
  'route-plans': [
    { name: 'timed', dayList: 'both', night1Route: 'national' },
    { name: 'finer', dayRoute: 'national', period1: 'breakfast', period1Route: 'carrier' },
  ],
  'digits-dialled': [
    { digits: '00', fewest: 2, most: 18, route: 'national' },
    { digits: '000', fewest: 3, most: 15, route: 'abroad' },
    { digits: '0179', fewest: 4, most: 4, routeList: 'both' },
    { digits: '0178', fewest: 4, most: 4, routeList: 'none' },
    { digits: '0177', fewest: 4, most: 4, routePlan: 'timed' },
    { digits: '0176', fewest: 4, most: 4, routePlan: 'finer' },
    { digits: '+', fewest: 6, most: 15, route: 'abroad' },
  ],
  'inbound-numbers': [
    { number: '+498912345', day: '201', night1: '202', night2: '203' },
    { number: '+498912346', trunk: 'second', day: '204' },
  ],
};

/** The site with records of some forms changed by their key, or added. */
function site(changes: SiteRecords = {}, emergencies: ConstructorParameters<typeof Site>[1] = []): Site {
  const records: Record<string, readonly Readonly<Record<string, unknown>>[]> = { ...base };
  for (const [form, patches] of Object.entries(changes)) {
    const keyOf = (patch: Readonly<Record<string, unknown>>): unknown =>
      patch.name ?? patch.caller ?? patch.digits ?? patch.number;
    const kept = (records[form] ?? []).filter((one) => !patches.some((patch) => keyOf(patch) === keyOf(one)));
    const merged = patches.map((patch) => ({
      ...(records[form] ?? []).find((one) => keyOf(patch) === keyOf(one)),
      ...patch,
    }));
    records[form] = [...kept, ...merged];
  }
  return new Site(records, emergencies);
}

const dial = (number: string, changes: SiteRecords = {}, caller = '201', atMs = mondayMs): string =>
  site(changes).outcome(caller, number, atMs);

test('an extension is called; one that is not there, is off or does not want to be disturbed is not', () => {
  assert.equal(dial('202'), '202');
  assert.equal(dial('201'), 'calls.self');
  assert.equal(dial('208'), 'calls.unknown-number');
  assert.equal(dial('209'), 'calls.do-not-disturb');
  assert.equal(dial('299'), 'calls.unknown-number');
  for (const odd of ['anna', '', '+', '2+1', '*99', '20 1', '２０１']) assert.equal(dial(odd), 'calls.no-rule', odd);
});

test('the longest entry decides, and its count of digits does', () => {
  assert.equal(dial('00891234'), 'national>telco:0891234 +49891234');
  assert.equal(dial('000441234'), 'abroad>telco:00441234 +441234');
  assert.equal(dial('00'), 'calls.incomplete');
  assert.equal(dial('00044'), 'calls.incomplete');
  assert.equal(dial('01791234'), 'national>telco:1791234 carrier>second:010331791234 +49891791234');
  assert.equal(dial('0179123'), 'calls.incomplete');
  assert.equal(dial('017912345'), 'calls.unknown-number', 'a shorter entry does not take what the longer refuses');
  assert.equal(dial('+441234567'), 'abroad>telco:441234567 +441234567');
  assert.equal(dial('7001234'), 'calls.unknown-number');
});

test('a route without an enabled trunk, and a closed one, is passed over; with no other the call has no way', () => {
  assert.equal(dial('01781234'), 'calls.no-route');
  assert.equal(
    dial('01791234', { trunks: [{ name: 'telco', enabled: false }] }),
    'carrier>second:010331791234 +49891791234',
  );
});

test('trunks that are up come first, in the order of the list', () => {
  const office = site();
  office.down.add('telco');
  assert.equal(office.outcome('201', '01791234'), 'carrier>second:010331791234 national>telco:1791234 +49891791234');
});

test('a plan goes by service mode, and first by its periods', () => {
  assert.match(dial('01771234'), /^national>telco:1771234 carrier/);
  assert.equal(dial('01771234', {}, '201', mondayNightMs), 'national>telco:1771234 +49891771234');
  assert.equal(dial('01771234', {}, '201', saturdayMs), 'calls.no-route');
  assert.match(dial('01761234'), /^carrier/);
  assert.match(dial('01761234', {}, '201', mondayMs + 15 * 60_000), /^national/);
});

test('a class of restriction is barred by the group of the route, by the time that it is', () => {
  const classes = { 'users-and-services': [{ number: '201', night1Restriction: 2, night2Restriction: 3 }] };
  assert.match(dial('000441234', classes), /^abroad/);
  assert.equal(dial('000441234', classes, '201', mondayNightMs), 'calls.barred');
  assert.equal(dial('000441234', classes, '201', saturdayMs), 'calls.barred');
  assert.match(dial('00891234', classes, '201', mondayNightMs), /^national/);
  const allBarred = { ...classes, 'class-of-restriction-groups': [{ number: 1, members: '' }] };
  assert.match(dial('000441234', allBarred, '201', mondayNightMs), /^abroad/);
});

test('of a list those routes are left that do not bar the caller', () => {
  const changes = {
    'users-and-services': [{ number: '201', dayRestriction: 9 }],
    routes: [{ name: 'national', restrictionGroup: '1' }],
  };
  assert.equal(dial('01791234', changes), 'carrier>second:010331791234 +49891791234');
});

test('kinds of devices that may not call one another do not, over trunks and forwarded either', () => {
  const changes = {
    'users-and-services': [
      { number: '202', interconnectNumber: 2 },
      { number: '203', interconnectNumber: 3, forwardAlways: '202' },
      { number: '204', interconnectNumber: 4, forwardAlways: '202' },
    ],
    trunks: [{ name: 'telco', interconnectNumber: 5 }],
    'interconnect-restriction': [
      { caller: 1, denied: '2, 5' },
      { caller: 4, denied: '2' },
    ],
  };
  assert.equal(dial('202', changes), 'calls.interconnect');
  assert.equal(dial('201', changes, '202'), '201', 'only that way');
  assert.equal(dial('203', changes), 'calls.interconnect', 'where the call ends counts');
  assert.equal(dial('203', changes, '202'), 'calls.self');
  assert.equal(dial('204', changes, '203'), 'calls.interconnect', 'whoever passes it on counts');
  assert.equal(dial('00891234', changes), 'calls.interconnect');
  assert.match(dial('00891234', changes, '202'), /^national/);
});

const grants = (...classes: readonly Readonly<Record<string, unknown>>[]): SiteRecords => ({
  'class-of-service': classes,
});
const forwarding = (...chain: readonly (readonly [string, string])[]): SiteRecords => ({
  'users-and-services': chain.map(([number, forwardAlways]) => ({ number, forwardAlways })),
});

test('a call is forwarded from extension to extension, and not for ever', () => {
  assert.equal(dial('202', forwarding(['202', '203'])), '203 by 202');
  assert.equal(dial('202', forwarding(['202', '203'], ['203', '204'])), '204 by 202 203');
  assert.equal(dial('202', forwarding(['202', '209'])), 'calls.do-not-disturb');
  assert.equal(dial('202', forwarding(['202', '208'])), 'calls.unknown-number');
  assert.equal(dial('202', forwarding(['202', '201'])), 'calls.self');
  const five = ['202', '203', '204', '205', '206'].map((number): [string, string] => [
    number,
    String(Number(number) + 1),
  ]);
  assert.equal(dial('202', forwarding(...five)), '207 by 202 203 204 205 206');
  assert.equal(dial('202', forwarding(...five, ['207', '202'])), 'calls.loop');
  assert.equal(dial('202', forwarding(['202', '203'], ['203', '202'])), 'calls.loop');
});

test('a call is forwarded outside only where the class of who forwards it allows it, and under their restriction', () => {
  const abroad = forwarding(['202', '000441234']);
  assert.equal(dial('202', abroad), 'calls.forward-external');
  assert.equal(
    dial('202', { ...abroad, ...grants({ number: 1, externalForward: true }) }),
    'abroad>telco:00441234 +441234 by 202',
  );
  const barred = { 'users-and-services': [{ number: '202', forwardAlways: '000441234', dayRestriction: 2 }] };
  assert.equal(dial('202', { ...barred, ...grants({ number: 1, externalForward: true }) }), 'calls.barred');
  const caller = {
    'users-and-services': [
      { number: '202', forwardAlways: '000441234' },
      { number: '201', dayRestriction: 2 },
    ],
  };
  assert.match(dial('202', { ...caller, ...grants({ number: 1, externalForward: true }) }), /^abroad/);
});

test('a trunk reaches inbound numbers and nothing else, however the provider writes them', () => {
  for (const number of ['+498912345', '498912345', '00498912345', '08912345', '12345'])
    assert.equal(dial(number, {}, 'telco'), '201', number);
  assert.equal(dial('+498912345', {}, 'telco', mondayNightMs), '202');
  assert.equal(dial('+498912345', {}, 'telco', saturdayMs), '203');
  assert.equal(dial('+498912346', {}, 'second', mondayNightMs), '204');
  assert.equal(dial('+498912346', {}, 'telco'), 'calls.unknown-number');
  for (const number of [
    '201',
    '*78',
    '*1112345*000441234',
    '000441234',
    '+441234567',
    '112',
    'anna',
    '',
    '1'.repeat(5_000),
  ])
    assert.equal(
      site({}, [{ number: '112', route: '', digits: '112' }]).outcome('telco', number),
      'calls.unknown-number',
      number,
    );
});

test('what a stranger dialled is not repeated where it is no number', () => {
  for (const number of ['12\r\nEvil: yes', '1'.repeat(33), 'anna']) {
    const decision = site().decide('telco', number);
    assert.equal(!decision.ok && decision.refusal.words, 'The number that was dialled is not in use');
  }
});

test('records show what was dialled without the account code', () => {
  const shown = ['00891234', '*114711*00891234', '*114711', '*78', ''].map((dialled) =>
    withoutAccountCode(dialled, '*11'),
  );
  assert.deepEqual(shown, ['00891234', '00891234', '*11', '*78', '']);
  assert.equal(withoutAccountCode('*114711*1', ''), '*114711*1');
});

test('from trunk to trunk only where the classes of both allow it, or one leads to no public network', () => {
  const changes = (...classes: readonly Readonly<Record<string, unknown>>[]): SiteRecords => ({
    'users-and-services': [{ number: '201', forwardAlways: '00891234', dayService: 4 }],
    trunks: [
      { name: 'telco', dayService: 2 },
      { name: 'second', dayService: 3 },
    ],
    ...grants({ number: 4, externalForward: true }, ...classes),
  });
  const come = (...classes: readonly Readonly<Record<string, unknown>>[]) =>
    dial('12345', changes(...classes), 'second');
  const granted = { publicToPublic: true };
  assert.equal(come(), 'calls.tandem');
  assert.equal(come({ number: 2, ...granted }), 'calls.tandem');
  assert.equal(come({ number: 3, ...granted }), 'calls.tandem');
  assert.equal(
    come({ number: 4, externalForward: false, ...granted }, { number: 2, ...granted }, { number: 3, ...granted }),
    'calls.forward-external',
  );
  assert.match(come({ number: 2, ...granted }, { number: 3, ...granted }), /^national/);
  assert.match(come({ number: 2, publicTrunk: false }), /^national/);
});

test('the class of restriction of the trunk over which a call came in counts too', () => {
  const changes = {
    'users-and-services': [{ number: '201', forwardAlways: '000441234' }],
    trunks: [{ name: 'second', dayRestriction: 2 }],
    ...grants({ number: 1, externalForward: true, publicToPublic: true }),
  };
  assert.equal(dial('12345', changes, 'second'), 'calls.barred');
  assert.match(dial('12345', changes, 'telco'), /^abroad/);
});

test('a class that needs an account code gets no call out without one; a verified one is known by its name', () => {
  const coded = (accountCode: string, dialled: string): string => {
    const office = site(grants({ number: 1, accountCode }));
    office.codes.set('4711', { name: 'sales', serviceClass: 0, restrictionClass: 0 });
    return office.outcome('201', dialled);
  };
  const [plain, known, unknown] = ['00891234', '*114711*00891234', '*119999*00891234'];
  const out = 'national>telco:0891234 +49891234';
  assert.deepEqual(
    [plain, known, unknown].map((dialled) => coded('none', dialled)),
    [out, `${out} sales`, 'calls.account-code-wrong'],
  );
  assert.deepEqual(
    [plain, known, unknown].map((dialled) => coded('nonVerified', dialled)),
    ['calls.account-code-needed', `${out} sales`, `${out} 9999`],
  );
  assert.deepEqual(
    [plain, known, unknown].map((dialled) => coded('verified', dialled)),
    ['calls.account-code-needed', `${out} sales`, 'calls.account-code-wrong'],
  );
  for (const dialled of ['*11*00891234', '*11123*00891234', `*11${'1'.repeat(13)}*00891234`, '*1112a4*00891234'])
    assert.equal(coded('nonVerified', dialled), 'calls.account-code-wrong', dialled);
  for (const dialled of ['*114711', '*114711*', '*114711**'])
    assert.equal(coded('nonVerified', dialled), 'calls.no-rule', dialled);
  assert.equal(coded('verified', '*114711*202'), '202');
});

test('an account code brings its classes, for the call of whoever dialled it alone', () => {
  const office = site({
    'users-and-services': [
      { number: '201', dayRestriction: 2 },
      { number: '202', dayRestriction: 2, forwardAlways: '000441234' },
    ],
    ...grants({ number: 1, externalForward: true }),
  });
  office.codes.set('4711', { name: 'sales', serviceClass: 5, restrictionClass: 1 });
  let asked: GuardQuestion | undefined;
  office.guard = {
    judge: (question) => {
      asked = question;
      return { ok: true, value: undefined };
    },
  };
  assert.equal(office.outcome('201', '000441234'), 'calls.barred');
  assert.equal(office.outcome('201', '*114711*000441234'), 'abroad>telco:00441234 +441234 sales');
  assert.deepEqual([asked?.serviceClass, asked?.hasAccountCode, asked?.trunk], [5, true, 'telco']);
  assert.equal(office.outcome('201', '*114711*202'), 'calls.barred');
});

test('a forwarded call cannot have the account code that the class of who forwards it needs', () => {
  const changes = {
    ...forwarding(['202', '00891234']),
    ...grants({ number: 1, externalForward: true, accountCode: 'nonVerified' }),
  };
  assert.equal(dial('202', changes), 'calls.account-code-needed');
  assert.equal(dial('*114711*202', changes), 'calls.account-code-needed');
});

test('feature codes are anybody’s; those that switch day and night need their grant', () => {
  const codes = { numbering: [{ dayMode: '*21', night1Mode: '*22', night2Mode: '*23', scheduledMode: '*20' }] };
  assert.equal(dial('*78', codes), 'doNotDisturbOn');
  for (const code of ['*20', '*21', '*22', '*23']) assert.equal(dial(code, codes), 'calls.feature-not-granted');
  const granted = { ...codes, ...grants({ number: 1, nightServiceControl: true }) };
  assert.deepEqual(
    ['*20', '*21', '*22', '*23'].map((code) => dial(code, granted)),
    ['scheduledMode', 'dayMode', 'night1Mode', 'night2Mode'],
  );
});

test('an emergency call goes out whatever else is so, in the end over every trunk', () => {
  const everything = {
    'users-and-services': [{ number: '201', dayRestriction: 64, interconnectNumber: 2 }],
    'interconnect-restriction': [{ caller: 2, denied: '1-64' }],
    ...grants({ number: 1, accountCode: 'verified' }),
  };
  const office = site(everything, [{ number: '112', route: 'both', digits: '112' }]);
  office.guard = { judge: () => no(callCodes.refuse('calls.no-rule')) };
  const out = 'national>telco:112 carrier>second:112 emergency';
  for (const dialled of ['112', '0112', '*119999*112']) assert.equal(office.outcome('201', dialled), out, dialled);
  const first = site(everything, [{ number: '112', route: 'carrier', digits: '9911' }]);
  assert.equal(first.outcome('201', '112'), 'carrier>second:9911 >telco:9911 emergency');
  first.down.add('second');
  assert.equal(first.outcome('201', '112'), '>telco:9911 carrier>second:9911 emergency');
  const blank = site(everything, [{ number: '112', route: '', digits: '112' }]);
  assert.equal(blank.outcome('201', '112'), '>telco:112 >second:112 emergency');
  const closed = site({}, [{ number: '112', route: 'closed', digits: '112' }]);
  assert.equal(closed.outcome('201', '112'), 'closed>telco:112 >second:112 emergency');
  const off = { trunks: ['telco', 'second'].map((name) => ({ name, enabled: false })) };
  assert.equal(site(off, [{ number: '112', route: '', digits: '112' }]).outcome('201', '112'), 'calls.no-route');
});

test('the guard hears the number that is sent and the one that was dialled, and its refusal stands', () => {
  const office = site();
  const heard: string[] = [];
  office.guard = {
    judge: ({ e164, trunk }, tell) => {
      heard.push(`${trunk} ${e164}`);
      tell?.({ form: 'toll-limits', key: '', words: 'A limit was looked at.' });
      return trunk === 'telco' ? no(callCodes.refuse('calls.too-many')) : { ok: true, value: undefined };
    },
  };
  assert.match(office.outcome('201', '01791234'), /^carrier/);
  assert.deepEqual(heard, ['telco +49891791234', 'second +4910331791234', 'second +49891791234']);
  assert.equal(office.outcome('201', '00891234'), 'calls.too-many');
});

test('whoever listens hears every step; what is decided is the same', () => {
  const steps: Step[] = [];
  const decision = site().decide('201', '01771234', mondayMs, (step) => void steps.push(step));
  assert.deepEqual(decision, site().decide('201', '01771234'));
  assert.deepEqual(
    steps.map(({ form, key, words }) => `${form} ${key}: ${words}`),
    [
      'users-and-services : 01771234 is no extension.',
      'digits-dialled 0177: Begins with 0177: takes the plan timed, by day.',
      'class-of-service 1: Extension 201 is behind it, with class of service 1 by day.',
      'routes dead: Route dead is closed.',
      'routes national: May take route national over trunk telco, as 1771234.',
      'routes carrier: May take route carrier over trunk second, as 010331771234.',
    ],
  );
});
