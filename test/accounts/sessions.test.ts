// Sessions (IAM-4): bound to their tool, limited, ended by time, by hand and by every change of what they stand for.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits, Secret } from '#base';
import type { Shown } from '#security';
import {
  actorOf,
  type Bureau,
  dayMs,
  minuteMs,
  otherPassword,
  owner,
  password,
  shownOf,
  value,
  withBureau,
} from './bureau.ts';

const desktop = { tool: 'desktop' } as const;

const withAnne = (work: (bureau: Bureau, anne: Shown) => Promise<void>) =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    await work(bureau, shownOf(value(await bureau.login('anne', password, desktop))));
  });

const codeOf = (bureau: Bureau, shown: Shown, changes = false): string => {
  const session = bureau.accounts.session(shown, changes);
  return session.ok ? 'ok' : session.refusal.code;
};

test('a session holds for its own tool alone; its token is nowhere in the database', () =>
  withAnne(async (bureau, anne) => {
    assert.equal(codeOf(bureau, anne), 'ok');
    for (const tool of ['system-administration', 'group-administration', 'application'] as const)
      assert.equal(codeOf(bureau, { ...anne, tool }), 'security.no-session');
    for (const token of ['', 'x', anne.token.slice(1), `${anne.token}A`, anne.token.toLowerCase()])
      assert.equal(codeOf(bureau, { ...anne, token }), 'security.no-session');
    const stored = JSON.stringify(await bureau.storage.sessions.all());
    assert.ok(!stored.includes(anne.token) && !stored.includes(anne.csrf ?? ''));
  }));

test('what changes something needs the CSRF token of its own session; an attempt without is on record', () =>
  withAnne(async (bureau, anne) => {
    const other = shownOf(value(await bureau.login('anne', password, desktop)));
    assert.equal(codeOf(bureau, anne, true), 'ok');
    const { csrf: _, ...without } = anne;
    for (const shown of [without, { ...anne, csrf: '' }, { ...anne, csrf: other.csrf ?? '' }])
      assert.equal(codeOf(bureau, shown, true), 'security.csrf');
    assert.match(bureau.trail.notes.at(-1) ?? '', /^anne request refused: .*CSRF/);
    assert.equal(value(bureau.accounts.session(anne, false)).session.csrf, anne.csrf);
  }));

test('a session ends when nothing is done for the inactivity period; background requests do not prolong it', () =>
  withAnne(async (bureau, anne) => {
    const endsAtMs = () => value(bureau.accounts.session({ ...anne, background: true }, false)).session.endsAtMs;
    bureau.clock.advance(14 * minuteMs);
    assert.equal(endsAtMs(), bureau.clock.nowMs() + minuteMs);
    assert.equal(codeOf(bureau, anne), 'ok');
    assert.equal(endsAtMs(), bureau.clock.nowMs() + 15 * minuteMs);
    bureau.clock.advance(14 * minuteMs);
    assert.equal(codeOf(bureau, { ...anne, background: true }), 'ok');
    bureau.clock.advance(minuteMs);
    assert.equal(codeOf(bureau, anne), 'security.no-session');
    await bureau.passes(0);
    assert.deepEqual(await bureau.storage.sessions.all(), []);
  }));

test('whoever waits for its end is told when time ends it, without a request', () =>
  withAnne(async (bureau, anne) => {
    const told: string[] = [];
    value(bureau.accounts.session(anne, false)).onEnd((why) => told.push(why));
    await bureau.passes(15 * minuteMs);
    assert.deepEqual(told, ['nothing was done for too long']);
    assert.match(bureau.trail.notes.at(-1) ?? '', /^system session ended: Session ID: .*; User: anne; Comments: /);
  }));

test('however busy, a session ends after a day', () =>
  withAnne(async (bureau, anne) => {
    for (let left = limits.accounts.sessionMs; left > 0; left -= 10 * minuteMs) {
      assert.equal(codeOf(bureau, anne), 'ok');
      bureau.clock.advance(10 * minuteMs);
    }
    assert.equal(codeOf(bureau, anne), 'security.no-session');
  }));

test('sessions live over a restart, no longer than they would have', () =>
  withAnne(async (bureau, anne) => {
    bureau.clock.advance(10 * minuteMs);
    assert.equal(codeOf(bureau, anne), 'ok');
    await bureau.start();
    bureau.clock.advance(14 * minuteMs);
    assert.equal(codeOf(bureau, { ...anne, background: true }), 'ok');
    bureau.clock.advance(minuteMs);
    assert.equal(codeOf(bureau, anne), 'security.no-session');
  }));

