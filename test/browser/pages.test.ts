// Every page of the tool: for people who see, hear or move otherwise, in light and dark; from this system alone; light enough for a slow line.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { FormLine, PageLine } from '../../apps/core/protocol.ts';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { shell, forms, setup } = en;
const firstPageBytes = 300_000;
const password = 'Quiet-Harbour-27';

describe('every page', () => {
  let ground: Ground;
  let root: Person;

  before(async () => {
    ground = await Ground.make();
    await furnish(ground);
    root = await ground.person();
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  const shown = async (path: string, heading: string): Promise<void> => {
    await root.goTo(path);
    await root.page.getByRole('heading', { name: heading, exact: true }).first().waitFor();
    await root.page.getByRole('status', { name: shell.loading }).waitFor({ state: 'detached' });
  };

  test('the login, its refusal and the forced password have no barrier; the first page weighs little', async () => {
    const weight = await root.weigh(() => shown('/', shell.login.title));
    assert.ok(weight < firstPageBytes, `the login weighs ${weight} bytes`);
    await root.expectNoBarrier('login');
    await tool.enter(root, 'administrator', 'wrong');
    await root.page.getByRole('alert').waitFor();
    await root.expectNoBarrier('refused login');
    await tool.enter(root, 'administrator', ground.node.passwords.administrator ?? '');
    await root.page.getByRole('heading', { name: shell.newPassword.title }).waitFor();
    await root.expectNoBarrier('forced password');
    await tool.choosePassword(root, password);
    await root.page.getByRole('heading', { name: shell.home.title, level: 1 }).waitFor();
  });

  test('home, and what can be opened from anywhere', async () => {
    const { page } = root;
    const weight = await root.weigh(() => shown('/', shell.home.title));
    assert.ok(weight < firstPageBytes, `home weighs ${weight} bytes`);
    await root.expectNoBarrier('home');
    await page.keyboard.press('F1');
    await root.expectNoBarrier('help');
    await page.keyboard.press('F1');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: shell.search.title }).fill('exten');
    await page.getByRole('option').nth(2).waitFor();
    await root.expectNoBarrier('search');
    await page.keyboard.press('Escape');
    await page.getByRole('banner').getByRole('button').last().click();
    await page.getByRole('menuitem', { name: shell.me.password }).waitFor();
    await root.expectNoBarrier('account');
    await page.getByRole('menuitem', { name: shell.me.password }).click();
    await page.getByRole('dialog').waitFor();
    await root.expectNoBarrier('own password');
    await shown('/no-such-page', shell.lostPage.title);
    await root.expectNoBarrier('lost page');
  });

  test('every step of the setup assistant', async () => {
    const { page } = root;
    await shown('/setup', setup.welcome.title);
    for (const step of [
      'welcome',
      'system',
      'certificate',
      'numbering',
      'phones',
      'call',
      'security',
      'summary',
    ] as const) {
      await page.getByRole('navigation', { name: setup.steps }).getByRole('link', { name: setup[step].name }).click();
      await page.getByRole('heading', { name: setup[step].title }).waitFor();
      await root.expectNoBarrier(`setup: ${step}`, 'main');
    }
  });

  test('every form and view, and a record of each', async () => {
    const { page } = root;
    for (const { id, title, kind, operations } of await ground.node.ask<readonly FormLine[]>('form.list')) {
      if (operations.length === 0) continue;
      await tool.open(root, title);
      await page.getByRole('status', { name: shell.loading }).waitFor({ state: 'detached' });
      await root.expectNoBarrier(title, 'main');
      const { total } = await ground.node.ask<PageLine>('form.query', { form: id, limit: 1 });
      if (kind === 'single' || total === 0) continue;
      await page.locator('tr[data-key]').first().click();
      await page.getByRole('complementary').getByRole('heading', { level: 2 }).first().waitFor();
      await root.expectNoBarrier(`a record of ${title}`, 'main');
    }
  });

  test('what opens over a form', async () => {
    const { page } = root;
    await shown('/forms/users-and-services', 'Users and Services');
    await tool.button(page, forms.table.import).click();
    await page.getByRole('dialog').waitFor();
    await root.expectNoBarrier('import');
    await page.keyboard.press('Escape');
    await tool.button(page, forms.table.export).click();
    await page.getByRole('dialog').waitFor();
    await root.expectNoBarrier('export');
    await page.keyboard.press('Escape');
    await tool.button(page, forms.table.change).click();
    await page.getByRole('menuitem', { name: forms.table.changeAll }).click();
    await page.getByRole('dialog').waitFor();
    await root.expectNoBarrier('bulk change');
    await page.keyboard.press('Escape');
    await root.goTo('/forms/users-and-services?record=201');
    await tool.give(page.getByRole('complementary'), { name: 'Someone else' });
    await tool.button(page, forms.record.save).click();
    await page.getByRole('dialog').waitFor();
    await root.expectNoBarrier('difference');
    await tool.button(page.getByRole('dialog'), forms.record.save).click();
    await tool.button(page, forms.record.undo).click();
    await page.getByRole('button', { name: /^Undo/ }).first().waitFor();
    await root.expectNoBarrier('history');
  });

  test('nothing was fetched from elsewhere, no policy of the page was broken, and nothing went wrong unseen', () => {
    assert.deepEqual(ground.faults, []);
  });
});

/** Extensions, a registered phone and a call that goes on, so that every page has something to show. */
async function furnish(ground: Ground): Promise<void> {
  const { node } = ground;
  const secrets = await Promise.all(
    ['201', '202'].map((number) => node.addExtension(number, { name: `Room ${number}` })),
  );
  const [first, second] = await Promise.all([
    ground.phone('201', secrets[0] ?? ''),
    ground.phone('202', secrets[1] ?? ''),
  ]);
  for (const phone of [first, second]) assert.ok((await phone.registered(10_000)).ok);
  for (const hangsUp of [true, false]) {
    const placed = first.call('202');
    assert.ok(placed.ok);
    assert.ok((await placed.value.established(10_000)).ok);
    if (hangsUp) await placed.value.hangUp();
  }
}
