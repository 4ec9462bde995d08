// Policies, profiles and duties (ADM-5 to ADM-7): what each administrator may do, and what none may.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '#administration';
import type { Actor } from '#security';
import { actorOf, type Bureau, owner, password, shownOf, value, withBureau } from './bureau.ts';

const profiles = 'user-authorization-profiles';
const add = (form: string, patch: Readonly<Record<string, unknown>>, copyOf?: string): Change =>
  copyOf === undefined ? { kind: 'add', form, patch } : { kind: 'add', form, patch, copyOf };
const change = (form: string, key: string, patch: Readonly<Record<string, unknown>>): Change => {
  return key === '' ? { kind: 'change', form, patch } : { kind: 'change', form, key, patch };
};
const remove = (form: string, key: string): Change => ({ kind: 'delete', form, key });

interface People {
  readonly bureau: Bureau;
  readonly root: Actor;
  readonly security: Actor;
  /** With the policy system. */
  readonly anne: Actor;
}

const withPeople = (work: (people: People) => Promise<void>) =>
  withBureau(async (bureau) => {
    const root = actorOf(bureau, await bureau.firstLogin('administrator'));
    const security = actorOf(bureau, await bureau.firstLogin('security'));
    await bureau.person('anne', { systemAdministration: true, adminPolicy: 'system' });
    const anne = actorOf(bureau, shownOf(value(await bureau.login('anne', password))));
    await work({ bureau, root, security, anne });
  });

test('the policy root cannot be changed, deleted or copied; the others that came with the system not deleted', () =>
  withPeople(async ({ bureau, root }) => {
    for (const actor of [root, owner]) {
      const fixed = ['security.policy-root-fixed'];
      assert.deepEqual(await bureau.asks(actor, change('admin-policies', 'root', { defaultAccess: 'read' })), fixed);
      assert.deepEqual(await bureau.asks(actor, add('admin-policies', { name: 'mine' }, 'root')), fixed);
      const inUse = await bureau.asks(actor, remove('admin-policies', 'root'));
      assert.ok(inUse.includes('security.policy-root-fixed'), inUse.join());
      assert.deepEqual(await bureau.asks(actor, remove('admin-policies', 'no access')), ['security.policy-built-in']);
      assert.deepEqual(await bureau.asks(actor, remove('admin-policies', 'remote')), ['security.policy-built-in']);
    }
    assert.deepEqual(await bureau.asks(root, change('admin-policies', 'remote', { members: 'numbering=read' })), [
      'ok',
    ]);
    assert.deepEqual(await bureau.asks(root, add('admin-policies', { name: 'mine' }, 'remote')), ['ok']);
    const copy = value(await bureau.administration.get(root, 'admin-policies', 'mine')).values;
    assert.deepEqual([copy.builtIn, copy.members], [false, { numbering: 'read' }]);
    assert.deepEqual(await bureau.asks(root, change('admin-policies', 'mine', { builtIn: true })), ['ok']);
    assert.equal(value(await bureau.administration.get(root, 'admin-policies', 'mine')).values.builtIn, false);
    assert.deepEqual(await bureau.asks(root, remove('admin-policies', 'mine')), ['ok']);
  }));

test('a policy names forms and views that there are', () =>
  withPeople(async ({ bureau, root }) => {
    assert.deepEqual(
      await bureau.asks(root, add('admin-policies', { name: 'mine', members: 'numbering=read sessions=write' })),
      ['ok'],
    );
    assert.deepEqual(await bureau.asks(root, change('admin-policies', 'mine', { members: 'no-such-form=read' })), [
      'security.policy-unknown-form members',
    ]);
  }));

test('a form without access does not exist; one that is read-only is refused in other words', () =>
  withPeople(async ({ bureau, root, anne }) => {
    assert.ok(!bureau.administration.list(anne).some(({ id }) => id === 'admin-policies'));
    assert.deepEqual(await bureau.asks(anne, remove('admin-policies', 'remote')), ['forms.unknown-form']);
    await bureau.asks(root, change('admin-policies', 'system', { members: 'numbering=none system-options=read' }));
    assert.deepEqual(await bureau.asks(anne, change('numbering', '', { extensionLength: 4 })), ['forms.unknown-form']);
    assert.deepEqual(await bureau.asks(anne, change('system-options', '', { systemName: 'x' })), [
      'administration.not-permitted',
    ]);
    assert.ok(!(await bureau.administration.search(anne, 'numbering')).some(({ form }) => form === 'numbering'));
  }));

