// Requests to other hosts: what is asked and answered, and everything that a name, a server or its certificate may do wrong.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, createServer as createPlain, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { limits, no, ok, type Result } from '#base';
import { testIdentity } from '../sip/transport/testing.ts';
import { type HttpAnswer, httpFetch, makeHttpFetch } from './http.ts';

async function listening(t: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const answering = (t: TestContext, answer: RequestListener): Promise<number> => listening(t, createServer(answer));

/** A server that says bytes as soon as it is asked. */
const saying = (t: TestContext, say: (socket: Socket) => void): Promise<number> =>
  listening(
    t,
    createPlain((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => say(socket));
    }),
  );

const get = (port: number, more = {}): Promise<Result<HttpAnswer>> =>
  httpFetch({ url: `http://127.0.0.1:${port}/x?y=1`, mayBeLocal: true, ...more });

function codeOf(result: Result<unknown>): string {
  assert.ok(!result.ok, 'it was not refused');
  return result.refusal.code;
}

test('a request is asked as given, and its answer told', async (t) => {
  const port = await answering(t, (request, response) => {
    response.setHeader('x-asked', `${request.method} ${request.url} ${request.headers.host} ${request.headers.accept}`);
    response.writeHead(201);
    request.pipe(response);
  });
  const answer = await get(port, { method: 'POST', body: 'words', headers: { Accept: 'text/plain' } });
  assert.ok(answer.ok);
  assert.equal(answer.value.status, 201);
  assert.equal(answer.value.headers['x-asked'], `POST /x?y=1 127.0.0.1:${port} text/plain`);
  assert.equal(answer.value.body.toString(), 'words');
});

test('a redirect is an answer, and is not followed', async (t) => {
  let asked = 0;
  const port = await answering(t, (_, response) => {
    asked++;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const answer = await get(port);
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.status, answer.value.headers.location, asked], [302, '/elsewhere', 1]);
});

test('this machine is asked only where a setting names it by its address', async (t) => {
  const port = await answering(t, (_, response) => response.end('inside'));
  const fetch = makeHttpFetch({ resolve: async () => ['192.0.2.1', '127.0.0.1'] });
  assert.equal(codeOf(await httpFetch({ url: `http://127.0.0.1:${port}/` })), 'outbound.address-refused');
  assert.equal(codeOf(await httpFetch({ url: `http://[::ffff:127.0.0.1]:${port}/` })), 'outbound.address-refused');
  assert.equal(codeOf(await httpFetch({ url: `http://2130706433:${port}/` })), 'outbound.address-refused');
  assert.equal(codeOf(await fetch({ url: `http://rebound.example:${port}/` })), 'outbound.address-refused');
  const named = await fetch({ url: `http://rebound.example:${port}/`, mayBeLocal: true });
  assert.equal(codeOf(named), 'outbound.address-refused');
  assert.equal(codeOf(await httpFetch({ url: 'http://224.0.0.1/', mayBeLocal: true })), 'outbound.address-refused');
  const meant = makeHttpFetch({ resolve: async () => ['127.0.0.1'] });
  assert.ok((await meant({ url: `http://localhost:${port}/`, mayBeLocal: true })).ok);
});

test('the name is resolved once, and what was judged is what is connected to', async (t) => {
  const port = await answering(t, (_, response) => response.end('inside'));
  let asked = 0;
  const fetch = makeHttpFetch({ resolve: async () => (asked++ === 0 ? ['127.0.0.2'] : ['127.0.0.1']) });
  const wish = { url: `http://localhost:${port}/`, mayBeLocal: true };
  assert.equal(codeOf(await fetch(wish)), 'outbound.cannot-connect');
  assert.equal(asked, 1);
  assert.ok((await fetch(wish)).ok);
});

