// Second factors: one-time codes and recovery codes at the login, each taken once; who must have one; who removes them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOTP, Secret as TotpSecret } from 'otpauth';
import { limits, type Refusal, Secret } from '#base';
import { type FactorsChanged, type Shown, userAuthorizationProfiles } from '#security';
import { actorOf, type Bureau, minuteMs, owner, password, shownOf, type Trying, value, withBureau } from './bureau.ts';

const from = { address: '192.0.2.9', agent: 'Test/1.0' };
const clear = new Secret(password);
const stepMs = 30_000;
const needed = ['security.second-factor-needed'];
const wrong = ['security.second-factor-wrong'];
const refused = ['security.login-refused'];

/** An authenticator app that is none of ours, on a telephone whose clock is the system's. */
class Phone {
  readonly #totp: TOTP;
  readonly #bureau: Bureau;

  constructor(bureau: Bureau, secret: string) {
    this.#bureau = bureau;
    this.#totp = new TOTP({ secret: TotpSecret.fromBase32(secret) });
  }

  /** The code of now, or of so many steps later. */
  code(later = 0): string {
    return this.#totp.generate({ timestamp: this.#bureau.clock.nowMs() + later * stepMs });
  }
}

const totp = (code: string): Trying => ({ tool: 'desktop', secondFactor: { kind: 'totp', code } });
const recovery = (code: string): Trying => ({ tool: 'desktop', secondFactor: { kind: 'recovery', code } });
const plain: Trying = { tool: 'desktop' };

interface Enrolled {
  readonly phone: Phone;
  readonly changed: FactorsChanged;
  readonly shown: Shown;
}

async function enrol(bureau: Bureau, shown: Shown, name = 'Phone'): Promise<Enrolled> {
  const { factors } = bureau.accounts;
  const begun = value(await factors.beginTotp(shown, clear, name, from));
  const phone = new Phone(bureau, begun.secret);
  const changed = value(await factors.finishTotp(shown, begun.id, phone.code(), from));
  bureau.clock.advance(stepMs);
  return { phone, changed, shown: shownOf(changed.loggedIn) };
}

/** Anne, who has set up one-time codes. */
const withAnne = (work: (bureau: Bureau, anne: Enrolled) => Promise<void>): Promise<void> =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    const shown = shownOf(value(await bureau.login('anne', password, plain)));
    await work(bureau, await enrol(bureau, shown));
  });

const codesOf = (refusals: readonly Refusal[]): readonly string[] => refusals.map(({ code }) => code);

test('after the right password a code is needed; the password alone opens nothing, a wrong one tells of nothing', () =>
  withAnne(async (bureau, { phone }) => {
    const asked = await bureau.login('anne', password, plain);
    assert.ok(!asked.ok);
    assert.deepEqual(codesOf(asked.refusal), needed);
    assert.deepEqual('secondFactor' in (asked.refusal[0] ?? {}) && asked.refusal[0], {
      ...asked.refusal[0],
      secondFactor: { may: ['totp', 'recovery'] },
    });
    for (const trying of [plain, totp(phone.code())])
      assert.deepEqual(await bureau.tries('anne', 'Not-the-Password-1', trying), refused);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code())), ['ok']);
  }));

test('a code is taken once, at a login as at its setting up, and a step around its time', () =>
  withAnne(async (bureau, { phone }) => {
    const code = phone.code();
    assert.deepEqual(await bureau.tries('anne', password, totp(`${code.slice(0, 3)} ${code.slice(3)}`)), ['ok']);
    assert.deepEqual(await bureau.tries('anne', password, totp(code)), wrong);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code(1))), ['ok']);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code(-1))), wrong);
    bureau.clock.advance(2 * stepMs);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code(-2))), wrong);
  }));

test('of two logins at once with one code, one comes in', () =>
  withAnne(async (bureau, { phone }) => {
    const tries = [1, 2, 3].map(() => bureau.tries('anne', password, totp(phone.code())));
    assert.deepEqual((await Promise.all(tries)).map(String).toSorted(), ['ok', ...wrong, ...wrong]);
  }));

