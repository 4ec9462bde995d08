// The first day of a system, told in a real browser: from the one-time password to an audit trail that tells all of it. Pictures of every
// station are kept in .ci-output/screenshots.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Handset } from '#handset';
import { en } from '../../apps/web/shell/words/en.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { shell, forms, setup } = en;
const registerMs = 10_000;

describe('the first day', () => {
  let ground: Ground;
  let root: Person;
  let security: Person;
  /** Everything that nobody may ever read again. */
  const secrets: string[] = [];
  const passwords = { root: 'Quiet-Harbour-27', security: 'Granite-Lantern-84' };
  const phones: Handset[] = [];

  /** What happens in one goes on from what happened in those before it. */
  let isBroken = false;
  const station = (name: string, tell: () => unknown): void => {
    void test(name, async () => {
      assert.ok(!isBroken, 'an earlier station has failed');
      isBroken = true;
      await tell();
      isBroken = false;
    });
  };

  const know = (secret = ''): string => {
    assert.ok(secret.length >= 12, `no secret: ${secret}`);
    secrets.push(secret);
    return secret;
  };

  before(async () => {
    ground = await Ground.make();
    secrets.push(passwords.root, passwords.security);
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  station(
    'who comes to any address is asked who they are; the one-time password opens nothing before it is changed',
    async () => {
      root = await ground.person();
      const { page } = root;
      await root.goTo('/forms/numbering');
      await page.getByLabel(shell.login.loginId).waitFor();
      await root.picture('01 login');
      await tool.enter(root, 'administrator', 'not-the-password');
      await page.getByRole('alert').waitFor();
      await root.picture('02 login refused');
      const once = know(ground.node.passwords.administrator);
      await tool.enter(root, 'administrator', once);
      await page.getByRole('heading', { name: shell.newPassword.title }).waitFor();
      await tool.choosePassword(root, 'password1');
      await page.getByText('one of those that many people use').waitFor();
      await root.picture('03 password refused');
      await tool.choosePassword(root, passwords.root);
      await page.getByRole('heading', { name: 'Numbering', level: 1 }).waitFor();
    },
  );

  station('the security administrator switches the login banner on', async () => {
    security = await ground.person();
    await security.goTo('/');
    const password = know(ground.node.passwords.security);
    await tool.logIn(security, { loginId: 'security', password, next: passwords.security });
    assert.equal(await tool.inTree(security.page, 'Numbering').count(), 0, 'nothing but security is here');
    await tool.open(security, 'System Security Management');
    await tool.give(security.page, { loginBanner: true, bannerText: 'Private system.\nWhat you do here is recorded.' });
    const difference = await tool.save(security);
    assert.match(difference, /Login Banner/);
    await security.picture('04 security settings');
  });

  station('the banner is accepted before the login, and shown again at the logout', async () => {
    const { page } = root;
    await tool.logOut(root);
    await page.getByText('What you do here is recorded.').waitFor();
    await root.picture('05 banner');
    if (await tool.button(page, shell.banner.again).isVisible()) await tool.button(page, shell.banner.again).click();
    await tool.button(page, shell.banner.accept).click();
    await tool.logIn(root, { loginId: 'administrator', password: passwords.root });
  });

  station('the setup assistant leads to two registered phones', async () => {
    const { page } = root;
    await root.goTo('/');
    await page.getByRole('link', { name: shell.home.setupGo }).waitFor();
    await root.picture('06 home of a new system');
    await page.getByRole('link', { name: shell.home.setupGo }).click();
    await page.getByRole('heading', { name: setup.welcome.title }).waitFor();
    await root.picture('07 setup begins');
    await page.keyboard.press('Tab');
    await tool.button(page, `${setup.welcome.begin}: ${setup.system.name}`).click();
    await tool.give(page, { systemName: 'Brandt & Keller' });
    await page.getByText(setup.difference).waitFor();
    await root.picture('08 setup name');
    await tool.button(page, setup.save).click();
    await page.getByText(setup.certificate.fingerprint).waitFor();
    await page.getByRole('banner').getByText('Brandt & Keller').waitFor();
    await root.picture('09 setup certificate');
    await tool.button(page, setup.next).click();
    await tool.give(page, { extensionLength: '4' });
    await page.getByText(setup.difference).waitFor();
    await root.picture('10 setup numbering');
    await tool.button(page, setup.save).click();
    for (const [index, name] of ['Ada', 'Grace'].entries()) {
      await page.getByRole('heading', { name: index === 0 ? setup.phones.first : setup.phones.second }).waitFor();
      await tool.give(page, { name });
      await tool.button(page, setup.phones.add).click();
      const card = page.locator(`[data-phone="200${index + 1}"]`);
      const secret = (await card.locator(`[data-line="${setup.phones.secret}"] code`).textContent()) ?? '';
      if (index === 0) await root.picture('11 setup first phone');
      phones.push(await ground.phone(`200${index + 1}`, know(secret)));
      await card.getByText(setup.phones.registered, { exact: true }).waitFor({ timeout: registerMs });
    }
    await root.picture('12 setup phones registered');
  });

  station('the first call is shown live with its padlock, then on record', async () => {
    const { page } = root;
    await tool.button(page, setup.next).click();
    await page.getByText(setup.call.ask('2001', '2002')).waitFor();
    const placed = phones[0]?.call('2002');
    assert.ok(placed?.ok);
    await page.locator('[data-call="live"]').getByText('Secure').waitFor();
    await root.picture('13 setup test call');
    placed.value.hangUp();
    await page.getByText(setup.call.proven).waitFor();
    await root.picture('14 setup call on record');
    await tool.button(page, setup.next).click();
    await page.getByRole('heading', { name: setup.security.title }).waitFor();
    await tool.button(page, setup.next).click();
    await page.getByText(setup.summary.call).waitFor();
    await root.picture('15 setup summary');
    await tool.button(page, setup.summary.finish).click();
    await page.getByRole('heading', { name: shell.home.title, level: 1 }).waitFor();
    await page.getByText(shell.home.setupGo).waitFor({ state: 'detached' });
  });

  station('a record is copied and edited, with its difference before it is saved', async () => {
    const { page } = root;
    await tool.open(root, 'Users and Services');
    await page.getByRole('link', { name: '2001', exact: true }).click();
    await tool.button(page, forms.record.copy).click();
    await page.getByRole('heading', { name: forms.record.copyOf('2001') }).waitFor();
    await tool.give(page.getByRole('complementary'), { number: '2003', name: 'Workshop' });
    await tool.save(root, forms.record.add);
    know(await tool.keepMade(root));
    await page.getByRole('complementary').getByRole('heading', { name: '2003' }).waitFor();
    await tool.give(page.getByRole('complementary'), { name: 'Workshop, ground floor', doNotDisturb: true });
    await tool.button(page, forms.record.save).click();
    await page.getByRole('dialog').getByText('Workshop, ground floor').waitFor();
    await root.picture('16 difference before saving');
    await tool.button(page.getByRole('dialog'), forms.record.save).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await root.picture('17 record');
  });

  station('of 1,000 extensions three bad rows are pointed out, and without them all are imported', async () => {
    const { page } = root;
    const rows = Array.from({ length: 1_000 }, (_, index) => `${3000 + index},Person ${index + 1},required`);
    const bad = [...rows];
    bad[99] = '31,Too short,required';
    bad[499] = '3499,Person 500,sometimes';
    bad[899] = `2001,Twice,required`;
    await tool.chooseImport(page, ['number,name,mediaSecurity', ...bad].join('\n'));
    await page.getByText(forms.import.refused(3)).waitFor();
    await page.getByRole('dialog').getByRole('row').nth(3).waitFor();
    const wrong = await page.getByRole('dialog').getByRole('row').allTextContents();
    assert.deepEqual(
      wrong.slice(1).map((row) => /^\d+/.exec(row)?.[0]),
      ['101', '501', '901'],
    );
    await root.picture('18 import refused');
    await tool.button(page, forms.import.another).click();
    await tool.giveFile(page, ['number,name,mediaSecurity', ...rows].join('\n'));
    await page.getByText(forms.import.fine).waitFor();
    await root.picture('19 import checked');
    await tool.button(page, forms.import.import(1_000)).click();
    await page.getByText(forms.made.title(1_000)).waitFor();
    const made = await page.getByRole('dialog').locator('code').allTextContents();
    for (const secret of made) know(secret);
    await root.picture('20 secrets shown once');
    await tool.button(page, forms.made.done).click();
    await page.getByText(forms.table.records(1_003)).waitFor();
  });

  station('a policy hides a form from one administrator and makes it read-only for another', async () => {
    await tool.open(root, 'Admin Policies');
    await addPolicy('front desk', { numbering: 'None' });
    await addPolicy('night shift', { numbering: 'Read' });
    await root.picture('21 policy');
    await tool.open(root, 'User Authorization Profiles');
    const hidden = await addPerson('fiona', 'Fiona', 'front desk');
    const reading = await addPerson('nora', 'Nora', 'night shift');

    await tool.logIn(hidden.person, { ...hidden.entry, next: know('Velvet-Meadow-51') });
    assert.equal(await tool.inTree(hidden.person.page, 'Numbering').count(), 0);
    await hidden.person.goTo('/forms/numbering');
    await hidden.person.page.getByText(shell.lostPage.title).waitFor();
    await hidden.person.picture('22 hidden form');

    await tool.logIn(reading.person, { ...reading.entry, next: know('Silver-Thicket-63') });
    await tool.open(reading.person, 'Numbering');
    await reading.person.page.getByText(forms.record.readOnly).first().waitFor();
    assert.equal(await tool.button(reading.person.page, forms.record.save).count(), 0);
    await reading.person.picture('23 read-only form');
  });

  station('the audit trail tells all of it, with old and new values and no secret', async () => {
    const trail = await ground.node.askText('audit.export');
    for (const secret of secrets) assert.ok(!trail.includes(secret), 'a secret is in the audit trail');
    const { page } = security;
    await tool.open(security, 'Audit Trail Logs');
    await expectEntries(security, 'Numbering', [/Extension length: 3 → 4/]);
    await expectEntries(security, 'Workshop', [/Name: Workshop → Workshop, ground floor/, /Do not disturb: no → yes/]);
    await expectEntries(security, 'login', [/administrator/, /refused/i]);
    await security.picture('24 audit trail');
    await page.getByRole('searchbox').first().fill('');
  });

  station('nothing was fetched from elsewhere, no policy of the page was broken, and nothing went wrong unseen', () => {
    assert.deepEqual(ground.faults, []);
  });

  /** A policy that reads everything but what is said. */
  async function addPolicy(name: string, levels: Readonly<Record<string, 'None' | 'Read'>>): Promise<void> {
    const { page } = root;
    await tool.button(page.getByRole('main'), forms.table.add).first().click();
    const pane = page.getByRole('complementary');
    await tool.give(pane, { name, defaultAccess: 'read' });
    for (const [title, level] of Object.entries({ numbering: 'Numbering' }))
      await pane.getByRole('radio', { name: forms.access.cell(level, levels[title] ?? 'None'), exact: true }).check();
    await tool.save(root, forms.record.add);
  }

  async function addPerson(loginId: string, userName: string, adminPolicy: string) {
    const person = await ground.person();
    const password = await tool.add(root, { loginId, userName, systemAdministration: true, adminPolicy });
    await person.goTo('/');
    await tool.button(person.page, shell.banner.accept).click();
    return { person, entry: { loginId, password: know(password) } };
  }

  async function expectEntries({ page }: Person, search: string, wanted: readonly RegExp[]): Promise<void> {
    await page
      .getByRole('searchbox')
      .or(page.getByLabel(forms.table.searchIn('Audit Trail Logs')))
      .first()
      .fill(search);
    for (const text of wanted) await page.getByRole('row').filter({ hasText: text }).first().waitFor();
  }
});
