// Tests of the intake: what is uploaded is taken in before a change is looked at, for those who may change it, and never kept.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FakeClock, no, ok, silentLog } from '#base';
import { defineForm, makeRegistry, secret, text } from '#forms';
import { type Actor, MasterKey, Sealer } from '#security';
import { openStorage } from '#storage';
import { Administration } from './administration.ts';
import type { Intake, IntakeWish } from './intake.ts';

const locks = defineForm({
  ...{ id: 'lock', title: 'Lock', group: 'Security', single: true },
  help: { purpose: 'For tests.', conditions: 'None.', recommendation: 'None.' },
  fields: {
    name: text({ label: 'Name', help: 'A name.', initial: '' }),
    key: secret({ label: 'Key', help: 'A key.', min: 1, max: 100, lines: true }),
    parcel: secret({ label: 'Parcel', help: 'Holds name and key.', min: 1, max: 100, kept: 'never' }),
  },
});

const anne: Actor = { user: 'anne', sourceIp: '', application: 'Test', context: '' };
const bob: Actor = { ...anne, user: 'bob' };

/** Opens parcels "NAME:KEY"; an empty one is refused. */
class Parcels implements Intake {
  readonly forms = [locks.id];
  readonly wishes: IntakeWish[] = [];

  async take(wish: IntakeWish) {
    this.wishes.push(wish);
    const { parcel } = wish.patch;
    if (parcel === undefined) return ok(wish.patch);
    const [name = '', key = ''] = String(parcel).split(':');
    if (key === '') return no([{ code: 'test.empty', words: 'The parcel is empty.', field: 'parcel' }]);
    return ok({ ...wish.patch, name, key: `${key}\n` });
  }
}

async function withLocks(
  work: (room: Administration, intake: Parcels, told: string[]) => Promise<void>,
): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), 'ringfence-intake-'));
  const storage = await openStorage({ dialect: 'sqlite', directory: path }, silentLog);
  assert.ok(storage.ok);
  const told: string[] = [];
  const entry = {
    id: 1,
    atMs: 0,
    level: '',
    user: '',
    sourceIp: '',
    application: '',
    context: '',
    action: '',
    data: '',
    hash: '',
  };
  const note = ({ data }: { readonly data: string }) => ({ ...entry, id: told.push(data) });
  const intake = new Parcels();
  const room = new Administration({
    ...{ registry: makeRegistry([locks]), storage: storage.value, log: silentLog, clock: new FakeClock(), intake },
    sealer: new Sealer(new MasterKey(Buffer.alloc(32, 3))),
    may: (actor, _, operation) => (actor.user === 'anne' || operation === 'read' ? 'allowed' : 'refused'),
    duties: () => ['configuration'],
    trail: {
      append: async (_, fact) => note(fact),
      appendMany: async (_, facts) => facts.map(note),
      note: () => undefined,
    },
  });
  assert.ok((await room.load()).ok);
  try {
    await work(room, intake, told);
  } finally {
    await storage.value.close();
    rmSync(path, { recursive: true });
  }
}

const change = (patch: Readonly<Record<string, unknown>>) => [{ kind: 'change', form: locks.id, patch } as const];

test('a parcel is opened, what was in it is kept sealed, and the parcel nowhere', () =>
  withLocks(async (room, intake, told) => {
    const changed = await room.change(anne, change({ parcel: 'front:k3y' }));
    assert.ok(changed.ok, JSON.stringify(changed));
    assert.deepEqual(room.configuration.single(locks), { name: 'front', key: true, parcel: false });
    const key = room.reveal(locks, '', 'key');
    assert.equal(key.ok && key.value.reveal(), 'k3y\n');
    assert.equal(room.reveal(locks, '', 'parcel').ok, false);
    assert.doesNotMatch(JSON.stringify([told, changed]), /k3y|parcel/i);
    await room.change(anne, change({ name: 'back' }));
    const [, second] = intake.wishes;
    assert.deepEqual(second?.before, { name: 'front', key: true, parcel: false });
    const present = second?.reveal('key');
    assert.equal(present?.ok === true && present.value.reveal(), 'k3y\n');
    assert.equal(second?.reveal('parcel'), undefined);
  }));

test('one that is refused changes nothing, and is told at its field', () =>
  withLocks(async (room) => {
    const refused = await room.change(anne, change({ parcel: 'front:' }));
    assert.ok(!refused.ok);
    assert.deepEqual(
      refused.refusal.map(({ code, field, form, change: index }) => [code, field, form, index]),
      [['test.empty', 'parcel', 'lock', 0]],
    );
    assert.equal(room.configuration.single(locks).name, '');
  }));

test('nothing is opened for those who may not change the form, and a dry run keeps nothing', () =>
  withLocks(async (room, intake) => {
    const refused = await room.change(bob, change({ parcel: 'front:k3y' }));
    assert.ok(!refused.ok);
    assert.deepEqual(intake.wishes, []);
    const dry = await room.change(anne, change({ parcel: 'front:k3y' }), { dryRun: true });
    assert.ok(dry.ok);
    assert.equal(room.configuration.single(locks).key, false);
  }));

test('a secret of several lines takes line ends; one of one line does not', () =>
  withLocks(async (room) => {
    assert.ok((await room.change(anne, change({ key: 'a\r\nb\n' }))).ok);
    assert.ok(!(await room.change(anne, change({ key: 'a\u0000b' }))).ok);
  }));
