// Levels of services over a live listener (SEC-2): each request is judged by its own service, by what its connection really
// negotiated and by the client's certificate; at secure high, nobody without one comes as far as HTTP; nobody locks themselves out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { HttpsClient } from '../https.ts';
import { TestNode } from '../node.ts';

const services = ['configuration', 'securityAdministration', 'systemStatus', 'http', 'webServices'] as const;
const password = 'Plum-7-Cedar-9-Walk';
const all = (level: string): Record<string, string> => Object.fromEntries(services.map((name) => [name, level]));
const codeOf = (text: string): string => JSON.parse(text).refusals?.[0]?.code ?? text;

let node: TestNode;
let root: Made;
let known: Made;
let stranger: Made;

before(async () => {
  const sessions = ['sessionsSystemAdministration=30', 'sessionsPerAccount=30'];
  const set = sessions.map((wish) => `system-security-management.${wish}`);
  node = await TestNode.start({ https: true, set: ['security-profile.profile=none', ...set] });
  for (const login of ['administrator', 'security']) (await node.loggedIn(login, password)).close();
  root = await makeRoot('Office');
  known = await makeCertificate({ issuer: root, name: 'anna', usage: ['client'] });
  stranger = await makeCertificate({ issuer: await makeRoot('Elsewhere'), name: 'anna', usage: ['client'] });
  const patch = { name: 'Office', certificate: root.certificate, purposes: ['management'] };
  await node.ask('form.change', { changes: [{ kind: 'add', form: 'trusted-certificates', patch }] });
});

after(() => node?.remove());

const setLevels = (patch: Record<string, string>): Promise<void> => node.change('service-security-levels', patch);

/** A program with these options of TLS, logged in. */
async function client(login: string, options: ConnectionOptions = {}): Promise<HttpsClient> {
  const made = new HttpsClient(await node.port('https'), node.authorityPem, options);
  await made.logIn(login, password);
  return made;
}

const showing = ({ certificate, key }: Made): ConnectionOptions => ({ cert: certificate, key });
const asked = async (from: HttpsClient, path: string): Promise<string> => {
  const { status, text } = await from.send('GET', path);
  return status === 200 ? 'ok' : codeOf(text);
};

/** One question to each service. */
const questions = {
  configuration: 'forms/numbering/record',
  securityAdministration: 'forms/system-security-management/record',
  systemStatus: 'home',
  http: '/',
} as const;

async function askAll(from: HttpsClient): Promise<Record<string, string>> {
  const answers = Object.entries(questions).map(async ([name, path]) => [name, await asked(from, path)] as const);
  return Object.fromEntries(await Promise.all(answers));
}

test('a service that is disabled is not there, on connections that are open too; the others are', async () => {
  const anna = await client('administrator');
  const ok = { configuration: 'ok', securityAdministration: 'ok', systemStatus: 'ok', http: 'ok' };
  assert.deepEqual(await askAll(anna), ok);
  for (const service of ['configuration', 'securityAdministration', 'systemStatus', 'http'] as const) {
    await setLevels({ ...all('secure-medium'), [service]: 'disabled' });
    const code = service === 'http' ? 'portals.files-closed' : 'security.service-disabled';
    assert.deepEqual(await askAll(anna), { ...ok, [service]: code }, service);
  }
  await setLevels(all('secure-medium'));
  assert.deepEqual(await askAll(anna), ok);
  anna.close();
});

test('a request over a connection that is too weak for its service is refused, and the words say what to do', async () => {
  await node.change('tls-security-levels', { web: 'low' });
  await setLevels({ ...all('secure-low'), configuration: 'secure-medium' });
  const weak = await client('administrator', { ciphers: 'ECDHE-RSA-AES256-SHA384', maxVersion: 'TLSv1.2' });
  const answers = await askAll(weak);
  assert.deepEqual(answers, {
    ...{ configuration: 'security.connection-weak', securityAdministration: 'ok', systemStatus: 'ok', http: 'ok' },
  });
  const { status, text } = await weak.send('GET', questions.configuration);
  assert.equal(status, 403);
  assert.match(text, /TLSv1\.2, ECDHE-RSA-AES256-SHA384.*Connect with TLS 1\.2 or 1\.3 and a suite with GCM/);
  await setLevels(all('secure-medium'));
  await assert.rejects(client('administrator', { ciphers: 'ECDHE-RSA-AES256-SHA384', maxVersion: 'TLSv1.2' }));
  weak.close();
  await node.change('tls-security-levels', { web: 'high' });
});

