// Alarms in a real browser: the bell cries with the worst of them, each says what to do, and acknowledging quiets it, here and on the page.

import { after, afterEach, before, describe, test } from 'node:test';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { frame, home } = en.shell;
const encryption = 'Voice encryption is switched off: calls are sent in the clear.';

describe('alarms in the tool', () => {
  let ground: Ground;
  let person: Person;

  before(async () => {
    ground = await Ground.make();
    person = await ground.person();
    await person.goTo('/');
    const password = ground.node.passwords.administrator ?? '';
    await tool.logIn(person, { loginId: 'administrator', next: 'Granite-Meadow-58', password });
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  const label = (major: number, minor: number, quiet: number) => frame.alarms({ critical: 0, major, minor }, quiet);
  const bell = (major: number, minor: number, quiet = 0) =>
    person.page.getByRole('button', { name: label(major, minor, quiet), exact: true });

  test('the bell cries as soon as something is wrong, with the worst of it, and is quiet when somebody has seen it', async () => {
    const { page } = person;
    // Nobody has logged in as the security administrator yet.
    await bell(0, 1).waitFor();
    await ground.node.change('system-options', { voiceEncryptionEnabled: false, srtpEnabled: false });
    await bell(1, 1).click();
    const list = page.getByRole('dialog', { name: label(1, 1, 0) });
    const alarm = list.getByRole('listitem').filter({ hasText: encryption });
    await alarm.getByText(`${home.severity.major}.`).waitFor();
    await person.picture('alarms');
    await person.expectNoBarrier('the list of alarms');
    await alarm.getByRole('button', { name: home.acknowledgeThis(encryption) }).click();
    await page.getByText(home.acknowledgedBy('administrator')).first().waitFor();
    await bell(0, 1, 1).waitFor();
    await page.keyboard.press('Escape');
  });

  test('all alarms are a page, and one that has ended stays there', async () => {
    const { page } = person;
    await ground.node.change('system-options', { voiceEncryptionEnabled: true, srtpEnabled: true });
    await bell(0, 1).waitFor();
    await tool.open(person, 'Alarms');
    await page.getByRole('row').filter({ hasText: encryption }).filter({ hasText: 'Cleared' }).waitFor();
  });
});
