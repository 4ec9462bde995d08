// The toll table: who reaches which number, when and in which state, as one table to read: test/golden/toll-table.md. After a wanted
// change, run this test with UPDATE_GOLDEN=1 and look at the difference. Then properties that hold for every row and beyond.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Patch } from '#forms';
import type { ForwardField } from '../stations/forwarding.ts';
import { toE164, withoutOutsidePrefix } from './e164.ts';
import type { Untaken } from './extension.ts';
import { mondayMs, Site, type SiteRecords, trunkNamed } from './testing.ts';

/** Who has a class, and what it is barred from by the groups below. */
const classes = {
  1: 'barred from nothing',
  2: 'barred from premium numbers',
  3: 'barred from premium and international numbers',
  4: 'barred from all but local numbers',
  5: 'barred from everything outside',
} as const;
type Class = keyof typeof classes;
const classNumbers: readonly Class[] = [1, 2, 3, 4, 5];

const kinds = ['local', 'national', 'mobile', 'premium', 'international'] as const;
type Kind = (typeof kinds)[number];
const barred: Readonly<Record<Kind, readonly Class[]>> = {
  local: [5],
  national: [4, 5],
  mobile: [4, 5],
  premium: [2, 3, 4, 5],
  international: [3, 4, 5],
};
const numbers: Readonly<Record<Kind | 'extension', string>> = {
  ...{ local: '9123456', national: '90301234', mobile: '901711234', premium: '909001234', international: '900441234' },
  extension: '202',
};
const leading: Readonly<Record<Kind, string>> = {
  local: '9',
  national: '90',
  mobile: '9017',
  premium: '90900',
  international: '900',
};

/** The index of a speed call. */
const speedOf = (index: number): string => String(index).padStart(3, '0');

const modes = { day: mondayMs, 'night 1': mondayMs + 13 * 3_600_000, 'night 2': mondayMs + 5 * 86_400_000 } as const;

const site = (stations: readonly Patch[], more: SiteRecords = {}): Site =>
  new Site(
    {
      'public-network': [{ countryCode: '49', areaCode: '89', outsidePrefix: '9' }],
      'users-and-services': stations,
      trunks: [trunkNamed('telco', 1, { dayService: 10, night1Service: 10, night2Service: 10 })],
      'digit-modification': [{ number: 1, delete: 1 }],
      'class-of-restriction-groups': kinds.map((kind, index) => ({
        number: index + 1,
        members: barred[kind].join(', '),
      })),
      routes: kinds.map((kind, index) => ({
        ...{ name: kind, trunk: 'telco', digitModification: '1', restrictionGroup: String(index + 1) },
      })),
      'digits-dialled': kinds.map((kind) => ({ digits: leading[kind], fewest: 3, most: 15, route: kind })),
      'time-periods': [
        { name: 'office', from: '08:00', to: '18:00' },
        { name: 'weekend', days: 'sat sun', from: '00:00', to: '00:00' },
      ],
      'service-mode': [{ chosenBy: 'schedule', dayPeriod1: 'office', night2Period1: 'weekend' }],
      'inbound-numbers': [{ number: '+4989555', day: '201' }],
      'speed-calls': Object.values(numbers).map((number, index) => ({ index: speedOf(index), number })),
      ...more,
    },
    [{ number: '112', route: '', digits: '112' }],
  );

/** One class by day, and stricter ones at night: as a site has it. */
const byMode = (number: Class): Patch => ({
  dayRestriction: number,
  night1Restriction: Math.min(number + 1, 5),
  night2Restriction: 5,
});
const service = (more: Patch, trunk: Patch = {}): SiteRecords => ({
  'class-of-service': [
    { number: 1, ...more },
    { number: 10, ...trunk },
  ],
});

interface State {
  readonly words: string;
  /** What becomes of a call for `number` with this class behind it. */
  outcome(number: string, restriction: Class, atMs: number): string;
  /** What becomes of an emergency number that the extension with this class dials itself. */
  emergency(restriction: Class, atMs: number): string;
}

