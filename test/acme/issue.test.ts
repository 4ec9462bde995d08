// Certificates that come by themselves, on a running system: ordered by both proofs, shown, renewed when the authority suggests it,
// refused with the reason while what is in force stays; and the scheduler that looks after them.

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import type { AlarmLine, HomeLine } from '../../apps/core/portal-protocol.ts';
import type { AuditLine, OrderedLine, RecordLine } from '../../apps/core/protocol.ts';
import { Refused, TestNode } from '../node.ts';
import { renewalId } from './authority.ts';
import { AcmeTestServer } from './server.ts';

const name = 'pbx.example.org';
const dayMs = 86_400_000;
let node: TestNode;
let server: AcmeTestServer;
const ports = { http: 0, https: 0 };

before(async () => {
  server = await AcmeTestServer.start(() => ports);
  node = await TestNode.start({
    https: true,
    set: [
      `system-options.publicNames=${name}`,
      'network-listeners.http.enabled=yes',
      'web-server-certificate.source=acme',
    ],
  });
  [ports.https, ports.http] = [await node.port('https'), await node.port('http')];
});

after(async () => {
  server.close();
  await node.remove();
});

/** The certificate that a browser is shown under the name. */
function shown(): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const place = { host: '127.0.0.1', port: ports.https, servername: name, rejectUnauthorized: false };
    const socket = connect(place, () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      if (certificate === undefined) reject(new Error('no certificate'));
      else resolve(certificate);
    });
    socket.once('error', reject);
  });
}

async function refusal(work: Promise<unknown>): Promise<{ readonly code: string; readonly words: string }> {
  const refused = await work.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (!(refused instanceof Refused)) throw refused ?? new Error('it was not refused');
  const [first] = refused.refusals;
  assert.ok(first);
  return first;
}

const set = (patch: Readonly<Record<string, unknown>>): Promise<void> => node.change('acme-settings', patch);
const orderNow = (place = 'web'): Promise<OrderedLine[]> => node.ask('certificate.acme', { place });
const alarm = async (): Promise<AlarmLine | undefined> =>
  (await node.ask<HomeLine>('home')).alarms.find(({ words }) => words.includes('ACME'));
const row = async (form: string, key: string): Promise<RecordLine['values']> =>
  (await node.ask<RecordLine>('form.get', { form, key })).values;

test('nothing is ordered before an authority is chosen and its terms are agreed to', async () => {
  assert.equal((await refusal(orderNow())).code, 'security.acme-off');
  const directoryUrl = server.directoryUrl;
  assert.equal((await refusal(set({ authority: 'other', directoryUrl }))).code, 'security.acme-terms');
  assert.equal(server.asked.length, 0);
  await set({ authority: 'other', directoryUrl, agreedToTerms: true, trustedAuthority: server.authority.rootPem });
});

