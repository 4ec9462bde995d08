// Second factors at a browser: led to one at the login, one-time codes by the QR code's key, passkeys in a virtual authenticator.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { CDPSession, Locator } from 'playwright-core';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { shell, factors } = en;
const password = 'Quiet-Harbour-27';
const administrator = 'administrator';

describe('second factors', () => {
  let ground: Ground;
  let root: Person;
  let keys: CDPSession;
  let authenticatorId = '';
  let totp: TOTP;
  let recovery: readonly string[] = [];

  before(async () => {
    ground = await Ground.make();
    await ground.node.change('admin-policies', { secondFactor: 'yes' }, 'root');
    root = await ground.personAt('localhost');
    keys = await root.page.context().newCDPSession(root.page);
    await keys.send('WebAuthn.enable');
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  const heading = (name: string): Locator => root.page.getByRole('heading', { name, exact: true });
  const field = (label: string): Locator => root.page.getByLabel(label, { exact: true });
  const press = (name: string): Promise<void> => tool.button(root.page, name).last().click();
  /** A code of the next step, which is taken already: one of this step may have been used. */
  const nextCode = (): string => totp.generate({ timestamp: Date.now() + 30_000 });
  const home = () => heading(shell.home.title).waitFor();

  async function toSecondStep(): Promise<void> {
    await tool.logOut(root);
    await tool.enter(root, administrator, password);
    await heading(factors.prove.title).waitFor();
  }

  test('whoever must have one is led to it before anything else, and a page that is loaded anew begins anew', async () => {
    await root.goTo('/');
    await tool.enter(root, administrator, ground.node.passwords[administrator] ?? '');
    await tool.choosePassword(root, password);
    await heading(factors.required.title).waitFor();
    await root.expectNoBarrier('a second factor is required');
    await root.goTo('/forms/numbering');
    await heading(shell.login.title).waitFor();
    await tool.enter(root, administrator, password);
    await heading(factors.required.title).waitFor();
  });

  test('one-time codes are set up by what the QR code holds; the recovery codes are shown once', async () => {
    await press(factors.kinds.totp);
    await field(factors.add.name).fill('My phone');
    await press(factors.add.next);
    await root.page.getByRole('img', { name: factors.add.qr(administrator) }).waitFor();
    await root.expectNoBarrier('the QR code');
    const key = (await root.page.locator('code').first().textContent()) ?? '';
    totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) });
    await field(factors.add.code).fill('000000');
    await press(factors.add.finish);
    await root.page.getByText('The code is not the one').waitFor();
    await field(factors.add.code).fill(totp.generate());
    await press(factors.add.finish);
    await heading(factors.recovery.title).waitFor();
    await root.expectNoBarrier('recovery codes');
    recovery = await root.page.locator('ol code').allTextContents();
    assert.equal(recovery.length, 10);
    await press(factors.recovery.done);
    await home();
  });

  test('the next login asks for a code, by keyboard; a wrong one is told, the right one lets in', async () => {
    await toSecondStep();
    await root.expectNoBarrier('the second step of the login');
    assert.equal(await field(factors.prove.code).getAttribute('autocomplete'), 'one-time-code');
    await root.page.keyboard.type('000000');
    await root.page.keyboard.press('Enter');
    await root.page.getByRole('alert').getByText('The code or passkey is wrong').waitFor();
    await root.page.keyboard.type(nextCode());
    await root.page.keyboard.press('Enter');
    await home();
    await root.page.getByText('A second factor was added: one-time code "My phone".').waitFor();
    await root.expectNoBarrier('home, told of the change');
  });

  test('a passkey is added in My account, and lets in', async () => {
    await root.goTo('/account');
    await heading(factors.account.title).waitFor();
    await root.page.getByText('My phone').first().waitFor();
    await root.expectNoBarrier('my account');
    const kind = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const;
    const options = { ...kind, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    ({ authenticatorId } = await keys.send('WebAuthn.addVirtualAuthenticator', { options }));
    await press(factors.account.addPasskey);
    await field(factors.add.password).fill('wrong');
    await press(factors.add.make);
    await root.page.getByText('The current password is wrong.').waitFor();
    await field(factors.add.password).fill(password);
    await press(factors.add.make);
    await root.page.getByRole('dialog').waitFor({ state: 'detached' });
    await root.page.getByRole('listitem').filter({ hasText: factors.add.device }).waitFor();
    await toSecondStep();
    await press(factors.prove.passkey);
    await home();
    const { credentials } = await keys.send('WebAuthn.getCredentials', { authenticatorId });
    assert.deepEqual(
      credentials.map(({ rpId, signCount }) => [rpId, signCount]),
      [['localhost', 2]],
    );
  });

  test('without the person’s PIN or finger a passkey opens nothing; a recovery code does, and it is told', async () => {
    await keys.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await toSecondStep();
    await press(factors.prove.passkey);
    await root.page.getByRole('alert').getByText(factors.passkeys.cancelled).waitFor();
    await press(factors.prove.toRecovery);
    await field(factors.prove.recovery).fill(recovery[0] ?? '');
    await press(factors.prove.submit);
    await home();
    await root.page.getByText('A recovery code was used to log in; 9 are left.').waitFor();
    await keys.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  });

  test('a copied passkey, whose count goes back, is refused', async () => {
    const { credentials } = await keys.send('WebAuthn.getCredentials', { authenticatorId });
    const [copied] = credentials;
    assert.ok(copied !== undefined);
    await keys.send('WebAuthn.removeCredential', { authenticatorId, credentialId: copied.credentialId });
    await keys.send('WebAuthn.addCredential', { authenticatorId, credential: { ...copied, signCount: 0 } });
    await toSecondStep();
    await press(factors.prove.passkey);
    await root.page.getByRole('alert').getByText('The code or passkey is wrong').waitFor();
    await press(factors.prove.toRecovery);
    await field(factors.prove.recovery).fill(recovery[1] ?? '');
    await press(factors.prove.submit);
    await home();
  });

  test('one’s own are removed with the password, but not the last; new recovery codes end the old ones', async () => {
    await root.goTo('/account');
    await press(factors.account.removeNamed(factors.add.device));
    await root.expectNoBarrier('removing a second factor');
    await field(factors.add.password).fill(password);
    await tool.button(root.page.getByRole('dialog'), factors.remove.confirm).click();
    await root.page.getByRole('listitem').filter({ hasText: factors.add.device }).waitFor({ state: 'detached' });
    assert.equal(await tool.button(root.page, factors.account.removeNamed('My phone')).count(), 0);
    await press(factors.account.renew);
    await field(factors.add.password).fill(password);
    await press(factors.renew.confirm);
    await heading(factors.recovery.title).waitFor();
    const fresh = await root.page.locator('ol code').allTextContents();
    assert.equal(fresh.filter((code) => recovery.includes(code)).length, 0);
    await press(factors.recovery.done);
    await root.page.getByText(factors.account.left(10)).waitFor();
  });

  test('at an address instead of a name a passkey is neither offered nor made', async () => {
    const security = await ground.person();
    await security.goTo('/');
    await tool.logIn(security, {
      ...{ loginId: 'security', password: ground.node.passwords.security ?? '', next: password },
    });
    await security.goTo('/account');
    await security.page.getByText(factors.kinds.notHere).waitFor();
    assert.ok(await tool.button(security.page, factors.account.addPasskey).isDisabled());
    await security.expectNoBarrier('my account, with the password alone');
  });

  test('nothing went wrong unseen', () => assert.deepEqual(ground.faults, []));
});