test('there are no more sessions of a tool, nor of an account, than is set', () =>
  withAnne(async (bureau) => {
    await bureau.settings({ sessionsPerAccount: 2, sessionsDesktop: 3 });
    await bureau.person('bert', { desktop: true });
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['ok']);
    assert.deepEqual(await bureau.tries('anne', password, desktop), ['security.no-session-free']);
    const bert = shownOf(value(await bureau.login('bert', password, desktop)));
    assert.deepEqual(await bureau.tries('bert', password, desktop), ['security.no-session-free']);
    assert.deepEqual(await bureau.tries('bert', 'wrong', desktop), ['security.login-refused']);
    value(await bureau.accounts.logout(bert));
    assert.deepEqual(await bureau.tries('bert', password, desktop), ['ok']);
  }));

test('logins that come at once share the places that there are', () =>
  withAnne(async (bureau) => {
    await bureau.settings({ sessionsPerAccount: 10, sessionsDesktop: 4 });
    const from = (count: number) => ({ ...desktop, address: `198.51.100.${count}` });
    const all = await Promise.all(Array.from({ length: 8 }, (_, count) => bureau.tries('anne', password, from(count))));
    assert.equal(all.flat().filter((code) => code === 'ok').length, 3);
    assert.equal((await bureau.storage.sessions.all()).length, 4);
  }));

test('a session that was left, or ended by an administrator, is over at once and for good', () =>
  withAnne(async (bureau, anne) => {
    value(await bureau.accounts.logout(anne));
    assert.equal(codeOf(bureau, anne), 'security.no-session');
    assert.match((await bureau.trail.entries()).at(-1) ?? '', /^anne logout: User Validated: true; Session ID: /);
    const again = shownOf(value(await bureau.login('anne', password, desktop)));
    const told: string[] = [];
    value(bureau.accounts.session(again, false)).onEnd((why) => told.push(why));
    const { id } = value(bureau.accounts.session(again, false)).session;
    value(await bureau.accounts.endSession(owner, id));
    assert.deepEqual(told, ['ended by local']);
    await bureau.start();
    assert.equal(codeOf(bureau, again), 'security.no-session');
    const gone = await bureau.accounts.endSession(owner, id);
    assert.equal(gone.ok ? '' : gone.refusal.code, 'security.no-such-session');
  }));

const ends: Readonly<Record<string, (bureau: Bureau) => Promise<unknown>>> = {
  'a password that was set': (bureau) => bureau.set('anne', { password: otherPassword }),
  'a password that was reset': (bureau) => bureau.accounts.resetPassword(owner, 'anne'),
  disabling: (bureau) => bureau.set('anne', { status: 'disabled' }),
  'a forced new password': (bureau) => bureau.set('anne', { status: 'force-new-password' }),
  'another tool': (bureau) => bureau.set('anne', { groupAdministration: true }),
  'another policy': (bureau) => bureau.set('anne', { adminPolicy: 'remote' }),
  'a change of the policy': (bureau) =>
    bureau.done({ kind: 'change', form: 'admin-policies', key: 'system', patch: { members: 'numbering=none' } }),
  'an expiry date that passes': async (bureau) => {
    const now = Temporal.Instant.fromEpochMilliseconds(bureau.clock.nowMs());
    const day = now.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDate().toString();
    await bureau.settings({ userSessionInactivityMinutes: 1_440 });
    await bureau.set('anne', { expiryDate: day });
    await bureau.passes(dayMs - minuteMs);
  },
  'the end of the account': (bureau) =>
    bureau.done({ kind: 'delete', form: 'user-authorization-profiles', key: 'anne' }),
};

for (const [what, change] of Object.entries(ends))
  test(`a session ends by ${what}; others go on`, () =>
    withBureau(async (bureau) => {
      for (const loginId of ['anne', 'bert'])
        await bureau.person(loginId, {
          systemAdministration: true,
          adminPolicy: loginId === 'anne' ? 'system' : 'remote',
        });
      const anne = shownOf(value(await bureau.login('anne', password)));
      const bert = shownOf(value(await bureau.login('bert', password)));
      const told: string[] = [];
      value(bureau.accounts.session(anne, false)).onEnd((why) => told.push(why));
      await change(bureau);
      await bureau.accounts.settled();
      assert.equal(told.length, 1);
      assert.equal(codeOf(bureau, anne), 'security.no-session');
      assert.equal(codeOf(bureau, bert), 'ok');
      await bureau.start();
      assert.equal(codeOf(bureau, anne), 'security.no-session');
    }));

