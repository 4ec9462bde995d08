// Security profiles on one live node (SEC-7): a fresh system meets Medium but for what a person must bring; Maximum is applied as one
// change and met; then every bullet is broken by hand, one at a time, and turns exactly its own line red, with the change named.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import type { PageLine, RecordHistoryLine, SecurityPlanLine, StatusLine } from '../../apps/core/protocol.ts';
import type { SecurityCheckLine, SecurityHistoryLine, SecurityReportLine } from '../../apps/core/security-protocol.ts';
import { type Made, makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { HttpsClient } from '../https.ts';
import { Refused, TestNode } from '../node.ts';

const commandLine = new URL('../../apps/cli/main.ts', import.meta.url).pathname;
const password = 'Plum-7-Cedar-9-Walk';
const anna = 'Copy of anna';

let node: TestNode;
let root: Made;
let client: Made;
let shown: Made;
const managerFiles = mkdtempSync(join(tmpdir(), 'ringfence-manager-'));

before(async () => {
  node = await TestNode.start({ https: true, set: ['network-listeners.management.enabled=yes'] });
  root = await makeRoot('Third party');
  const issuer = await makeCertificate({ issuer: root, name: 'Issuing', ca: true });
  shown = await makeCertificate({ issuer, name: 'pbx', names: ['localhost', '127.0.0.1'], usage: ['server'] });
  client = await makeCertificate({ issuer, name: 'anna', usage: ['client'] });
});

after(async () => {
  await node?.remove();
  rmSync(managerFiles, { recursive: true, force: true });
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** The command as its user runs it. */
async function run(...argv: readonly string[]): Promise<Run> {
  const more = { RINGFENCE_DATA: node.directory, RINGFENCE_MANAGER: managerFiles, NODE_TEST_CONTEXT: '' };
  const child = spawn(process.execPath, [commandLine, ...argv], { env: { ...process.env, ...more }, stdio: 'pipe' });
  child.stdin.end();
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, error };
}

const check = (profile: string): Promise<SecurityReportLine> => node.ask('security.check', { profile });

const openLines = ({ lines }: SecurityReportLine): string[] =>
  lines.filter(({ state }) => state !== 'met' && state !== 'not-applicable').map(({ id, state }) => `${id} ${state}`);

function lineOf({ lines }: SecurityReportLine, id: string): SecurityCheckLine {
  const found = lines.find((line) => line.id === id);
  assert.ok(found, id);
  return found;
}

const standing = async (): Promise<StatusLine['security']> => (await node.ask<StatusLine>('status')).security;

const alarms = async (): Promise<string> => {
  const { records } = await node.ask<PageLine>('form.query', { form: 'alarms', limit: 100 });
  const active = records.filter(({ values }) => values.cleared === '' || values.cleared === undefined);
  return active.map(({ values }) => String(values.words)).join('\n');
};

test('a fresh system meets Medium, but for what only a person can bring', async () => {
  const { code, out } = await run('security', 'check', 'medium', '--json');
  assert.equal(code, 1);
  const report: SecurityReportLine = JSON.parse(out);
  assert.deepEqual(openLines(report), ['medium.default-passwords to-do'], out);
  assert.match(lineOf(report, 'medium.default-passwords').evidence, /administrator and security/);
  assert.deepEqual(await standing(), { grade: '', adopted: 'medium', notMet: 0, toDo: 1 });
  assert.doesNotMatch(await alarms(), /The adopted profile/, 'what a person has yet to bring is no drift');
});

test('the to-do list ticks itself off, and Medium is met', async () => {
  for (const login of ['administrator', 'security']) (await node.loggedIn(login, password)).close();
  const { code, out } = await run('security', 'check');
  assert.equal(code, 0, out);
  assert.deepEqual(openLines(await check('medium')), []);
  assert.deepEqual(await standing(), { grade: 'medium', adopted: 'medium', notMet: 0, toDo: 0 });
});

test('what is not a profile is refused; who may not, neither sees nor applies', async () => {
  await assert.rejects(node.ask('security.check', { profile: 'best' }), /proof.no-such-profile/);
  await assert.rejects(node.ask('security.apply', { profile: 'best' }), /proof.no-such-profile/);
  const only = (...lines: string[]) => node.ask('security.apply', { profile: 'maximum', only: lines });
  await assert.rejects(only('maximum.no'), /proof.no-such-line/);
  await assert.rejects(only('maximum.default-passwords'), /proof.nothing-to-mend/);
  assert.equal((await run('security', 'check', 'best')).code, 2);
  const port = await node.port('https');
  const administrator = new HttpsClient(port, node.authorityPem);
  await administrator.logIn('administrator', password);
  assert.equal((await administrator.send('GET', 'security/report?profile=maximum')).status, 200);
  const applied = await administrator.send('POST', 'security/apply', { body: { profile: 'maximum' } });
  assert.equal(applied.status, 403, applied.text);
  administrator.close();
});

test('applying is refused where it would lock its author out, and changes nothing', async () => {
  const security = new HttpsClient(await node.port('https'), node.authorityPem);
  await security.logIn('security', password);
  const body = { profile: 'maximum' };
  for (const wish of [body, { ...body, dryRun: true }, { ...body, only: ['maximum.configuration'] }]) {
    const refused = await security.send('POST', 'security/apply', { body: wish });
    assert.equal(refused.status, 409, refused.text);
    assert.equal(JSON.parse(refused.text).refusals[0].code, 'proof.locks-out');
  }
  const mended = await security.send('POST', 'security/apply', {
    body: { ...body, only: ['maximum.password-complexity'] },
  });
  assert.equal(mended.status, 200, mended.text);
  const history = await security.send('GET', 'security/history');
  assert.equal(JSON.parse(history.text)[0].grade, 'medium');
  security.close();
  assert.deepEqual(await standing(), { grade: 'medium', adopted: 'medium', notMet: 0, toDo: 0 });
});

/** What only a person can bring: certificates of a third party, its authority, and the copy of a computer's certificate. */
async function bringCertificates(): Promise<void> {
  const upload = { certificate: shown.chain, privateKey: shown.key };
  const trust = (name: string, { certificate }: Made, purposes: readonly string[]) =>
    ({ kind: 'add', form: 'trusted-certificates', patch: { name, certificate, purposes } }) as const;
  await node.ask('form.change', {
    changes: [
      trust('Third party', root, ['management', 'telephony', 'outgoing']),
      ...(shown.issuer === undefined ? [] : [trust('Issuing', shown.issuer, ['management'])]),
      trust(anna, client, ['management']),
      { kind: 'change', form: 'web-server-certificate', patch: upload },
      { kind: 'change', form: 'telephony-certificate', patch: upload },
      { kind: 'change', form: 'device-certificate', patch: { source: 'web' } },
    ],
  });
}

test('Maximum, with the certificates in place, is applied as one change that is undone in one step', async () => {
  await bringCertificates();
  const before = await check('maximum');
  const dry = await node.ask<SecurityPlanLine>('security.apply', { profile: 'maximum', dryRun: true });
  assert.deepEqual([dry.auditId, dry.changed.dryRun], [0, true]);
  assert.deepEqual(openLines(await check('maximum')), openLines(before), 'a dry run changes nothing');
  const plan = await node.ask<SecurityPlanLine>('security.apply', { profile: 'maximum' });
  assert.deepEqual(
    plan.changed.records.map(({ form, differences }) => `${form}: ${differences.map(({ label }) => label).join(' ')}`),
    dry.changed.records.map(({ form, differences }) => `${form}: ${differences.map(({ label }) => label).join(' ')}`),
  );
  assert.deepEqual(openLines(await check('maximum')), []);
  await node.ask('form.undo', { auditId: plan.auditId });
  assert.deepEqual(openLines(await check('maximum')), openLines(before), 'all of it is taken back');
  assert.equal((await standing()).adopted, 'medium');
  const { code, out, error } = await run('security', 'apply', 'maximum', '--json');
  assert.equal(code, 0, error);
  assert.ok((JSON.parse(out) as SecurityPlanLine).auditId > 0);
  const checked = await run('security', 'check', 'maximum');
  assert.equal(checked.code, 0, checked.out);
  assert.deepEqual(await standing(), { grade: 'maximum', adopted: 'maximum', notMet: 0, toDo: 0 });
});

test('at Maximum nobody without a recognised certificate completes a request; who has one does', async () => {
  const port = await node.port('https');
  const stranger = new HttpsClient(port, root.certificate);
  await assert.rejects(stranger.send('GET', 'welcome'));
  stranger.close();
  const known = new HttpsClient(port, root.certificate, { cert: client.chain, key: client.key });
  await known.logIn('security', password);
  const body = { profile: 'maximum', dryRun: true };
  assert.equal((await known.send('POST', 'security/apply', { body })).status, 200);
  known.close();
});

type Breaking = () => Promise<{ readonly form: string; readonly key?: string }>;

const change = async (form: string, patch: Readonly<Record<string, unknown>>, key?: string) => {
  await node.change(form, patch, key);
  return key === undefined ? { form } : { form, key };
};

const trusted = 'trusted-certificates';

/** How each bullet is broken by hand; the change is taken back afterwards. */
const breakings: readonly (readonly [bullet: string, breaking: Breaking])[] = [
  ['security-administration', () => change('service-security-levels', { securityAdministration: 'secure-medium' })],
  ['configuration', () => change('service-security-levels', { configuration: 'secure-low' })],
  ['password-reject-action', () => change('system-security-management', { passwordRejectAction: 'log' })],
  ['client-certificate-checks', () => change('certificate-checks', { management: 'medium' })],
  ['password-complexity', () => change('system-security-management', { passwordComplexity: 'medium' })],
  ['password-length', () => change('system-security-management', { minimumPasswordLength: 8 })],
  ['previous-passwords', () => change('system-security-management', { previousPasswordLimit: 5 })],
  ['password-change-period', () => change('system-security-management', { passwordChangePeriodDays: 0 })],
  ['account-idle-time', () => change('system-security-management', { accountIdleDays: 0 })],
  ['server-certificates', () => change('device-certificate', { source: 'authority' })],
  [
    'manager-certificates',
    async () => {
      const { certificate } = await makeCertificate({ name: 'self-made', usage: ['client'] });
      const patch = { name: 'Self-made', certificate, purposes: ['management'] };
      await node.ask('form.change', { changes: [{ kind: 'add', form: trusted, patch }] });
      return { form: trusted, key: 'Self-made' };
    },
  ],
  [
    'system-stores',
    async () => {
      await node.ask('form.change', { changes: [{ kind: 'delete', form: trusted, key: 'Third party' }] });
      return { form: trusted, key: 'Third party' };
    },
  ],
  ['unsecured-interfaces', () => change('unsecured-interfaces', { enabled: true }, 'sip-udp')],
  ['manager-check-level', () => change('manager-settings', { leastCheckLevel: 'medium' })],
  ['manager-offers-certificate', () => change('manager-settings', { offerCertificate: false })],
  ['only-recognised', () => change('service-security-levels', { systemStatus: 'secure-medium' })],
];

/** The line is red and no other, with the change and its author. */
async function assertRed(
  bullet: string,
  { form, key }: { readonly form: string; readonly key?: string },
): Promise<number> {
  const report = await check('maximum');
  const id = `maximum.${bullet}`;
  assert.deepEqual(
    openLines(report).map((words) => words.split(' ')[0]),
    [id],
  );
  const { changes } = await node.ask<RecordHistoryLine>('form.history', key === undefined ? { form } : { form, key });
  const line = lineOf(report, id);
  assert.deepEqual([line.auditId, line.changedBy], [changes[0]?.auditId, changes[0]?.by]);
  assert.ok(line.evidence !== '' && line.changedAtMs > 0);
  const words = await alarms();
  assert.ok(words.includes(id) && words.includes(`audit entry ${line.auditId}`), words);
  const [moment] = await node.ask<SecurityHistoryLine[]>('security.history');
  assert.deepEqual([moment?.moved.map((moved) => moved.id), moment?.auditId], [[id], line.auditId]);
  return line.auditId;
}

async function assertGreen(): Promise<void> {
  assert.deepEqual(openLines(await check('maximum')), []);
  assert.doesNotMatch(await alarms(), /The adopted profile/);
}

test('each bullet of Maximum, broken by hand, turns its line red and no other, with the change named', async (t) => {
  for (const [bullet, breaking] of breakings)
    await t.test(`maximum.${bullet}`, async () => {
      const auditId = await assertRed(bullet, await breaking());
      await node.ask('form.undo', { auditId });
      await assertGreen();
    });
  await t.test('maximum.unsecured-interfaces, by a listener that answers', async () => {
    await node.change('unsecured-interfaces', { enabled: true }, 'sip-tcp');
    await node.change('network-listeners', { enabled: true }, 'sip-tcp');
    const line = lineOf(await check('maximum'), 'maximum.unsecured-interfaces');
    assert.match(line.evidence, /sip-tcp, 127\.0\.0\.1:\d+ at [\d:]+ UTC: it answers unencrypted/);
    const mended = await node.ask<SecurityPlanLine>('security.apply', {
      ...{ profile: 'maximum', only: ['maximum.unsecured-interfaces'] },
    });
    assert.deepEqual(
      mended.changed.records.map(({ form, key }) => [form, key]),
      [['unsecured-interfaces', 'sip-tcp']],
    );
    await node.change('network-listeners', { enabled: false }, 'sip-tcp');
    await assertGreen();
  });
  await t.test('maximum.manager-stores', async () => {
    const { code: typed } = await node.ask<{ readonly code: string }>('manager.invite', { name: 'desk' });
    const place = `127.0.0.1:${await node.port('management')}`;
    const enrolled = await run('manager', 'enrol', 'pbx', place, '--code', typed);
    assert.equal(enrolled.code, 0, enrolled.error);
    await assertRed('manager-stores', { form: trusted, key: 'Manager desk' });
    await node.ask('form.act', { view: 'managers', action: 'shutOut', key: 'desk' });
    await assertGreen();
  });
  await t.test('maximum.default-passwords', async () => {
    await node.ask('user.resetPassword', { loginId: 'security' });
    await assertRed('default-passwords', { form: 'user-authorization-profiles', key: 'security' });
    const { code, error } = await run('security', 'check', 'maximum');
    assert.equal(code, 1);
    assert.match(error, /Maximum security is not met: 1 of its lines are open.*cli.security-not-met/);
  });
});

test('what is not running is not known; what was seen stays on record', async () => {
  await node.stop();
  const offline = await run('security', 'check', 'medium', '--json');
  assert.equal(offline.code, 1);
  const report: SecurityReportLine = JSON.parse(offline.out);
  const live = report.lines.filter(({ evidence }) => evidence.includes('not running'));
  assert.deepEqual(
    live.map(({ id, state }) => [id, state]),
    ['security-administration', 'configuration', 'unsecured-interfaces'].map((name) => [`medium.${name}`, 'unknown']),
  );
  await node.run();
  assert.deepEqual((await check('maximum')).adopted, 'maximum');
  const history = await node.ask<SecurityHistoryLine[]>('security.history');
  assert.ok(history.some(({ profile, grade }) => profile === 'maximum' && grade === 'maximum'));
});

test('a fault of the caller is refused', async () => {
  for (const params of [{ profile: 'medium', dryRun: 'yes' }, { profile: 'medium', only: [] }, {}, { profile: 7 }])
    await assert.rejects(node.ask('security.apply', params), (fault) => fault instanceof Refused);
});