test('the code of another account, the one before, or nonsense is wrong; three wrong ones lock as wrong passwords do', () =>
  withAnne(async (bureau, { phone }) => {
    await bureau.person('bert', { desktop: true });
    const bert = await enrol(bureau, shownOf(value(await bureau.login('bert', password, plain))));
    assert.deepEqual(await bureau.tries('anne', password, totp(bert.phone.code())), wrong);
    assert.deepEqual(await bureau.tries('anne', password, totp('')), wrong);
    assert.equal(bureau.status('anne'), 'enabled');
    assert.deepEqual(await bureau.tries('anne', password, totp('000000')), wrong);
    assert.equal(bureau.status('anne'), 'locked-temporary');
    // From now on the right password is told nothing more than a wrong one.
    for (const trying of [plain, totp(phone.code())])
      assert.deepEqual(await bureau.tries('anne', password, trying), refused);
    await bureau.passes(10 * minuteMs);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code())), ['ok']);
  }));

test('wrong codes count together with wrong passwords, and against their source', () =>
  withAnne(async (bureau, { phone }) => {
    assert.deepEqual(await bureau.tries('anne', 'Not-the-Password-1', plain), refused);
    assert.deepEqual(await bureau.tries('anne', password, totp('000000')), wrong);
    assert.deepEqual(await bureau.tries('anne', 'Not-the-Password-1', plain), refused);
    assert.equal(bureau.status('anne'), 'locked-temporary');
    await bureau.settings({ passwordRejectAction: 'none' });
    await bureau.set('anne', { status: 'enabled' });
    for (let count = 3; count < limits.accounts.failuresPerSource; count++)
      assert.deepEqual(await bureau.tries('anne', password, totp('000000')), wrong);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code())), refused);
    assert.deepEqual(await bureau.tries('anne', password, { ...totp(phone.code()), address: '192.0.2.77' }), ['ok']);
  }));

test('who has the password does not guess codes for ever: after so many in a row they are taken no more', () =>
  withAnne(async (bureau, { phone, changed }) => {
    await bureau.settings({ passwordRejectAction: 'none' });
    for (let count = 0; count < limits.factors.wrongInARow; count++) {
      const address = `198.51.100.${count}`;
      assert.deepEqual(await bureau.tries('anne', password, { ...totp('000000'), address }), wrong);
    }
    await bureau.start();
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code())), wrong);
    const asked = await bureau.login('anne', password, plain);
    assert.ok(!asked.ok);
    assert.deepEqual(asked.refusal[0], { ...asked.refusal[0], secondFactor: { may: ['recovery'] } });
    const [code = ''] = changed.recoveryCodes;
    const shown = shownOf(value(await bureau.login('anne', password, recovery(code))));
    assert.deepEqual(
      value(bureau.accounts.factors.own(shown, from)).factors.map(({ stopped }) => stopped),
      [true],
    );
    const again = await enrol(bureau, shown);
    assert.deepEqual(await bureau.tries('anne', password, totp(again.phone.code())), ['ok']);
    assert.equal((await bureau.trail.entries()).filter((entry) => entry.includes('second factor stopped')).length, 1);
  }));

test('each recovery code is taken once, over a restart too; its person is told at once', () =>
  withAnne(async (bureau, { changed }) => {
    const [first = '', second = ''] = changed.recoveryCodes;
    assert.equal(changed.recoveryCodes.length, 10);
    const { session } = value(await bureau.login('anne', password, recovery(first.toUpperCase())));
    assert.match(session.factorChanges.at(-1)?.words ?? '', /recovery code was used to log in; 9 are left/);
    assert.deepEqual(await bureau.tries('anne', password, recovery(first)), wrong);
    await bureau.start();
    assert.deepEqual(await bureau.tries('anne', password, recovery(first)), wrong);
    assert.deepEqual(await bureau.tries('anne', password, recovery(second)), ['ok']);
    const shown = shownOf(value(await bureau.login('anne', password, recovery(changed.recoveryCodes[2] ?? ''))));
    const renewed = value(await bureau.accounts.factors.renewRecovery(shown, clear, from));
    assert.equal(renewed.recoveryCodes.length, 10);
    assert.deepEqual(await bureau.tries('anne', password, recovery(changed.recoveryCodes[3] ?? '')), wrong);
    assert.deepEqual(await bureau.tries('anne', password, recovery(renewed.recoveryCodes[0] ?? '')), ['ok']);
  }));

