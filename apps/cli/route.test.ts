// Tests of `route` as a user runs it: what it prints, what it asks the core for, and what it ends with.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('each step is a line, then what would become of the call', async () => {
  const { out, asked } = await line.done(['route', '214', '030123']);
  assert.equal(out, 'digits-dialled 0\tBegins with 0: takes national of Routes.\n\t+4930 goes out.\n');
  assert.equal(asked, '[{"caller":"214","dialled":"030123","fromTrunk":false}]');
});

test('a call that would be refused ends with 1, and its steps are told all the same', async () => {
  const { code, out, error } = await line.run(['route', '214', '99', '--json']);
  assert.equal(code, 1);
  assert.equal(JSON.parse(out).refusedWith, 'calls.unknown-number');
  assert.match(error, /cli\.call-refused/);
});

test('the moment and a trunk are asked for as they are given', async () => {
  const { asked } = await line.done(['route', 'telco', '030', '--at', '2027-01-31T18:00:00+01:00', '--from-trunk']);
  assert.equal(asked, '[{"caller":"telco","dialled":"030","atMs":1801414800000,"fromTrunk":true}]');
  for (const argv of [
    ['route', '214'],
    ['route', '214', '0', '--at', 'tomorrow'],
    ['route', '214', '0', '--at', '2027-01-31'],
  ])
    assert.equal((await line.run(argv)).code, 2, argv.join(' '));
});
