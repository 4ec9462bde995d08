// Tests of the command as a user runs it: a process of its own, asking a core that keeps nothing.

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { no, ok } from '#base';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
const { core, directory } = line;
const run = line.run.bind(line);
const done = line.done.bind(line);
before(() => line.open());
after(() => line.close());

test('lists are tab-separated lines in a pipe, and JSON when asked, wherever --json stands', async () => {
  assert.equal((await done(['form', 'list'])).out, 'numbering\tNumbering\tCalls and routing\tsettings\n');
  const [before, behind] = await Promise.all([run(['--json', 'form', 'list']), run(['form', 'list', '--json'])]);
  assert.equal(before.out, behind.out);
  assert.equal(JSON.parse(before.out)[0].id, 'numbering');
  assert.match(
    (await done(['history', 'list'])).out,
    /^1970-01-01T00:00:01.000Z\t201\t202\t201\tanswered\t0:01:02\tthro/,
  );
  assert.match((await done(['status'])).out, /^State\trunning$.*^sip-tls\tTLS\t0.0.0.0\t5061\topen$/ms);
  assert.equal((await done(['certificate', 'authority'])).out, 'PEM\n');
  const ordered = await done(['certificate', 'acme', '--place', 'web']);
  assert.equal(ordered.out, 'web: Placing the order\nA certificate is there.\n');
  assert.match(ordered.asked, /"order":"web"/);
  assert.match((await done(['certificate', 'acme', '--json'])).out, /^\[\{"place":"web"/);
  const failed = await run(['schedule', 'run', 'certificates']);
  assert.equal(failed.code, 1);
  assert.match(failed.error, /cli\.task-failed/);
});

test('set, add and delete ask for one change each; a value may come from standard input', async () => {
  const set = await done(['form', 'set', 'users', '201', 'name=Ada=Lovelace', 'sipSecret=@-', 'at=@@x'], 'word\n');
  assert.match(
    set.asked,
    /"changes":\[\{"kind":"change","form":"users","key":"201","patch":\{"name":"Ada=Lovelace","sipSecret":"word","at":"@x"\}\}\]/,
  );
  assert.match(set.out, /sipSecret: Xk3… \(made; shown this once\)/);
  const single = await done(['form', 'set', 'numbering', 'extensionLength=4', '--dry-run']);
  assert.match(single.asked, /\{"kind":"change","form":"numbering","patch":\{"extensionLength":"4"\}\}/);
  assert.match(single.out, /\(not written\)/);
  const added = await done(['form', 'add', 'users', 'number=203', '--copy-of', '201']);
  assert.match(added.asked, /\{"kind":"add","form":"users","patch":\{"number":"203"\},"copyOf":"201"\}/);
  const deleted = await done(['form', 'delete', 'users', '201', '202']);
  assert.match(deleted.asked, /"key":"201"\},\{"kind":"delete","form":"users","key":"202"\}/);
});

test('files go in and out: by their ending, never over one that is there', async () => {
  const csv = join(directory, 'people.csv');
  writeFileSync(csv, 'number,name\n201,Ada\n');
  const imported = await done(['form', 'import', 'users', csv, '--dry-run']);
  assert.match(imported.asked, /"format":"csv","mode":"upsert","dryRun":true,"text":"number,name\\n201,Ada\\n"/);
  assert.match(imported.out, /^1 added, 0 changed, 0 deleted, 0 already so \(not written\)\n {2}201 sipSecret: Yz9…/);
  assert.match((await done(['form', 'import', 'users', '-'], 'a')).asked, /"text":"a"/);
  assert.equal((await done(['form', 'export', 'users'])).out, 'number,name\r\n201,Ada\r\n');
  const out = join(directory, 'out.json');
  assert.match((await done(['form', 'export', 'users', '--output', out])).asked, /"format":"json"/);
  assert.equal(readFileSync(out, 'utf8'), 'number,name\r\n201,Ada\r\n');
  assert.equal(statSync(out).mode & 0o777, 0o600);
  const again = await run(['form', 'export', 'users', '--output', out]);
  assert.equal(again.code, 1);
  assert.match(again.error, /^ringfence: The file cannot be read or written: EEXIST.*\(cli\.file\)\n$/);
});

test('what the core refuses is told with code and next step, and ends with its exit code', async () => {
  const change = core.administration.change;
  core.administration.change = async () =>
    no([
      { code: 'core.usage', words: 'So.', field: 'name', form: 'users', key: '201', change: 0 },
      { code: 'other', words: 'Thus.', form: 'users', key: '202', change: 1 },
    ]);
  const refused = await run(['form', 'set', 'users', '201', 'name=x']);
  core.administration.change = change;
  assert.equal(refused.code, 2);
  assert.equal(
    refused.error,
    'ringfence: users 201, name: So. See `ringfence --help`. (core.usage)\nringfence: users 202: Thus. (other)\n',
  );
});

test('a trail that is not whole ends with 1 and names the place', async () => {
  const verify = core.auditVerify;
  assert.equal((await run(['audit', 'verify'])).code, 0);
  core.auditVerify = async () => ok({ intact: false, entries: 7, words: 'Entry 8 was altered.' });
  const damaged = await run(['audit', 'verify']);
  const json = await run(['audit', 'verify', '--json']);
  core.auditVerify = verify;
  assert.equal(damaged.code, 1);
  assert.match(damaged.error, /Entry 8 was altered\..*\(cli\.audit-damaged\)/);
  assert.equal(json.code, 1);
  assert.equal(JSON.parse(json.out).intact, false);
});

test('wrong usage ends with 2, a system that is not there with 1; nothing is made', async () => {
  const wrong = [['bogus'], ['form', 'get'], ['form', 'set', 'x', 'y'], ['audit', 'list', '--limit', 'x'], []];
  const more = [
    ['form', 'set', 'x', 'a=1', 'a=2'],
    ['audit', 'verify', 'x'],
  ];
  for (const argv of [...wrong, ...more]) assert.equal((await run(argv)).code, 2, argv.join(' '));
  const nowhere = join(directory, 'nowhere');
  const status = await run(['status'], '', nowhere);
  assert.equal(status.code, 1);
  assert.match(status.error, /^ringfence: No system is running on .*nowhere\. Start it.*\(cli\.not-running\)\n$/);
  const list = await run(['form', 'list', '--json'], '', nowhere);
  assert.equal(list.code, 1);
  assert.equal(JSON.parse(list.error).refusals[0].code, 'cli.no-system');
  assert.throws(() => statSync(nowhere));
});

test('help is no failure', async () => {
  for (const argv of [['--help'], ['form', 'set', '--help'], ['--version']]) assert.equal((await run(argv)).code, 0);
});