/** 201 has the class, and calls; in forwarded states 203 does, and 201 forwards. */
const direct = (
  words: string,
  more: Patch,
  prefix = '',
  restrictionClass = 0,
  dialling: (number: string, office: Site) => string = (number) => number,
): State => {
  const outcome = (number: string, restriction: Class, atMs: number, dialled: typeof dialling): string => {
    const office = site([{ number: '201', ...byMode(restriction) }, { number: '202' }], service(more));
    office.codes.set('4711', { name: 'sales', serviceClass: 0, restrictionClass });
    return office.outcome('201', prefix + dialled(number, office), atMs);
  };
  return {
    words,
    outcome: (number, restriction, atMs) => outcome(number, restriction, atMs, dialling),
    emergency: (restriction, atMs) => outcome('112', restriction, atMs, (number) => number),
  };
};

const bySpeedCall = (number: string): string => `*74${speedOf(Object.values(numbers).indexOf(number))}`;
const byRedial = (number: string, { recent }: Site): string => {
  recent.dialled('201', number);
  return '*66';
};
/** From outside come the numbers as they are without the outside prefix, with + and country code. */
const byCallingBack = (number: string, { recent, plan: { network } }: Site): string => {
  const e164 = toE164(withoutOutsidePrefix(number, network), network);
  recent.called('201', number === '202' ? { number, isOutside: false } : { number: e164, isOutside: true });
  return '*69';
};

const forwarded = (
  words: string,
  more: Patch,
  caller: '203' | 'telco',
  trunk: Patch = {},
  [field, ...untaken]: readonly [ForwardField, ...Untaken[]] = ['forwardAlways'],
): State => {
  const office = (to: string, restriction: Class): Site => {
    const forwarding = { number: '201', [field]: to, ...byMode(restriction) };
    return site([forwarding, { number: '202' }, { number: '203' }], service(more, trunk));
  };
  const dialled = caller === 'telco' ? '+4989555' : '201';
  return {
    words,
    outcome: (number, restriction, atMs) => office(number, restriction).outcome(caller, dialled, atMs, untaken),
    emergency: (restriction, atMs) => office(numbers.premium, restriction).outcome('201', '112', atMs),
  };
};

const states: readonly State[] = [
  direct('dialled', {}),
  direct('account code forced, none dialled', { accountCode: 'verified' }),
  direct('account code forced, verified', { accountCode: 'verified' }, '*114711*'),
  direct('account code forced, wrong', { accountCode: 'verified' }, '*119999*'),
  direct('account code of class 1', {}, '*114711*', 1),
  direct('speed call', {}, '', 0, bySpeedCall),
  direct('speed call, number withheld', {}, '*67', 0, bySpeedCall),
  direct('redial', {}, '', 0, byRedial),
  direct('calling back', {}, '', 0, byCallingBack),
  forwarded('forwarded, not granted', {}, '203'),
  forwarded('forwarded, granted', { externalForward: true }, '203'),
  forwarded('forwarded when busy, granted', { externalForward: true }, '203', {}, ['forwardBusy', 'busy']),
  forwarded('forwarded unanswered, granted', { externalForward: true }, '203', {}, ['forwardNoAnswer', 'no answer']),
  forwarded('forwarded unreachable, not granted', {}, '203', {}, ['forwardUnreachable', 'unreachable']),
  forwarded('forwarded unreachable, granted', { externalForward: true }, '203', {}, [
    'forwardUnreachable',
    'unreachable',
  ]),
  forwarded('from a trunk, forwarded, tandem not granted', { externalForward: true }, 'telco'),
  forwarded('from a trunk, forwarded, tandem granted', { externalForward: true }, 'telco', { publicToPublic: true }),
];

/** `goes out`, `rings`, or the code of the refusal. */
const shortly = (outcome: string): string =>
  outcome.startsWith('calls.')
    ? outcome.slice('calls.'.length)
    : outcome.includes('emergency')
      ? 'goes out, emergency'
      : outcome.includes('>')
        ? 'goes out'
        : 'rings';

const columns = Object.keys(numbers) as (keyof typeof numbers)[];

