// Tests of the commands of administration: accounts, a record's past, copies, help in words, ending what goes on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CommandLine } from './testing.ts';

const line = new CommandLine();
before(() => line.open());
after(() => line.close());

test('accounts are listed, unlocked, and given a one-time password that is told once', async () => {
  assert.equal(
    (await line.done(['user', 'list'])).out,
    'anna\tAnna\tenabled\troot\t1970-01-01T00:00:01.000Z\t192.0.2.1\n',
  );
  const unlocked = await line.done(['user', 'unlock', 'anna']);
  assert.equal(unlocked.asked, '[{"unlock":"anna"}]');
  assert.equal(unlocked.out, 'The account anna is enabled.\n');
  assert.match(
    (await line.done(['user', 'reset-password', 'anna'])).out,
    /^anna password: One-time-1 \(made; shown this once/,
  );
  const json = await line.done(['user', 'reset-password', 'anna', '--json']);
  assert.deepEqual(JSON.parse(json.out), { loginId: 'anna', password: 'One-time-1' });
});

test('a record’s past is told field by field, and a change is taken back by its number', async () => {
  assert.equal(
    (await line.done(['form', 'history', 'numbering'])).out,
    '7\t1970-01-01T00:00:01.000Z\tlocal\tchange\textensionLength\t3\t4\n',
  );
  assert.match((await line.done(['form', 'history', 'users', '201'])).asked, /"form":"users","key":"201"/);
  assert.equal(JSON.parse((await line.done(['form', 'history', 'numbering', '--json'])).out).changes[0].auditId, 7);
  const undone = await line.done(['form', 'undo', '7', '--dry-run']);
  assert.equal(undone.asked, '[{"auditId":7,"dryRun":true}]');
  assert.match(undone.out, /^numbering: changed \(not written\)\n {2}Extension length: 3 → 4/);
  for (const wrong of ['0', '-1', 'x', '1.5']) assert.equal((await line.run(['form', 'undo', wrong])).code, 2, wrong);
});

test('a copy names the record and the new key; settings cannot be copied', async () => {
  const show = line.core.administration.show;
  const refused = await line.run(['form', 'copy', 'numbering', 'a', 'b']);
  assert.equal(refused.code, 2);
  assert.match(refused.error, /nothing can be copied/);
  line.core.administration.show = (actor, form) => {
    const shown = show(actor, form);
    return shown.ok ? { ok: true, value: { ...shown.value, single: false, key: 'number' } } : shown;
  };
  const copied = await line.done(['form', 'copy', 'users', '201', '203', 'name=Bert']);
  line.core.administration.show = show;
  assert.match(copied.asked, /\{"kind":"add","form":"users","patch":\{"name":"Bert","number":"203"\},"copyOf":"201"\}/);
});

test('help tells a form in words under its four headings, or as JSON', async () => {
  const { out } = await line.done(['help', 'numbering']);
  assert.deepEqual(
    out.split('\n').filter((text) => /^\S/.test(text)),
    [...['Numbering (numbering)', 'Purpose', 'Conditions', 'Fields', 'Recommendation']],
  );
  assert.match(out, /^Purpose\n {2}How numbers look\.$/m);
  const json = JSON.parse((await line.done(['help', 'numbering', '--json'])).out);
  assert.deepEqual(Object.keys(json), ['id', 'title', 'purpose', 'conditions', 'recommendation', 'fields', 'actions']);
});

test('a call and a registration are ended by their names', async () => {
  const call = await line.done(['call', 'end', 'c1']);
  assert.equal(call.asked, '[{"view":"calls","action":"end","key":"c1"}]');
  const registration = await line.done(['registration', 'end', '201-7', '--json']);
  assert.equal(registration.asked, '[{"view":"registrations","action":"end","key":"201-7"}]');
  assert.deepEqual(JSON.parse(registration.out), { ended: '201-7' });
  for (const wrong of [
    ['call', 'end'],
    ['call'],
    ['registration', 'end'],
    ['user', 'unlock'],
    ['help'],
    ['form', 'copy', 'a', 'b'],
  ])
    assert.equal((await line.run(wrong)).code, 2, wrong.join(' '));
});
