// Tests of bytes that no client sends: request smuggling, broken heads, other protocols, slowness.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { FakeClock, limits } from '#base';
import { loggedIn, TestPortal } from '../testing.ts';

let portal: TestPortal;

before(async () => {
  portal = await TestPortal.open();
  for (const method of ['welcome', 'home', 'session', 'form.change'])
    portal.core.scripts.set(method, () => ({ said: method }));
});
after(() => portal.close());

const host = 'Host: 127.0.0.1\r\n';
const cookie = `Cookie: ${loggedIn.cookie}\r\n`;
const json = 'Content-Type: application/json\r\n';
const smuggled = `GET /api/v1/home HTTP/1.1\r\n${host}${cookie}\r\n`;
const post = `POST /api/v1/changes HTTP/1.1\r\n${host}${cookie}${json}`;

/** Everything that comes back, and how many answers it is. */
async function answersTo(bytes: string): Promise<{ text: string; statuses: string[] }> {
  const text = await portal.raw(bytes);
  return { text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status = '']) => status) };
}

test('two readings of where a body ends are refused, and what follows is no request', async () => {
  const heads = [
    'Content-Length: 6\r\nTransfer-Encoding: chunked\r\n',
    'Transfer-Encoding: chunked\r\nContent-Length: 6\r\n',
    'Content-Length: 2\r\nContent-Length: 7\r\n',
    'Content-Length: 2\r\nContent-Length: 2\r\n',
    'Content-Length: +2\r\n',
    'Content-Length: 2, 7\r\n',
    'Content-Length: 0x2\r\n',
    'Content-Length : 2\r\n',
    'Transfer-Encoding: xchunked\r\n',
    'Transfer-Encoding: chunked, identity\r\n',
    'Transfer-Encoding:\x0bchunked\r\n',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n',
  ];
  for (const head of heads) {
    const asked = portal.core.asked.length;
    const { text, statuses } = await answersTo(`${post}${head}\r\n0\r\n\r\n${smuggled}`);
    assert.deepEqual(statuses, ['400'], JSON.stringify(head) + text);
    assert.match(text, /content-security-policy/);
    assert.match(text, /portals\.malformed-request/);
    assert.equal(portal.core.asked.length, asked, `${JSON.stringify(head)}: the core was asked`);
  }
});

