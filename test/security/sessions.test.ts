// Sessions that are not there, have ended, are of another tool or of another person: every route of REST on the running system.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FakeClock } from '#base';
import type { PageLine, RefusalLine } from '../../apps/core/protocol.ts';
import type { Route } from '../../src/portals/rest/route.ts';
import { allRoutes } from '../../src/portals/rest/routes.ts';
import { type Answered, Attacked, adminPassword, codesOf, type Worn } from './attacked.ts';

let system: Attacked;
let admin: Worn;
const routes = allRoutes(new FakeClock());
const closed = routes.filter(({ open }) => open !== true);

before(async () => {
  system = await Attacked.start();
  admin = await system.wearAdministrator();
  await system.node.addExtension('201', { name: 'Ada' });
});
after(() => system.end());

const parts: Readonly<Record<string, string>> = {
  ...{ form: 'users-and-services', key: '201', action: 'end', id: '0011223344556677', name: 'audit-1-5000.xml' },
};

/** Asks a route as it wants to be asked, on behalf of whatever `headers` show. */
function walk({ method, path, body }: Route, headers: Readonly<Record<string, string>>): Promise<Answered> {
  const address = path.replace(/:(\w+)/g, (_, part: string) => parts[part] ?? 'x');
  if (body?.kind !== 'file') return system.rest(method, address, headers, body === undefined ? undefined : {});
  const typed = { ...headers, 'content-type': 'text/csv' };
  return system.ask(`/api/v1/${address}`, { method, headers: typed, body: 'number\n999\n' });
}

async function assertAllRefused(who: string, headers: Readonly<Record<string, string>>, status: number): Promise<void> {
  for (const route of closed) {
    const answer = await walk(route, headers);
    assert.equal(answer.status, status, `${who}: ${route.method} ${route.path}: ${answer.text}`);
    assert.equal(answer.headers['set-cookie'], undefined, `${who}: ${route.method} ${route.path}`);
    const [refusal] = (JSON.parse(answer.text) as { refusals: RefusalLine[] }).refusals;
    assert.ok(refusal !== undefined && refusal.words !== '' && refusal.remedy !== '', `${who}: ${route.path}`);
  }
}

test('what is open to anybody is the welcome, the rules of passwords and the login, and no more', () => {
  const open = routes.filter((route) => route.open === true).map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(open, ['GET welcome', 'GET password-rules', 'POST login']);
});

test('every other route refuses whoever shows no session', () => assertAllRefused('nobody', {}, 401));

test('every other route refuses a token that was guessed', async () => {
  const cookie = `__Host-ringfence-system-administration=${'g'.repeat(43)}`;
  await assertAllRefused('a guess', { cookie, 'x-csrf-token': admin.csrf }, 401);
});

test('every other route refuses a session that was left, and it does not come back', async () => {
  const left = await system.wear('administrator', adminPassword);
  assert.equal((await system.rest('POST', 'logout', left.headers)).status, 204);
  await assertAllRefused('a left session', left.headers, 401);
});

test('every other route refuses a session that an administrator has ended', async () => {
  const other = await system.wearNew('ended', { systemAdministration: 'yes', adminPolicy: 'root' });
  const { id } = JSON.parse((await system.rest('GET', 'session', other.headers)).text);
  const end = await system.rest('POST', `forms/sessions/records/${id}/actions/end`, admin.headers);
  assert.equal(end.status, 204, end.text);
  await assertAllRefused('an ended session', other.headers, 401);
});

test('a session ends with its password, its policy, its account', async () => {
  const ends: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['policy', { adminPolicy: 'remote' }],
    ['password', { password: `${adminPassword}-new` }],
    ['status', { status: 'disabled' }],
    ['access', { systemAdministration: 'no' }],
  ];
  for (const [loginId, patch] of ends) {
    const other = await system.wearNew(loginId, { systemAdministration: 'yes', adminPolicy: 'system' });
    assert.equal((await system.rest('GET', 'session', other.headers)).status, 200, loginId);
    await system.node.change('user-authorization-profiles', patch, loginId);
    const after = await system.rest('GET', 'session', other.headers);
    assert.equal(after.status, 401, `${loginId}: ${after.text}`);
  }
});

test("a change of one's own password ends all other sessions of this person, and the old token", async () => {
  const first = await system.wearNew('twice', { systemAdministration: 'yes', adminPolicy: 'system' });
  const second = await system.wear('twice', `${adminPassword}+`);
  const change = { current: `${adminPassword}+`, new: `${adminPassword}-2` };
  const changed = await system.rest('POST', 'password', second.headers, change);
  assert.equal(changed.status, 200, changed.text);
  for (const old of [first, second]) assert.equal((await system.rest('GET', 'session', old.headers)).status, 401);
  const [cookie = ''] = String(changed.headers['set-cookie']).split(';');
  assert.equal((await system.rest('GET', 'session', { cookie })).status, 200);
});

