// A browser with a client certificate while every service is at secure high (SEC-2): the tool opens, and somebody logs in. Without one
// nothing opens at all. Playwright makes the TLS of a page with a certificate itself; the pages, and Chromium, are as always.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { TestNode } from '../node.ts';
import { startBrowser } from './chromium.ts';

const services = ['configuration', 'securityAdministration', 'systemStatus', 'http', 'webServices'];
let node: TestNode;
let browser: Browser;

before(async () => {
  node = await TestNode.start({ https: true });
  browser = await startBrowser('');
});

after(async () => {
  await browser?.close();
  await node?.remove();
});

test('at secure high a browser with a recognised certificate works, one without comes nowhere', async () => {
  const root = await makeRoot('Office');
  const own = await makeCertificate({ issuer: root, name: 'anna', usage: ['client'] });
  const patch = { name: 'Office', certificate: root.certificate, purposes: ['management'] };
  await node.ask('form.change', { changes: [{ kind: 'add', form: 'trusted-certificates', patch }] });
  await node.change('service-security-levels', Object.fromEntries(services.map((name) => [name, 'secure-high'])));
  const origin = `https://127.0.0.1:${await node.port('https')}`;
  const certificate = { origin, cert: Buffer.from(own.certificate), key: Buffer.from(own.key) };
  const known = await browser.newContext({ ignoreHTTPSErrors: true, clientCertificates: [certificate] });
  const page = await known.newPage();
  await page.goto(origin);
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await page.getByLabel('Login ID').fill('administrator');
  await page.getByLabel('Password').first().fill(String(node.passwords.administrator));
  await page.getByRole('button', { name: 'Log in' }).click();
  await page
    .getByText(/choose a new/i)
    .first()
    .waitFor();
  await known.close();
  const stranger = await browser.newContext({ ignoreHTTPSErrors: true });
  await assert.rejects((await stranger.newPage()).goto(origin), /net::ERR_/);
  await stranger.close();
});
