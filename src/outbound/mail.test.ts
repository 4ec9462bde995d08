// Mail to a real mail server: over TLS, over STARTTLS that must succeed, in the clear; and everything that must not be sent.

import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { no, ok, type Result, Secret } from '#base';
import { testIdentity } from '../sip/transport/testing.ts';
import { type Mail, type MailServer, sendMail } from './mail.ts';
import { MailReceiver } from './testing.ts';

const { cert, key } = await testIdentity('mail');
const mail: Mail = {
  ...{
    from: 'ringfence@example.com',
    to: ['anna@example.com', 'bert@example.com'],
    subject: '[major] Büro: es klemmt',
  },
  ...{ text: 'Ä problem.\n.\nA dot alone.\n', id: 'abc123', atMs: Date.UTC(2026, 10, 22) },
};

async function receiving(
  t: TestContext,
  options: ConstructorParameters<typeof MailReceiver>[0],
): Promise<MailReceiver> {
  const receiver = new MailReceiver(options);
  await receiver.listen();
  t.after(() => receiver.close());
  return receiver;
}

const serverAt = ({ port }: MailReceiver, more: Partial<MailServer> = {}): MailServer => ({
  ...{ host: '127.0.0.1', port, security: 'starttls', tls: { ca: cert }, user: '' },
  ...more,
});

function codeOf(result: Result<unknown>): string {
  assert.ok(!result.ok, 'it was not refused');
  return result.refusal.code;
}

test('a mail arrives over STARTTLS, after a login, as it was meant', async (t) => {
  const receiver = await receiving(t, { key, cert });
  const login = { user: 'anna', password: new Secret('correct horse') };
  assert.deepEqual(await sendMail(serverAt(receiver, login), mail), ok(undefined));
  const [{ raw = '', ...arrived } = {}] = receiver.mails;
  assert.deepEqual(arrived, { from: mail.from, to: mail.to, secure: true, user: 'anna' });
  assert.match(raw, /^From: Ringfence <ringfence@example\.com>\r$/m);
  assert.match(raw, /^To: anna@example\.com, bert@example\.com\r$/m);
  assert.match(raw, /^Message-ID: <abc123@example\.com>\r$/m);
  assert.match(raw, /^Auto-Submitted: auto-generated\r$/m);
  assert.match(raw, /^Subject: =\?UTF-8\?Q\?/m);
});

test('a mail arrives over TLS from the first byte on', async (t) => {
  const receiver = await receiving(t, { key, cert, secure: true });
  const seen: number[] = [];
  const checkServer = async ({ chain }: { chain: readonly Buffer[] }) => ok(seen.push(chain.length));
  const server = serverAt(receiver, { security: 'tls', tls: { ca: cert, checkServer } });
  assert.deepEqual(await sendMail(server, mail), ok(undefined));
  assert.deepEqual([receiver.mails.length, seen], [1, [1]]);
});

