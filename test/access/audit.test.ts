// What of the audit trail a policy hides: entries about forms that do not exist for its people are not there for them either, and
// the trail as a whole, of which nothing can be left out, is for root and the security administrator alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PageLine, RefusalLine } from '../../apps/core/protocol.ts';
import type { HttpsClient } from '../https.ts';
import { TestNode } from '../node.ts';

const password = 'Which-of-them-are-shown-4718';
const views = 'audit-trail-logs=read audit-archives=read numbering=read';

let node: TestNode;
let root: HttpsClient;
let security: HttpsClient;
let auditor: HttpsClient;

before(async () => {
  node = await TestNode.start({ https: true });
  await node.ask('form.change', {
    changes: [
      { kind: 'add', form: 'admin-policies', patch: { name: 'auditor', defaultAccess: 'none', members: views } },
      ...[
        ['second', 'root'],
        ['audrey', 'auditor'],
      ].map(([loginId, adminPolicy]) => ({
        kind: 'add',
        form: 'user-authorization-profiles',
        patch: { loginId, userName: loginId, password, systemAdministration: 'yes', adminPolicy, status: 'enabled' },
      })),
    ],
  });
  await node.addExtension('201', { name: 'Hidden Anna' });
  await node.change('users-and-services', { name: 'Hidden Berta' }, '201');
  await node.change('numbering', { doNotDisturbOn: '*77' });
  security = await node.loggedIn('security', password);
  [root, auditor] = (await Promise.all(['second', 'audrey'].map(come))) as [HttpsClient, HttpsClient];
});

after(() => node.remove());

async function come(loginId: string): Promise<HttpsClient> {
  const browser = await node.https();
  await browser.logIn(loginId, password, `${password}+`);
  return browser;
}

async function logs(client: HttpsClient, query = ''): Promise<readonly string[]> {
  const { status, text } = await client.send('GET', `forms/audit-trail-logs/records?limit=1000${query}`);
  assert.equal(status, 200, text);
  const page: PageLine = JSON.parse(text);
  assert.equal(page.total, page.records.length, 'the number tells of no more');
  return page.records.map(({ values }) => String(values.actionData));
}

const about = (entries: readonly string[], words: string): number =>
  entries.filter((data) => data.includes(words)).length;

test('root and the security administrator see every entry', async () => {
  for (const client of [root, security]) {
    const entries = await logs(client);
    assert.ok(about(entries, 'Hidden') >= 2);
    assert.ok(about(entries, 'Form: Admin Policies') > 0);
    assert.ok(about(entries, '*77') > 0);
  }
});

test('a policy sees what was done with its own forms, and with no others', async () => {
  const entries = await logs(auditor);
  assert.ok(about(entries, '*77') > 0);
  for (const words of ['Hidden', 'Users and Services', 'Admin Policies', 'User Authorization Profiles'])
    assert.equal(about(entries, `Form: ${words}`) + about(entries, 'Hidden'), 0, words);
});

test('not by searching, by filtering, by its number, nor in an export', async () => {
  const [line] = await node.ask<readonly { id: number }[]>('audit.list', { text: 'Hidden Berta', limit: 1 });
  assert.deepEqual(await logs(auditor, '&search=hidden'), []);
  assert.deepEqual(await logs(auditor, `&where.id=${line?.id}`), []);
  assert.equal((await auditor.send('GET', `forms/audit-trail-logs/records/${line?.id}`)).status, 404);
  assert.equal((await root.send('GET', `forms/audit-trail-logs/records/${line?.id}`)).status, 200);
  const exported = await auditor.send('GET', 'forms/audit-trail-logs/export?format=csv');
  assert.equal(exported.status, 200);
  assert.match(exported.text, /\*77/);
  assert.doesNotMatch(exported.text, /Hidden/);
});

test('the trail as a whole is not exported to it, though it may read the view', async () => {
  const refused = await auditor.send('GET', 'audit/export');
  assert.equal(refused.status, 403, refused.text);
  const problem: { readonly refusals: readonly RefusalLine[] } = JSON.parse(refused.text);
  assert.equal(problem.refusals[0]?.code, 'administration.not-permitted');
  for (const client of [root, security]) {
    const whole = await client.send('GET', 'audit/export');
    assert.equal(whole.status, 200);
    assert.match(whole.text, /Hidden Berta/);
  }
});

test('how much stays on line is the security administrator’s to say', async () => {
  const patch = { body: { entriesOnLine: 2_000 } };
  assert.equal((await root.send('PATCH', 'forms/audit-trail-settings/record', patch)).status, 403);
  assert.equal((await auditor.send('GET', 'forms/audit-trail-settings/record')).status, 404);
  const changed = await security.send('PATCH', 'forms/audit-trail-settings/record', patch);
  assert.equal(changed.status, 200, changed.text);
  assert.equal(
    (await security.send('PATCH', 'forms/audit-trail-settings/record', { body: { entriesOnLine: 999 } })).status,
    422,
  );
});
