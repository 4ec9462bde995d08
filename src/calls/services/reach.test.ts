// How far services reach, whatever keys are pressed at them: by themselves inside alone; for a person as far as the person, and over a trunk only
// where trunks are let through. The keys of attendant, mailbox and DISA all end in this decision.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { initialRecord, type Patch } from '#forms';
import { decide } from '../routing/decide.ts';
import { mondayMs, Site, trunkNamed } from '../routing/testing.ts';
import { Station } from '../stations/station.ts';
import { type ServiceNumber, serviceNumbers } from './service-numbers.form.ts';
import { stationRecord } from './service-table.ts';

const pilot = '590';
const kinds = ['local', 'national', 'premium', 'international'] as const;
const leading = { local: '9', national: '90', premium: '90900', international: '900' } as const;

/** 201 dials on as a person; 203 forwards outside; class N is barred from the kinds of `barred`. */
function site(barred: readonly (typeof kinds)[number][], trunk: Patch = {}, forward = ''): Site {
  const office = new Site(
    {
      'public-network': [{ countryCode: '49', areaCode: '89', outsidePrefix: '9' }],
      'users-and-services': [
        { number: '201', dayRestriction: 7 },
        { number: '202' },
        { number: '203', dayRestriction: 7, forwardAlways: forward },
      ],
      trunks: [trunkNamed('telco', 1, { dayService: 10, night1Service: 10, night2Service: 10 })],
      'digit-modification': [{ number: 1, delete: 1 }],
      'class-of-restriction-groups': kinds.map((kind, index) => ({
        number: index + 1,
        members: barred.includes(kind) ? '7' : '9',
      })),
      routes: kinds.map((kind, index) => ({
        ...{ name: kind, trunk: 'telco', digitModification: '1', restrictionGroup: String(index + 1) },
      })),
      'digits-dialled': kinds.map((kind) => ({ digits: leading[kind], fewest: 3, most: 15, route: kind })),
      'class-of-service': [
        { number: 1, externalForward: true },
        { number: 10, ...trunk },
      ],
    },
    [{ number: '112', route: '', digits: '112' }],
  );
  const record: ServiceNumber = { ...initialRecord(serviceNumbers), number: pilot };
  office.stations.set(pilot, new Station(stationRecord(record), record));
  return office;
}

const keys = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789*#'), maxLength: 16 }),
  fc
    .tuple(fc.constantFrom(...Object.values(leading)), fc.integer({ min: 0, max: 99_999_999 }))
    .map((parts) => parts.join('')),
  fc.constantFrom('112', '9112', '201', '202', '203', pilot, '*72', '*48202', '+4989123'),
);
const somebody = fc.constantFrom('telco', '202');
const someKinds = fc.subarray([...kinds]);

function outcomeOf(office: Site, caller: string, by: string, dialled: string) {
  office.transferredBy = by;
  return decide(office.attempt(caller, dialled, mondayMs), office);
}

test('no keys at a service lead to the public network by themselves', () => {
  fc.assert(
    fc.property(keys, somebody, someKinds, (dialled, caller, barred) => {
      const decided = outcomeOf(site(barred, { publicToPublic: true }), caller, pilot, dialled);
      assert.ok(!decided.ok || (decided.value.kind !== 'outgoing' && decided.value.kind !== 'feature'), dialled);
    }),
  );
});

test('what an extension forwards outside goes with its own permissions, and no further', () => {
  fc.assert(
    fc.property(keys, someKinds, fc.constantFrom(...kinds), (dialled, barred, kind) => {
      const forward = `${leading[kind]}${kind === 'premium' ? '1234' : '3456789'}`;
      const decided = outcomeOf(site(barred, { publicToPublic: true }, forward), 'telco', pilot, dialled);
      if (!decided.ok || decided.value.kind !== 'outgoing') return;
      assert.equal(dialled, '203');
      assert.ok(!barred.includes(kind));
    }),
  );
});

test('for a person it leads where the person might dial, and nowhere else', () => {
  fc.assert(
    fc.property(keys, someKinds, (dialled, barred) => {
      const office = site(barred, { publicToPublic: true });
      const onBehalf = outcomeOf(office, 'telco', '201', dialled);
      office.transferredBy = undefined;
      const own = decide(office.attempt('201', dialled, mondayMs), office);
      if (onBehalf.ok && onBehalf.value.kind === 'outgoing') {
        assert.ok(own.ok && own.value.kind === 'outgoing', dialled);
        assert.deepEqual(
          onBehalf.value.outgoing.choices.map(({ route }) => route),
          own.value.outgoing.choices.map(({ route }) => route),
        );
        assert.ok(
          own.value.outgoing.isEmergency ||
            own.value.outgoing.choices.every(({ route }) => !barred.some((kind) => kind === route)),
        );
      }
    }),
  );
});

test('from one trunk to another only where the classes of the trunks let calls through', () => {
  fc.assert(
    fc.property(keys, (dialled) => {
      const decided = outcomeOf(site([]), 'telco', '201', dialled);
      assert.ok(!decided.ok || decided.value.kind !== 'outgoing' || decided.value.outgoing.isEmergency, dialled);
    }),
  );
});