test('only root grants administration, changes who has it, and imports or exports profiles', () =>
  withPeople(async ({ bureau, root, anne }) => {
    const only = ['security.only-root'];
    const person = { loginId: 'bert', userName: 'Bert' };
    assert.deepEqual(await bureau.asks(anne, add(profiles, { ...person, desktop: true })), ['ok']);
    assert.deepEqual(await bureau.asks(anne, change(profiles, 'bert', { email: 'bert@example.com' })), ['ok']);
    for (const patch of [
      { systemAdministration: true, adminPolicy: 'system' },
      { application: true, adminPolicy: 'system' },
      { adminPolicy: 'root' },
    ]) {
      assert.deepEqual((await bureau.asks(anne, change(profiles, 'bert', patch))).slice(0, 1), only);
      assert.deepEqual(
        (await bureau.asks(anne, add(profiles, { ...person, loginId: 'carl', ...patch }))).slice(0, 1),
        only,
      );
    }
    for (const key of ['administrator', 'anne'])
      for (const patch of [{ email: 'x@example.com' }, { password: '' }, { status: 'disabled' }])
        assert.deepEqual((await bureau.asks(anne, change(profiles, key, patch))).slice(0, 1), only);
    assert.deepEqual((await bureau.asks(anne, remove(profiles, 'administrator'))).slice(0, 1), only);
    assert.deepEqual(
      (await bureau.asks(anne, add(profiles, { loginId: 'dora', userName: 'D' }, 'anne'))).slice(0, 1),
      only,
    );
    const exported = await bureau.administration.exportRecords(anne, profiles, 'csv');
    assert.equal(exported.ok ? '' : exported.refusal.code, 'administration.not-permitted');
    const manner = { format: 'csv', mode: 'upsert' } as const;
    const imported = await bureau.administration.importRecords(anne, profiles, 'loginId,userName\r\nx,X\r\n', manner);
    assert.equal(imported.ok ? '' : imported.refusal[0]?.code, 'administration.not-permitted');
    assert.deepEqual(
      await bureau.asks(root, change(profiles, 'bert', { systemAdministration: true, adminPolicy: 'remote' })),
      ['ok'],
    );
    assert.ok(!value(await bureau.administration.exportRecords(root, profiles, 'csv')).includes('$argon2'));
    assert.deepEqual(await bureau.asks(anne, remove(profiles, 'bert')), only);
  }));

test('administration needs a policy', () =>
  withPeople(async ({ bureau, root }) => {
    for (const patch of [{ systemAdministration: true }, { application: true }])
      assert.deepEqual(await bureau.asks(root, add(profiles, { loginId: 'bert', userName: 'B', ...patch })), [
        'security.policy-needed adminPolicy',
      ]);
  }));

test('the security administrator: nobody deletes or disables it, nobody else changes it, and there is one', () =>
  withPeople(async ({ bureau, root, security, anne }) => {
    const fixed = ['security.security-administrator-fixed'];
    for (const actor of [root, anne])
      for (const patch of [{ password: '' }, { email: 'x@example.com' }])
        assert.deepEqual((await bureau.asks(actor, change(profiles, 'security', patch))).slice(0, 1), fixed);
    for (const actor of [root, owner]) {
      assert.deepEqual(await bureau.asks(actor, remove(profiles, 'security')), [
        'security.security-administrator-stays',
      ]);
      const patch = { status: 'disabled', expiryDate: '2030-01-01', adminPolicy: 'root' };
      const refused = await bureau.asks(actor, change(profiles, 'security', patch));
      for (const field of Object.keys(patch))
        assert.ok(refused.includes(`security.security-administrator-stays ${field}`), refused.join());
    }
    assert.deepEqual(await bureau.asks(security, change(profiles, 'security', { email: 'x@example.com' })), [
      'forms.unknown-form',
    ]);
    assert.deepEqual(await bureau.asks(owner, change(profiles, 'security', { email: 'x@example.com' })), ['ok']);
    assert.deepEqual(await bureau.asks(root, change(profiles, 'anne', { securityAdministrator: true })), ['ok']);
    assert.equal(value(await bureau.administration.get(root, profiles, 'anne')).values.securityAdministrator, false);
    assert.ok((await bureau.accounts.resetPassword(owner, 'security')).ok);
  }));