test('setting up asks for the password and a first code, ends other sessions, is on record, and is told at the next login', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    const other = shownOf(value(await bureau.login('anne', password, plain)));
    const shown = shownOf(value(await bureau.login('anne', password, plain)));
    const { factors } = bureau.accounts;
    const failed = await factors.beginTotp(shown, new Secret('Not-the-Password-1'), 'Phone', from);
    assert.deepEqual(!failed.ok && failed.refusal[0]?.code, 'security.current-password-wrong');
    for (const name of ['', ' ', 'x'.repeat(41), 'a;b', 'a\nb\u0000']) {
      const misnamed = await factors.beginTotp(shown, clear, name, from);
      assert.deepEqual(!misnamed.ok && misnamed.refusal[0]?.field, 'name', name);
    }
    const begun = value(await factors.beginTotp(shown, clear, '  Anne’s   phone ', from));
    const phone = new Phone(bureau, begun.secret);
    assert.match(begun.uri, /^otpauth:\/\/totp\/Office:anne\?secret=[A-Z2-7]{32}&issuer=Office&/);
    for (const [who, code] of [
      [shown, '000000'],
      [other, phone.code()],
    ] as const)
      assert.ok(!(await factors.finishTotp(who, begun.id, code, from)).ok);
    assert.deepEqual(await bureau.tries('anne', password, plain), ['ok']);
    bureau.clock.advance(1);
    const changed = value(await factors.finishTotp(shown, begun.id, phone.code(), from));
    assert.deepEqual([bureau.holds(other), bureau.holds(shown)], [false, false]);
    assert.ok(bureau.holds(shownOf(changed.loggedIn)));
    assert.ok(!(await factors.finishTotp(shownOf(changed.loggedIn), begun.id, phone.code(), from)).ok);
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code())), wrong);
    bureau.clock.advance(stepMs);
    const { session } = value(await bureau.login('anne', password, totp(phone.code())));
    assert.deepEqual(
      session.factorChanges.map(({ words }) => words),
      ['A second factor was added: one-time code "Anne’s phone".'],
    );
    const added = 'anne second factor added: User: anne; Kind: one-time code; Name: Anne’s phone';
    assert.ok((await bureau.trail.entries()).includes(added));
  }));

test('nothing of the secrets is in the database or the trail as it was told', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    const shown = shownOf(value(await bureau.login('anne', password, plain)));
    const begun = value(await bureau.accounts.factors.beginTotp(shown, clear, 'Phone', from));
    const code = new Phone(bureau, begun.secret).code();
    const { recoveryCodes } = value(await bureau.accounts.factors.finishTotp(shown, begun.id, code, from));
    const kept = JSON.stringify([await bureau.storage.secondFactors.all(), await bureau.trail.entries()]);
    const bytes = TotpSecret.fromBase32(begun.secret).bytes;
    const told = [begun.secret, Buffer.from(bytes).toString('base64url'), Buffer.from(bytes).toString('hex')];
    for (const secret of [...told, ...recoveryCodes, ...recoveryCodes.map((one) => one.replaceAll('-', ''))])
      assert.ok(!kept.includes(secret), secret);
  }));