test('in the clear a mail arrives where that is wanted, and never a password', async (t) => {
  const receiver = await receiving(t, { key, cert, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  assert.deepEqual(await sendMail(serverAt(receiver, { security: 'clear' }), mail), ok(undefined));
  assert.equal(receiver.mails[0]?.secure, false);
  const login = { security: 'clear', user: 'anna', password: new Secret('correct horse') } as const;
  assert.equal(codeOf(await sendMail(serverAt(receiver, login), mail)), 'outbound.mail-in-clear');
  assert.deepEqual(receiver.shown, []);
});

test('a server without STARTTLS is sent nothing', async (t) => {
  const receiver = await receiving(t, { key, cert, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
  const login = { user: 'anna', password: new Secret('correct horse') };
  assert.match(codeOf(await sendMail(serverAt(receiver, login), mail)), /^outbound\.mail-(no-tls|failed)$/);
  assert.deepEqual([receiver.mails, receiver.shown], [[], []]);
});

test('a certificate of nobody, of another name, or that further checks refuse gets nothing', async (t) => {
  const implicit = await receiving(t, { key, cert, secure: true });
  const starttls = await receiving(t, { key, cert });
  const refusal = { code: 'security.certificate-revoked', words: 'It was revoked.' };
  const login = { user: 'anna', password: new Secret('correct horse') };
  for (const [receiver, security] of [
    [implicit, 'tls'],
    [starttls, 'starttls'],
  ] as const) {
    const to = (tls: MailServer['tls']) => sendMail(serverAt(receiver, { ...login, security, tls }), mail);
    assert.match(codeOf(await to({})), /^outbound\.(tls-refused|mail-no-tls)$/);
    assert.match(codeOf(await to({ ca: cert, servername: 'other.example' })), /^outbound\.(tls-refused|mail-no-tls)$/);
    assert.deepEqual(await to({ ca: cert, checkServer: async () => no(refusal) }), no(refusal));
    assert.deepEqual([receiver.mails, receiver.shown], [[], []], security);
  }
});

test('a refused login is told without what was shown', async (t) => {
  const receiver = await receiving(t, { key, cert });
  const refused = await sendMail(serverAt(receiver, { user: 'anna', password: new Secret('wrong pony') }), mail);
  assert.equal(codeOf(refused), 'outbound.mail-login');
  assert.doesNotMatch(JSON.stringify(refused), /wrong pony|d3Jvbmcg/);
  assert.deepEqual(receiver.mails, []);
});

test('what the server will never take is told apart from what it does not take now', async (t) => {
  const never = await receiving(t, { key, cert, refuse: 554 });
  assert.equal(codeOf(await sendMail(serverAt(never), mail)), 'outbound.mail-rejected');
  const later = await receiving(t, { key, cert, refuse: 451 });
  assert.equal(codeOf(await sendMail(serverAt(later), mail)), 'outbound.mail-failed');
});

test('what the server does not take for one recipient the others get, and it is told; for nobody it is refused', async (t) => {
  const receiver = await receiving(t, { key, cert });
  const partly = await sendMail(serverAt(receiver), { ...mail, to: ['nobody@example.com', 'anna@example.com'] });
  assert.equal(codeOf(partly), 'outbound.mail-partly');
  assert.match(JSON.stringify(partly), /not for nobody@example\.com/);
  assert.deepEqual(
    receiver.mails.map(({ to }) => to),
    [['anna@example.com']],
  );
  assert.equal(
    codeOf(await sendMail(serverAt(receiver), { ...mail, to: ['nobody@example.com'] })),
    'outbound.mail-rejected',
  );
});

test('no address and no subject can begin another header or command', async (t) => {
  const receiver = await receiving(t, { key, cert });
  for (const address of [
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example> RCPT TO:<c@d.example',
    'a b@c',
    '"a"@b',
    'a',
    '',
  ])
    for (const wrong of [{ from: address }, { to: ['a@b.example', address] }])
      assert.equal(codeOf(await sendMail(serverAt(receiver), { ...mail, ...wrong })), 'outbound.mail-address', address);
  assert.equal(receiver.connections, 0);
  const subject = 'one\r\nBcc: mallory@example.com\r\n\r\nbody\u2028two';
  assert.ok((await sendMail(serverAt(receiver), { ...mail, subject })).ok);
  assert.doesNotMatch(receiver.mails[0]?.raw ?? '', /^Bcc:/m);
  assert.deepEqual(receiver.mails[0]?.to, mail.to);
});

test('a server that says nothing, too much, or words that are none is given up', async (t) => {
  const answers: readonly ((socket: Socket) => void)[] = [
    (socket) => socket.end(),
    (socket) => socket.write(`220 ${'x'.repeat(1_000_000)}`),
    (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    // What comes before TLS must not count as said within it (RFC 3207 §6).
    (socket) => {
      socket.write('220 here\r\n');
      socket.on('data', (bytes) => {
        if (bytes.toString().startsWith('EHLO')) socket.write('250-here\r\n250 STARTTLS\r\n');
        if (bytes.toString().startsWith('STARTTLS')) socket.write('220 go\r\n250 injected\r\n');
        if (bytes[0] === 0x16) socket.end();
      });
    },
  ];
  for (const answer of answers) {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    t.after(() => server.close());
    const place = server.address();
    const port = typeof place === 'object' ? (place?.port ?? 0) : 0;
    const sent = await sendMail({ host: '127.0.0.1', port, security: 'starttls', tls: { ca: cert }, user: '' }, mail);
    assert.match(codeOf(sent), /^outbound\.mail-(failed|no-tls)$/);
  }
});
