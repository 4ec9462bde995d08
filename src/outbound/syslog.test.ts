// Syslog over TLS to a real receiver, and messages as it reads them: in frames, confirmed at the end, and never to whom is not known.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { no, type Result } from '#base';
import { testIdentity } from '../sip/transport/testing.ts';
import { SyslogLink } from './syslog.ts';
import { cutToBytes, printSyslog, type SyslogMessage } from './syslog-message.ts';
import { readSyslog, SyslogReceiver } from './testing.ts';

const { cert, key } = await testIdentity('siem');
const message = (more: Partial<SyslogMessage> = {}): SyslogMessage => ({
  ...{ facility: 'audit', severity: 'notice', atMs: 1_795_000_000_123, host: 'pbx', application: 'ringfence' },
  ...{ kind: 'audit', data: [{ id: 'audit@32473', values: { id: 7, user: 'anna' } }], words: 'Name: A → B' },
  ...more,
});

async function receiving(t: TestContext, options = {}): Promise<SyslogReceiver> {
  const receiver = new SyslogReceiver({ key, cert, ...options });
  await receiver.listen();
  t.after(() => receiver.close());
  return receiver;
}

async function linkTo(receiver: SyslogReceiver): Promise<SyslogLink> {
  const link = await SyslogLink.open({ host: '127.0.0.1', port: receiver.port, tls: { ca: cert } });
  assert.ok(link.ok);
  return link.value;
}

function codeOf(result: Result<unknown>): string {
  assert.ok(!result.ok, 'it was not refused');
  return result.refusal.code;
}

test('a message has the parts of RFC 5424, whatever is in them', () => {
  const words = 'A]"\\B\nsecond line\u0000\u001b[31m\ud800';
  const values = { id: 7, user: 'an"na]\\', 'na me=]"': 'x\r\ny' };
  const text = printSyslog(message({ host: 'my host\n', words, data: [{ id: 'a@1', values }] }), 2_048).toString();
  assert.doesNotMatch(text, /[\p{Cc}]/u);
  assert.deepEqual(readSyslog(text), {
    ...{ priority: 13 * 8 + 5, timestamp: '2026-11-18T11:06:40.123Z', host: 'myhost', application: 'ringfence' },
    ...{ process: '-', kind: 'audit', words: 'A]"\\B | second line··[31m\ufffd' },
    elements: { 'a@1': { id: '7', user: 'an"na]\\', name: 'x· | y' } },
  });
  const bare = printSyslog(message({ host: '', kind: 'ä', data: [], words: '' }), 2_048).toString();
  assert.equal(bare, '<109>1 2026-11-18T11:06:40.123Z - ringfence - - - \ufeff');
});

test('a long text is cut to what the receiver takes, never within a character', () => {
  for (const most of [2_048, 2_049, 2_050, 2_051]) {
    const cut = printSyslog(message({ words: '→😀'.repeat(2_000) }), most);
    assert.ok(cut.length <= most && cut.length > most - 8, `${cut.length}`);
    assert.match(readSyslog(cut.toString()).words, /^(→😀)+→?…$/u);
  }
  assert.equal(cutToBytes('abc', 3), 'abc');
  assert.equal(cutToBytes('abcd', 3), '…');
  assert.equal(cutToBytes('abcd', 2), '');
});

test('what was sent has arrived when the end of the connection was answered', async (t) => {
  const receiver = await receiving(t);
  const link = await linkTo(receiver);
  const sent = Array.from({ length: 300 }, (_, index) => printSyslog(message({ words: `Ä ${index}` }), 2_048));
  assert.ok((await link.send(sent)).ok);
  assert.ok((await link.finish()).ok);
  assert.deepEqual(
    receiver.messages.map((text) => readSyslog(text).words),
    sent.map((_, index) => `Ä ${index}`),
  );
});

test('a receiver that breaks off, or ends by itself, has confirmed nothing', async (t) => {
  const receiver = await receiving(t);
  const broken = await linkTo(receiver);
  assert.ok((await broken.send([printSyslog(message(), 2_048)])).ok);
  await receiver.has(1);
  receiver.breakOff();
  assert.equal(codeOf(await broken.finish()), 'outbound.syslog-broken');
  assert.equal(codeOf(await broken.send([])), 'outbound.syslog-broken');
  assert.equal(broken.isBroken, true);
  const ended = await linkTo(receiver);
  assert.ok((await ended.send([printSyslog(message(), 2_048)])).ok);
  await receiver.has(2);
  await receiver.close();
  assert.equal(codeOf(await ended.finish()), 'outbound.syslog-broken');
});

test('nothing is sent to a receiver with a certificate of nobody, of another name, or that is refused', async (t) => {
  const receiver = await receiving(t);
  const refusal = { code: 'security.certificate-revoked', words: 'It was revoked.' };
  const open = (tls: object) => SyslogLink.open({ host: '127.0.0.1', port: receiver.port, tls });
  assert.equal(codeOf(await open({})), 'outbound.tls-refused');
  assert.equal(codeOf(await open({ ca: cert, servername: 'other.example' })), 'outbound.tls-refused');
  assert.deepEqual(await open({ ca: cert, checkServer: async () => no(refusal) }), no(refusal));
  assert.deepEqual(receiver.messages, []);
});

test('a receiver that asks for a certificate is shown ours', async (t) => {
  const own = await testIdentity('device');
  const receiver = await receiving(t, { requestCert: true, rejectUnauthorized: true, ca: own.cert });
  const place = { host: '127.0.0.1', port: receiver.port };
  const link = await SyslogLink.open({ ...place, tls: { ca: cert, cert: own.cert, key: own.key } });
  assert.ok(link.ok);
  assert.ok((await link.value.send([printSyslog(message(), 2_048)])).ok);
  assert.ok((await link.value.finish()).ok);
  assert.deepEqual([receiver.clients, receiver.messages.length], [['device'], 1]);
});