test('TLS-ALPN-01: each step is told, the certificate is shown from then on, and all is on record', async () => {
  const before = await shown();
  assert.ok(!before.checkHost('nothing.example'));
  const steps = await node.askText('certificate.acme', { place: 'web' });
  for (const step of [
    /Reading the directory/,
    /Opening the account/,
    /Placing the order/,
    /Proving pbx\.example\.org by tls-alpn-01/,
    /Fetching/,
  ])
    assert.match(steps, step);
  const now = await shown();
  assert.equal(now.issuer, 'CN=Test ACME intermediate');
  assert.equal(now.checkHost(name), name);
  assert.equal(now.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  const entries = await node.ask<AuditLine[]>('audit.list', { limit: 20 });
  for (const action of ['certificate ordered', 'certificate issued'])
    assert.ok(
      entries.some((entry) => entry.action === action),
      action,
    );
  const listed = await row('acme-certificates', 'web');
  assert.deepEqual([listed.state, listed.names, listed.words], ['good', name, '']);
  assert.equal(await alarm(), undefined);
});

test('HTTP-01 is seen at the unencrypted listener, which serves nothing else of it afterwards', async () => {
  const before = (await shown()).serialNumber;
  await set({ challenge: 'http-01' });
  const [line] = await orderNow();
  assert.match(line?.words ?? '', /A certificate for pbx\.example\.org is there \(web\)/);
  assert.notEqual((await shown()).serialNumber, before);
  const [first, second] = server.orders;
  assert.equal(second?.replaces, renewalId(first?.chain ?? ''), 'it says which one it follows');
  const token = second?.authorizations[0]?.token ?? '';
  const gone = await fetch(`http://127.0.0.1:${ports.http}/.well-known/acme-challenge/${token}`, {
    redirect: 'manual',
  });
  assert.equal(gone.status, 404);
});

test('a proof that nobody could see is refused before the authority is told to look', async () => {
  await node.change('network-listeners', { enabled: false }, 'http');
  const { code, words } = await refusal(orderNow());
  assert.equal(code, 'security.acme-door-closed');
  assert.match(words, /HTTP-01/);
  assert.equal(server.refused.length, 0);
  const raised = await alarm();
  assert.equal(raised?.severity, 'major');
  assert.match(raised?.remedy ?? '', /TLS-ALPN-01/);
  await set({ challenge: 'tls-alpn-01' });
});

test('a refused order leaves in force what is in force, and is an alarm until one succeeds', async () => {
  const before = (await shown()).serialNumber;
  server.manner.issues = 'another-name';
  assert.equal((await refusal(orderNow())).code, 'security.acme-wrong-certificate');
  server.manner.issues = 'right';
  server.manner.rateLimitedSeconds = 7_200;
  const limited = await refusal(orderNow());
  assert.equal(limited.code, 'security.acme-rate');
  assert.equal((await shown()).serialNumber, before);
  assert.match((await alarm())?.words ?? '', /asked too often/);
  const later = Date.parse(String((await row('acme-certificates', 'web')).renewal));
  assert.ok(later - Date.now() > 6_900_000, 'not asked again before the authority says');
  await orderNow();
  assert.equal(await alarm(), undefined);
});

test('the telephony certificate is another one, with another key', async () => {
  await set({ places: ['web', 'telephony'] });
  await orderNow('telephony');
  const [web, telephony] = await Promise.all(['web', 'telephony'].map((place) => row('acme-certificates', place)));
  assert.deepEqual([web?.state, telephony?.state], ['good', 'good']);
  const [last, before] = [server.orders.at(-1), server.orders.at(-2)];
  assert.notEqual(
    new X509Certificate(last?.chain ?? '').publicKey.export({ type: 'spki', format: 'pem' }),
    new X509Certificate(before?.chain ?? '').publicKey.export({ type: 'spki', format: 'pem' }),
  );
  assert.equal(server.accounts.length, 1, 'one account for all');
});

test('the scheduler renews what the authority wants renewed, on record, and remembers it over a restart', async () => {
  const before = await shown();
  const present = server.orders.find(
    ({ chain }) => chain !== '' && new X509Certificate(chain).serialNumber === before.serialNumber,
  );
  const past = {
    start: new Date(Date.now() - 2 * dayMs).toISOString(),
    end: new Date(Date.now() - dayMs).toISOString(),
  };
  server.manner.windows.set(renewalId(present?.chain ?? ''), past);
  await node.ask('form.act', { view: 'scheduled-runs', action: 'run', key: 'certificates' });
  assert.notEqual((await shown()).serialNumber, before.serialNumber);
  const run = await row('scheduled-runs', 'certificates');
  assert.equal(run.outcome, 'done');
  assert.match(String(run.words), /A certificate for pbx\.example\.org is there \(web\)/);
  const renewed = (await shown()).serialNumber;
  await node.stop();
  await node.run();
  ports.https = await node.port('https');
  assert.equal((await shown()).serialNumber, renewed);
  assert.equal((await row('scheduled-runs', 'certificates')).outcome, 'done');
  const orders = server.orders.length;
  await node.ask('form.act', { view: 'scheduled-runs', action: 'run', key: 'certificates' });
  assert.equal(server.orders.length, orders, 'nothing is due');
});

test('a scheduled task that fails is an alarm until it is done; archives go where nobody chose', async () => {
  const exports = join(node.directory, 'exports');
  writeFileSync(exports, 'in the way');
  const run = () => node.ask('form.act', { view: 'scheduled-runs', action: 'run', key: 'audit-archives' });
  assert.equal((await refusal(run())).code, 'schedule.failed');
  const raised = async () =>
    (await node.ask<HomeLine>('home')).alarms.find(({ words }) => words.includes('audit-archives'));
  assert.match((await raised())?.words ?? '', /it is no directory|EEXIST/);
  rmSync(exports);
  await run();
  assert.equal(await raised(), undefined);
  assert.deepEqual(readdirSync(exports), []);
  mkdirSync(exports, { recursive: true });
  const entries = await node.ask<AuditLine[]>('audit.list', { limit: 30 });
  assert.deepEqual(
    ['task started', 'task failed', 'task done'].filter((action) => entries.every((entry) => entry.action !== action)),
    [],
  );
});
