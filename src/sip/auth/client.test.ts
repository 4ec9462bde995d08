import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Header, type HeaderId } from '../messages/headers.ts';
import { digestHa1, digestResponse } from './algorithms.ts';
import { answerChallenge, DigestClient } from './client.ts';
import { isDigest, parseDigest } from './parameters.ts';

const challenge = (...lines: string[]) => ({
  status: 401,
  all: (id: HeaderId) => (id === Header.WwwAuthenticate ? lines : []),
});
const identity = { username: '214', secret: 'secret' };
const request = { method: 'REGISTER', uri: 'sip:example.com' };

const md5 = 'Digest realm="r", nonce="m", algorithm=MD5, qop="auth"';
const sha256 = 'Digest realm="r", nonce="s", qop="auth-int,auth", algorithm=SHA-256, opaque="back"';

test('answers the strongest algorithm that it knows, in whatever order they stand (RFC 8760 §2.4)', () => {
  const unknown = 'Digest realm="r", nonce="u", algorithm=SHA-1024, qop="auth"';
  for (const lines of [
    [unknown, md5, sha256],
    [sha256, md5, unknown],
  ])
    assert.match(answerChallenge(challenge(...lines), { ...identity, ...request }) ?? '', /algorithm=SHA-256/);
  assert.match(answerChallenge(challenge(unknown, md5), { ...identity, ...request }) ?? '', /algorithm=MD5/);
  const limited = { ...identity, ...request, algorithms: ['MD5'] as const };
  assert.match(answerChallenge(challenge(sha256, md5), limited) ?? '', /nonce="m".*algorithm=MD5/);
});

test('gives back opaque, prefers auth, and computes what it says', () => {
  const line = answerChallenge(challenge(sha256), { ...identity, ...request }) ?? '';
  assert.match(line, /^Authorization: Digest .*\r\n$/);
  const value = line.slice('Authorization: '.length, -2);
  assert.ok(isDigest(value));
  const said = parseDigest(value);
  assert.deepEqual([said?.opaque, said?.qop, said?.nc, said?.uri], ['back', 'auth', '00000001', request.uri]);
  const ha1 = digestHa1('SHA-256', '214', 'r', 'secret');
  const input = {
    ...request,
    nonce: 's',
    nonceCount: '00000001',
    cnonce: said?.cnonce ?? '',
    qop: 'auth',
    body: '',
  } as const;
  assert.equal(said?.response, digestResponse('SHA-256', ha1, input));
});

test('does not answer what it cannot, nor a challenge without qop', () => {
  for (const line of [
    'Basic realm="r"',
    'Digest realm="r", nonce="n", algorithm=MD5',
    'Digest realm="r", qop="auth"',
    'Digest x',
  ])
    assert.equal(answerChallenge(challenge(line), { ...identity, ...request }), undefined, line);
});

test('counts the uses of a nonce and starts again with a new one', () => {
  const client = new DigestClient(identity);
  assert.equal(client.authorize(request), '');
  assert.ok(client.accept(challenge(md5), false));
  assert.match(client.authorize(request), /nc=00000001/);
  assert.match(client.authorize(request), /nc=00000002/);
  assert.ok(client.accept(challenge(sha256), false));
  assert.match(client.authorize(request), /nonce="s".*nc=00000001/);
});

test('a challenge to credentials is answered only when their nonce was stale', () => {
  const client = new DigestClient(identity);
  assert.ok(client.accept(challenge(md5), false));
  assert.equal(client.accept(challenge(md5), true), false);
  assert.ok(client.accept(challenge(`${md5}, stale=TRUE`), true));
});

test('a challenge of a new realm is answered, whatever was sent for the old one', () => {
  const client = new DigestClient(identity);
  client.accept(challenge(md5), false);
  assert.ok(client.accept(challenge(md5.replace('"r"', '"new"')), true));
  assert.match(client.authorize(request), /realm="new"/);
});

test('a registrar and a proxy are both remembered', () => {
  const client = new DigestClient(identity);
  client.accept(challenge(md5), false);
  client.accept({ status: 407, all: (id) => (id === Header.ProxyAuthenticate ? [sha256] : []) }, false);
  assert.match(client.authorize(request), /^Authorization: .*nonce="m".*\r\nProxy-Authorization: .*nonce="s".*\r\n$/);
});
