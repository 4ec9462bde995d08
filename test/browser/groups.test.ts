// Whoever runs the phones makes a group: members are found by name or pasted as a list, in an order.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { forms } = en;

describe('a group', () => {
  let ground: Ground;
  let person: Person;

  before(async () => {
    ground = await Ground.make();
    for (const number of ['201', '202', '203']) await ground.node.addExtension(number);
    person = await ground.person();
    await person.goTo('/');
    await tool.logIn(person, {
      ...{ loginId: 'administrator', password: ground.node.passwords.administrator ?? '', next: 'Quiet-Harbour-27' },
    });
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  test('is made with its members in their order', async () => {
    const { page } = person;
    await tool.open(person, 'Hunt Groups');
    await tool.button(page.getByRole('main'), forms.table.add).first().click();
    const pane = page.getByRole('complementary');
    await tool.give(pane, { number: '300', name: 'Sales' });
    const members = tool.field(pane, 'members').locator('input').first();
    await members.click();
    await members.pressSequentially('203');
    await page.getByRole('option', { name: /203/ }).waitFor();
    await members.press('Enter');
    await members.pressSequentially('201 202 ');
    await person.expectNoBarrier('a group', 'aside');
    await person.picture('a group');
    assert.match(await tool.save(person, forms.record.add), /203\W+201\W+202/);
    await page.getByRole('row', { name: /300/ }).waitFor();
  });

  test('nothing went wrong unseen', () => assert.deepEqual(ground.faults, []));
});
