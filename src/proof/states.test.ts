// Tests of what moves from one look to the next: by whose change, and when it is an alarm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '#base';
import type { RecordChangeRow } from '#storage';
import { type Checked, check, profileOf } from './checker.ts';
import { driftOf } from './drift.ts';
import type { State } from './line.ts';
import { type LineStates, noCause, printStates, readStates, step } from './states.ts';
import { nowMs, worldForTests } from './testing.ts';

const medium = profileOf('medium') ?? assert.fail();

/** The lines of Medium, all met but those that are named. */
const lines = (other: Readonly<Record<string, State>> = {}): readonly Checked[] =>
  check(medium, worldForTests(), silentLog).map((one) => {
    const state = other[one.line.id.replace('medium.', '')];
    return state === undefined ? one : { ...one, seen: { ...one.seen, state, current: 'worse' } };
  });

const change = (auditId: number, form: string, changedBy = 'anna'): RecordChangeRow => ({
  ...{ auditId, form, key: '', kind: 'change', atMs: nowMs - 10, changedBy, differences: '[]', partOf: 0 },
});

const first = step({}, lines(), [], nowMs).states;
const id = 'medium.password-complexity';
const stateOf = (states: LineStates, name: string) => states[`medium.${name}`] ?? assert.fail(name);

test('the first look moves nothing', () => {
  assert.deepEqual(step({}, lines({ 'password-complexity': 'not-met' }), [], nowMs).moved, []);
});

test('a line that moves has the newest change of a form that it is about', () => {
  const form = 'system-security-management';
  const changes = [change(9, 'numbering'), change(8, form, 'bea'), change(7, form)];
  const { moved, cause, states } = step(first, lines({ 'password-complexity': 'not-met' }), changes, nowMs);
  assert.deepEqual(
    moved.map((one) => [one.id, one.from, one.to]),
    [[id, 'met', 'not-met']],
  );
  assert.deepEqual(cause, { atMs: nowMs - 10, by: 'bea', auditId: 8 });
  const later = step(states, lines({ 'password-complexity': 'not-met' }), [change(12, form)], nowMs + 1);
  assert.deepEqual(later.moved, []);
  assert.equal(stateOf(later.states, 'password-complexity').auditId, 8, 'who moved it stays');
});

test('what moves by itself has no author', () => {
  const { cause, states } = step(first, lines({ 'unsecured-interfaces': 'not-met' }), [], nowMs);
  assert.deepEqual(cause, { ...noCause, atMs: nowMs });
  assert.equal(stateOf(states, 'unsecured-interfaces').by, '');
});

test('states are read as they were written; what is none is nothing', () => {
  assert.deepEqual(readStates(printStates(first)), first);
  assert.deepEqual(readStates(''), {});
});

test('drift names the lines, the worst first, and whose changes they were', () => {
  const other = { 'password-complexity': 'not-met', 'unsecured-interfaces': 'not-met' } as const;
  const changes = [change(8, 'unsecured-interfaces', 'eve'), change(7, 'system-security-management')];
  const { states } = step(first, lines(other), changes, nowMs);
  const drift = driftOf(medium, lines(other), states) ?? assert.fail();
  assert.equal(drift.severity, 'critical');
  assert.equal(drift.extent, 2);
  assert.match(drift.words, /password-complexity \(worse; changed by anna, audit entry 7\), .*eve, audit entry 8/);
  assert.equal(driftOf(medium, lines(), first), undefined);
});

test('what a person has yet to bring is no drift; what was there and is not any more is', () => {
  const other = { 'default-passwords': 'to-do', 'manager-check-level': 'unknown' } as const;
  assert.equal(driftOf(medium, lines(other), step({}, lines(other), [], nowMs).states), undefined);
  assert.ok(driftOf(medium, lines(other), step(first, lines(other), [], nowMs).states));
});
