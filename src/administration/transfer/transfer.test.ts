// Tests of import and export: what is written reads back, and what is wrong is told by row and column and changes nothing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '#base';
import { people, settings } from '../examples/testing.ts';
import type { FileFormat, ImportMode, ImportSummary } from '../requests.ts';
import { anne, type TestBed, withBed } from '../testing.ts';

async function imported(
  { administration }: TestBed,
  content: string | Uint8Array,
  mode: ImportMode = 'upsert',
  format: FileFormat = 'csv',
): Promise<ImportSummary> {
  const result = await administration.importRecords(anne, 'people', content, { format, mode });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** Each refusal as "row column code", checked to be the same in a dry run and to have changed nothing. */
async function refusals(
  { administration, stored }: TestBed,
  content: string | Uint8Array,
  mode: ImportMode = 'upsert',
  format: FileFormat = 'csv',
): Promise<string[]> {
  const before = await stored();
  const answers: string[][] = [];
  for (const dryRun of [true, false]) {
    const result = await administration.importRecords(anne, 'people', content, { format, mode, dryRun });
    assert.ok(!result.ok, 'should have been refused');
    answers.push(result.refusal.map(({ row, field, code }) => `${row ?? '-'} ${field ?? '-'} ${code}`));
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal(await stored(), before);
  return answers[0] ?? [];
}

const counts = ({ added, changed, deleted, unchanged }: ImportSummary): number[] => [
  added,
  changed,
  deleted,
  unchanged,
];

test('rows are added, changed and left as they are, and secrets that are not given are made or kept', () =>
  withBed(async (bed) => {
    const first = await imported(bed, 'number,name,pin\r\n201,Anne,open-sesame\r\n202,"Bea, ""B""",\r\n');
    assert.deepEqual(counts(first), [2, 0, 0, 0]);
    assert.deepEqual([...first.made.keys()], ['202']);
    const second = await imported(bed, '\uFEFFname;number\nAnna;201\n"Bea, ""B""";202\n\nCleo;203\n');
    assert.deepEqual(counts(second), [1, 1, 0, 1]);
    const { administration } = bed;
    assert.deepEqual(
      [...administration.configuration.records(people).values()].map(({ name }) => name),
      [...['Anna', 'Bea, "B"', 'Cleo']],
    );
    const pin = administration.reveal(people, '201', 'pin');
    assert.equal(pin.ok && pin.value.reveal(), 'open-sesame');
    assert.deepEqual((await bed.trail()).slice(3, 6), [
      'import Form: People; Mode: upsert; Added: 1; Changed: 1; Deleted: 0',
      'change Form: People; Key: 201; Name: Anne → Anna',
      'add Form: People; Key: 203; Number: 203; Name: Cleo; Grade: low; PIN: (set)',
    ]);
  }));

test('adding refuses what is there; replacing deletes what the file does not name', () =>
  withBed(async (bed) => {
    await imported(bed, 'number\n201\n202\n');
    assert.deepEqual(await refusals(bed, 'number\n203\n202\n', 'add'), ['3 number forms.duplicate-key']);
    assert.deepEqual(counts(await imported(bed, 'number,name\n202,Bea\n203,Cleo\n', 'replace')), [1, 1, 1, 0]);
    assert.deepEqual([...bed.administration.configuration.records(people).keys()], ['202', '203']);
  }));

test('a blank cell is blank where the field may be, and otherwise leaves what is there', () =>
  withBed(async (bed) => {
    await imported(bed, 'number,name,grade,from\n201,Anne,high,10.0.0.0/8\n');
    await imported(bed, 'number,name,grade,from,pin\n201,,,,\n');
    const { name, grade, from, pin } = bed.administration.configuration.records(people).get('201') ?? {};
    assert.deepEqual([name, grade, from, pin], ['', 'high', [], true]);
  }));

test('every refusal names its row and column', () =>
  withBed(async (bed) => {
    await imported(bed, 'number,email\n201,a@example.org\n');
    const rows = [
      'number,name,grade,email,team',
      '202,,middling,,',
      '',
      '"203",,low,a@example.org,Nobody',
      '2044,,,,',
      ',,,,',
    ];
    assert.deepEqual(await refusals(bed, rows.join('\n')), [
      ...['2 grade forms.not-a-choice', '4 email forms.not-unique', '4 team forms.points-nowhere'],
      ...['5 number test.length', '6 number forms.required'],
    ]);
    assert.deepEqual(await refusals(bed, 'number\n202\n202\n'), ['3 - administration.twice']);
  }));

test('columns and cells are read strictly', () =>
  withBed(async (bed) => {
    assert.deepEqual(await refusals(bed, 'name,Number,name,__proto__\nx,202,y,z\n'), [
      ...['1 Number forms.unknown-field', '1 __proto__ forms.unknown-field', '1 name administration.duplicate-column'],
      '1 number administration.no-key-column',
    ]);
    assert.deepEqual(await refusals(bed, 'number,name\n202\n203,x,y\n'), [
      ...['2 - administration.wrong-cells', '3 - administration.wrong-cells'],
    ]);
    assert.deepEqual(await refusals(bed, ''), ['1 number administration.no-key-column']);
    assert.deepEqual(await refusals(bed, 'number,name\n202,"Anne\n'), ['- - administration.bad-csv']);
    assert.deepEqual(await refusals(bed, Buffer.from('number,name\n202,Søren\n', 'latin1')), [
      '- - administration.not-utf8',
    ]);
    assert.deepEqual(await refusals(bed, Buffer.from('number\n202\n', 'utf16le')), ['- - administration.not-utf8']);
    const rows = `number\n${'202\n'.repeat(limits.forms.importRows + 1)}`;
    assert.deepEqual(await refusals(bed, rows), ['- - administration.too-large']);
    const bytes = 'number\n'.padEnd(limits.forms.importBytes + 1);
    assert.deepEqual(await refusals(bed, bytes), ['- - administration.too-large']);
  }));

test('files of spreadsheets are read in the encoding that they name, and in no other', () =>
  withBed(async (bed) => {
    const text = '\uFEFFnumber\tname\r\n201\tSøren 😀\r\n';
    await imported(bed, Buffer.from(text, 'utf16le'));
    assert.equal(bed.administration.configuration.records(people).get('201')?.name, 'Søren 😀');
    assert.equal((await imported(bed, Buffer.from(text, 'utf16le').swap16())).unchanged, 1);
    assert.equal((await imported(bed, Buffer.from(text))).unchanged, 1);
    const latin = Buffer.from(`number,name\n${'202,Sören\n'.repeat(3_000)}`, 'latin1');
    const halved = Buffer.from(text, 'utf16le').subarray(0, -1);
    const unmarked = Buffer.from(text.slice(1), 'utf16le');
    const binary = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]);
    for (const bytes of [latin, halved, unmarked, binary])
      assert.deepEqual(await refusals(bed, bytes), ['- - administration.not-utf8']);
  }));

