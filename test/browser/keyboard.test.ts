// The essentials of a first day by keyboard alone: nobody needs a mouse to administer a system.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import * as keys from './keys.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { shell, forms, setup } = en;
const password = 'Quiet-Harbour-27';

describe('without a mouse', () => {
  let ground: Ground;
  let root: Person;

  before(async () => {
    ground = await Ground.make();
    root = await ground.person();
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  test('login and forced password', async () => {
    const { page } = root;
    await root.goTo('/');
    const loginId = page.getByLabel(shell.login.loginId, { exact: true });
    await keys.type(page, loginId, 'administrator');
    await keys.type(
      page,
      page.getByLabel(shell.login.password, { exact: true }),
      ground.node.passwords.administrator ?? '',
    );
    await page.keyboard.press('Enter');
    await keys.type(page, page.getByLabel(shell.newPassword.fresh, { exact: true }), password);
    await keys.type(page, page.getByLabel(shell.newPassword.again, { exact: true }), password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: shell.home.title, level: 1 }).waitFor();
  });

  test('the first Tab of a page offers to skip to its content', async () => {
    const { page } = root;
    await root.goTo('/setup');
    await page.getByRole('heading', { name: setup.welcome.title }).waitFor();
    await keys.tabTo(page, page.getByRole('link', { name: shell.frame.skip }));
  });

  test('a name and an extension in the setup assistant', async () => {
    const { page } = root;
    await keys.press(page, page.getByRole('button', { name: `${setup.welcome.begin}: ${setup.system.name}` }));
    await keys.type(page, tool.field(page, 'systemName').locator('input'), 'Night office');
    await page.getByText(setup.difference).waitFor();
    await page.keyboard.press('Enter');
    await keys.press(page, tool.button(page, setup.next));
    await page.getByRole('heading', { name: setup.numbering.title }).waitFor();
    // Before the step knows the form there is nothing to go on with.
    await tool.field(page, 'extensionLength').locator('input').waitFor();
    await keys.press(page, tool.button(page, setup.next));
    await keys.type(page, tool.field(page, 'name').locator('input'), 'Ada');
    await page.keyboard.press('Enter');
    await page.locator('[data-phone="201"]').getByText(setup.phones.secretOnce).waitFor();
    await page.locator('[data-phone="201"]:focus').waitFor();
  });

  test('Ctrl-K goes to any form', async () => {
    const { page } = root;
    await page.keyboard.press('Control+k');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.type('users and serv');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Users and Services', level: 1 }).waitFor();
  });

  test('a record is added, found, changed and undone', async () => {
    const { page } = root;
    const pane = page.getByRole('complementary');
    await keys.press(page, tool.button(page, forms.table.add));
    await keys.type(page, tool.field(pane, 'number').locator('input'), '202');
    await keys.type(page, tool.field(pane, 'name').locator('input'), 'Grace');
    await page.keyboard.press('Control+s');
    await tool.button(page.getByRole('dialog'), forms.record.add).waitFor();
    await page.keyboard.press('Enter');
    await keys.press(page, tool.button(page, forms.made.done));
    await pane.getByRole('heading', { name: '202' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('row').filter({ hasText: 'Grace' }).waitFor();
    await keys.tabTo(page, page.locator('tr[data-key]:focus, tr[data-key][tabindex="0"]'));
    await page.keyboard.press('ArrowUp');
    assert.ok(await keys.hasFocus(page.locator('tr[data-key="201"]')), 'arrows go from record to record');
    await page.keyboard.press('Enter');
    await pane.getByRole('heading', { name: '201' }).waitFor();
    await keys.tabTo(page, tool.field(pane, 'doNotDisturb').getByRole('switch'));
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+s');
    await tool.button(page.getByRole('dialog'), forms.record.save).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keys.press(page, tool.button(page, forms.record.undo));
    await keys.press(page, page.getByRole('button', { name: /^Undo/ }).first());
    await tool.button(page.getByRole('dialog'), forms.history.undo).waitFor();
    await keys.press(page, tool.button(page.getByRole('dialog'), forms.history.undo));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await ground.node
      .ask<{ values: { doNotDisturb: boolean } }>('form.get', { form: 'users-and-services', key: '201' })
      .then(({ values }) => assert.equal(values.doNotDisturb, false));
  });

  test('logging out', async () => {
    const { page } = root;
    await keys.press(page, page.getByRole('banner').getByRole('button', { name: shell.me.open('Root administrator') }));
    const item = page.getByRole('menuitem', { name: shell.me.logout });
    await item.waitFor();
    for (let step = 0; step < 10 && !(await keys.hasFocus(item)); step += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText(shell.login.ended).waitFor();
  });

  test('nothing went wrong unseen', () => {
    assert.deepEqual(ground.faults, []);
  });
});
