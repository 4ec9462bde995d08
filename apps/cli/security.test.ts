// Tests of `security` as a user runs it: what it prints, what it asks the core for, and what it ends with.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { securityReportForTests } from '../core/testing.ts';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('a profile that is not met is printed line by line, and ends with 1', async () => {
  const { code, out, error } = await line.run(['security', 'check', 'medium']);
  assert.equal(code, 1);
  assert.equal(
    out,
    'not-met\tmedium.unsecured-interfaces\ton: sip-udp\tall off\tSwitched on in unsecured-interfaces: sip-udp.\n',
  );
  assert.match(error, /^ringfence: Medium security is not met: 1 of its lines are open.*\(cli\.security-not-met\)\n$/);
});

test('with --json the whole report is there, whatever the exit code', async () => {
  const { code, out } = await line.run(['security', 'check', '--json']);
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(out), securityReportForTests);
});

test('without a profile the core is asked for the one that the site has adopted', async () => {
  line.core.asked.length = 0;
  await line.run(['security', 'check']);
  assert.doesNotMatch(JSON.stringify(line.core.asked), /"profile"/);
  await line.run(['security', 'check', 'maximum']);
  assert.match(JSON.stringify(line.core.asked), /"profile":"maximum"/);
});

test('a profile is applied by the owner of the machine, as a whole or line by line', async () => {
  const { out, asked } = await line.done(['security', 'apply', 'maximum']);
  assert.match(out, /Nothing is to be changed\.\nTo undo all of it: ringfence form undo 7\n/);
  assert.match(asked, /"wish":\{"profile":"maximum","dryRun":false\},"author":\{"isLocal":true,"certificate":""\}/);
  const only = ['--only', 'maximum.configuration', '--only', 'maximum.password-length', '--dry-run'];
  const some = await line.done(['security', 'apply', 'maximum', ...only]);
  assert.match(some.asked, /"dryRun":true,"only":\["maximum.configuration","maximum.password-length"\]/);
});

test('the history is a line a moment, with whose change it was', async () => {
  const { out } = await line.done(['security', 'history']);
  assert.equal(
    out,
    '1970-01-01T00:00:01.000Z\tmedium\tminimum\t10\t1\t0\tmedium.unsecured-interfaces not-met\tanna\t7\n',
  );
});

test('what is no profile is wrong usage', async () => {
  for (const argv of [['check', 'best'], ['apply'], ['apply', 'best'], ['apply', 'medium', '--only']]) {
    const { code, error } = await line.run(['security', ...argv]);
    assert.equal(code, 2, error);
  }
});