test('columns and names beyond all measure are refused in few words', () =>
  withBed(async (bed) => {
    const many = Array.from({ length: limits.forms.importColumns + 1 }, (_, index) => `c${index}`).join();
    assert.deepEqual(await refusals(bed, `${many}\n`), ['1 - administration.too-large']);
    const [named] = await refusals(bed, `number,${'x'.repeat(10_000)}\u0007\n`);
    assert.match(named ?? '', /^1 x{60}… forms.unknown-field$/);
    assert.deepEqual(await refusals(bed, `number\n"${'x'.repeat(300_000)}`), ['- - administration.bad-csv']);
    const element = `[{"number":"${'x'.repeat(300_000)}`;
    assert.deepEqual(await refusals(bed, element, 'upsert', 'json'), ['- - administration.bad-json']);
  }));

test('progress goes from nothing to all of it, and never back', () =>
  withBed(async ({ administration }) => {
    const told: number[] = [];
    const rows = Array.from({ length: 3_000 }, (_, index) => `${10_000 + index},Name ${index}`).join('\n');
    await administration.change(anne, [{ kind: 'change', form: 'settings', patch: { length: 5 } }]);
    const manner = { format: 'csv', mode: 'add', onProgress: (part: number) => told.push(part) } as const;
    assert.ok((await administration.importRecords(anne, 'people', `number,name\n${rows}\n`, manner)).ok);
    assert.ok(told.length > 20, `${told.length} times`);
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
    assert.ok((told[0] ?? 1) <= 0.15 && Math.abs((told.at(-1) ?? 0) - 1) < 1e-9, `${told[0]} to ${told.at(-1)}`);
  }));

