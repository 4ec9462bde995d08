// What people do in the tool, by the names that they see and the names of fields that every surface has.

import type { Locator, Page } from 'playwright-core';
import { en } from '../../apps/web/shell/words/en.ts';
import type { Person } from './person.ts';

const { shell, forms } = en;

export const button = (page: Page | Locator, name: string): Locator => page.getByRole('button', { name, exact: true });

export interface Entry {
  readonly loginId: string;
  readonly password: string;
  /** The tool asks for another at once, where the password was a one-time one. */
  readonly next?: string;
}

/** Fills in the login, which is shown, and comes to the page behind it. */
export async function logIn(person: Person, { loginId, password, next }: Entry): Promise<void> {
  const { page } = person;
  await enter(person, loginId, password);
  if (next !== undefined) await choosePassword(person, next);
  await button(page, shell.me.open(loginId))
    .or(page.getByRole('navigation', { name: shell.frame.forms }))
    .first()
    .waitFor();
}

export async function enter({ page }: Person, loginId: string, password: string): Promise<void> {
  await page.getByLabel(shell.login.loginId, { exact: true }).fill(loginId);
  await page.getByLabel(shell.login.password, { exact: true }).fill(password);
  await button(page, shell.login.submit).click();
}

export async function choosePassword({ page }: Person, password: string): Promise<void> {
  await page.getByLabel(shell.newPassword.fresh, { exact: true }).fill(password);
  await page.getByLabel(shell.newPassword.again, { exact: true }).fill(password);
  await button(page, shell.newPassword.submit).click();
}

export async function logOut({ page }: Person): Promise<void> {
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('menuitem', { name: shell.me.logout }).click();
  await page.getByText(shell.login.ended).or(page.getByText(shell.banner.again)).first().waitFor();
}

/** Opens a form from the tree. */
export async function open({ page }: Person, title: string): Promise<void> {
  await inTree(page, title).click();
  await page.getByRole('main').getByRole('heading', { name: title, level: 1 }).waitFor();
}

/** A form in the tree, by its title and whatever number of records stands beside it. */
export const inTree = (page: Page, title: string): Locator =>
  page
    .getByRole('navigation', { name: shell.frame.forms })
    .getByRole('link', { name: new RegExp(`^${RegExp.escape(title)}( ?[\\d,.]+)?$`) });

/** The row of a field in the record that is open. */
export const field = (page: Page | Locator, name: string): Locator => page.locator(`[data-field="${name}"]`);

/** Gives a field its value: text is typed, a choice chosen by its name, a switch turned. */
export async function give(page: Page | Locator, values: Readonly<Record<string, string | boolean>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const row = field(page, name);
    if (typeof value === 'boolean') {
      await row.getByRole('switch').setChecked(value, { force: true });
      continue;
    }
    const editor = row.locator('input, select, textarea').first();
    const isChoice = (await editor.evaluate((element: { tagName: string }) => element.tagName)) === 'SELECT';
    if (isChoice) await editor.selectOption(value);
    else await editor.fill(value);
  }
}

/** Saves what is open: the difference is shown, then confirmed. Gives the text of the difference. */
export async function save({ page }: Person, label: string = forms.record.save): Promise<string> {
  await button(page.getByRole('main'), label).last().click();
  const review = page.getByRole('dialog');
  const confirm = button(review, label);
  await confirm.waitFor();
  const difference = (await review.textContent()) ?? '';
  await confirm.click();
  await confirm.waitFor({ state: 'detached' });
  return difference;
}

/** Adds a record with these values; what was made with it and is told once. */
export async function add(person: Person, values: Readonly<Record<string, string | boolean>>): Promise<string> {
  const { page } = person;
  await button(page.getByRole('main'), forms.table.add).first().click();
  await give(page.getByRole('complementary'), values);
  await save(person, forms.record.add);
  return await keepMade(person);
}

/** Reads the one secret that is shown, and puts it away. */
export async function keepMade({ page }: Person): Promise<string> {
  const made = page.getByRole('dialog').filter({ hasText: forms.made.once });
  const secret = (await made.locator('code').first().textContent()) ?? '';
  await button(made, forms.made.done).click();
  await made.waitFor({ state: 'detached' });
  return secret;
}

/** Opens the import of the table that is shown, and has this text checked as a file. */
export async function chooseImport(page: Page, text: string): Promise<void> {
  await button(page, forms.table.import).click();
  await giveFile(page, text);
}

/** Gives the open import this text as a file, and has it checked. */
export async function giveFile(page: Page, text: string): Promise<void> {
  const file = { name: 'extensions.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, forms.import.choose).click()]);
  await chooser.setFiles(file);
  await button(page, forms.import.check).click();
}
