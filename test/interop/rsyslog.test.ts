// Debian's rsyslog as receiver (RFC 5424, 5425): the whole audit trail in order and every alarm, over TLS, with our device
// certificate asked for; away for a while and back.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeCertificate, makeRoot } from '../../src/security/certificates/testing.ts';
import { freePort, TestNode } from '../node.ts';
import { Program } from './program.ts';
import { until } from './wait.ts';

const directory = mkdtempSync(join(tmpdir(), 'ringfence-rsyslog-'));
const path = (name: string): string => join(directory, name);
const mostMs = 30_000;
let node: TestNode;
let port = 0;
let receiver: Program | undefined;

/** What rsyslog made of each message: its own reading of every part. */
interface Heard {
  readonly kind: string;
  readonly application: string;
  readonly priority: string;
  readonly data: string;
  readonly words: string;
}

const template = ['msgid', 'app-name', 'pri', 'structured-data', 'msg'].map((name) => `%${name}%`).join('\\t');

function configure(): string {
  return `
global(workDirectory="${directory}" maxMessageSize="16k"
  defaultNetstreamDriver="gtls"
  defaultNetstreamDriverCAFile="${path('ca.pem')}"
  defaultNetstreamDriverCertFile="${path('cert.pem')}"
  defaultNetstreamDriverKeyFile="${path('key.pem')}")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="x509/certvalid")
template(name="parts" type="string" string="${template}\\n")
input(type="imtcp" port="${port}" address="127.0.0.1")
action(type="omfile" file="${path('heard')}" template="parts")
`;
}

function start(): void {
  receiver = new Program('/usr/sbin/rsyslogd', ['-n', '-f', path('rsyslog.conf'), '-i', path('pid')]);
}

function heard(): Heard[] {
  if (!existsSync(path('heard'))) return [];
  const lines = readFileSync(path('heard'), 'utf8').split('\n').slice(0, -1);
  return lines
    .map((line) => line.split('\t'))
    .filter(([, application]) => application === 'ringfence')
    .map(([kind = '', application = '', priority = '', data = '', words = '']) => ({
      ...{ kind, application, priority, data, words },
    }));
}

const entries = (): number[] =>
  heard()
    .filter(({ kind }) => kind === 'audit')
    .map(({ data }) => Number(/ id="(\d+)"/.exec(data)?.[1]));
const lastEntry = async (): Promise<number> =>
  (await node.ask<{ id: number }[]>('audit.list', { limit: 1 }))[0]?.id ?? 0;
const hasAllUpTo = (last: number): true | undefined => new Set(entries()).size >= last || undefined;

before(async () => {
  port = await freePort();
  node = await TestNode.start();
  const root = await makeRoot('Log office');
  const server = await makeCertificate({ name: 'siem', issuer: root, names: ['127.0.0.1'], usage: ['server'] });
  writeFileSync(path('ca.pem'), node.authorityPem);
  writeFileSync(path('cert.pem'), server.certificate);
  writeFileSync(path('key.pem'), server.key);
  writeFileSync(path('rsyslog.conf'), configure());
  start();
  const trusted = { name: 'Log office', certificate: root.certificate, purposes: ['outgoing'] };
  const wished = {
    name: 'siem',
    server: '127.0.0.1',
    port,
    alarmsFrom: 'minor',
    auditTrail: true,
    clientCertificate: true,
  };
  await node.ask('form.change', {
    changes: [
      { kind: 'add', form: 'trusted-certificates', patch: trusted },
      { kind: 'add', form: 'syslog-receivers', patch: wished },
    ],
  });
});

after(async () => {
  await node.remove();
  await receiver?.end();
  rmSync(directory, { recursive: true, force: true });
});

test('rsyslog takes the audit trail whole and in order, reads its parts, and asks for our certificate', async () => {
  await node.addExtension('201', { name: 'Zoë "Z" ]x[ \\' });
  const last = await lastEntry();
  await until('the trail has arrived', mostMs, () => hasAllUpTo(last));
  assert.deepEqual(
    [...new Set(entries())].slice(0, last),
    Array.from({ length: last }, (_, index) => index + 1),
  );
  const added = heard().find(({ words }) => words.includes('Zoë'));
  assert.match(
    added?.data ?? '',
    /^\[origin software="Ringfence" swVersion="[\d.]+"\]\[audit@32473 system="[^"]+" id="\d+" hash="[0-9a-f]{64}"/,
  );
  assert.match(added?.data ?? '', / action="add" dataBytes="\d+"\]$/);
  assert.equal(added?.priority, String(13 * 8 + 6));
});

test('a test and an alarm arrive', async () => {
  await node.ask('form.act', { view: 'alarm-destinations', action: 'test', key: 'syslog-siem' });
  await node.change('system-options', { voiceEncryptionEnabled: false, srtpEnabled: false });
  const alarm = await until('the alarm has arrived', mostMs, () =>
    heard().find(({ kind, data }) => kind === 'alarm' && data.includes('condition="system.voice-encryption"')),
  );
  assert.equal(alarm.priority, String(14 * 8 + 2));
  assert.match(alarm.words, /Voice encryption is switched off/);
  assert.ok(heard().some(({ data }) => data.includes('event="test"')));
});

test('what was written while rsyslog was away arrives when it is back', async () => {
  await receiver?.end();
  for (let number = 0; number < 5; number++) await node.addExtension(String(300 + number));
  start();
  const last = await lastEntry();
  await node.change('syslog-receivers', { largestMessage: 8_000 }, 'siem');
  await until('the rest has arrived', mostMs, () => hasAllUpTo(last));
  const ids = [...new Set(entries())];
  assert.deepEqual(
    ids.slice(0, last),
    Array.from({ length: last }, (_, index) => index + 1),
  );
});
