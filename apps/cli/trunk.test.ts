// Tests of `trunk` as a user runs it: the steps as they are done, what to do under those that failed, and the exit code.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('a test that passes prints its steps and ends with 0; the number to call is handed on', async () => {
  const { out, asked } = await line.done(['trunk', 'test', 'provider', '--call', '+498912345']);
  assert.equal(out, 'ok      name            It leads to 192.0.2.1:5061.\n');
  assert.match(asked, /"trunk":"provider","call":"\+498912345"/);
});

test('a test that fails prints what to do, and ends with 1', async () => {
  const { code, out, error } = await line.run(['trunk', 'test', 'broken']);
  assert.equal(code, 1);
  assert.match(out, /^failed {2}connection {6}No connection\.\n {24}See the host\.\n$/m);
  assert.match(error, /The trunk broken did not pass its test.*\(cli\.trunk-test-failed\)/);
  const json = await line.run(['trunk', 'test', 'broken', '--json']);
  assert.deepEqual([json.code, JSON.parse(json.out).length], [1, 2]);
});

test('trunks are listed from their view, and what is no number is not called', async () => {
  await line.run(['trunk', 'list']);
  assert.match(JSON.stringify(line.core.asked), /"form":"trunk-states"/);
  const { code, error } = await line.run(['trunk', 'test', 'provider', '--call', 'sip:anna@example.com']);
  assert.notEqual(code, 0);
  assert.match(error, /core\.wrong-parameters/);
});
