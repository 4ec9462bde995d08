// Tests of `emergency test` as a user runs it: each finding is printed, and it ends with 1 when one has failed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emergencyTestForTests } from '../core/testing.ts';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('each finding is a line, and one that failed ends it with 1', async () => {
  const { code, out, error } = await line.run(['emergency', 'test']);
  assert.equal(code, 1);
  assert.equal(out, 'good\t112 Emergency\tIt leaves by main.\nfailed\tNotices by email\tThe last attempt failed.\n');
  assert.match(
    error,
    /^ringfence: Emergency calls are not as they should be; findings: 1\..*\(cli\.emergency-failed\)\n$/,
  );
});

test('with --json the whole report is there, whatever the exit code', async () => {
  const { code, out } = await line.run(['emergency', 'test', '--json']);
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(out), emergencyTestForTests);
});
