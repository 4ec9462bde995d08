// Walks of hot desking through the configuration: what a person's record may say, and that a login is one change, on record and for good.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import { silentLog } from '#base';
import { usersAndServices } from '#calls';
import { localActor } from '#security';
import { deskingOf, learnSince } from '../../apps/core/hot-desking.ts';
import { type Office, withOffice } from './office.ts';

type Values = Readonly<Record<string, unknown>>;
const form = usersAndServices.id;
const extension = (number: string, patch: Values = {}): Change => ({ kind: 'add', form, patch: { number, ...patch } });
const set = (key: string, patch: Values): Change => ({ kind: 'change', form, key, patch });
const person = (pin: string): Values => ({ hotDeskUser: 'yes', pin });
const deskOf = ({ administration }: Office, number: string): string | undefined =>
  administration.configuration.records(usersAndServices).get(number)?.desk;

const withPeople = (work: (office: Office) => Promise<void>): Promise<void> =>
  withOffice(async (office) => {
    await office.done(
      extension('201', person('4938')),
      extension('202', person('71502')),
      extension('300'),
      extension('301'),
    );
    await work(office);
  });

test('nobody may log in without a PIN, and a PIN is not easy to guess', () =>
  withPeople(async (office) => {
    assert.deepEqual(await office.refused(extension('203', { hotDeskUser: 'yes' })), [
      '203 pin calls.hot-desk-pin-missing',
    ]);
    assert.deepEqual(await office.refused(set('201', { pin: '' })), ['201 pin calls.hot-desk-pin-missing']);
    assert.deepEqual(await office.refused(extension('203', { ...person('4938'), copyOf: '201' })), [
      '203 copyOf forms.unknown-field',
    ]);
    for (const pin of ['1234', '8888', '2013', '3102', '121212'])
      assert.deepEqual(await office.refused(set('201', { pin })), ['201 pin calls.pin-weak'], pin);
    for (const pin of ['493', '493817205'])
      assert.deepEqual(await office.refused(set('201', { pin })), ['201 pin forms.wrong-secret']);
    assert.deepEqual(await office.refused(set('201', { pin: '49a8' })), ['201 pin calls.pin-shape']);
    assert.deepEqual(await office.refused({ kind: 'add', form, copyOf: '201', patch: { number: '203' } }), [
      '203 pin calls.hot-desk-pin-missing',
    ]);
  }));

test('a desk is another extension, with one person, who may log in; who may not any more has left it', () =>
  withPeople(async (office) => {
    assert.deepEqual(await office.refused(set('201', { desk: '999' })), ['201 desk forms.points-nowhere']);
    assert.deepEqual(await office.refused(set('201', { desk: '201' })), ['201 desk calls.hot-desk-own']);
    assert.deepEqual(await office.refused(set('300', { desk: '301' })), ['300 desk calls.hot-desk-not-allowed']);
    await office.done(set('201', { desk: '300' }));
    assert.deepEqual(await office.refused(set('202', { desk: '300' })), ['202 desk forms.not-unique']);
    assert.deepEqual(await office.refused({ kind: 'delete', form, key: '300' }), ['300 - forms.in-use']);
    await office.done(set('201', { enabled: 'no' }));
    assert.equal(deskOf(office, '201'), '');
    await office.done(set('201', { enabled: 'yes' }), set('202', { desk: '300' }));
    await office.done(set('202', { hotDeskUser: 'no' }));
    assert.equal(deskOf(office, '202'), '');
    await office.done({ kind: 'delete', form, key: '300' });
  }));

test('a login that takes over is one change, on record as a login and undone as one', () =>
  withPeople(async (office) => {
    const desking = deskingOf(office.administration);
    assert.equal(desking.pinOf('201'), '4938');
    assert.equal(desking.pinOf('300'), undefined);
    await office.done(set('202', { desk: '300' }));
    const act = { user: '201', address: '192.0.2.1', action: 'hot desk login', data: 'Extension: 201; Desk: 300' };
    const changes = [
      { number: '202', patch: { desk: '' } },
      { number: '201', patch: { desk: '300' } },
    ];
    assert.equal(await desking.change(act, changes), true);
    assert.deepEqual([deskOf(office, '201'), deskOf(office, '202')], ['300', '']);
    const history = await office.administration.history(localActor('walk'), form, '201');
    assert.ok(history.ok);
    assert.deepEqual(
      history.value.changes[0]?.differences.map(({ field, old, new: now }) => [field, old, now]),
      [['desk', '', '300']],
    );
    assert.equal(history.value.fields.desk?.by, '201');
    assert.equal(
      await desking.change(act, [{ number: '202', patch: { desk: '300' } }]),
      false,
      'two are never at one desk',
    );
    assert.equal(
      await desking.change(act, [{ number: '201', patch: { pin: '1234' } }]),
      false,
      'a weak PIN is refused there too',
    );
    const { auditId = 0 } = history.value.changes[0] ?? {};
    const undone = await office.administration.undo(localActor('walk'), auditId - 2);
    assert.ok(undone.ok, JSON.stringify(undone));
    assert.deepEqual([deskOf(office, '201'), deskOf(office, '202')], ['', '300']);
  }));

test('a desk that two ask for at once goes to one of them', () =>
  withPeople(async (office) => {
    const { change } = deskingOf(office.administration);
    const login = (number: string): Promise<boolean> =>
      change({ user: number, address: '', action: 'hot desk login', data: '' }, [{ number, patch: { desk: '301' } }]);
    const done = await Promise.all([login('201'), login('202')]);
    assert.deepEqual(done, [true, false]);
  }));

test('since when somebody is at a desk is known after a restart, whatever else was changed of them', () =>
  withPeople(async (office) => {
    const beforeMs = Date.now();
    await office.done(set('201', { desk: '300' }));
    const afterMs = Date.now();
    await office.done(set('201', { name: 'Anne' }));
    const came = new Map<string, number>();
    const stations = { namingDesks: () => [{ number: '201' }, { number: '202' }] };
    await learnSince(
      office.administration,
      { stations, hotDesks: { cameAt: (number, atMs) => came.set(number, atMs) } },
      silentLog,
    );
    const atMs = came.get('201') ?? 0;
    assert.ok(atMs >= beforeMs && atMs <= afterMs);
    assert.equal(came.size, 1, 'who was never at a desk came to none');
  }));