test('heads that RFC 9112 forbids are refused', async () => {
  const heads = [
    `GET /api/v1/welcome HTTP/1.1\r\n${host}${host}\r\n`,
    `GET /api/v1/welcome HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n`,
    'GET /api/v1/welcome HTTP/1.1\r\n\r\n',
    `GET /api/v1/welcome HTTP/1.1\r\n${host} folded: 1\r\n\r\n`,
    `GET /api/v1/welcome HTTP/1.1\r\n${host}X: a\x00b\r\n\r\n`,
    `GET /api/v1/welcome HTTP/1.1\r\n${host}X: a\rb\r\n\r\n`,
    `GET https://evil.example/api/v1/welcome HTTP/1.1\r\n${host}\r\n`,
    `GET http://127.0.0.1/api/v1/welcome HTTP/1.1\r\n${host}\r\n`,
    `GET /api/v1/welcome#x HTTP/1.1\r\n${host}\r\n`,
    `GET /api/v1/welcome HTTP/1.1\r\n${host}${cookie}${cookie}\r\n`,
    `GET /api/v1/welcome HTTP/1.1\r\n${host}Origin: https://127.0.0.1\r\nOrigin: https://evil.example\r\n\r\n`,
    `GET * HTTP/1.1\r\n${host}\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\x16\x03\x01\x00\x05hello',
  ];
  for (const head of heads) {
    const asked = portal.core.asked.length;
    const { text, statuses } = await answersTo(`${head.replace(/\r\n\r\n$/, '\r\nConnection: close\r\n\r\n')}`);
    assert.match(statuses.join(), /^(400|505)$/, JSON.stringify(head) + text);
    assert.equal(portal.core.asked.length, asked, JSON.stringify(head));
  }
});

test('another version of HTTP is refused', async () => {
  const { statuses } = await answersTo(`GET / HTTP/1.0\r\n${host}\r\n`);
  assert.deepEqual(statuses, ['505']);
});

test('a head that is too large is refused: its bytes, and its lines', async () => {
  const bytes = await answersTo(`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(limits.portals.headBytes)}\r\n\r\n`);
  assert.deepEqual(bytes.statuses, ['431']);
  const lines = Array.from({ length: limits.portals.headers }, (_, index) => `X-${index}: 1\r\n`).join('');
  const many = await answersTo(`GET /api/v1/welcome HTTP/1.1\r\n${host}${lines}Connection: close\r\n\r\n`);
  assert.deepEqual(many.statuses, ['431']);
});

test('only "100-continue" is expected, and given only where the body is wanted', async () => {
  const other = await answersTo(`${post}Content-Length: 2\r\nExpect: 200-ok\r\n\r\n`);
  assert.deepEqual(other.statuses, ['417']);
  const length = `Content-Length: ${limits.portals.bodyBytes + 1}\r\n`;
  const unwanted = await answersTo(`${post}${length}Expect: 100-continue\r\nConnection: close\r\n\r\n`);
  assert.deepEqual(unwanted.statuses, ['413']);
  const wanted = await answersTo(`${post}Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n{}`);
  assert.deepEqual(wanted.statuses, ['100', '200']);
});

test('an upgrade to another protocol is not made', async () => {
  const upgrade = 'Connection: Upgrade, close\r\nUpgrade: websocket\r\n';
  const { statuses } = await answersTo(`GET /api/v1/welcome HTTP/1.1\r\n${host}${upgrade}\r\n`);
  assert.deepEqual(statuses, ['200']);
  const tunnel = await answersTo(`CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host}\r\n`);
  assert.deepEqual(tunnel.statuses, []);
});

test('requests that come together are answered in their order, each by itself', async () => {
  const first = `GET /api/v1/welcome HTTP/1.1\r\n${host}\r\n`;
  const last = `GET /api/v1/home HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
  const { statuses } = await answersTo(`${first}${smuggled}${last}`);
  assert.deepEqual(statuses, ['200', '200', '401']);
});

test('so many requests are taken ahead of their answers, and no more', async () => {
  const asked = portal.core.asked.length;
  const many = smuggled.repeat(limits.portals.requestsAhead * 10);
  const { statuses } = await answersTo(many);
  assert.ok(statuses.length <= limits.portals.requestsAhead, String(statuses.length));
  assert.ok(portal.core.asked.length - asked <= limits.portals.requestsAhead);
});

test('a body that does not come is not waited for without end', async () => {
  const clock = new FakeClock();
  const slow = await TestPortal.open({ clock });
  try {
    const socket = await slow.connect();
    let text = '';
    socket.setEncoding('latin1').on('data', (piece: string) => {
      text += piece;
    });
    socket.write(`${post}Content-Length: 100\r\n\r\n{`);
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(limits.portals.bodyMs);
    await once(socket, 'data');
    assert.match(text, /^HTTP\/1\.1 408/);
    while (clock.waiting === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(limits.portals.restMs);
    await once(socket, 'close');
  } finally {
    slow.close();
  }
});

test('a client that speaks no TLS, or an old one, is not served', async () => {
  const old = connect({ host: '127.0.0.1', port: portal.port, ca: portal.identity.cert, maxVersion: 'TLSv1.1' });
  const [fault] = await once(old, 'error');
  assert.ok(fault instanceof Error);
  const newer = connect({ host: '127.0.0.1', port: portal.port, ca: portal.identity.cert, ALPNProtocols: ['h2'] });
  const [refused] = await once(newer, 'error');
  assert.match(String(refused), /alert/i);
});
