// Tests of the past of records: who changed what, and taking it back as a change like any other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logins, people, settings } from './examples/testing.ts';
import type { Change, RecordHistory } from './requests.ts';
import { add, anne, codesOf, done, person, remove, type TestBed, withBed } from './testing.ts';

const bea = { ...anne, user: 'bea' };
const change = (key: string, patch: Record<string, unknown>): Change => ({
  kind: 'change',
  form: 'people',
  key,
  patch,
});

async function historyOf({ administration }: TestBed, form: string, key?: string): Promise<RecordHistory> {
  const history = await administration.history(anne, form, key);
  assert.ok(history.ok, JSON.stringify(history));
  return history.value;
}

/** The newest entry's id. */
async function lastEntry({ administration }: TestBed): Promise<number> {
  const [last] = await administration.lastChanges(anne, 1);
  assert.ok(last);
  return last.auditId;
}

async function undone(bed: TestBed, auditId: number): Promise<void> {
  const result = await bed.administration.undo(anne, auditId);
  assert.ok(result.ok, JSON.stringify(result));
}

/** The refusal of an undo, the same in a dry run, with nothing changed. */
async function notUndone({ administration, stored }: TestBed, auditId: number): Promise<string> {
  const before = await stored();
  const [dry, real] = [
    await administration.undo(anne, auditId, { dryRun: true }),
    await administration.undo(anne, auditId),
  ];
  assert.ok(!dry.ok && !real.ok, 'should have been refused');
  assert.deepEqual(dry.refusal, real.refusal);
  assert.equal(await stored(), before);
  return `${codesOf(real.refusal).join()}: ${real.refusal[0]?.words}`;
}

test('the history of a record is newest first, with who changed each field last, and outlives the record', () =>
  withBed(async (bed) => {
    const { administration, clock } = bed;
    await done(administration, person('201', { name: 'Anne', pin: 'first-pin' }), person('202'));
    clock.advance(60_000);
    assert.ok((await administration.change(bea, [change('201', { name: 'Bea', pin: 'other-pin' })])).ok);
    const { changes, fields } = await historyOf(bed, 'people', '201');
    assert.deepEqual(
      changes.map(({ auditId, by, kind, key }) => [auditId, by, kind, key]),
      [
        [3, 'bea', 'change', '201'],
        [1, 'anne', 'add', '201'],
      ],
    );
    assert.deepEqual(changes[0]?.differences, [
      { field: 'name', label: 'Name', old: 'Anne', new: 'Bea' },
      { field: 'pin', label: 'PIN', old: '(set)', new: '(set anew)' },
    ]);
    assert.equal((changes[0]?.atMs ?? 0) - (changes[1]?.atMs ?? 0), 60_000);
    assert.deepEqual(
      [fields.name?.by, fields.pin?.by, fields.grade?.by, fields.team],
      ['bea', 'bea', 'anne', undefined],
    );
    assert.doesNotMatch(JSON.stringify(changes), /-pin/);
    await done(administration, remove('people', '201'));
    assert.equal((await historyOf(bed, 'people', '201')).changes.length, 3);
    assert.deepEqual((await historyOf(bed, 'people', '999')).changes, []);
    const keyless = await administration.history(anne, 'people');
    assert.equal(!keyless.ok && keyless.refusal.code, 'forms.key-missing');
  }));

test('the last changes of all forms are told in words without values', () =>
  withBed(async ({ administration }) => {
    await done(administration, person('201', { name: 'Anne' }));
    await done(administration, change('201', { name: 'Bea', grade: 'high' }));
    await done(administration, { kind: 'change', form: 'settings', patch: { length: 4 } });
    await done(administration, remove('people', '201'));
    const news = (await administration.lastChanges(anne, 3)).map(({ words, by, form, key }) => [words, by, form, key]);
    assert.deepEqual(news, [
      ['People 201 deleted', 'anne', 'people', '201'],
      ['Settings changed: Length', 'anne', 'settings', ''],
      ['People 201 changed: Name, Grade', 'anne', 'people', '201'],
    ]);
  }));

