import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Known, summaryOf } from './summary.ts';

const known: Known = {
  facts: {
    systemChanged: true,
    numberingChanged: false,
    extensions: 2,
    registered: 1,
    callsOnRecord: 0,
    profileMet: true,
    finished: false,
  },
  systemName: 'Brandt & Keller',
  extensionLength: 3,
  people: 0,
  securityCame: true,
};

const done = (of: Known): string[] => summaryOf(of).flatMap((line) => (line.done ? [line.words] : []));
const left = (of: Known): string[] => summaryOf(of).flatMap((line) => (line.done ? [] : [line.words]));

test('what the system shows is done', () => {
  assert.deepEqual(done(known).slice(0, 3), [
    'The system is called Brandt & Keller.',
    'Extension numbers have 3 digits.',
    '2 extensions are set up.',
  ]);
  assert.match(done(known).join(' '), /security administrator has chosen/);
});

test('the rest is left, with the way to it', () => {
  assert.deepEqual(left(known).slice(0, 2), ['Register the phones.', 'Make a test call.']);
  assert.equal(summaryOf(known).find(({ words }) => words === 'Make a test call.')?.step, 'call');
});

test('what may not be seen is not claimed', () => {
  const blind = { ...known, people: undefined, securityCame: undefined };
  assert.doesNotMatch(done(blind).join(' '), /security administrator/);
  assert.equal(
    summaryOf(blind).find(({ form }) => form !== undefined),
    undefined,
  );
});
