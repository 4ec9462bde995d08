// Tests of what the command line prints on a terminal, in a pipe and as JSON.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration, moment, Output, shown } from './output.ts';

function make(isTerminal: boolean, json = false) {
  const written: string[] = [];
  const errors: string[] = [];
  const screen = {
    write: (text: string) => void written.push(text),
    writeError: (text: string) => void errors.push(text),
    ...{ isTerminal, hasColours: false, columns: 20 },
  };
  return { out: new Output(screen, json), text: () => written.join(''), errors: () => errors.join('') };
}

const head = ['NUMBER', 'NAME'];
const rows = [
  ['201', 'Ada'],
  ['2020', 'Zoë\u001b[2J\n'],
];

test('a terminal gets an aligned table, a pipe tab-separated lines, JSON the value', () => {
  const terminal = make(true);
  terminal.out.table([], head, rows);
  assert.equal(terminal.text(), 'NUMBER  NAME\n201     Ada\n2020    Zoë·[2J·\n');
  const pipe = make(false);
  pipe.out.table([], head, rows);
  assert.equal(pipe.text(), '201\tAda\n2020\tZoë·[2J·\n');
  const json = make(false, true);
  json.out.table([{ number: '201' }], head, rows);
  assert.equal(json.text(), '[{"number":"201"}]\n');
});

test('an empty table is told on a terminal and is nothing in a pipe', () => {
  const terminal = make(true);
  terminal.out.table([], head, []);
  assert.equal(terminal.text(), 'Nothing to show.\n');
  const pipe = make(false);
  pipe.out.table([], head, []);
  assert.equal(pipe.text(), '');
});

test('only as many columns as find room, one at least', () => {
  assert.equal(make(true).out.roomFor([5, 5, 6]), 3);
  assert.equal(make(true).out.roomFor([5, 5, 7]), 2);
  assert.equal(make(true).out.roomFor([50, 5]), 1);
  assert.equal(make(false).out.roomFor([50, 50]), 2);
});

test('a refusal is one line with place, code and next step, however odd its words', () => {
  const refusal = { code: 'forms.range', words: 'must be\n1 to 9.', remedy: 'Choose one.', exit: 1 } as const;
  const plain = make(false);
  plain.out.refusals([{ ...refusal, form: 'numbering', key: '', field: 'length' }, refusal]);
  plain.out.refusals([{ ...refusal, row: 7, form: 'users', key: '201', field: 'name' }]);
  assert.deepEqual(plain.errors().split('\n'), [
    'ringfence: numbering, length: must be·1 to 9. Choose one. (forms.range)',
    'ringfence: must be·1 to 9. Choose one. (forms.range)',
    'ringfence: row 7, users 201, name: must be·1 to 9. Choose one. (forms.range)',
    '',
  ]);
  const json = make(false, true);
  json.out.refusals([refusal]);
  assert.deepEqual(JSON.parse(json.errors()), { refusals: [refusal] });
});

test('values, moments and durations as text', () => {
  assert.deepEqual([true, false, undefined, null, 0, ['a', 1], {}].map(shown), ['yes', 'no', '', '', '0', 'a 1', '{}']);
  assert.equal(moment(0, false), '');
  assert.equal(moment(Date.UTC(2026, 10, 22, 9), false), '2026-11-22T09:00:00.000Z');
  assert.match(moment(Date.UTC(2026, 10, 22, 9, 0, 5), true), /^2026-11-2\d \d\d:\d\d:05$/);
  assert.deepEqual([0, 61_400, 3_600_000, -5].map(duration), ['0:00:00', '0:01:01', '1:00:00', '0:00:00']);
});