test('what is no address of a web server is refused before anything is asked', async () => {
  const long = `http://192.0.2.1/${'x'.repeat(limits.outbound.urlLength)}`;
  for (const url of ['file:///etc/passwd', 'ftp://x/', 'http:x', '', 'http://', 'https://a:b@x/', long])
    assert.equal(codeOf(await httpFetch({ url, mayBeLocal: true })), 'outbound.url-malformed', url);
  const body = Buffer.alloc(limits.outbound.requestBytes + 1);
  assert.equal(codeOf(await httpFetch({ url: 'http://192.0.2.1/', body })), 'outbound.url-malformed');
});

test('a name without an address, a port where nobody listens, and a resolver that fails', async (t) => {
  const none = makeHttpFetch({ resolve: async () => [] });
  assert.equal(codeOf(await none({ url: 'http://nobody.example/' })), 'outbound.name-unknown');
  const failing = makeHttpFetch({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  assert.equal(codeOf(await failing({ url: 'http://nobody.example/' })), 'outbound.name-unknown');
  const silent = makeHttpFetch({ resolve: () => new Promise(() => undefined) });
  assert.equal(codeOf(await silent({ url: 'http://nobody.example/', timeoutMs: 20 })), 'outbound.too-slow');
  const server = createPlain();
  const port = await listening(t, server);
  server.close();
  await once(server, 'close');
  assert.equal(codeOf(await get(port)), 'outbound.cannot-connect');
});

test('an answer that never ends, in time or in size, is given up', async (t) => {
  const slow = await saying(t, (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'));
  assert.equal(codeOf(await get(slow, { timeoutMs: 100 })), 'outbound.too-slow');
  const endless = await answering(t, (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      response.once('drain', more);
    };
    more();
  });
  assert.equal(codeOf(await get(endless, { mostBytes: 100_000 })), 'outbound.answer-too-large');
  const heads = await saying(t, (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`));
  assert.equal(codeOf(await get(heads)), 'outbound.answer-broken');
});

test('an answer that is none, or ends too early, is not taken for one', async (t) => {
  const noise = await saying(t, (socket) => socket.end('220 mail.example ESMTP\r\n'));
  assert.equal(codeOf(await get(noise)), 'outbound.answer-broken');
  const short = await saying(t, (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'));
  assert.equal(codeOf(await get(short)), 'outbound.answer-broken');
});

test('so many at once, and no more', async (t) => {
  const port = await saying(t, () => undefined);
  const fetch = makeHttpFetch();
  const wish = { url: `http://127.0.0.1:${port}/`, mayBeLocal: true, timeoutMs: 200 };
  const waiting = Array.from({ length: limits.outbound.atOnce }, () => fetch(wish));
  assert.equal(codeOf(await fetch(wish)), 'outbound.busy');
  for (const one of await Promise.all(waiting)) assert.equal(codeOf(one), 'outbound.too-slow');
  assert.equal(codeOf(await fetch({ ...wish, timeoutMs: 10 })), 'outbound.too-slow');
});

test('a server is asked only after its certificate is verified, for its name, and judged', async (t) => {
  const { cert, key } = await testIdentity('127.0.0.1');
  const port = await listening(
    t,
    createSecure({ cert, key }, (_, response) => response.end('secret')),
  );
  const url = `https://127.0.0.1:${port}/`;
  assert.equal(codeOf(await httpFetch({ url, mayBeLocal: true })), 'outbound.tls-refused');
  const named = { ca: cert, servername: 'other.example' };
  assert.equal(codeOf(await httpFetch({ url, mayBeLocal: true, tls: named })), 'outbound.tls-refused');
  const refusal = { code: 'test.refused', words: 'Not this one.' };
  const checkServer = async () => no(refusal);
  assert.deepEqual(await httpFetch({ url, mayBeLocal: true, tls: { ca: cert, checkServer } }), no(refusal));
  const shown: Buffer[] = [];
  const accept = async ({ chain }: { chain: readonly Buffer[] }) => ok(shown.push(...chain));
  const answer = await httpFetch({ url, mayBeLocal: true, tls: { ca: cert, checkServer: accept } });
  assert.equal(answer.ok && answer.value.body.toString(), 'secret');
  assert.equal(shown.length, 1);
});