test('an import that is cancelled has changed nothing, whenever it is', () =>
  withBed(async ({ administration, stored, events }) => {
    const before = await stored();
    const rows = Array.from({ length: 400 }, (_, index) => `${100 + index},Name ${index}`).join('\n');
    const content = `number,name\n${rows}\n`;
    for (const after of [0, 0.16, 0.3, 0.5, 0.62, 0.7, 0.8, 0.9, 0.97]) {
      const cancel = new AbortController();
      const onProgress = (part: number): void => {
        if (part >= after) cancel.abort();
      };
      const manner = { format: 'csv', mode: 'add', onProgress, signal: cancel.signal } as const;
      const result = await administration.importRecords(anne, 'people', content, manner);
      assert.deepEqual(!result.ok && result.refusal.map(({ code, row }) => [code, row]), [
        ['administration.cancelled', undefined],
      ]);
      assert.equal(await stored(), before, `after ${after}`);
    }
    assert.equal(events.length, 0);
    assert.equal(administration.configuration.records(people).size, 0);
  }));

test('the number of refusals that are told is bounded, and the rest counted', () =>
  withBed(async (bed) => {
    const rows = Array.from({ length: limits.forms.refusals + 7 }, (_, index) => `${100 + (index % 900)},nothing`);
    const told = await refusals(bed, `number,grade\n${rows.join('\n')}\n`);
    assert.equal(told.length, limits.forms.refusals + 1);
    assert.match(told.at(-1) ?? '', /administration.more-refusals/);
  }));

test('what is exported is imported again as it was, formulas neutralised and secrets left out', () =>
  withBed(async (bed) => {
    const names = ['=1+1', '+49 30', '-x', '@SUM(A1)', "'=quoted", "''@x", "'plain", 'a "b", c; d', 'Søren 😀', ''];
    const changes = names.map((name, index) => {
      const patch = { number: String(201 + index), name, from: ['10.0.0.0/8', '2001:db8::/32'], pin: 'never-shown' };
      return { kind: 'add', form: 'people', patch } as const;
    });
    assert.ok((await bed.administration.change(anne, changes)).ok);
    for (const format of ['csv', 'json'] as const) {
      const exported = await bed.administration.exportRecords(anne, 'people', format);
      assert.ok(exported.ok);
      assert.doesNotMatch(exported.value, /pin|never-shown|sealed|\(set\)/);
      if (format === 'csv') {
        assert.match(exported.value, /^"number","name","team","email","grade","from"\r\n"201","'=1\+1",/);
        assert.doesNotMatch(exported.value, /(^|,)"[=+\-@]/m);
      }
      const unchanged = [0, 0, 0, names.length];
      assert.deepEqual(counts(await imported(bed, exported.value, 'replace', format)), unchanged);
    }
    assert.equal((await bed.trail()).at(names.length), 'export Form: People; Records: 10');
  }));

test('JSON is a list of records', () =>
  withBed(async (bed) => {
    const text = '[{"number":"201","from":["10.0.0.0/8"]},{"number":"202","name":"Bea"}]';
    assert.deepEqual(counts(await imported(bed, text, 'add', 'json')), [2, 0, 0, 0]);
    const wrong = '[{"number":203},{"number":"204","__proto__":{"name":"x"}},{"number":"205","grade":"x"}]';
    assert.deepEqual(await refusals(bed, wrong, 'add', 'json'), [
      ...['1 number forms.not-digits', '2 __proto__ forms.unknown-field', '3 grade forms.not-a-choice'],
    ]);
    for (const text of ['', '{}', '[1]', '[[]]', '[null]'])
      assert.deepEqual(await refusals(bed, text, 'add', 'json'), ['- - administration.bad-json']);
  }));

test('a single form is exported and imported as one record', () =>
  withBed(async ({ administration }) => {
    const exported = await administration.exportRecords(anne, 'settings', 'csv');
    assert.equal(exported.ok && exported.value, '"length"\r\n"3"\r\n');
    const manner = { format: 'csv', mode: 'replace' } as const;
    assert.ok((await administration.importRecords(anne, 'settings', 'length\n4\n', manner)).ok);
    assert.equal(administration.configuration.single(settings).length, 4);
    assert.equal((await administration.importRecords(anne, 'settings', 'length\n4\n5\n', manner)).ok, false);
  }));
