import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Facts, isDone, isStep, resumeAt, stepAfter, stepBefore } from './steps.ts';

const fresh: Facts = {
  systemChanged: false,
  numberingChanged: false,
  extensions: 0,
  registered: 0,
  callsOnRecord: 0,
  profileMet: true,
  finished: false,
};

test('a fresh system begins with its name', () => {
  assert.equal(resumeAt(fresh), 'system');
});

test('who comes back goes on after the last step that is done', () => {
  assert.equal(resumeAt({ ...fresh, systemChanged: true }), 'certificate');
  assert.equal(resumeAt({ ...fresh, extensions: 1 }), 'phones');
  assert.equal(resumeAt({ ...fresh, extensions: 2, registered: 2 }), 'call');
  assert.equal(resumeAt({ ...fresh, callsOnRecord: 1 }), 'security');
});

test('a finished setup has nothing to go on with', () => {
  assert.equal(resumeAt({ ...fresh, finished: true }), undefined);
});

test('of steps without a trace nothing is claimed', () => {
  assert.equal(isDone('certificate', { ...fresh, finished: true }), undefined);
  assert.equal(isDone('phones', { ...fresh, extensions: 2, registered: 1 }), false);
});

test('steps follow each other, and the last stays', () => {
  assert.equal(stepAfter('welcome'), 'system');
  assert.equal(stepAfter('summary'), 'summary');
  assert.equal(stepBefore('welcome'), undefined);
  assert.equal(stepBefore('call'), 'phones');
  assert.ok(isStep('call'));
  assert.ok(!isStep('firewall'));
});
