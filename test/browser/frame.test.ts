// The frame around every page, in a real browser: by keyboard alone, live, told when it is not, and the session that ends.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator, Route } from 'playwright-core';
import type { Session } from '../../apps/portal/api.ts';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { shell } = en;
const password = 'Granite-Meadow-58';
const soonMs = 20_000;

describe('the frame of the tool', () => {
  let ground: Ground;
  let person: Person;

  before(async () => {
    ground = await Ground.make();
    person = await ground.person();
    await person.goTo('/');
    await tool.logIn(person, {
      ...{ loginId: 'administrator', next: password },
      password: ground.node.passwords.administrator ?? '',
    });
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  const heading = (title: string): Locator => person.page.getByRole('heading', { name: title, level: 1 });

  test('a page that is entered has the focus on its title, and the browser names it', async () => {
    const { page } = person;
    await tool.open(person, 'Numbering');
    assert.equal(await page.title(), shell.titleOf('Numbering'));
    await page.locator('h1:focus', { hasText: 'Numbering' }).waitFor();
  });

  test('by keyboard alone: past the tree, through the tree, to anything by search, help and back', async () => {
    const { page } = person;
    await person.goTo('/');
    await heading(shell.home.title).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('extension length');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await heading('Numbering').waitFor();
    const help = page.getByRole('complementary', { name: shell.help.title });
    await help.getByRole('heading', { name: 'Extension length' }).waitFor();
    assert.ok(
      await tool
        .field(page, 'extensionLength')
        .locator('input')
        .evaluate((input) => input === input.ownerDocument.activeElement),
    );
    await page.keyboard.press('F1');
    await help.waitFor({ state: 'detached' });
    await tool.inTree(page, 'Numbering').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading('Speed Calls').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: shell.search.title }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: shell.search.title }).waitFor({ state: 'detached' });
  });

  test('what changes elsewhere is seen here without asking', async () => {
    const { page } = person;
    await person.goTo('/');
    await heading(shell.home.title).waitFor();
    await ground.node.addExtension('204');
    await page.getByText('Users and Services 204 added').waitFor();
    assert.match((await tool.inTree(page, 'Users and Services').textContent()) ?? '', /1$/);
  });

  test('a page that is not live says so, and is up to date again once it is', async () => {
    const { page } = person;
    const lost = page.getByText(shell.frame.lost, { exact: true });
    const refuse = (route: Route): Promise<void> => route.abort();
    await page.context().route('**/api/v1/**', refuse);
    await page.reload();
    await page.getByText(shell.login.unreachable).waitFor();
    await page.context().unroute('**/api/v1/**', refuse);
    await page.context().route('**/api/v1/events', refuse);
    await person.goTo('/');
    await lost.waitFor();
    await ground.node.addExtension('205');
    await page.context().unroute('**/api/v1/events', refuse);
    await lost.waitFor({ state: 'detached' });
    await page.getByText('Users and Services 205 added').waitFor();
  });

  test('two minutes before the end one is asked, and may stay', async () => {
    const { page } = person;
    const asked = page.getByRole('dialog', { name: shell.ending.title });
    // The system's own answer, of the published type.
    const session = (await page.evaluate(async () => (await fetch('/api/v1/session')).json())) as Session;
    /** What nobody asked for by hand is answered as if the end were near. */
    const hurry = async (route: Route): Promise<void> => {
      if (route.request().headers()['x-background'] === undefined) return route.continue();
      await route.fulfill({ json: { ...session, endsAtMs: Date.now() + soonMs } });
    };
    await page.context().route('**/api/v1/session', hurry);
    await person.goTo('/forms/numbering');
    await asked.waitFor();
    await person.picture('session ends soon');
    assert.deepEqual(await person.barriers(), []);
    await tool.button(asked, shell.ending.stay).click();
    await asked.waitFor({ state: 'detached' });
    await page.context().unroute('**/api/v1/session', hurry);
  });

  test('a session that is ended elsewhere leads to the login, and from there back to where one was', async () => {
    const { page } = person;
    await person.goTo('/forms/system-options');
    await heading('System Options').waitFor();
    const { records } = await ground.node.ask<{ records: { key: string }[] }>('form.query', { form: 'sessions' });
    for (const { key } of records) await ground.node.ask('form.act', { view: 'sessions', action: 'end', key });
    await page.getByText(shell.login.endedBySystem).waitFor();
    await tool.logIn(person, { loginId: 'administrator', password });
    await heading('System Options').waitFor();
  });

  test('nothing went wrong unseen', () => {
    // Those of the test itself, which broke the connection.
    assert.deepEqual(
      ground.faults.filter((fault) => !fault.includes('net::ERR_FAILED')),
      [],
    );
  });
});