test('a service at secure high asks for a certificate that is recognised; the other services do not', async () => {
  await setLevels({ ...all('secure-medium'), configuration: 'secure-high', http: 'secure-high' });
  const expected = { securityAdministration: 'ok', systemStatus: 'ok' };
  const refused = { configuration: 'security.certificate-needed', http: 'portals.files-closed' };
  const [without, wrong, right] = await Promise.all([
    client('administrator'),
    client('administrator', showing(stranger)),
    client('administrator', showing(known)),
  ]);
  assert.deepEqual(await askAll(without), { ...expected, ...refused });
  assert.deepEqual(await askAll(wrong), { ...expected, ...refused });
  assert.deepEqual(await askAll(right), { ...expected, configuration: 'ok', http: 'ok' });
  assert.match((await without.send('GET', questions.configuration)).text, /showed none/);
  assert.match((await wrong.send('GET', questions.configuration)).text, /The one that was shown is not/);
  const short = await client('administrator', { ...showing(known), ciphers: 'TLS_AES_128_GCM_SHA256' });
  assert.equal(await asked(short, questions.configuration), 'security.connection-weak');
  for (const one of [without, wrong, right, short]) one.close();
});

test('who is trusted no longer is not recognised any more, on an open connection too', async () => {
  await setLevels({ ...all('secure-medium'), configuration: 'secure-high' });
  const anna = await client('administrator', showing(known));
  assert.equal(await asked(anna, questions.configuration), 'ok');
  await node.ask('form.change', { changes: [{ kind: 'delete', form: 'trusted-certificates', key: 'Office' }] });
  assert.equal(await asked(anna, questions.configuration), 'security.certificate-needed');
  const patch = { name: 'Office', certificate: root.certificate, purposes: ['management'] };
  await node.ask('form.change', { changes: [{ kind: 'add', form: 'trusted-certificates', patch }] });
  anna.close();
});

test('with every service at secure high, nobody without a recognised certificate comes as far as HTTP', async () => {
  await setLevels(all('secure-high'));
  const port = await node.port('https');
  for (const options of [{}, showing(stranger)] as const)
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const)
      assert.equal(await heard(port, { ...options, maxVersion }), '', `${maxVersion} ${'cert' in options}`);
  assert.match(await heard(port, showing(known)), /^HTTP\/1\.1 200 /);
  const anna = await client('administrator', showing(known));
  assert.equal(await asked(anna, questions.configuration), 'ok');
  await assert.rejects(
    heard(port, { ...showing(known), ciphers: 'TLS_AES_128_GCM_SHA256' }),
    /alert handshake failure/,
  );
  anna.close();
});

/** What is answered to a request that is sent at once; nothing where the connection is closed without a byte. */
async function heard(port: number, options: ConnectionOptions): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, ca: node.authorityPem, servername: 'localhost', ...options });
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  let fault = '';
  socket.on('error', (error) => {
    fault = error.message;
  });
  socket.write(`GET /api/v1/welcome HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await new Promise((resolve) => socket.once('close', resolve));
  if (/handshake failure/.test(fault) && 'ciphers' in options) throw new Error(fault);
  return text;
}

test('nobody locks themselves out by levels; on the machine itself it goes', async () => {
  await setLevels(all('secure-medium'));
  const officer = await client('security', { ciphers: 'TLS_AES_128_GCM_SHA256' });
  const tryTo = async (form: string, patch: Record<string, string>, query = ''): Promise<string> => {
    const { status, text } = await officer.send('PATCH', `forms/${form}/record${query}`, { body: patch });
    return status === 200 ? 'ok' : JSON.parse(text).refusals[0].words;
  };
  const form = 'service-security-levels';
  assert.match(await tryTo(form, { securityAdministration: 'disabled' }), /lock yourself out: .*is disabled/);
  assert.match(await tryTo(form, { http: 'disabled' }), /lock yourself out: .*HTTP is disabled/);
  assert.match(await tryTo(form, { securityAdministration: 'secure-high' }), /lock yourself out: .*AES_128/);
  assert.match(await tryTo(form, all('secure-high')), /lock yourself out: your connection .* would not be negotiated/);
  assert.match(await tryTo(form, all('disabled'), '?dryRun=true'), /lock yourself out: no service would be left/);
  assert.equal(await tryTo(form, { configuration: 'secure-high' }), 'ok');
  const strong = await client('security');
  const refused = await strong.send('PATCH', `forms/${form}/record`, { body: all('secure-high') });
  assert.match(refused.text, /a client certificate would be asked for/);
  const shown = await client('security', showing(known));
  const done = await shown.send('PATCH', `forms/${form}/record`, { body: all('secure-high') });
  assert.equal(done.status, 200, done.text);
  await setLevels(all('disabled'));
  const { listeners } = await node.ask<{ listeners: { name: string; closedBecause: string }[] }>('status');
  assert.match(listeners.find(({ name }) => name === 'https')?.closedBecause ?? '', /every service on it is disabled/);
  await setLevels(all('secure-medium'));
  for (const one of [officer, strong, shown]) one.close();
});

test('only HTTP has an unsecured side', async () => {
  const refusal = /security\.no-unsecured-side/;
  await assert.rejects(setLevels({ configuration: 'unsecure' }), refusal);
  await assert.rejects(setLevels({ webServices: 'unsecure-secure' }), refusal);
  await setLevels({ http: 'unsecure-secure' });
  await setLevels({ http: 'secure-medium' });
});