function printTable(): string {
  const rows = states.flatMap(({ words, outcome, emergency }) =>
    Object.entries(modes).flatMap(([mode, atMs]) =>
      classNumbers.map((restriction) => {
        const cells = columns.map((column) => shortly(outcome(numbers[column], restriction, atMs)));
        return `| ${[words, mode, restriction, ...cells, shortly(emergency(restriction, atMs))].join(' | ')} |\n`;
      }),
    ),
  );
  return `# Toll table

Printed by \`src/calls/routing/toll-table.test.ts\`. The class of restriction is that by day; in night 1 the next stricter one counts, in
night 2 class 5. Where a call is forwarded, it is the class of the extension that forwards it.
A speed call, redial and calling back are what dialling the number would be; who calls back gets the number as it was shown. The last column is the
emergency number, dialled by the extension with that class while everything else is as the row says.

${classNumbers.map((number) => `- Class ${number}: ${classes[number]}.\n`).join('')}
| state | mode | class | ${columns.map((column) => `${column} (${numbers[column]})`).join(' | ')} | emergency (112) |
|---|---|---|${'---|'.repeat(columns.length + 1)}
${rows.join('')}`;
}

test('who reaches which number, as the golden table says', () => {
  const golden = join(import.meta.dirname, '..', '..', '..', 'test', 'golden', 'toll-table.md');
  const printed = printTable();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed);
  assert.equal(printed, readFileSync(golden, 'utf8'));
});

test('the emergency number is reached in every row', () => {
  for (const { words, emergency } of states)
    for (const atMs of Object.values(modes))
      for (const restriction of classNumbers)
        assert.equal(emergency(restriction, atMs), '>telco:112 emergency', `${words}, class ${restriction}`);
});

const extensions = ['201', '202', '203', '204', '205', '206'] as const;
const anyNumber = fc.constantFrom(...kinds.map((kind) => numbers[kind]), ...extensions, '', '112', '999', '+441234');
const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: other });
const anyForward = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom(...kinds.map((kind) => numbers[kind])) },
  { weight: 2, arbitrary: fc.constantFrom(...extensions) },
  { weight: 1, arbitrary: anyNumber },
);
const station = fc.record({
  forwardAlways: anyForward,
  forwardBusy: anyForward,
  forwardNoAnswer: anyForward,
  forwardUnreachable: anyForward,
  callWaiting: fc.boolean(),
  dayRestriction: mostly(fc.constantFrom(1, 2, 3), fc.constantFrom(...classNumbers)),
  dayService: fc.constantFrom(1, 2, 3),
  interconnectNumber: fc.constantFrom(1, 2, 3),
  doNotDisturb: mostly(fc.constant(false), fc.constant(true)),
});
const options = fc.record({
  externalForward: mostly(fc.constant(true), fc.constant(false)),
  publicToPublic: fc.boolean(),
  publicTrunk: fc.boolean(),
  accountCode: mostly(fc.constant('none'), fc.constantFrom('nonVerified', 'verified')),
});
const dialled = fc
  .tuple(fc.constantFrom('', '*114711*', '*119999*', '*11*', '*11'), anyNumber)
  .map(([code, number]) => code + number);
/** Codes that stand for a number: for which it is, and what is in front. */
const byCode = fc.record({
  front: fc.constantFrom('', '*67', '*114711*', '*67*114711*', '*114711**67'),
  code: fc.constantFrom('*66', '*69', '*7505', ...Object.keys(numbers).map((_, index) => `*74${speedOf(index)}`)),
  last: anyNumber,
  caller: fc.constantFrom('+49909001234', '+49301234', '+44123456', '909001234', '202', '112', ''),
});
const screens = fc.array(
  fc.record({
    extension: fc.constantFrom(...extensions),
    caller: fc.constantFrom('201', '+49*', 'outside', 'withheld', '2*'),
    action: fc.constantFrom('forward', 'through', 'busy'),
    forwardTo: anyNumber,
  }),
  { maxLength: 2 },
);
const world = fc.record({
  stations: fc.tuple(station, station, station, station, station, station),
  services: fc.tuple(options, options, options, options),
  denied: mostly(
    fc.constant<[number, string][]>([]),
    fc.array(fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom('1', '2', '3', '1-3')), { maxLength: 2 }),
  ),
  codeClass: fc.constantFrom(0, ...classNumbers),
  caller: fc.constantFrom(...extensions, 'telco'),
  /** Who passes the caller on, where it is a transfer. */
  transferredBy: fc.option(fc.constantFrom(...extensions), { nil: undefined, freq: 2 }),
  dialled: fc.oneof(dialled, byCode, fc.constantFrom(...extensions)),
  busy: mostly(fc.constant<string[]>([]), fc.subarray<string>([...extensions])),
  screens,
  untaken: fc.array(fc.constantFrom('busy', 'no answer', 'unreachable'), { maxLength: 7 }),
});

