// What the view Audit Trail Logs understands, and what it refuses.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditSearch, auditTrailLog, type LogQuestion, printMoment } from './audit-search.ts';

function asked(question: LogQuestion) {
  const search = auditSearch(question, ['Numbering']);
  assert.ok(search.ok, search.ok ? '' : search.refusal.words);
  return search.value;
}

const refused = (question: LogQuestion): string => {
  const search = auditSearch(question, []);
  assert.ok(!search.ok);
  assert.equal(search.refusal.code, 'records.wrong-search');
  return search.refusal.words;
};

test('without more, the newest 50 that may be seen', () => {
  const all = { text: '', equal: {}, hiddenForms: ['Numbering'], descending: true, offset: 0, limit: 50 };
  assert.deepEqual(asked({}), all);
  assert.deepEqual(asked({ sort: 'id', search: ' x ' }), { ...all, text: 'x', descending: false });
  assert.deepEqual(asked({ descending: false, offset: 7, limit: 9 }), {
    ...all,
    descending: false,
    offset: 7,
    limit: 9,
  });
});

test('fields are filtered by their columns, the id by its number', () => {
  const { equal, id } = asked({ where: { id: ' 12 ', userName: 'root', actionType: 'change', detailLevel: 'high' } });
  assert.deepEqual([equal, id], [{ user: 'root', action: 'change', level: 'high' }, 12]);
});

for (const [text, from, to] of [
  ['2027', '2027-01-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z'],
  ['2027-12', '2027-12-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z'],
  ['2028-02-29', '2028-02-29T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  ['2027-01-31t23', '2027-01-31T23:00:00.000Z', '2027-02-01T00:00:00.000Z'],
  ['2027-01-31 18:59', '2027-01-31T18:59:00.000Z', '2027-01-31T19:00:00.000Z'],
  ['2027-01-31T18:59:30Z', '2027-01-31T18:59:30.000Z', '2027-01-31T18:59:31.000Z'],
  ['2027-01-31T18:59:30.25Z', '2027-01-31T18:59:30.250Z', '2027-01-31T18:59:30.251Z'],
] as const)
  test(`the time ${text}`, () => {
    const { fromMs = 0, toMs = 0 } = asked({ where: { at: text } });
    assert.deepEqual([new Date(fromMs).toISOString(), new Date(toMs).toISOString()], [from, to]);
  });

test('what is no time, no id, no field or no order is refused', () => {
  for (const at of ['', 'yesterday', '2027-13', '2027-02-30', '2027-01-31T24', '2027-01-31T12:60', '27', '20270131'])
    assert.match(refused({ where: { at } }), /no time/, at);
  for (const id of ['x', '-1', '1.5', '1e3', '']) assert.match(refused({ where: { id } }), /no id/, id);
  assert.match(refused({ where: { hash: 'x' } }), /no field "hash"/);
  assert.match(refused({ where: { constructor: 'x' } }), /no field "constructor"/);
  assert.match(refused({ sort: 'at' }), /order of their ids/);
  for (const limit of [0, 1.5, 1_001, -1]) assert.match(refused({ limit }), /a page has 1 to 1000/);
  assert.match(refused({ offset: -1 }), /offset/);
});

test('an entry that a forger altered is shown all the same', () => {
  const entry = { id: 1, atMs: 9e15, level: 'none', user: 'x', sourceIp: '', application: '', context: '' };
  const shown = auditTrailLog({ ...entry, action: 'add', data: '', hash: '' });
  assert.deepEqual([shown.at, shown.detailLevel], ['', 'high']);
  assert.equal(printMoment(1), '1970-01-01T00:00:00.001Z');
});
