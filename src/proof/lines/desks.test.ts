// Tests of what is asked of hot desking, in worlds that have it and in one that has not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { worldForTests } from '../testing.ts';
import { mobilityByPerson, mobilityOff, noBlankPins } from './desks.ts';

const users = (...records: readonly Readonly<Record<string, unknown>>[]) =>
  worldForTests({ tables: { 'users-and-services': records.map((record) => ({ enabled: true, ...record })) } });

test('hot desking that somebody has switched on is theirs to explain', () => {
  assert.equal(mobilityOff(worldForTests({ singles: { 'system-options': { hotDesking: false } } })).state, 'met');
  const on = mobilityOff(worldForTests({ singles: { 'system-options': { hotDesking: true } } }));
  assert.deepEqual([on.state, on.current], ['to-do', 'on']);
  assert.equal(mobilityOff(worldForTests({ singles: { 'system-options': undefined } })).state, 'unknown');
});

test('everybody at once is not person by person', () => {
  const allowed = { number: '201', hotDeskUser: true, pin: true };
  assert.equal(mobilityByPerson(users({ number: '201' })).state, 'met');
  assert.equal(mobilityByPerson(users(allowed, { number: '202' })).state, 'met');
  assert.equal(mobilityByPerson(users(allowed, { ...allowed, number: '202' })).state, 'not-met');
});

test('who may log in without a PIN is named', () => {
  assert.equal(noBlankPins(users({ number: '201' })).state, 'not-applicable');
  assert.equal(noBlankPins(users({ number: '201', hotDeskUser: true, pin: true })).state, 'met');
  const blank = noBlankPins(users({ number: '201', hotDeskUser: true, pin: false }));
  assert.deepEqual([blank.state, blank.evidence], ['not-met', 'Without a PIN: 201.']);
});
