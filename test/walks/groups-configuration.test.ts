// Walks through the forms of groups: what may be named, what stands in whose way, and what holds on to what.

import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import type { Patch } from '#forms';
import { withOffice } from './office.ts';

const extension = (number: string): Change => ({ kind: 'add', form: 'users-and-services', patch: { number } });
const group = (number: string, more: Patch = {}): Change => ({
  ...{ kind: 'add', form: 'hunt-groups', patch: { number, members: '201', ...more } },
});
const change = (form: string, key: string, patch: Patch): Change => ({ kind: 'change', form, key, patch });
const set = (form: string, patch: Patch): Change => ({ kind: 'change', form, patch });
const remove = (form: string, key: string): Change => ({ kind: 'delete', form, key });

test('a group has a number that nothing else has, as long as an extension', () =>
  withOffice(async ({ done, refused }) => {
    await done(extension('201'), extension('202'));
    deepEqual(await refused(group('201')), ['201 number calls.number-taken']);
    deepEqual(await refused(group('2900')), ['2900 number calls.wrong-length']);
    deepEqual(await refused(group('112')), ['112 number calls.emergency-hidden']);
    await done(group('290'));
    deepEqual(await refused(extension('290')), ['290 number calls.number-taken']);
    deepEqual(await refused(set('numbering', { extensionLength: 4 })), [' extensionLength calls.length-in-use']);
    deepEqual(await refused(set('numbering', { intercom: '29' })), [' intercom calls.code-collides']);
    deepEqual(await refused(remove('users-and-services', '201')), ['201 - forms.in-use']);
    await done(change('hunt-groups', '290', { members: '202' }), remove('users-and-services', '201'));
  }));

test('digits dialled and emergency numbers take no group', () =>
  withOffice(async ({ done, refused }) => {
    await done(extension('201'), group('790'));
    await done({ kind: 'add', form: 'trunks', patch: { name: 'telco', number: 1, proxies: 'sip.example.com' } });
    await done({ kind: 'add', form: 'routes', patch: { name: 'out', trunk: 'telco' } });
    const digits: Patch = { digits: '79', fewest: 1, most: 1, route: 'out' };
    deepEqual(await refused({ kind: 'add', form: 'digits-dialled', patch: digits }), [
      '79 digits calls.digits-overlap',
    ]);
    const emergency: Patch = { number: '79', name: 'Fire' };
    deepEqual(await refused({ kind: 'add', form: 'emergency-numbers', patch: emergency }), [
      '79 number calls.emergency-hidden',
    ]);
  }));

test('members exist, each once, one at the least; an overflow is one, and leads not back', () =>
  withOffice(async ({ done, refused }) => {
    await done(extension('201'), extension('202'));
    deepEqual(await refused(group('290', { members: '' })), ['290 members forms.out-of-range']);
    deepEqual(await refused(group('290', { members: '201 299' })), ['290 members forms.points-nowhere']);
    deepEqual(await refused(group('290', { members: 'x'.repeat(300) })), ['290 members forms.out-of-range']);
    deepEqual(await refused(group('290', { overflowGroup: '290' })), ['290 overflowGroup calls.overflow-circle']);
    await done(group('290', { members: '202, 201; 202' }), group('291', { overflowGroup: '290' }));
    deepEqual(await refused(change('hunt-groups', '290', { overflowGroup: '291' })), [
      '290 overflowGroup calls.overflow-circle',
    ]);
    deepEqual(await refused(change('hunt-groups', '291', { overflowExtension: '201' })), [
      '291 overflowGroup calls.one-destination',
    ]);
    deepEqual(await refused(remove('hunt-groups', '290')), ['290 - forms.in-use']);
    await done(change('hunt-groups', '291', { overflowGroup: '' }), remove('hunt-groups', '290'));
  }));

test('a number of the public network reaches an extension or a group, not both and not neither', () =>
  withOffice(async ({ done, refused }) => {
    await done(extension('201'), group('290'));
    const inbound = (patch: Patch): Change => ({
      ...{ kind: 'add', form: 'inbound-numbers', patch: { number: '+498912345', ...patch } },
    });
    const key = '+498912345';
    deepEqual(await refused(inbound({})), [`${key} day calls.one-destination`]);
    deepEqual(await refused(inbound({ day: '201', dayGroup: '290' })), [`${key} dayGroup calls.one-destination`]);
    deepEqual(await refused(inbound({ day: '201', night2: '201', night2Group: '290' })), [
      `${key} night2Group calls.one-destination`,
    ]);
    await done(inbound({ dayGroup: '290', night1: '201' }));
    deepEqual(await refused(remove('hunt-groups', '290')), ['290 - forms.in-use']);
  }));

test('pickup groups hold on to their members', () =>
  withOffice(async ({ done, refused }) => {
    await done(extension('201'), extension('202'));
    const pickup: Change = { kind: 'add', form: 'pickup-groups', patch: { number: '1', members: '201 202' } };
    await done(pickup);
    deepEqual(await refused(remove('users-and-services', '202')), ['202 - forms.in-use']);
    await done(remove('pickup-groups', '1'), remove('users-and-services', '202'));
  }));