test('a change is taken back as a change of its own, on record with the entry that it undoes', () =>
  withBed(async (bed) => {
    const { administration, trail, events } = bed;
    await done(administration, person('201', { name: 'Anne', from: '10.0.0.0/8 192.0.2.0/24' }));
    await done(administration, change('201', { name: 'Bea', from: '' }));
    const id = await lastEntry(bed);
    const dry = await administration.undo(anne, id, { dryRun: true });
    assert.deepEqual(dry.ok && dry.value.records[0]?.differences.map((one) => [one.field, one.old, one.new]), [
      ['name', 'Bea', 'Anne'],
      ['from', '', '10.0.0.0/8 192.0.2.0/24'],
    ]);
    assert.equal(events.length, 2);
    await undone(bed, id);
    const { name, from } = administration.configuration.records(people).get('201') ?? {};
    assert.deepEqual([name, from], ['Anne', ['10.0.0.0/8', '192.0.2.0/24']]);
    assert.deepEqual((await trail()).slice(-2), [
      `undo Entry: ${id}; Form: People; Key: 201`,
      'change Form: People; Key: 201; Name: Bea → Anne; Networks: (blank) → 10.0.0.0/8 192.0.2.0/24',
    ]);
    await undone(bed, await lastEntry(bed));
    assert.equal(administration.configuration.records(people).get('201')?.name, 'Bea');
  }));

test('what is back already is left as it is', () =>
  withBed(async (bed) => {
    const { administration, stored } = bed;
    await done(administration, person('201', { name: 'Anne' }));
    await done(administration, change('201', { name: 'Bea' }));
    const id = await lastEntry(bed);
    await done(administration, change('201', { name: 'Anne' }));
    const before = await stored();
    await undone(bed, id);
    assert.equal(await stored(), before);
  }));

test('what others have changed since is not taken back, and who did it is named', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(administration, person('201', { name: 'Anne' }));
    await done(administration, change('201', { name: 'Bea', grade: 'high' }));
    const id = await lastEntry(bed);
    assert.ok((await administration.change(bea, [change('201', { name: 'Cleo' })])).ok);
    assert.equal(
      await notUndone(bed, id),
      '0 people/201 - administration.undo-overtaken: Name of 201 was changed since by bea (entry 3).',
    );
    assert.ok((await administration.change(bea, [change('201', { name: 'Bea' })])).ok);
    assert.match(await notUndone(bed, id), /undo-overtaken: Name of 201 was changed since by bea \(entry 4\)/);
    assert.match(await notUndone(bed, 1), /undo-overtaken: People 201 was changed since by bea/);
  }));

test('a change of other fields since is no hindrance', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(administration, person('201', { name: 'Anne' }));
    await done(administration, change('201', { name: 'Bea' }));
    const id = await lastEntry(bed);
    await done(administration, change('201', { grade: 'high' }));
    await undone(bed, id);
    const { name, grade } = administration.configuration.records(people).get('201') ?? {};
    assert.deepEqual([name, grade], ['Anne', 'high']);
  }));

test('an added record is deleted again, unless it is in use', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(administration, add('teams', { name: 'Sales' }));
    await done(administration, person('201', { team: 'Sales' }));
    assert.match(await notUndone(bed, 1), /^0 teams\/Sales - forms.in-use/);
    await undone(bed, 2);
    await undone(bed, 1);
    assert.equal(administration.configuration.records(people).size, 0);
    assert.match(await notUndone(bed, 1), /not-undoable: Entry 1 cannot be undone: the record is not there/);
  }));

test('a deleted record comes back as it was, with other secrets', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    const note = 'First line\nand = another; "quoted"';
    await done(
      administration,
      person('201', { name: 'Anne', from: '10.0.0.0/8', grade: 'high', pin: 'first-pin' }),
      add('logins', { name: 'eva', note, policy: 'people=read teams=none', guarded: false, password: 'sesame' }),
    );
    const [was, login] = [
      administration.configuration.records(people).get('201'),
      administration.configuration.records(logins).get('eva'),
    ];
    await done(administration, remove('people', '201'), remove('logins', 'eva'));
    const id = await lastEntry(bed);
    const result = await administration.undo(anne, id - 1);
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.value.records[0]?.made.pin?.reveal().length, 8);
    await undone(bed, id);
    assert.deepEqual(administration.configuration.records(people).get('201'), was);
    assert.deepEqual(administration.configuration.records(logins).get('eva'), { ...login, state: 'new' });
    assert.equal(administration.kept(logins, 'eva', 'password'), 'hash of made-once');
    assert.match(await notUndone(bed, id - 1), /^0 people\/201 number forms.duplicate-key/);
  }));

test('the only record of a form is taken back too; a secret alone is not', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(administration, { kind: 'change', form: 'settings', patch: { length: 4, key: 'sesame' } });
    await undone(bed, 1);
    assert.deepEqual({ ...administration.configuration.single(settings) }, { length: 3, key: true });
    await done(administration, { kind: 'change', form: 'settings', patch: { key: 'another' } });
    const id = await lastEntry(bed);
    assert.equal((await historyOf(bed, 'settings')).changes[0]?.notUndoable, 'the old value of a secret is not kept');
    assert.match(await notUndone(bed, id), /not-undoable: .*the old value of a secret is not kept/);
  }));