/** Each tool but administration, and what opens it; a policy that allows nothing, where one is needed. */
const tools = {
  desktop: { desktop: 'yes' },
  application: { application: 'yes', adminPolicy: 'no access' },
} as const;

test("another tool's session is none for the administration tool, and reads nothing of it under its own name", async () => {
  for (const [tool, access] of Object.entries(tools)) {
    const other = await system.wearNew(`of-${tool}`, access, tool);
    assert.match(other.cookie, new RegExp(`^__Host-ringfence-${tool}=`));
    const [, token = ''] = other.cookie.split('=');
    const disguised = { ...other.headers, cookie: `__Host-ringfence-system-administration=${token}` };
    await assertAllRefused(`the token of ${tool} as that of administration`, disguised, 401);
    const forms = JSON.parse((await system.rest('GET', 'forms', other.headers)).text);
    assert.deepEqual(forms, [], tool);
    for (const route of closed.filter(({ path }) => path.startsWith('forms/:form'))) {
      const answer = await walk(route, other.headers);
      assert.deepEqual([answer.status, codesOf(answer)[0]], [404, 'forms.unknown-form'], `${tool}: ${route.path}`);
    }
    for (const path of ['audit/export', 'audit/verify', 'audit/archives', 'audit/archives/x', 'setup']) {
      const answer = await system.rest('GET', path, other.headers);
      assert.ok([403, 404].includes(answer.status), `${tool} ${path}: ${answer.status} ${answer.text}`);
    }
    assert.deepEqual(JSON.parse((await system.rest('GET', 'search?text=a', other.headers)).text), [], tool);
  }
});

test('nobody logs in to a tool that the profile does not open, with the same words as a wrong password', async () => {
  await system.node.ask('form.change', {
    changes: [
      {
        kind: 'add',
        form: 'user-authorization-profiles',
        patch: { loginId: 'phone-only', userName: 'x', password: adminPassword, desktop: 'yes', status: 'enabled' },
      },
    ],
  });
  const refused = await system.login('phone-only', adminPassword);
  const wrong = await system.login('phone-only', 'not this one');
  const unknown = await system.login('nobody-of-this-name', 'not this one');
  assert.equal(refused.status, 401);
  for (const answer of [wrong, unknown]) assert.deepEqual([answer.status, answer.text], [refused.status, refused.text]);
});

test("another session's work does not exist", async () => {
  const other = await system.wearNew('worker', { systemAdministration: 'yes', adminPolicy: 'root' });
  const headers = { ...other.headers, 'content-type': 'text/csv' };
  const path = '/api/v1/forms/users-and-services/import?mode=upsert&dryRun=true';
  const { id } = JSON.parse((await system.ask(path, { method: 'POST', headers, body: 'number\n999\n' })).text);
  assert.equal((await system.rest('GET', `jobs/${id}`, other.headers)).status, 200);
  for (const method of ['GET', 'DELETE'])
    assert.equal((await system.rest(method, `jobs/${id}`, admin.headers)).status, 404, method);
});

test('one who may not see a form gets the same answer as for a form that is not there: 404, whatever is asked', async () => {
  await system.node.ask('form.change', {
    changes: [
      {
        kind: 'add',
        form: 'admin-policies',
        patch: { name: 'clerk', defaultAccess: 'none', members: 'numbering=read' },
      },
    ],
  });
  const clerk = await system.wearNew('clerk', { systemAdministration: 'yes', adminPolicy: 'clerk' });
  for (const route of closed.filter(({ path }) => path.startsWith('forms/:form'))) {
    const hidden = await walk(route, clerk.headers);
    const missing = await walk({ ...route, path: route.path.replace(':form', 'no-such-form') }, clerk.headers);
    assert.deepEqual([hidden.status, codesOf(hidden)], [404, ['forms.unknown-form']], `${route.method} ${route.path}`);
    const told = (text: string): string => text.replaceAll('users-and-services', '…').replaceAll('no-such-form', '…');
    assert.equal(told(hidden.text), told(missing.text), `${route.method} ${route.path}`);
  }
  const numbering = await system.rest('PATCH', 'forms/numbering/record', clerk.headers, { extensionLength: 4 });
  assert.equal(numbering.status, 403, numbering.text);
  assert.equal((await system.rest('GET', 'forms/numbering/record', clerk.headers)).status, 200);
});

test('attempts on what one may not do are on record with who tried', async () => {
  const rows = await system.rest('GET', 'forms/audit-trail-logs/records?search=clerk&limit=100', admin.headers);
  const page: PageLine = JSON.parse(rows.text);
  assert.ok(
    page.records.some(({ values }) => values.userName === 'clerk' && /refused/.test(String(values.actionType))),
    rows.text,
  );
});