test('no combination of transfers, forwards, codes, screening and account codes reaches a number that the person behind it may not dial', () => {
  let transferred = 0;
  fc.assert(
    fc.property(
      world,
      ({ stations, services, denied, codeClass, caller, dialled: number, busy, screens, untaken, transferredBy }) => {
        if (transferredBy === caller) return;
        const records = stations.map((more, index) => ({ number: extensions[index], ...more }));
        const rows = new Map<number, string>(denied);
        const office = site(records, {
          'class-of-service': services.map((more, index) => ({ number: index === 3 ? 10 : index + 1, ...more })),
          'interconnect-restriction': [...rows].map(([from, to]) => ({ caller: from, denied: to })),
          'call-screening': screens.map((more, index) => ({ entry: `${more.extension}-${index + 1}`, ...more })),
          'personal-speed-calls': extensions.map((extension) => ({
            entry: `${extension}-05`,
            extension,
            number: numbers.premium,
          })),
        });
        office.codes.set('4711', { name: 'sales', serviceClass: 0, restrictionClass: codeClass });
        office.transferredBy = transferredBy;
        for (const one of busy) office.busy.add(one);
        if (typeof number !== 'string') {
          office.recent.dialled(caller, number.last);
          office.recent.called(caller, { number: number.caller, isOutside: number.caller !== '202' });
        }
        const wanted = typeof number === 'string' ? number : number.front + number.code;
        const decision = office.decideUntaken(
          caller,
          caller === 'telco' && transferredBy === undefined ? '+4989555' : wanted,
          untaken,
        );
        if (decision.ok && decision.value.kind === 'outgoing' && transferredBy !== undefined) transferred++;
        if (!decision.ok || decision.value.kind !== 'outgoing' || decision.value.outgoing.isEmergency) return;
        const { outgoing, forwardedBy } = decision.value;
        const { behind, accountCode, choices } = outgoing;
        assert.equal(
          behind,
          forwardedBy.at(-1)?.station ?? office.party(transferredBy ?? caller),
          'somebody else is behind it',
        );
        const options = services[behind.record.dayService - 1];
        assert.ok(forwardedBy.length === 0 || options?.externalForward === true, 'forwarded without a grant');
        assert.ok(forwardedBy.length === 0 || accountCode === '', 'an account code helped a forwarded call');
        assert.ok(options?.accountCode === 'none' || accountCode !== '', 'no account code');
        assert.ok(options?.accountCode !== 'verified' || accountCode === 'sales', 'an account code that nobody knows');
        const restriction = accountCode === 'sales' && codeClass !== 0 ? codeClass : behind.record.dayRestriction;
        for (const { route } of choices) {
          const kind = kinds.find((name) => name === route);
          assert.ok(
            kind !== undefined && !barred[kind].some((one) => one === restriction),
            `class ${restriction}: ${route}`,
          );
        }
        if (caller === 'telco')
          assert.ok(!services[3].publicTrunk || services[3].publicToPublic, 'tandem without a grant');
        const denies = rows.get(behind.record.interconnectNumber) ?? '';
        assert.ok(denies !== '1' && denies !== '1-3', 'interconnection denied');
      },
    ),
    { numRuns: 2_000 },
  );
  assert.ok(transferred > 50, `only ${transferred} transfers went out`);
});

test('whatever the configuration, whoever dials an emergency number directly reaches it', () => {
  fc.assert(
    fc.property(
      world,
      fc.constantFrom('', '*114711*', '*119999*', '*11*'),
      ({ stations, services, denied, caller }, code) => {
        if (caller === 'telco') return;
        const office = site(
          stations.map((more, index) => ({ number: extensions[index], ...more })),
          {
            'class-of-service': services.map((more, index) => ({ number: index + 1, ...more })),
            'interconnect-restriction': [...new Map(denied)].map(([from, to]) => ({ caller: from, denied: to })),
          },
        );
        assert.equal(office.outcome(caller, `${code}112`), '>telco:112 emergency');
      },
    ),
    { numRuns: 300 },
  );
});
