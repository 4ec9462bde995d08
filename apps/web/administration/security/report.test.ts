// Tests of how a report is put in order and how its history is drawn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecurityCheck, SecurityMoment } from '../../../portal/api.ts';
import { inGroups, markOf, reaches, staircase } from './report.ts';

const line = (
  id: string,
  state: SecurityCheck['state'],
  severity: SecurityCheck['severity'] = 'major',
): SecurityCheck => ({
  ...{ id, state, severity, source: '', statement: id, evidence: '', current: '', wanted: '', why: '', remedy: '' },
  ...{ mayBreak: '', form: '', fixable: false, changedAtMs: 0, changedBy: '', auditId: 0 },
});

test('what is broken stands first, the worst of it before the rest, and states without lines are not there', () => {
  const lines = [line('a', 'met'), line('b', 'not-met', 'minor'), line('c', 'to-do'), line('d', 'not-met', 'critical')];
  assert.deepEqual(
    inGroups(lines).map(([state, found]) => [state, found.map(({ id }) => id)]),
    [
      ['not-met', ['d', 'b']],
      ['to-do', ['c']],
      ['met', ['a']],
    ],
  );
});

test('a line is red only where it is not met and more than a trifle', () => {
  assert.equal(markOf(line('a', 'not-met', 'critical')), 'broken');
  assert.equal(markOf(line('a', 'not-met', 'minor')), 'weak');
  assert.equal(markOf(line('a', 'to-do', 'critical')), 'weak');
  assert.equal(markOf(line('a', 'met', 'critical')), 'proven');
  assert.equal(markOf(line('a', 'unknown', 'critical')), 'off');
});

test('a grade reaches its own profile and every weaker one', () => {
  assert.equal(reaches('medium', 'minimum'), true);
  assert.equal(reaches('medium', 'medium'), true);
  assert.equal(reaches('medium', 'maximum'), false);
  assert.equal(reaches('', 'minimum'), false);
  assert.equal(reaches('maximum', 'session-management-srg'), false);
});

const moment = (atMs: number, met: number, notMet: number): SecurityMoment => ({
  ...{ atMs, met, notMet, toDo: 0, profile: 'medium', grade: '', moved: [], by: '', auditId: 0 },
});

test('the history is a staircase: what was true holds until the next moment, and the last one until now', () => {
  const box = { width: 100, height: 10 };
  assert.deepEqual(staircase([moment(50, 5, 5), moment(0, 10, 0)], 100, box), [
    { x: 0, y: 0 },
    { x: 50, y: 0 },
    { x: 50, y: 5 },
    { x: 100, y: 5 },
  ]);
  assert.deepEqual(staircase([], 100, box), []);
  assert.deepEqual(staircase([moment(100, 0, 0)], 100, box), [
    { x: 0, y: 10 },
    { x: 100, y: 10 },
  ]);
});
