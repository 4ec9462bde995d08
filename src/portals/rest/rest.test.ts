// Tests of REST: what each route asks the core, and what it makes of the answer.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { codesOf, loggedIn, RefusedByCore, shown, TestPortal } from '../testing.ts';

let portal: TestPortal;
const said = { said: 'so' };
const methods = [
  ...['session', 'logout', 'password.rules', 'form.list', 'form.describe', 'form.get', 'form.query', 'form.history'],
  ...['form.change', 'form.undo', 'form.act', 'search', 'home', 'setup.get', 'setup.done', 'work.get', 'work.cancel'],
  ...['audit.verify', 'audit.archives', 'certificate.authority'],
  ...['route.explain', 'toll.spent', 'toll.simulate', 'emergency.test', 'trunk.test'],
];

before(async () => {
  portal = await TestPortal.open();
});
beforeEach(() => {
  portal.core.scripts.clear();
  portal.core.asked.length = 0;
  for (const method of methods) portal.core.scripts.set(method, () => said);
});
after(() => portal.close());

test('each route asks the core for what its address and body say', async () => {
  const patch = { name: 'Ada' };
  const changes = (wish: object, dryRun = false) => ['form.change', { changes: [wish], dryRun }];
  const rows: readonly (readonly [string, unknown, unknown[]])[] = [
    ['GET forms', undefined, ['form.list', {}]],
    ['GET forms/numbering', undefined, ['form.describe', { form: 'numbering' }]],
    ['GET forms/users/records', undefined, ['form.query', { form: 'users', where: {} }]],
    [
      'GET forms/users/records?search=a%26b&sort=name&descending=true&offset=50&limit=25&where.status=on',
      undefined,
      [
        'form.query',
        {
          ...{ form: 'users', search: 'a&b', sort: 'name', descending: true, offset: 50, limit: 25 },
          where: { status: 'on' },
        },
      ],
    ],
    ['GET forms/users/records/a%2Fb%20%C3%BC', undefined, ['form.get', { form: 'users', key: 'a/b ü' }]],
    ['GET forms/numbering/record', undefined, ['form.get', { form: 'numbering' }]],
    ['GET forms/users/history?key=201', undefined, ['form.history', { form: 'users', key: '201' }]],
    ['POST forms/users/records', patch, changes({ kind: 'add', form: 'users', patch })],
    [
      'POST forms/users/records?copyOf=201&dryRun=true',
      patch,
      changes({ kind: 'add', form: 'users', patch, copyOf: '201' }, true),
    ],
    [
      'PATCH forms/users/records/201?version=3',
      patch,
      changes({ kind: 'change', form: 'users', key: '201', patch, version: 3 }),
    ],
    ['PATCH forms/numbering/record', patch, changes({ kind: 'change', form: 'numbering', patch })],
    ['DELETE forms/users/records/201', undefined, changes({ kind: 'delete', form: 'users', key: '201' })],
    ['POST changes', { changes: [1], dryRun: true }, ['form.change', { changes: [1], dryRun: true }]],
    ['POST undo', { auditId: 7 }, ['form.undo', { auditId: 7 }]],
    ['POST forms/calls/records/c1/actions/end', undefined, ['form.act', { view: 'calls', action: 'end', key: 'c1' }]],
    ['GET search?text=do%20not', undefined, ['search', { text: 'do not' }]],
    ['GET home', undefined, ['home', {}]],
    ['GET setup', undefined, ['setup.get', {}]],
    ['POST setup', undefined, ['setup.done', {}]],
    ['GET jobs/w1', undefined, ['work.get', { id: 'w1' }]],
    ['DELETE jobs/w1', undefined, ['work.cancel', { id: 'w1' }]],
    ['GET audit/verify', undefined, ['audit.verify', {}]],
    ['GET audit/archives', undefined, ['audit.archives', {}]],
    ['GET certificate/authority', undefined, ['certificate.authority', {}]],
    [
      'GET routing/explain?caller=201&dialled=%2B49301&atMs=5&fromTrunk=false',
      undefined,
      ['route.explain', { caller: '201', dialled: '+49301', atMs: 5, fromTrunk: false }],
    ],
    ['GET routing/explain', undefined, ['route.explain', { caller: '', dialled: '' }]],
    ['GET toll/spent', undefined, ['toll.spent', {}]],
    [
      'GET toll/simulation?extension=201&fromMs=5&toMs=6',
      undefined,
      ['toll.simulate', { extension: '201', fromMs: 5, toMs: 6 }],
    ],
    ['GET emergency/test', undefined, ['emergency.test', {}]],
    ['POST trunks/test', { name: 'provider' }, ['trunk.test', { name: 'provider' }]],
    ['GET session', undefined, ['session', {}]],
    ['GET password-rules', undefined, ['password.rules', {}]],
  ];
  for (const [line, body, expected] of rows) {
    const [method = '', path = ''] = line.split(' ');
    const answer = await portal.rest(method, path, body);
    assert.deepEqual([answer.status, JSON.parse(answer.text)], [200, said], line);
    const { method: asked, params, session } = portal.core.asked.at(-1) ?? {};
    assert.deepEqual([asked, params], expected, line);
    assert.deepEqual(session, { ...shown, csrf: 'csrf' }, line);
  }
});

