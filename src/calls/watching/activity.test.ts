// What extensions do: in order, told to whoever listens, gone when it is gone, and bounded.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { Activity, type AppearanceFacts } from './activity.ts';
import { appearanceNamed, pickupNamesOf } from './pickup-names.ts';

const facts: AppearanceFacts = {
  ...{ callId: 'c', direction: 'recipient', state: 'early', held: false, secure: true },
  remote: { number: '203', name: '' },
};

test('an appearance is seen from its begin to its end, and its changes are told', () => {
  const activity = new Activity();
  const told: string[] = [];
  const stop = activity.on('202', (number) => void told.push(number));
  const one = activity.appear('202', facts);
  const other = activity.appear('202', { ...facts, callId: 'd' });
  activity.appear('203', facts);
  one.change({ state: 'confirmed' });
  assert.deepEqual(
    activity.of('202').map(({ state, ordinal }) => [state, ordinal]),
    [
      ['confirmed', 1],
      ['early', 2],
    ],
  );
  assert.deepEqual([activity.find(other.id)?.number, activity.find(other.id)?.callId], ['202', 'd']);
  assert.equal(told.length, 3);
  one.gone();
  one.gone();
  one.change({ held: true });
  assert.deepEqual([activity.find(one.id), activity.isBusy('202'), told.length], [undefined, true, 4]);
  other.gone();
  assert.deepEqual([activity.isBusy('202'), activity.of('202')], [false, []]);
  stop();
  activity.appear('202', facts);
  assert.equal(told.length, 5);
});

test('an extension shows no more than its limit; what is not shown changes nothing', () => {
  const activity = new Activity();
  const all = Array.from({ length: limits.watching.appearances + 1 }, () => activity.appear('202', facts));
  const last = all.at(-1);
  last?.change({ state: 'confirmed' });
  last?.gone();
  assert.equal(activity.of('202').length, limits.watching.appearances);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
});

test('the names for a pickup lead back to the appearance, and no others do', () => {
  const { id } = new Activity().appear('202', facts);
  const { callId, localTag, remoteTag } = pickupNamesOf(id);
  assert.equal(appearanceNamed(callId, localTag, remoteTag), id);
  assert.equal(appearanceNamed(callId, remoteTag, localTag), undefined);
  assert.equal(appearanceNamed(id, localTag, remoteTag), undefined);
});
