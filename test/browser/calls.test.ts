// Whoever runs the calls to the outside: tests one, keeps it as an expectation, clicks who may call whom, and looks at what it costs.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { ChangeParams } from '../../apps/core/portal-protocol.ts';
import type { PageLine, RecordLine } from '../../apps/core/protocol.ts';
import { callWords } from '../../apps/web/shell/words/calls.ts';
import { en } from '../../apps/web/shell/words/en.ts';
import type { TestNode } from '../node.ts';
import { Ground } from './ground.ts';
import { hasFocus, tabTo } from './keys.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { shell, forms } = en;
const { pages } = shell.frame;
const password = 'Quiet-Harbour-27';
const outside = '0301234567';

describe('calls to the outside', () => {
  let ground: Ground;
  let person: Person;

  before(async () => {
    ground = await Ground.make(haveSpent);
    await furnish(ground);
    person = await ground.person();
    await person.goTo('/');
    await tool.logIn(person, {
      ...{ loginId: 'administrator', password: ground.node.passwords.administrator ?? '', next: password },
    });
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  const title = (name: string) => person.page.getByRole('heading', { name, level: 1 });

  test('home says what calls have cost, and leads to what they could', async () => {
    const { page } = person;
    const card = page.locator('[data-place="cost"]');
    await card.getByText('12.50 EUR').first().waitFor();
    await card.getByText('Extension 201').waitFor();
    await person.expectNoBarrier('home', 'main');
    await card.scrollIntoViewIfNeeded();
    await person.picture('home with cost');
    await card.getByRole('link', { name: shell.home.allCost }).click();
    await title(pages.cost).waitFor();
  });

  test('what an extension could cost is told in words, above what was spent', async () => {
    const { page } = person;
    const said = callWords.cost;
    await page
      .getByRole('table')
      .getByRole('row', { name: /The system/ })
      .waitFor();
    await page.getByRole('combobox', { name: said.extension }).fill('201');
    await page.getByRole('main').locator('button[type="submit"]').click();
    await page.getByText(/^Extension 201 could cost at most [\d.]+ EUR\.$/).waitFor();
    assert.match(page.url(), /\/calls\/cost\?extension=201$/);
    await person.expectNoBarrier('cost', 'main');
    await person.picture('cost');
  });

  test('a call is tested from the search, and each step leads to the record that it came from', async () => {
    const { page } = person;
    const said = callWords.test;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: shell.search.title }).fill('test a');
    await page.getByRole('option', { name: pages.test }).click();
    await title(pages.test).waitFor();
    await page.getByRole('combobox', { name: said.extension }).fill('201');
    await page.getByLabel(said.dialled).fill(outside);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: said.outcomes['goes-out'] }).waitFor();
    await page
      .getByText(/goes out by route national, trunk telco/)
      .first()
      .waitFor();
    await person.expectNoBarrier('test a call', 'main');
    await person.picture('test a call');
    await page.getByRole('listitem').getByRole('link', { name: 'Digits Dialled: 0' }).first().click();
    await page.getByRole('complementary').getByRole('heading', { name: '0', exact: true }).waitFor();
    await page.goBack();
  });

  test('what was found out is kept as an expectation', async () => {
    const { page } = person;
    const said = callWords.test.keep;
    await tool.button(page, said.offer).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(said.expected['goes-out']('national')).waitFor();
    await person.expectNoBarrier('keeping an expectation');
    await person.picture('keeping an expectation');
    await tool.button(dialog, said.do).click();
    const name = `201-${outside}`;
    await page.getByText(said.done(name)).waitFor();
    const { values } = await ground.node.ask<RecordLine>('form.get', { form: 'dial-expectations', key: name });
    assert.deepEqual(
      [values.extension, values.dialled, values.expected, values.expectedRoute],
      ['201', outside, 'route', 'national'],
    );
  });

  test('a call that was refused is tested again as it was', async () => {
    const { page } = person;
    const said = callWords.test;
    await page.reload();
    await page.getByRole('link', { name: said.refused.againThis('202', outside) }).click();
    await page.getByRole('region', { name: said.outcomes.refused }).waitFor();
    await page.getByText(said.code('calls.interconnect')).waitFor();
    assert.match(page.url(), new RegExp(`extension=202&dialled=${outside}&at=`));
    await person.expectNoBarrier('refused call', 'main');
    await person.picture('test a refused call');
  });

  test('an address says all of it, and whoever is no extension is refused in words', async () => {
    const { page } = person;
    await person.goTo(`/calls/test?trunk=telco&dialled=4930555`);
    await page.getByRole('region', { name: callWords.test.outcomes.refused }).waitFor();
    await page.getByText(callWords.test.keep.notOutcome).waitFor();
    await person.goTo(`/calls/test?extension=999&dialled=${outside}`);
    await page.getByRole('alert').filter({ hasText: '999' }).waitFor();
    await person.expectNoBarrier('unknown caller', 'main');
  });

  test('who may call whom is clicked, by keyboard too, and saved as one change after its difference was seen', async () => {
    const { page } = person;
    const said = callWords.matrix;
    const cell = (caller: number, called: number, isDenied: boolean, isEdited: boolean) =>
      page.getByRole('button', { name: said.cell(caller, called, isDenied, isEdited), exact: true });
    await tool.inTree(page, pages.matrix).click();
    await title(pages.matrix).waitFor();
    await page.getByRole('rowheader', { name: said.callerNumber(2) }).waitFor();
    await person.expectNoBarrier('matrix', 'main');
    await tabTo(page, cell(1, 1, false, false));
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'Space']) await page.keyboard.press(key);
    await cell(1, 2, true, true).waitFor();
    assert.ok(await hasFocus(cell(1, 2, true, true)));
    await cell(2, 1, true, false).click();
    await cell(3, 3, false, false).click();
    await cell(3, 3, true, true).click();
    await page.getByText(said.count(2)).waitFor();
    await person.expectNoBarrier('matrix edited', 'main');
    await person.picture('matrix');
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog');
    await tool.button(dialog, forms.record.save).waitFor();
    await person.expectNoBarrier('matrix difference');
    await person.picture('matrix difference');
    await tool.button(dialog, forms.record.save).click();
    await cell(1, 2, true, false).waitFor();
    await cell(2, 1, false, false).waitFor();
    const { records } = await ground.node.ask<PageLine>('form.query', { form: 'interconnect-restriction' });
    assert.deepEqual(
      records.map(({ key, values }) => [key, values.denied]),
      [
        ['1', '2'],
        ['2', '3'],
      ],
    );
  });

  test('all of the matrix can be shown, and leaving with a draft asks first', async () => {
    const { page } = person;
    const said = callWords.matrix;
    await tool.button(page, said.showAll).click();
    const last = page.getByRole('button', { name: said.cell(64, 64, false, false), exact: true });
    await last.click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await person.picture('matrix all dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await tool.inTree(page, pages.cost).click();
    await tool.button(page.getByRole('dialog'), forms.leave.leave).click();
    await title(pages.cost).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await person.goTo(`/calls/test?extension=202&dialled=201`);
    await page.getByRole('region', { name: callWords.test.outcomes.rings }).waitFor();
    await person.picture('test a call dark');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('nothing went wrong unseen', () => assert.deepEqual(ground.faults, []));
});

/** What the toll guard remembers of calls before this start: an hour, and a day, in its buckets. */
function haveSpent({ directory }: TestNode): void {
  const now = Date.now();
  const hour = [Math.floor(now / 300_000)];
  const day = [Math.floor(now / 3_600_000)];
  const account = (calls: number, minutes: number, money: number) => ({
    ...{ callsHour: [...hour, calls], minutesHour: [...hour, minutes], minutesDay: [...day, minutes] },
    ...{ moneyHour: [...hour, money], moneyDay: [...day, money], weekend: [0, 0, 0] },
  });
  const accounts = [
    ['extension', '201', account(4, 30, 90_000)],
    ['extension', '203', account(2, 11, 35_000)],
    ['trunk', 'telco', account(6, 41, 125_000)],
    ['system', '', account(6, 41, 125_000)],
  ];
  const memory = { version: 1, accounts, habits: [], blocks: [] };
  writeFileSync(join(directory, 'toll-guard.json'), JSON.stringify(memory), { mode: 0o600 });
}

/** A trunk, a route and what leads to it; a phone in the lobby that may not call out, and has tried. */
async function furnish(ground: Ground): Promise<void> {
  const { node } = ground;
  const add = (form: string, patch: Readonly<Record<string, unknown>>): ChangeParams => ({ kind: 'add', form, patch });
  await node.ask('form.change', {
    changes: [
      add('trunks', { name: 'telco', number: 1, proxies: '127.0.0.1:9', interconnectNumber: 3 }),
      add('routes', { name: 'national', trunk: 'telco' }),
      add('digits-dialled', { digits: '0', fewest: 4, most: 20, route: 'national' }),
      add('interconnect-restriction', { caller: 2, denied: '1, 3' }),
      add('users-and-services', { number: '201', name: 'Reception' }),
      add('users-and-services', { number: '203', name: 'Ada Lovelace' }),
    ],
  });
  const secret = await node.addExtension('202', { name: 'Lobby', interconnectNumber: 2 });
  const phone = await ground.phone('202', secret);
  assert.ok((await phone.registered(10_000)).ok);
  const placed = phone.call(outside);
  assert.ok(placed.ok);
  assert.ok(!(await placed.value.established(10_000)).ok, 'it is refused');
}
