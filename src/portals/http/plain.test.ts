// The unencrypted listener: proofs, the revocation list, the authority's certificate, the way to HTTPS, and nothing else.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { TestPortal } from '../testing.ts';

const plain = {
  challenges: [{ token: 'tok-1', text: 'tok-1.print' }],
  crl: Buffer.from([48, 3]).toString('base64'),
  authority: 'PEM\n',
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Place {
  readonly portal: TestPortal;
  readonly port: number;
  ask(path: string, wishes?: { readonly method?: string; readonly host?: string }): Promise<Answer>;
}

async function opened(t: TestContext, withHttps = true): Promise<Place> {
  const portal = await TestPortal.open();
  t.after(() => portal.close());
  const { listeners, hosts } = portal.configuration();
  const http = {
    name: 'http',
    kind: 'http',
    address: '127.0.0.1',
    port: 0,
    clientCertificates: 'none',
    trust: [],
  } as const;
  const lines = await portal.core.configure({ listeners: [...(withHttps ? listeners : []), http], hosts, plain });
  const port = lines.find(({ name }) => name === 'http')?.port ?? 0;
  return {
    portal,
    port,
    ask: (path, { method = 'GET', host = 'phones.example:8080' } = {}) => askHttp(port, path, method, host),
  };
}

function askHttp(port: number, path: string, method: string, host: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (answer) => {
      let body = '';
      answer.setEncoding('latin1').on('data', (piece: string) => {
        body += piece;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('a proof is served under its token alone, whatever the host; so are the list and the certificate', async (t) => {
  const { ask, portal } = await opened(t);
  const proof = await ask('/.well-known/acme-challenge/tok-1', { host: 'any.example' });
  assert.deepEqual([proof.status, proof.body], [200, 'tok-1.print']);
  for (const path of ['tok-2', '', 'tok-1/', 'tok-1?x', '..%2f..%2fcrl'])
    assert.equal((await ask(`/.well-known/acme-challenge/${path}`)).status, 404, path);
  const list = await ask('/crl');
  assert.deepEqual([list.status, list.headers['content-type'], list.body], [200, 'application/pkix-crl', '0\x03']);
  assert.deepEqual(
    [(await ask('/authority.pem')).body, (await ask('/authority.pem', { method: 'HEAD' })).body],
    ['PEM\n', ''],
  );
  assert.deepEqual(portal.core.asked, [], 'the core is asked nothing');
});

test('everything else is sent to HTTPS of the same name, and nowhere else', async (t) => {
  const { ask, portal } = await opened(t);
  const moved = await ask('/system-administration?x=1');
  assert.deepEqual(
    [moved.status, moved.headers.location],
    [302, `https://phones.example:${portal.port}/system-administration?x=1`],
  );
  assert.equal(moved.headers['strict-transport-security'], undefined, 'RFC 6797 §7.2');
  assert.equal((await ask('/', { host: '[::1]:80' })).headers.location, `https://[::1]:${portal.port}/`);
  assert.equal((await ask('/', { host: 'PHONES.example' })).headers.location, `https://phones.example:${portal.port}/`);
  for (const host of [
    'evil.example',
    'phones.example.evil.example',
    'evil.example@phones.example',
    'phones.example:8080:1',
  ])
    assert.equal((await ask('/', { host })).status, 421, host);
  assert.equal((await ask('http://evil.example/')).status, 404);
  assert.equal((await ask('//evil.example/')).headers.location, `https://phones.example:${portal.port}//evil.example/`);
});

test('no request of the tools is answered here, and nothing that is sent is taken', async (t) => {
  const { ask, portal, port } = await opened(t);
  assert.equal((await ask('/api/v1/welcome')).status, 302);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    assert.equal((await ask('/api/v1/login', { method })).status, 405, method);
  assert.deepEqual(portal.core.asked, []);
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    text += piece;
  });
  socket.write('GET /x HTTP/1.1\r\nHost: phones.example\r\nX: a\r\nLocation: y\r\n bad\r\n\r\n');
  await once(socket, 'close');
  assert.match(text, /^HTTP\/1\.1 (400|302) /);
  assert.doesNotMatch(text, /set-cookie/i);
});

test('without HTTPS there is no way to it', async (t) => {
  const { ask } = await opened(t, false);
  assert.equal((await ask('/')).status, 404);
  assert.equal((await ask('/crl')).status, 200);
});
