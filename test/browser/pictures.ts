// Takes the pictures of the README from a running system, as it is: `npm run pictures`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handset } from '#handset';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import { smallPng } from './small-png.ts';
import * as tool from './tool.ts';

const { forms, security, setup, shell } = en;
const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const names = [
  'Ada Brandt',
  'Grace Keller',
  'Reception',
  'Workshop',
  'Jonas Vogel',
  'Ines Duarte',
  'Meeting room',
  'Luca Ferri',
];
const others = [
  'Petra Novak',
  'Samuel Okafor',
  'Marta Zielinska',
  'Noah Lindqvist',
  'Warehouse',
  'Accounts',
  'Clara Jensen',
];
const registerMs = 10_000;

const ground = await Ground.make();
try {
  await take(await ground.person({ width: 1280, height: 820 }));
  await takeSecurity(await ground.person({ width: 1280, height: 820 }));
} finally {
  await ground.leave();
}

async function take(person: Person): Promise<void> {
  const { page } = person;
  const password = 'Quiet-Harbour-27';
  await ground.node.change('system-options', { systemName: 'Brandt & Keller' });
  await person.goTo('/');
  await tool.logIn(person, {
    ...{ loginId: 'administrator', next: password },
    password: ground.node.passwords.administrator ?? '',
  });
  await takeSetup(person);
  const phones = await furnish(person);
  await page.getByRole('link', { name: '203', exact: true }).click();
  await tool.give(page.getByRole('complementary'), { name: 'Reception, ground floor', maxDevices: '2' });
  await tool.button(page, forms.record.save).click();
  await tool.button(page.getByRole('dialog'), forms.record.save).waitFor();
  await keep(person, 'record');
  await tool.button(page.getByRole('dialog'), forms.record.save).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: shell.search.title }).fill('encrypt');
  await page.getByRole('listbox').getByRole('option').nth(4).waitFor();
  await keep(person, 'search');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await tool.open(person, 'Audit Trail Logs');
  await page.getByRole('row').nth(1).click();
  await page.getByRole('complementary').getByText('ground floor').waitFor();
  await keep(person, 'audit-trail');
  await page.emulateMedia({ colorScheme: 'light' });
  phones[2]?.call('204');
  phones[4]?.call('206');
  await person.goTo('/');
  await page.getByText('206').first().waitFor();
  await keep(person, 'home');
}

/** The security administrator, who has just been told that somebody made passwords simpler. */
async function takeSecurity(person: Person): Promise<void> {
  const { page } = person;
  await person.goTo('/');
  await tool.logIn(person, {
    ...{ loginId: 'security', next: 'Stormy-Lantern-58' },
    password: ground.node.passwords.security ?? '',
  });
  await person.goTo('/security');
  await page.getByText(security.adopted).waitFor();
  await ground.node.change('system-security-management', { passwordComplexity: 'low' });
  await page.getByText(/by local, audit entry/).waitFor();
  await keep(person, 'security');
}

/** The two pictures of the first ten minutes: a phone that is being told, and the first call. */
async function takeSetup(person: Person): Promise<void> {
  const { page } = person;
  await person.goTo('/setup?step=phones');
  const phones: Handset[] = [];
  for (const [index, name] of names.slice(0, 2).entries()) {
    await page.getByRole('heading', { name: index === 0 ? setup.phones.first : setup.phones.second }).waitFor();
    await tool.give(page, { name });
    await tool.button(page, setup.phones.add).click();
    const card = page.locator(`[data-phone="20${index + 1}"]`);
    const secret = await card.locator(`[data-line="${setup.phones.secret}"] code`).textContent();
    phones.push(await ground.phone(`20${index + 1}`, secret ?? ''));
    await card.getByText(setup.phones.registered, { exact: true }).waitFor();
  }
  await page.getByRole('heading', { name: setup.title, level: 1 }).scrollIntoViewIfNeeded();
  await keep(person, 'setup-phones');
  await tool.button(page, setup.next).click();
  await callOnce(page, phones[0]);
  await page.getByText(setup.call.proven).waitFor();
  await callOnce(page, phones[0], () => keep(person, 'setup-call'));
  await tool.button(page, setup.next).click();
  await page.getByRole('heading', { name: setup.security.title }).waitFor();
  await tool.button(page, setup.next).click();
  await tool.button(page, setup.summary.finish).click();
  await page.getByRole('heading', { name: shell.home.title, level: 1 }).waitFor();
}

/** A call that is shown while it lasts. */
async function callOnce(
  page: Person['page'],
  phone: Handset | undefined,
  meanwhile?: () => Promise<void>,
): Promise<void> {
  const placed = phone?.call('202');
  await page.locator('[data-call="live"]').getByText('Secure').waitFor();
  await meanwhile?.();
  if (placed?.ok) placed.value.hangUp();
  await page.locator('[data-call="none"]').waitFor();
}

function secretOf(number: string): string {
  return `secret-of-extension-${number}`;
}

/** An office of fifteen extensions, from a file; most phones are there. */
async function furnish(person: Person): Promise<readonly (Handset | undefined)[]> {
  const { page } = person;
  const people = [...names, ...others].map((name, index) => ({ name, number: String(201 + index) })).slice(2);
  const rows = people.map(({ number, name }) => `${number},${name},${secretOf(number)}`);
  await tool.open(person, 'Users and Services');
  await tool.chooseImport(page, ['number,name,sipSecret', ...rows].join('\n'));
  await tool.button(page, forms.import.import(rows.length)).click();
  await tool.button(page.getByRole('dialog'), shell.close).last().click();
  const phones: (Handset | undefined)[] = [undefined, undefined];
  for (const { number } of people.slice(0, -2)) phones.push(await ground.phone(number, secretOf(number)));
  for (const phone of phones) await phone?.registered(registerMs);
  return phones;
}

async function keep(person: Person, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), smallPng(await person.look()));
}