test('If-Match says the version that is meant, and must not say another than the address', async () => {
  const patch = (match: string, query = '') =>
    portal.rest('PATCH', `forms/users/records/201${query}`, {}, { 'if-match': match });
  assert.equal((await patch('"4"')).status, 200);
  assert.match(JSON.stringify(portal.core.asked.at(-1)?.params), /"version":4/);
  assert.equal((await patch('*')).status, 200);
  assert.doesNotMatch(JSON.stringify(portal.core.asked.at(-1)?.params), /version/);
  for (const match of ['4', 'W/"4"', '"4", "5"', '"x"'])
    assert.deepEqual(codesOf(await patch(match)), ['portals.wrong-parameter'], match);
  assert.deepEqual(codesOf(await patch('"4"', '?version=5')), ['portals.wrong-parameter']);
});

test('a record comes with its version as its ETag, and HEAD has no body', async () => {
  portal.core.scripts.set('form.get', () => ({ key: '201', version: 3, values: {} }));
  const got = await portal.rest('GET', 'forms/users/records/201');
  assert.equal(got.headers.etag, '"3"');
  const head = await portal.rest('HEAD', 'forms/users/records/201');
  assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', got.headers['content-length']]);
});

test('what gives nothing gets 204, and a refusal the status of its first code', async () => {
  portal.core.scripts.set('form.act', () => null);
  assert.equal((await portal.rest('POST', 'forms/calls/records/1/actions/end')).status, 204);
  for (const [code, http] of [
    ['forms.no-such-record', 404],
    ['forms.stale-version', 409],
    ['administration.read-only', 403],
  ] as const) {
    portal.core.scripts.set('form.act', () => {
      throw new RefusedByCore(code, http);
    });
    const refused = await portal.rest('POST', 'forms/calls/records/1/actions/end');
    assert.deepEqual([refused.status, codesOf(refused)], [http, [code]]);
  }
});

test('a login sets the cookie, and the token is nowhere else', async () => {
  const token = 't'.repeat(43);
  const session = { id: 's', tool: 'desktop', csrfToken: 'c' };
  portal.core.scripts.set('login', () => ({ token, session }));
  const login = { loginId: 'ada', password: 'secret', tool: 'desktop' };
  const answer = await portal.rest('POST', 'login', login);
  assert.equal(answer.status, 200);
  assert.deepEqual(JSON.parse(answer.text), session);
  assert.deepEqual(answer.headers['set-cookie'], [
    `__Host-ringfence-desktop=${token}; Path=/; Secure; HttpOnly; SameSite=Strict`,
  ]);
  assert.doesNotMatch(JSON.stringify({ ...answer.headers, 'set-cookie': '' }) + answer.text, /tttt/);
  assert.deepEqual(portal.core.asked.at(-1)?.params, login);
});

test('a refused login sets no cookie', async () => {
  portal.core.scripts.set('login', () => {
    throw new RefusedByCore('security.login-refused', 401);
  });
  const answer = await portal.rest('POST', 'login', { loginId: 'ada', password: 'x', tool: 'desktop' });
  assert.deepEqual([answer.status, answer.headers['set-cookie']], [401, undefined]);
});

test('a logout takes the cookie back; a refused one does not', async () => {
  portal.core.scripts.set('logout', () => null);
  const answer = await portal.rest('POST', 'logout');
  assert.equal(answer.status, 204);
  assert.match(String(answer.headers['set-cookie']), /^__Host-ringfence-system-administration=; .*Max-Age=0$/);
  portal.core.scripts.set('logout', () => {
    throw new RefusedByCore('security.wrong-csrf', 403);
  });
  assert.equal((await portal.rest('POST', 'logout')).headers['set-cookie'], undefined);
});

test("a change of one's password gives the session another token", async () => {
  const token = 'n'.repeat(43);
  portal.core.scripts.set('password.change', () => ({ token, session: { tool: 'system-administration' } }));
  const answer = await portal.rest('POST', 'password', { current: 'a', new: 'b' });
  assert.match(String(answer.headers['set-cookie']), new RegExp(`^__Host-ringfence-system-administration=${token};`));
});

test('a request that nobody made by hand says so, and long headers are cut to what the core takes', async () => {
  const headers = { 'x-background': 'true', 'user-agent': 'x'.repeat(5_000), 'x-csrf-token': 'y'.repeat(5_000) };
  await portal.ask('/api/v1/home', { headers: { ...loggedIn, ...headers } });
  const { session, from } = portal.core.asked.at(-1) ?? {};
  assert.equal(session?.background, true);
  assert.deepEqual([from?.address, from?.agent.length, session?.csrf?.length], ['127.0.0.1', 200, 200]);
});

test('the OpenAPI document is made of the forms that the session may see', async () => {
  portal.core.scripts.set('form.list', () => [{ id: 'users' }, { id: 'gone' }]);
  portal.core.scripts.set('form.describe', ({ params }) => {
    const { form } = params as { form: string };
    if (form === 'gone') throw new RefusedByCore('forms.unknown-form', 404);
    return { id: form, title: 'Users', single: false, operations: ['read'], actions: [], schema: { type: 'object' } };
  });
  const answer = await portal.rest('GET', 'openapi.json');
  const { paths } = JSON.parse(answer.text) as { paths: Record<string, object> };
  assert.deepEqual(Object.keys(paths['/forms/users/records'] ?? {}), ['get']);
  assert.equal('/forms/gone' in paths, false);
});
