// Alarms and the audit trail on a real system, to real receivers: told by mail, webhook and syslog; away and back; killed; and never
// to whom is not known.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MailReceiver, readSyslog, SyslogReceiver } from '../../src/outbound/testing.ts';
import { makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { Refused, TestNode } from '../node.ts';
import { Hook } from './hook.ts';

interface Page {
  readonly records: readonly { readonly values: Readonly<Record<string, unknown>> }[];
}

const root = await makeRoot('Log office');
const server = await makeCertificate({ name: 'receivers', issuer: root, names: ['127.0.0.1'] });
const stranger = await makeCertificate({ name: 'receivers', issuer: await makeRoot('Nobody'), names: ['127.0.0.1'] });
const ours = { key: server.key, cert: server.certificate };
const password = 'correct horse';

const mail = new MailReceiver({ ...ours, authOptional: false });
const hook = new Hook(ours);
const siem = new SyslogReceiver(ours);
const evil = new SyslogReceiver({ key: stranger.key, cert: stranger.certificate });
let node: TestNode;

before(async () => {
  await Promise.all([mail.listen(), hook.listen(), siem.listen(), evil.listen()]);
  node = await TestNode.start();
});
after(async () => {
  await node.remove();
  hook.close();
  await Promise.all([mail.close(), siem.close(), evil.close()]);
});

const mostMs = 30_000;

async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const lateMs = Date.now() + mostMs;
  while (!(await isSo())) {
    assert.ok(Date.now() < lateMs, `${what}: it did not come to that`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const rows = async (form: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await node.ask<Page>('form.query', { form, limit: 1_000 })).records.map(({ values }) => values);
const alarm = async (id: string) => (await rows('alarms')).find((row) => row.id === id);
const act = (view: string, action: string, key: unknown) => node.ask('form.act', { view, action, key: String(key) });
const kinds = (id: string): string[] => hook.events.filter(({ data }) => data.condition === id).map(({ type }) => type);
const entryIds = (receiver: SyslogReceiver): number[] =>
  receiver.messages
    .map(readSyslog)
    .filter(({ kind }) => kind === 'audit')
    .map(({ elements }) => Number(elements['audit@32473']?.id));
const setVoice = (on: boolean) => node.change('system-options', { voiceEncryptionEnabled: on, srtpEnabled: on });

async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (fault) {
    if (fault instanceof Refused) return fault.message;
    throw fault;
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}

test('what is wrong with a destination is refused, all of it at once', async () => {
  const wrong = {
    ...{ emailFrom: 'minor', mailSecurity: 'clear', mailUser: 'anna', webhookFrom: 'minor' },
    webhookUrl: 'http://127.0.0.1/',
  };
  const refused = await refusalOf(node.change('alarm-delivery', wrong));
  for (const code of [
    'alarms.no-recipients',
    'alarms.mail-in-clear',
    'alarms.needs-encryption',
    'alarms.not-https',
    'alarms.no-secret',
  ])
    assert.match(refused, new RegExp(code));
  for (const emailRecipients of ['a@b.example\r\nBcc: c@d.example', 'a b@c.example', 'no address', '<a@b.example>'])
    assert.match(await refusalOf(node.change('alarm-delivery', { emailRecipients })), /forms\.not-text/);
});

test('destinations that are set up get a test, and say whether it arrived', async () => {
  const trusted = { name: 'Log office', certificate: root.certificate, purposes: ['outgoing'] };
  await node.ask('form.change', { changes: [{ kind: 'add', form: 'trusted-certificates', patch: trusted }] });
  const receiver = { server: '127.0.0.1', alarmsFrom: 'minor', auditTrail: true };
  const patch = {
    ...{ emailFrom: 'minor', emailRecipients: 'anna@example.com\nbert@example.com', emailSender: 'pbx@example.com' },
    ...{
      mailServer: '127.0.0.1',
      mailPort: mail.port,
      mailSecurity: 'starttls',
      mailUser: 'anna',
      mailPassword: password,
    },
    ...{ webhookFrom: 'minor', webhookUrl: `https://127.0.0.1:${hook.port}/events`, webhookSecret: '' },
  };
  const changed = await node.ask<{ records: { form: string; made: Record<string, string> }[] }>('form.change', {
    changes: [
      { kind: 'add', form: 'syslog-receivers', patch: { name: 'siem', port: siem.port, ...receiver } },
      { kind: 'add', form: 'syslog-receivers', patch: { name: 'evil', port: evil.port, ...receiver } },
      { kind: 'change', form: 'alarm-delivery', patch },
    ],
  });
  hook.secret = changed.records.find(({ form }) => form === 'alarm-delivery')?.made.webhookSecret ?? '';
  assert.match(hook.secret, /^whsec_/);
  for (const key of ['email', 'webhook', 'syslog-siem', 'trail-siem']) await act('alarm-destinations', 'test', key);
  assert.match(
    await refusalOf(act('alarm-destinations', 'test', 'syslog-evil')),
    /alarms\.not-delivered: The syslog receiver evil was not reached/,
  );
  assert.match(await refusalOf(act('alarm-destinations', 'test', 'nowhere')), /forms\.no-such-record/);
  assert.deepEqual(kinds('test'), ['alarm.test']);
  assert.deepEqual(
    mail.mails.slice(0, 1).map(({ to, secure, user }) => [to, secure, user]),
    [[['anna@example.com', 'bert@example.com'], true, 'anna']],
  );
  assert.deepEqual([evil.messages, hook.forged], [[], []]);
});

test('an alarm is raised though nobody looks, told everywhere, acknowledged by a person, and cleared', async () => {
  const id = 'system.voice-encryption';
  await setVoice(false);
  await until('raised', () => kinds(id).includes('alarm.raised'));
  const raised = await alarm(id);
  assert.deepEqual([raised?.severity, raised?.state, raised?.form], ['major', 'active', 'system-options']);
  await act('alarms', 'acknowledge', raised?.number);
  const home = await node.ask<{ alarms: { id: string; acknowledged: boolean; acknowledgedBy: string }[] }>('home');
  const shown = home.alarms.find((one) => one.id === String(raised?.number));
  assert.deepEqual([shown?.acknowledged, shown?.acknowledgedBy], [true, 'local']);
  await setVoice(true);
  await until('cleared', () => kinds(id).length === 3);
  assert.deepEqual(kinds(id), ['alarm.raised', 'alarm.acknowledged', 'alarm.cleared']);
  assert.equal((await alarm(id))?.state, 'cleared');
  assert.match(await refusalOf(act('alarms', 'acknowledge', raised?.number)), /alarms\.no-such-alarm/);
  await until(
    'syslog',
    () => siem.messages.filter((text) => readSyslog(text).elements['alarm@32473']?.condition === id).length === 3,
  );
  const actions = (
    await node.ask<{ action: string; data: string; user: string }[]>('audit.list', { text: id, limit: 50 })
  ).map(({ action, user }) => `${action} by ${user}`);
  assert.deepEqual(actions.reverse(), [
    'alarm raised by system',
    'alarm acknowledged by local',
    'alarm cleared by system',
  ]);
});

test('a destination with a certificate of nobody is an alarm, told to the others and sent nothing', async () => {
  await until('the alarm', async () => (await alarm('delivery.trail-evil'))?.state === 'active');
  await until('mailed', () => mail.mails.some(({ raw }) => /^Subject: \[(critical|major|minor)\] /m.test(raw)));
  await until('told', () => kinds('delivery.trail-evil').includes('alarm.raised'));
  assert.deepEqual(evil.messages, []);
  await node.ask('form.change', { changes: [{ kind: 'delete', form: 'syslog-receivers', key: 'evil' }] });
  await until('cleared', async () => (await alarm('delivery.trail-evil'))?.state === 'cleared');
});

test('of the audit trail nothing is lost while the receiver is away and the system is killed', async () => {
  const { port } = siem;
  await until('all before', () => entryIds(siem).length > 20);
  await siem.close();
  for (let number = 0; number < 5; number++) await node.addExtension(String(300 + number));
  await until('waiting', async () =>
    (await rows('alarm-destinations')).some((row) => row.destination === 'trail-siem' && row.state === 'failing'),
  );
  await node.kill();
  await node.run();
  await siem.listen(port);
  await node.change('syslog-receivers', { port }, 'siem');
  const entries = async () => (await node.ask<{ id: number }[]>('audit.list', { limit: 1 }))[0]?.id ?? 0;
  const last = await entries();
  await until('all after', () => new Set(entryIds(siem)).size >= last);
  const ids = [...new Set(entryIds(siem))];
  assert.deepEqual(
    ids.slice(0, last),
    Array.from({ length: last }, (_, index) => index + 1),
    'in order, without a gap',
  );
});

test('no secret is in any log, event, mail, message or entry', async () => {
  const entries = JSON.stringify(await node.ask('audit.list', { limit: 1_000 }));
  const told = [...siem.messages, ...mail.mails.map(({ raw }) => raw), JSON.stringify(hook.events)].join('\n');
  const shown = JSON.stringify(await node.ask('form.get', { form: 'alarm-delivery' }));
  const heard = [entries, told, shown, node.log].join('\n');
  for (const secret of [password, Buffer.from(password).toString('base64'), hook.secret, hook.secret.slice(6)])
    assert.ok(!heard.includes(secret));
  assert.deepEqual([hook.forged, node.faults], [[], []]);
});