test('a sealed factor that was moved to another account does not open, and lets nobody in', () =>
  withAnne(async (bureau, { phone }) => {
    await bureau.person('bert', { desktop: true });
    const [row] = (await bureau.storage.secondFactors.all()).filter(({ kind }) => kind === 'totp');
    assert.ok(row !== undefined);
    await bureau.storage.transaction((tx) => bureau.storage.secondFactors.put(tx, { ...row, loginId: 'bert' }));
    await bureau.start();
    assert.deepEqual(await bureau.tries('bert', password, totp(phone.code())), wrong);
    assert.deepEqual(await bureau.tries('bert', password, plain), needed);
  }));

test('a reset password is changed with the login, after the code, which is not spent on being told', () =>
  withAnne(async (bureau, { phone }) => {
    const oneTime = value(await bureau.accounts.resetPassword(owner, 'anne')).reveal();
    const next = 'Granite-Orchard-38';
    assert.deepEqual(await bureau.tries('anne', oneTime, totp(phone.code())), ['security.password-must-change']);
    assert.deepEqual(await bureau.tries('anne', oneTime, { ...plain, next }), needed);
    const short = await bureau.tries('anne', oneTime, { ...totp(phone.code()), next: 'short' });
    assert.ok(short.includes('security.password-must-change'), short.join());
    assert.deepEqual(await bureau.tries('anne', oneTime, { ...totp('000000'), next }), wrong);
    assert.equal(bureau.status('anne'), 'force-new-password');
    assert.deepEqual(await bureau.tries('anne', oneTime, { ...totp(phone.code()), next }), ['ok']);
  }));

test('where the policy asks for one, whoever has none may set one up and do nothing else; the last stays', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { systemAdministration: true, adminPolicy: 'system' });
    const before = shownOf(value(await bureau.login('anne', password)));
    const root = actorOf(bureau, await bureau.firstLogin('administrator'));
    const security = actorOf(bureau, await bureau.firstLogin('security'));
    const demand = (name: string) =>
      ({ kind: 'change', form: 'admin-policies', key: name, patch: { secondFactor: true } }) as const;
    assert.deepEqual(await bureau.asks(root, demand('system')), ['administration.not-your-duty secondFactor']);
    assert.deepEqual(await bureau.asks(security, demand('system'), demand('root')), ['ok']);
    assert.deepEqual(await bureau.asks(security, { ...demand('root'), patch: { defaultAccess: 'read' } }), [
      'administration.not-your-duty defaultAccess',
      'security.policy-root-fixed',
    ]);
    assert.ok(!bureau.holds(before), 'a session of before has ended');
    const { session, token } = value(await bureau.login('anne', password));
    assert.ok(session.mustEnrol);
    const shown = { token, tool: session.tool, csrf: session.csrf };
    assert.deepEqual(bureau.administration.list(actorOf(bureau, shown)), []);
    const enrolled = await enrol(bureau, shown);
    assert.equal(enrolled.changed.loggedIn.session.mustEnrol, false);
    assert.ok(bureau.administration.list(actorOf(bureau, enrolled.shown)).length > 0);
    const [own] = value(bureau.accounts.factors.own(enrolled.shown, from)).factors;
    const last = await bureau.accounts.factors.remove(enrolled.shown, clear, own?.id ?? '', from);
    assert.deepEqual(!last.ok && codesOf(last.refusal), ['security.factor-last']);
  }));

test('of the security administrator the security settings say it', () =>
  withBureau(async (bureau) => {
    const shown = await bureau.firstLogin('security');
    await bureau.settings({ securityAdministratorSecondFactor: true });
    assert.ok(!bureau.holds(shown));
    const { session } = value(await bureau.login('security', password));
    assert.ok(session.mustEnrol);
  }));

test('one removes one’s own with the password; with the last go the recovery codes, and no code is asked for any more', () =>
  withAnne(async (bureau, { shown }) => {
    const { factors } = bureau.accounts;
    const [own] = value(factors.own(shown, from)).factors;
    assert.ok(!(await factors.remove(shown, new Secret('Not-the-Password-1'), own?.id ?? '', from)).ok);
    assert.ok(!(await factors.remove(shown, clear, 'none', from)).ok);
    const changed = value(await factors.remove(shown, clear, own?.id ?? '', from));
    assert.deepEqual(await bureau.storage.secondFactors.all(), []);
    assert.ok(bureau.holds(shownOf(changed.loggedIn)));
    assert.deepEqual(await bureau.tries('anne', password, plain), ['ok']);
  }));

