// Walks through the configuration of forwards, speed calls and call screening: what could not be right is refused by field.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import { usersAndServices } from '#calls';
import { type Office, withOffice } from './office.ts';

type Values = Readonly<Record<string, unknown>>;

const add = (form: string, patch: Values): Change => ({ kind: 'add', form, patch });
const extension = (number: string, more: Values = {}): Change => add('users-and-services', { number, ...more });
const change = (number: string, patch: Values): Change => ({
  kind: 'change',
  form: 'users-and-services',
  key: number,
  patch,
});

const withPeople = (work: (office: Office) => Promise<void>): Promise<void> =>
  withOffice(async (office) => {
    await office.done(extension('201'), extension('202'), extension('203'));
    await work(office);
  });

const fields = ['forwardBusy', 'forwardNoAnswer', 'forwardUnreachable'] as const;

test('each forward is refused where it is certain that the call comes back, and to the emergency services', () =>
  withPeople(async ({ refused, done, administration }) => {
    await done(change('203', { forwardAlways: '202' }));
    for (const field of fields) {
      assert.deepEqual(await refused(change('202', { [field]: '202' })), [`202 ${field} calls.forward-circle`]);
      assert.deepEqual(await refused(change('202', { [field]: '203' })), [`202 ${field} calls.forward-circle`]);
      assert.deepEqual(await refused(change('202', { [field]: '112' })), [`202 ${field} calls.forwards-to-emergency`]);
      for (const odd of ['*78', 'anna', '1', '+'])
        assert.deepEqual(await refused(change('202', { [field]: odd })), [`202 ${field} forms.not-text`], odd);
      await done(change('201', { [field]: '202' }));
    }
    // Colleagues who stand in for one another are no circle: each rings once.
    await done(change('201', { forwardNoAnswer: '202' }), change('202', { forwardNoAnswer: '201' }));
    for (const noAnswerSeconds of [4, 121, 'soon'])
      assert.match((await refused(change('201', { noAnswerSeconds }))).join(), /^201 noAnswerSeconds forms\./);
    assert.equal(administration.configuration.records(usersAndServices).get('201')?.forwardNoAnswer, '202');
  }));

test('speed calls have three digits and a number; personal ones are named after their extension', () =>
  withPeople(async ({ refused, done }) => {
    await done(
      add('speed-calls', { index: '000', number: '0301234' }),
      add('speed-calls', { index: '999', number: '112' }),
    );
    for (const index of ['00a', '+11'])
      assert.deepEqual(await refused(add('speed-calls', { index, number: '0301234' })), [
        `${index} index forms.not-digits`,
      ]);
    for (const number of ['*78', '*114711*0301234', '1'])
      assert.deepEqual(
        await refused(add('speed-calls', { index: '001', number })),
        ['001 number forms.not-text'],
        number,
      );
    const entry = (values: Values): Change =>
      add('personal-speed-calls', { extension: '201', number: '0301234', ...values });
    await done(entry({ entry: '201-05' }));
    assert.deepEqual(await refused(entry({ entry: '202-05' })), ['202-05 entry calls.entry-of-other']);
    assert.deepEqual(await refused(entry({ entry: '201-5' })), ['201-5 entry forms.not-text']);
    assert.deepEqual(await refused(entry({ entry: '299-05', extension: '299' })), [
      '299-05 extension forms.points-nowhere',
    ]);
    assert.deepEqual(await refused({ kind: 'delete', form: 'users-and-services', key: '201' }), ['201 - forms.in-use']);
  }));

test('call screening names callers as they are known, and where to only where it forwards', () =>
  withPeople(async ({ refused, done }) => {
    const screen = (values: Values): Change =>
      add('call-screening', { entry: '201-10', extension: '201', caller: '202', action: 'busy', ...values });
    const callers = ['202', '+49 (89) 123-45', '0301234', '+49*', 'Withheld', 'outside'];
    for (const [index, caller] of callers.entries()) await done(screen({ entry: `201-${index + 1}`, caller }));
    for (const caller of ['anna', '*', '+', '2', '20*2', '+*'])
      assert.deepEqual(await refused(screen({ caller })), ['201-10 caller forms.not-text'], caller);
    for (const entry of ['201-0', '201-1000', '201-01', '201'])
      assert.deepEqual(await refused(screen({ entry })), [`${entry} entry forms.not-text`]);
    assert.deepEqual(await refused(screen({ entry: '202-10' })), ['202-10 entry calls.entry-of-other']);
    assert.deepEqual(await refused(screen({ action: 'forward' })), ['201-10 forwardTo calls.screen-target']);
    assert.deepEqual(await refused(screen({ forwardTo: '202' })), ['201-10 forwardTo calls.screen-target']);
    assert.deepEqual(await refused(screen({ action: 'forward', forwardTo: '201' })), [
      '201-10 forwardTo calls.forward-circle',
    ]);
    assert.deepEqual(await refused(screen({ action: 'forward', forwardTo: '0112' })), [
      '201-10 forwardTo calls.forwards-to-emergency',
    ]);
    await done(screen({ action: 'forward', forwardTo: '202' }));
  }));