test('guesses of others, which lock an account for a time, end nobody’s work', () =>
  withAnne(async (bureau, anne) => {
    for (let count = 0; count < 3; count++) await bureau.tries('anne', 'wrong', { address: '203.0.113.1' });
    assert.equal(bureau.status('anne'), 'locked-temporary');
    assert.equal(codeOf(bureau, anne), 'ok');
  }));

test('rights are those of the moment', () =>
  withBureau(async (bureau) => {
    const root = await bureau.firstLogin('administrator');
    const security = await bureau.firstLogin('security');
    await bureau.person('anne', { systemAdministration: true, adminPolicy: 'system', desktop: true });
    const anne = shownOf(value(await bureau.login('anne', password)));
    const atDesk = shownOf(value(await bureau.login('anne', password, desktop)));
    assert.deepEqual(
      [root, security, anne, atDesk].map((shown) => actorOf(bureau, shown).rights),
      [
        { kind: 'root', policy: 'root' },
        { kind: 'security', policy: '' },
        { kind: 'policy', policy: 'system' },
        { kind: 'none', policy: '' },
      ],
    );
  }));

test('one’s own password: the session goes on under another token, all others of the account end', () =>
  withAnne(async (bureau, anne) => {
    const other = shownOf(value(await bureau.login('anne', password, desktop)));
    const told: string[] = [];
    value(bureau.accounts.session(anne, false)).onEnd((why) => told.push(why));
    const { id } = value(bureau.accounts.session(anne, false)).session;
    const from = { address: '192.0.2.9', agent: '' };
    const change = (shown: Shown, current: string, next: string) =>
      bureau.accounts.changePassword(shown, new Secret(current), new Secret(next), from);
    const wrong = await change(anne, 'wrong', otherPassword);
    assert.deepEqual(wrong.ok ? [] : wrong.refusal.map(({ code, field }) => [code, field]), [
      ['security.current-password-wrong', 'current'],
    ]);
    const weak = await change(anne, password, 'anne');
    assert.deepEqual(weak.ok ? [] : weak.refusal.map(({ code, field }) => [code.slice(18), field]), [
      ['short', 'new'],
      ['too-simple', 'new'],
      ['repeats', 'new'],
      ['holds-login', 'new'],
      ['common', 'new'],
    ]);
    const fresh = value(await change(anne, password, otherPassword));
    assert.equal(fresh.session.id, id);
    assert.notEqual(fresh.token, anne.token);
    assert.equal(codeOf(bureau, shownOf(fresh), true), 'ok');
    assert.equal(codeOf(bureau, anne), 'security.no-session');
    assert.equal(codeOf(bureau, other), 'security.no-session');
    assert.deepEqual(told, []);
    assert.equal(bureau.status('anne'), 'enabled');
    await bureau.start();
    assert.equal(codeOf(bureau, shownOf(fresh)), 'ok');
    assert.equal(codeOf(bureau, other), 'security.no-session');
    assert.deepEqual(await bureau.tries('anne', otherPassword, desktop), ['ok']);
  }));

test('the current password cannot be guessed within a stolen session', () =>
  withAnne(async (bureau, anne) => {
    const from = { address: '192.0.2.9', agent: '' };
    const guess = async (clear: string) => {
      const result = await bureau.accounts.changePassword(anne, new Secret(clear), new Secret(otherPassword), from);
      return result.ok ? 'ok' : result.refusal[0]?.code;
    };
    for (const clear of ['a', 'b', 'c', password]) assert.equal(await guess(clear), 'security.current-password-wrong');
    assert.equal(bureau.status('anne'), 'locked-temporary');
  }));

test('the view shows who is there, and which session asks', () =>
  withBureau(async (bureau) => {
    const security = await bureau.firstLogin('security', { address: '192.0.2.20' });
    await bureau.person('anne', { desktop: true });
    await bureau.login('anne', password, desktop);
    const records = bureau.accounts.sessionRecords(actorOf(bureau, security));
    assert.deepEqual(
      records.map(({ id: _, started, lastUsed, ...rest }) => [rest, started === lastUsed]),
      [
        [
          {
            user: 'security',
            tool: 'System Administration Tool',
            from: '192.0.2.20',
            browser: 'Test/1.0',
            thisOne: true,
          },
          true,
        ],
        [{ user: 'anne', tool: 'Desktop Tool', from: '192.0.2.9', browser: 'Test/1.0', thisOne: false }, true],
      ],
    );
  }));