test('the security administrator removes those of others, not its own; nobody else removes any', () =>
  withAnne(async (bureau, { shown }) => {
    await bureau.person('carl', { systemAdministration: true, adminPolicy: 'system' });
    const carl = actorOf(bureau, shownOf(value(await bureau.login('carl', password))));
    const root = actorOf(bureau, await bureau.firstLogin('administrator'));
    const { shown: own } = await enrol(bureau, await bureau.firstLogin('security'));
    const security = actorOf(bureau, own);
    const { factors } = bureau.accounts;
    const idOf = (user: string): string => factors.records().find((one) => one.user === user)?.id ?? '';
    const act = async (actor: typeof root, id: string): Promise<string> => {
      const done = await bureau.administration.act(actor, 'second-factors', 'remove', id);
      return done.ok ? 'ok' : done.refusal.code;
    };
    for (const actor of [root, carl]) assert.equal(await act(actor, idOf('anne')), 'administration.not-permitted');
    assert.equal(await act(actorOf(bureau, shown), idOf('anne')), 'forms.unknown-form');
    assert.equal(await act(security, idOf('security')), 'security.factor-own');
    assert.equal(await act(security, idOf('anne')), 'ok');
    assert.ok(!bureau.holds(shown));
    const { session } = value(await bureau.login('anne', password, plain));
    assert.match(session.factorChanges.at(-1)?.words ?? '', /removed by security: one-time code "Phone"/);
  }));

test('the owner of the machine resets all; an account that is deleted leaves none behind', () =>
  withAnne(async (bureau, { shown }) => {
    const { factors } = bureau.accounts;
    const unknown = await factors.reset(owner, 'nobody');
    assert.deepEqual(!unknown.ok && codesOf(unknown.refusal), ['security.no-such-login']);
    assert.equal(value(await factors.reset(owner, 'Anne ')), 1);
    assert.equal(value(await factors.reset(owner, 'anne')), 0);
    assert.ok(!bureau.holds(shown));
    const { token, session } = value(await bureau.login('anne', password, plain));
    await enrol(bureau, { token, tool: session.tool, csrf: session.csrf });
    await bureau.done({ kind: 'delete', form: userAuthorizationProfiles.id, key: 'anne' });
    assert.deepEqual(await bureau.storage.secondFactors.all(), []);
    assert.deepEqual(await bureau.storage.secondFactors.changes(), []);
  }));

test('who administers and has none is known', () =>
  withBureau(async (bureau) => {
    await bureau.person('anne', { desktop: true });
    assert.deepEqual(bureau.accounts.factors.facts(), {
      administrators: 2,
      withFactor: 0,
      without: ['administrator', 'security'],
    });
    await enrol(bureau, await bureau.firstLogin('security'));
    assert.deepEqual(bureau.accounts.factors.facts(), { administrators: 2, withFactor: 1, without: ['administrator'] });
  }));

test('what cannot be recorded is not done: no factor, no login, and the code is not spent', () =>
  withAnne(async (bureau, { phone, shown }) => {
    bureau.trail.isFailing = true;
    assert.deepEqual(await bureau.tries('anne', password, totp(phone.code())), refused);
    assert.deepEqual(await bureau.tries('anne', password, plain), refused);
    const renewed = await bureau.accounts.factors.renewRecovery(shown, clear, from);
    assert.deepEqual(!renewed.ok && codesOf(renewed.refusal), ['security.not-recorded']);
    bureau.trail.isFailing = false;
    assert.deepEqual(await bureau.tries('anne', password, { ...totp(phone.code()), address: '192.0.2.78' }), ['ok']);
  }));
