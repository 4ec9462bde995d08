// The forms Conferences, Call Queues and Page Zones among the others: what may be named, and what is refused.

import { deepEqual, doesNotMatch } from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import type { Patch } from '#forms';
import { type Office, withOffice } from '../walks/office.ts';

const withServices = (work: (office: Office) => Promise<void>): Promise<void> => withOffice(work);
const add = (form: string, patch: Patch): Change => ({ kind: 'add', form, patch });
const change = (form: string, key: string, patch: Patch): Change => ({ kind: 'change', form, key, patch });
const people = ['201', '202', '203'].map((number) => add('users-and-services', { number }));
const conference = (patch: Patch = {}): Change => add('conferences', { name: 'board', ...patch });
const queue = (patch: Patch = {}): Change => add('call-queues', { name: 'sales', ...patch });

test('a PIN of a conference is digits without a pattern, and is never repeated in a refusal', () =>
  withServices(async ({ done, refused }) => {
    for (const [pin, code] of [
      ['12345', 'services.conference-pin-weak'],
      ['121212', 'services.conference-pin-weak'],
      ['77777', 'services.conference-pin-weak'],
      ['73a9105', 'services.conference-pin-shape'],
      ['739', 'forms.wrong-secret'],
      ['73910573910', 'forms.wrong-secret'],
    ] as const) {
      const refusals = await refused(conference({ pin }));
      deepEqual(refusals, [`board pin ${code}`]);
      doesNotMatch(JSON.stringify(refusals), new RegExp(pin));
    }
    await done(conference({ pin: '739105', moderatorPin: '8520' }));
  }));

test('who is waited for must be able to come, and what is asked for must be there', () =>
  withServices(async ({ done, refused }) => {
    await done(...people);
    deepEqual(await refused(conference({ pinInside: true })), ['board pin services.conference-pin-missing']);
    for (const wish of ['waitForModerator', 'endWithModerator'])
      deepEqual(await refused(conference({ [wish]: true })), [
        'board moderatorPin services.conference-without-moderator',
      ]);
    deepEqual(await refused(conference({ moderators: '299' })), ['board moderators forms.points-nowhere']);
    await done(conference({ waitForModerator: true, moderators: '201' }));
    deepEqual(await refused(change('conferences', 'board', { moderators: '' })), [
      'board moderatorPin services.conference-without-moderator',
    ]);
    await done(add('conferences', { name: 'own', adHoc: true, endWithModerator: true }));
  }));

test('a queue has a group that does not overflow, or agents, and leads to numbers inside', () =>
  withServices(async ({ done, refused }) => {
    await done(...people);
    await done(
      add('hunt-groups', { number: '290', members: '201' }),
      add('hunt-groups', { number: '291', members: '202', overflowExtension: '203' }),
    );
    deepEqual(await refused(queue()), ['sales group services.queue-agents']);
    deepEqual(await refused(queue({ group: '290', agents: '201' })), ['sales group services.queue-agents']);
    deepEqual(await refused(queue({ group: '291' })), ['sales group services.queue-group-overflows']);
    for (const number of ['112', '0301234', '299'])
      deepEqual(await refused(queue({ agents: '201', overflow: number, closed: number })), [
        'sales closed services.queue-target',
        'sales overflow services.queue-target',
      ]);
    deepEqual(await refused(queue({ agents: '201', nobody: 'overflow' })), [
      'sales overflow services.queue-overflow-missing',
    ]);
    deepEqual(await refused(queue({ agents: '201', music: 'x' })), ['sales music forms.not-text']);
    await done(queue({ group: '290', overflow: '203', closed: '290', nobody: 'overflow' }));
  }));

test('a zone has members that exist, and holds on to them', () =>
  withServices(async ({ done, refused }) => {
    await done(...people);
    deepEqual(await refused(add('page-zones', { name: 'shop', members: '' })), ['shop members forms.out-of-range']);
    await done(add('page-zones', { name: 'shop', members: '201 202' }));
    deepEqual(await refused({ kind: 'delete', form: 'users-and-services', key: '201' }), ['201 - forms.in-use']);
  }));
