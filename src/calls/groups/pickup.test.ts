// Who may take whose calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serviceOf } from '../routing/service-of.ts';
import { mondayMs, Site } from '../routing/testing.ts';
import type { Station } from '../stations/station.ts';
import { mayPickUp } from './pickup.ts';

const site = new Site({
  'users-and-services': [
    ...['201', '202', '203', '204'].map((number) => ({ number })),
    { number: '205', dayService: 2 },
    { number: '206', enabled: false },
  ],
  'class-of-service': [{ number: 2, directedPickup: true }],
  'pickup-groups': [
    { number: '1', members: '201 202 206' },
    { number: '2', members: '202 203' },
    { number: '3', members: '' },
  ],
});

const station = (number: string): Station => {
  const found = site.station(number);
  assert.ok(found !== undefined);
  return found;
};
const may = (by: string, of: string): boolean => {
  const { pickup } = site.plan;
  const service = serviceOf(station(by), site.plan, mondayMs);
  return mayPickUp(station(by), station(of), { pickup, service }).ok;
};

test('members of one group may, and it does not go from group to group', () => {
  assert.deepEqual(
    [may('201', '202'), may('202', '203'), may('201', '203'), may('204', '201')],
    [true, true, false, false],
  );
});

test('the class of service lets its extensions take any call, and nobody take theirs', () => {
  assert.deepEqual([may('205', '201'), may('205', '204'), may('201', '205')], [true, true, false]);
});

test('one’s own calls may always be taken; a disabled extension neither takes nor has any', () => {
  assert.deepEqual(
    [may('204', '204'), may('206', '201'), may('201', '206'), may('205', '206')],
    [true, false, false, false],
  );
});

test('who shares a group with whom', () => {
  const { pickup } = site.plan;
  assert.deepEqual([...pickup.sharing('202')], ['201', '206', '203']);
  assert.deepEqual([...pickup.sharing('204')], []);
  assert.equal(pickup.share('201', '201'), false);
});

test('the refusal says what is to be done', () => {
  const refused = mayPickUp(station('204'), station('201'), {
    pickup: site.plan.pickup,
    service: serviceOf(station('204'), site.plan, mondayMs),
  });
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.code, 'calls.pickup-not-granted');
});