test('an undo passes the rules of today', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(administration, person('201'));
    await done(administration, remove('people', '201'));
    await done(administration, { kind: 'change', form: 'settings', patch: { length: 4 } });
    assert.match(await notUndone(bed, 2), /^0 people\/201 number test.length/);
  }));

test('an entry that is no change of a record cannot be undone', () =>
  withBed(async (bed) => {
    assert.ok((await bed.administration.exportRecords(anne, 'people', 'csv')).ok);
    for (const id of [0, 1, 2, -1, 1.5, Number.MAX_SAFE_INTEGER])
      assert.match(await notUndone(bed, id), /^0 \/ - administration.no-such-change/);
  }));

test('who may not change a record may not undo its changes, and sees its history', () =>
  withBed(
    async ({ administration, notes }) => {
      await done(administration, person('201', { name: 'Anne' }));
      const history = await administration.history(bea, 'people', '201');
      assert.equal(history.ok && history.value.changes.length, 1);
      const result = await administration.undo(bea, 1);
      assert.deepEqual(!result.ok && codesOf(result.refusal), ['0 people/201 - administration.not-permitted']);
      assert.deepEqual(notes, ['bea delete refused: Form: People']);
    },
    { may: ({ user }, _, operation) => (user === 'anne' || operation === 'read' ? 'allowed' : 'refused') },
  ));

test('every record of an import has its history', () =>
  withBed(async (bed) => {
    const rows = Array.from({ length: 120 }, (_, index) => `${100 + index},Name ${index}`);
    const csv = `number,name\n${rows.join('\n')}\n`;
    assert.ok((await bed.administration.importRecords(anne, 'people', csv, { format: 'csv', mode: 'add' })).ok);
    const [first, last] = [await historyOf(bed, 'people', '100'), await historyOf(bed, 'people', '219')];
    assert.deepEqual([first.changes[0]?.auditId, last.changes[0]?.auditId], [2, 121]);
    assert.equal(last.changes[0]?.differences.find(({ field }) => field === 'name')?.new, 'Name 119');
  }));

test('what was changed as one is undone as one, by the entry that heads it, and that again', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(administration, person('201', { name: 'Anne' }));
    const made = await administration.change(
      anne,
      [
        change('201', { name: 'Anna' }),
        person('202'),
        { kind: 'change', form: 'settings', patch: { length: 3, key: 'sesame' } },
      ],
      { first: () => ({ level: 'medium', actor: anne, action: 'many', data: '' }) },
    );
    assert.ok(made.ok, JSON.stringify(made));
    const { head = 0 } = made.value;
    assert.equal(head, 2);
    const dry = await administration.undo(anne, head, { dryRun: true });
    assert.deepEqual(dry.ok && dry.value.records.map(({ key, kind }) => [key, kind]), [
      ['201', 'change'],
      ['202', 'delete'],
    ]);
    const undone = await administration.undo(anne, head);
    assert.ok(undone.ok, JSON.stringify(undone));
    assert.equal(administration.configuration.records(people).get('201')?.name, 'Anne');
    assert.deepEqual([...administration.configuration.records(people).keys()], ['201']);
    const again = await administration.undo(anne, undone.value.head ?? 0);
    assert.ok(again.ok, JSON.stringify(again));
    assert.deepEqual([...administration.configuration.records(people).keys()], ['201', '202']);
  }));

test('what was changed as one is not undone by half: each overtaken record is told, and nothing is changed', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    await done(
      administration,
      person('201', { name: 'A' }),
      person('202', { name: 'B' }),
      person('203', { name: 'C' }),
    );
    const made = await administration.change(
      anne,
      ['201', '202', '203'].map((key) => change(key, { name: 'X' })),
      { first: () => ({ level: 'medium', actor: anne, action: 'many', data: '' }) },
    );
    const head = (made.ok && made.value.head) || 0;
    await done(administration, change('201', { name: 'Y' }), change('203', { name: 'Z' }));
    assert.match(
      await notUndone(bed, head),
      /^0 people\/201 - administration.undo-overtaken,2 people\/203 - administration/,
    );
  }));

test('an import is undone by its entry; one of more records than fit is not', () =>
  withBed(async (bed) => {
    const { administration } = bed;
    const csv = (from: number, count: number) =>
      `number\n${Array.from({ length: count }, (_, index) => from + index).join('\n')}\n`;
    const manner = { format: 'csv', mode: 'add' } as const;
    assert.ok((await administration.importRecords(anne, 'people', csv(100, 3), manner)).ok);
    await undone(bed, 1);
    assert.equal(administration.configuration.records(people).size, 0);
  }));
