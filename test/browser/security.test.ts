// The security administrator's page: how well the system is protected, a stronger profile looked at and adopted, what changed it told.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { RecordLine } from '../../apps/core/protocol.ts';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { security, shell } = en;
const password = 'Quiet-Harbour-27';
const weak = { kind: 'change', form: 'system-security-management', patch: { passwordComplexity: 'low' } };

describe('the page of security', () => {
  let ground: Ground;
  let officer: Person;

  before(async () => {
    ground = await Ground.make();
    officer = await ground.person();
    await officer.goTo('/');
    await tool.logIn(officer, {
      loginId: 'security',
      password: ground.node.passwords.security ?? '',
      next: password,
    });
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  const opened = async (profile: keyof typeof security.titles): Promise<void> => {
    const link = officer.page.getByRole('navigation', { name: security.profiles }).getByRole('link');
    await link.filter({ hasText: security.titles[profile] }).click();
    await link
      .and(officer.page.locator('[aria-current="page"]'))
      .filter({ hasText: security.titles[profile] })
      .waitFor();
  };

  const lineOf = (statement: string | RegExp) =>
    officer.page.locator('details').filter({ has: officer.page.locator('summary', { hasText: statement }) });

  test('the grade in the bar leads to every line of the adopted profile, with its evidence', async () => {
    const { page } = officer;
    await page
      .getByRole('banner')
      .getByRole('link', { name: /^Security: / })
      .click();
    await page.getByRole('heading', { name: security.title, level: 1 }).waitFor();
    await lineOf(/password/i)
      .first()
      .waitFor();
    const met = lineOf(/Complexity/);
    await met.locator('summary').click();
    await met.getByText(security.evidence, { exact: true }).waitFor();
    await officer.expectNoBarrier('security', 'main');
    await officer.picture('security');
  });

  test('each profile can be looked at without being adopted', async () => {
    for (const profile of ['minimum', 'session-management-srg', 'maximum'] as const) {
      await opened(profile);
      await lineOf(/./).first().waitFor();
      await officer.expectNoBarrier(`security: ${profile}`, 'main');
    }
    assert.equal(
      (await ground.node.ask<RecordLine>('form.get', { form: 'security-profile' })).values.profile,
      'medium',
    );
  });

  test('a change that breaks a line turns it red while somebody looks, and names whose it was', async () => {
    const { page } = officer;
    await opened('medium');
    await ground.node.ask('form.change', { changes: [weak] });
    const line = lineOf(/Complexity/);
    await line.locator('summary').filter({ hasText: security.states['not-met'] }).waitFor();
    await line.getByText(/audit entry \d+/).waitFor();
    await officer.picture('security broken');
    await tool.button(line, security.mend).click();
    const dialog = page.getByRole('dialog');
    await tool.button(dialog, security.adopt.doOne).waitFor();
    await officer.expectNoBarrier('mending a line');
    await tool.button(dialog, security.adopt.doOne).click();
    await line.locator('summary').filter({ hasNotText: security.states['not-met'] }).waitFor();
    assert.equal(
      (await ground.node.ask<RecordLine>('form.get', { form: weak.form })).values.passwordComplexity,
      'medium',
    );
  });

  test('who would lock themselves out is told so, and nothing is changed', async () => {
    const { page } = officer;
    await opened('maximum');
    await tool.button(page, security.adopt.offer('maximum')).click();
    await page.getByRole('alert').filter({ hasText: 'certificate' }).waitFor();
    await officer.picture('security maximum');
    assert.equal(
      (await ground.node.ask<RecordLine>('form.get', { form: 'security-profile' })).values.profile,
      'medium',
    );
  });

  test('adopting shows first what changes, and does it as one change', async () => {
    const { page } = officer;
    for (const profile of ['minimum', 'medium'] as const) {
      await opened(profile);
      await tool.button(page, security.adopt.offer(profile)).click();
      const dialog = page.getByRole('dialog');
      await tool.button(dialog, security.adopt.do(profile)).waitFor();
      if (profile === 'minimum') await officer.expectNoBarrier('adopting');
      await tool.button(dialog, security.adopt.do(profile)).click();
      await page.getByRole('link', { name: security.adopted }).filter({ hasText: security.titles[profile] }).waitFor();
      const { values } = await ground.node.ask<RecordLine>('form.get', { form: 'security-profile' });
      assert.equal(values.profile, profile);
    }
  });

  test('a computer is invited to manage the system; its code is shown once', async () => {
    const { page } = officer;
    await tool.button(page, security.managers.invite).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(security.managers.name, { exact: true }).fill('Desk of Ada');
    await officer.expectNoBarrier('inviting');
    await tool.button(dialog, security.managers.make).click();
    const command = dialog.getByText(
      /^ringfence manager enrol NAME 127\.0\.0\.1:\d+ --code [0-9A-Z]{5}(-[0-9A-Z]{5})+$/,
    );
    await command.waitFor();
    // No listener for Managers is open here, and that is said.
    await dialog.getByText(security.managers.closed).waitFor();
    await officer.expectNoBarrier('the code');
    await tool.button(dialog, en.forms.made.done).click();
    await command.waitFor({ state: 'detached' });
  });

  test('home says how well the system is protected', async () => {
    await officer.goTo('/');
    await officer.page.getByRole('heading', { name: shell.home.security }).waitFor();
    await officer.expectNoBarrier('home', 'main');
    await officer.picture('home with security');
  });

  test('nothing went wrong unseen', () => assert.deepEqual(ground.faults, []));
});