test('the duties are apart: the security settings are the security administrator’s, the rest is not', () =>
  withPeople(async ({ bureau, root, security, anne }) => {
    const weaker = change('system-security-management', '', { passwordStrength: 'weak' });
    for (const actor of [root, anne])
      assert.deepEqual(await bureau.asks(actor, weaker), ['administration.not-permitted']);
    assert.deepEqual(await bureau.asks(security, weaker), ['ok']);
    const encryption = change('system-options', '', { srtpEnabled: false });
    assert.deepEqual(await bureau.asks(root, encryption), ['administration.not-your-duty srtpEnabled']);
    assert.deepEqual(await bureau.asks(security, change('system-options', '', { systemName: 'x' })), [
      'administration.not-your-duty systemName',
    ]);
    assert.deepEqual(await bureau.asks(security, encryption), ['ok']);
    assert.deepEqual(await bureau.asks(security, change('numbering', '', { extensionLength: 4 })), [
      'forms.unknown-form',
    ]);
    assert.deepEqual(
      bureau.administration.list(security).map(({ id }) => id),
      [
        'system-options',
        'network-listeners',
        'admin-policies',
        'system-security-management',
        'unsecured-interfaces',
        'service-security-levels',
        'tls-security-levels',
        'sessions',
        'second-factors',
      ],
    );
  }));

test('the last root administrator cannot be lost', () =>
  withPeople(async ({ bureau, root }) => {
    const last = (result: readonly string[]) => assert.ok(result.includes('security.last-root'), result.join());
    for (const actor of [root, owner]) {
      last(await bureau.asks(actor, remove(profiles, 'administrator')));
      for (const patch of [
        { status: 'disabled' },
        { systemAdministration: false },
        { adminPolicy: 'system' },
        { expiryDate: '2030-01-01' },
      ])
        last(await bureau.asks(actor, change(profiles, 'administrator', patch)));
    }
    const second = { loginId: 'bert', userName: 'Bert', systemAdministration: true, adminPolicy: 'root' };
    assert.deepEqual(await bureau.asks(root, add(profiles, second)), ['ok']);
    last(await bureau.asks(root, remove(profiles, 'administrator'), remove(profiles, 'bert')));
    assert.deepEqual(await bureau.asks(root, remove(profiles, 'administrator')), ['ok']);
    last(await bureau.asks(owner, remove(profiles, 'bert')));
  }));

test('a telephone switches its own feature and nothing else', () =>
  withPeople(async ({ bureau }) => {
    for (const number of ['201', '202']) await bureau.done(add('users-and-services', { number, name: number }));
    const phone: Actor = { user: '201', sourceIp: '192.0.2.1', application: 'SIP', context: 'Feature code' };
    const of = (number: string, patch: Readonly<Record<string, unknown>>) =>
      bureau.asks(phone, change('users-and-services', number, patch));
    assert.deepEqual(await of('201', { doNotDisturb: true }), ['ok']);
    assert.deepEqual(await of('202', { doNotDisturb: true }), ['security.only-own-switch']);
    assert.deepEqual(await of('201', { name: 'Somebody' }), ['security.only-own-switch']);
    assert.deepEqual(await bureau.asks(phone, remove('users-and-services', '201')), ['forms.unknown-form']);
  }));

test('a login ID is one in any case; those of the audit trail’s own users are taken', () =>
  withPeople(async ({ bureau, root }) => {
    assert.deepEqual(await bureau.asks(root, add(profiles, { loginId: 'ANNE', userName: 'A' })), [
      'forms.duplicate-key loginId',
    ]);
    for (const loginId of ['local', 'System', 'a b', 'a|b', 'x'.repeat(21), ''])
      assert.notDeepEqual(await bureau.asks(root, add(profiles, { loginId, userName: 'A' })), ['ok'], loginId);
  }));
