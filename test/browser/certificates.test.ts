// The security administrator uploads a certificate as people have it: a PKCS#12 file with its passphrase, then one in PEM.

import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { en } from '../../apps/web/shell/words/en.ts';
import { Secret } from '../../src/base/index.ts';
import { makeCertificate } from '../../src/security/certificates/testing.ts';
import { writePkcs12 } from '../../src/security/certificates/upload/write-pkcs12.ts';
import { Ground } from './ground.ts';
import type { Person } from './person.ts';
import * as tool from './tool.ts';

const { forms } = en;
const names = ['localhost', '127.0.0.1'];

describe('a certificate is uploaded', () => {
  let ground: Ground;
  let officer: Person;

  before(async () => {
    ground = await Ground.make();
    officer = await ground.person();
    await officer.goTo('/');
    const password = ground.node.passwords.security ?? '';
    await tool.logIn(officer, { loginId: 'security', password, next: 'Quiet-Harbour-27' });
  });

  afterEach((t) => ground.pictureFailure(t));
  after(() => ground?.leave());

  /** The file is chosen with the button of the field. */
  const choose = async (field: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> => {
    const choosing = officer.page.waitForEvent('filechooser');
    await tool.button(tool.field(officer.page, field), forms.file.choose).click();
    await (await choosing).setFiles(file);
  };

  test('as a file with a passphrase; a wrong one is told at its field', async () => {
    const { page } = officer;
    const made = await makeCertificate({ name: 'Uploaded as a file', names });
    const key = createPrivateKey(made.key).export({ format: 'der', type: 'pkcs8' });
    const buffer = await writePkcs12({ name: 'file', key, certificates: [made.der] }, new Secret('open sesame'));
    await tool.open(officer, 'Telephony Certificate');
    await choose('pkcs12', { name: 'telephony.p12', mimeType: 'application/x-pkcs12', buffer });
    await tool.field(page, 'pkcs12').getByText(forms.file.chosen).waitFor();
    const passphrase = tool.field(page, 'passphrase');
    await passphrase.getByText(forms.secret.give, { exact: true }).click();
    await passphrase.locator('input').fill('open the door');
    await tool.button(page, forms.record.save).click();
    await passphrase.getByText('The passphrase does not fit.').waitFor();
    await passphrase.locator('input').fill('open sesame');
    const difference = await tool.save(officer);
    assert.match(difference, /Source.*Uploaded/s);
    assert.doesNotMatch(difference, /open sesame|PRIVATE/);
    await tool.field(page, 'certificate').getByText('BEGIN CERTIFICATE').waitFor();
    await officer.expectNoBarrier('certificate', 'main');
    await officer.goTo('/forms/certificates');
    await page.getByText('Uploaded as a file').first().waitFor();
    await officer.picture('certificates');
  });

  test('as files of PEM; one for another name is refused at the certificate', async () => {
    const { page } = officer;
    const [good, other] = await Promise.all(
      [names, ['other.example']].map((one) => makeCertificate({ name: 'In PEM', names: one })),
    );
    assert.ok(good !== undefined && other !== undefined);
    const pem = (text: string) => ({ name: 'file.pem', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await tool.open(officer, 'Device Certificate');
    await choose('certificate', pem(other.certificate));
    await choose('privateKey', pem(other.key));
    await tool.button(page, forms.record.save).click();
    await tool.field(page, 'certificate').getByText('for none of the names of this system').waitFor();
    await choose('certificate', pem(good.certificate));
    await choose('privateKey', pem(good.key));
    await tool.save(officer);
    await tool.field(page, 'privateKey').getByText(forms.secret.set, { exact: true }).waitFor();
  });
});
