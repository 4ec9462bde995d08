import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock, limits } from '#base';
import { Header, type HeaderId } from '../messages/headers.ts';
import { type DigestAlgorithm, digestAlgorithms, digestHa1 } from './algorithms.ts';
import { type CredentialsFor, DigestAuthenticator, type DigestOptions } from './authenticator.ts';
import { answerChallenge, DigestClient, type DigestRequest } from './client.ts';

const realm = 'ring "fence" K\u00f6ln';
const register = { method: 'REGISTER', uri: 'sip:ringfence.example' };

/** Messages with the parts that digest reads. */
const challengeOf = (status: number, lines: string) => ({ status, all: (id: HeaderId) => valuesOf(id, lines) });
const requestOf = (request: DigestRequest, lines: string) => ({
  method: request.method,
  uri: request.uri,
  body: request.body ?? '',
  all: (id: HeaderId) => valuesOf(id, lines),
});

function valuesOf(id: HeaderId, lines: string): string[] {
  const names = new Map([
    [Header.WwwAuthenticate, 'WWW-Authenticate'],
    [Header.ProxyAuthenticate, 'Proxy-Authenticate'],
    [Header.Authorization, 'Authorization'],
    [Header.ProxyAuthorization, 'Proxy-Authorization'],
  ]);
  const start = `${names.get(id)}: `;
  const own = lines.split('\r\n').filter((line) => line.startsWith(start));
  return own.map((line) => line.slice(start.length));
}

function knowing(users: Record<string, string>, algorithms = digestAlgorithms): CredentialsFor {
  return (username) => {
    const secret = users[username];
    if (secret === undefined) return undefined;
    return { algorithms, ha1: (algorithm) => digestHa1(algorithm, username, realm, secret) };
  };
}

const users = knowing({ '214': 'right', 'J\u00e4s\u00f8n': 'right' });

function setUp(options: Partial<DigestOptions> = {}) {
  const clock = new FakeClock();
  const authenticator = new DigestAuthenticator({ realm: () => realm, clock, ...options });
  /** Challenges, lets the user answer, and gives the credentials. */
  const credentials = (
    username = '214',
    secret = 'right',
    request: DigestRequest = register,
    algorithms: readonly DigestAlgorithm[] = ['SHA-256'],
  ): string => {
    const challenge = challengeOf(401, authenticator.challenge(algorithms, 401));
    return answerChallenge(challenge, { username, secret, ...request }) ?? '';
  };
  const verify = (lines: string, request: DigestRequest = register, known = users) =>
    authenticator.verify(requestOf(request, lines), 401, known);
  return { clock, authenticator, credentials, verify };
}

test('challenges: one line per algorithm, strongest first, one fresh nonce for all (RFC 8760 §2.3)', () => {
  const { authenticator } = setUp();
  const lines = authenticator.challenge(['MD5', 'SHA-256', 'SHA-512-256'], 401, true).split('\r\n');
  const nonce = /nonce="([0-9a-f]+)"/.exec(lines[0] ?? '')?.[1];
  const line = (algorithm: string): string =>
    `WWW-Authenticate: Digest realm="ring \\"fence\\" K\u00c3\u00b6ln", nonce="${nonce}", algorithm=${algorithm}, qop="auth", stale=true`;
  assert.deepEqual(lines, [line('SHA-512-256'), line('SHA-256'), line('MD5'), '']);
  assert.match(authenticator.challenge(['MD5'], 407), /^Proxy-Authenticate: Digest .*, algorithm=MD5, qop="auth"\r\n$/);
});

test('the right secret is right with every algorithm, for a name in UTF-8 too', () => {
  const { credentials, verify } = setUp();
  for (const algorithm of digestAlgorithms)
    for (const username of ['214', 'J\u00e4s\u00f8n'])
      assert.deepEqual(verify(credentials(username, 'right', register, [algorithm])), {
        kind: 'right',
        username,
        algorithm,
      });
});

test('no credentials, those of another scheme, realm or kind: none', () => {
  const { authenticator, credentials, verify } = setUp();
  const own = credentials();
  assert.equal(verify('').kind, 'none');
  assert.equal(verify('Authorization: Basic MjE0OnJpZ2h0').kind, 'none');
  assert.equal(verify(own.replace(/realm=".*?[^\\]"/, 'realm="other"')).kind, 'none');
  assert.equal(authenticator.verify(requestOf(register, own), 407, users).kind, 'none');
  assert.equal(verify(`${own}Authorization: Digest realm="other"\r\n`).kind, 'right', 'others beside ours do no harm');
});

test('a proxy is answered with Proxy-Authorization', () => {
  const { authenticator } = setUp();
  const challenge = challengeOf(407, authenticator.challenge(['SHA-256'], 407));
  const line = answerChallenge(challenge, { username: '214', secret: 'right', ...register }) ?? '';
  assert.match(line, /^Proxy-Authorization: /);
  assert.equal(authenticator.verify(requestOf(register, line), 407, users).kind, 'right');
});

test('wrong secret, unknown user, algorithm that the user may not use: wrong, each with its reason', () => {
  const { credentials, verify } = setUp();
  assert.deepEqual(verify(credentials('214', 'wrong')), { kind: 'wrong', username: '214', why: 'wrong secret' });
  assert.deepEqual(verify(credentials('215', 'right')), { kind: 'wrong', username: '215', why: 'unknown user' });
  const onlyMd5 = knowing({ '214': 'right' }, ['MD5']);
  assert.deepEqual(verify(credentials(), register, onlyMd5), {
    kind: 'wrong',
    username: '214',
    why: 'algorithm not allowed',
  });
});

test('credentials serve their own method, address and nonce only', () => {
  const { credentials, verify } = setUp();
  const own = credentials();
  assert.equal(verify(own, { ...register, method: 'INVITE' }).kind, 'wrong');
  const elsewhere = verify(own, { ...register, uri: 'sip:0044900@ringfence.example' });
  assert.deepEqual(elsewhere, { kind: 'wrong', username: '214', why: 'other address' });
  const other = /nonce="[0-9a-f]+"/.exec(credentials())?.[0] ?? '';
  assert.deepEqual(verify(own.replace(/nonce="[0-9a-f]+"/, other)), {
    kind: 'wrong',
    username: '214',
    why: 'wrong secret',
  });
});

test('an equivalent address is the same address', () => {
  const { credentials, verify } = setUp();
  const asked = { ...register, uri: 'sip:Ringfence.EXAMPLE;transport=tls' };
  assert.equal(verify(credentials(), asked).kind, 'right');
  assert.equal(verify(credentials(), { ...register, uri: 'sips:ringfence.example' }).kind, 'wrong');
  assert.equal(verify(credentials(), { ...register, uri: 'sip:ringfence.example:5070' }).kind, 'wrong');
});

test('an expired or forged nonce is stale, whatever the secret', () => {
  const { clock, credentials, verify } = setUp();
  const own = credentials();
  clock.advance(limits.sip.nonceMs + 1);
  assert.deepEqual(verify(own), { kind: 'stale', username: '214' });
  assert.deepEqual(verify(setUp().credentials()), { kind: 'stale', username: '214' });
  assert.equal(verify(setUp().credentials('214', 'wrong')).kind, 'stale');
});

test('a nonce count serves once; the next one is right', () => {
  const { authenticator, verify } = setUp();
  const client = new DigestClient({ username: '214', secret: 'right' });
  assert.ok(client.accept(challengeOf(401, authenticator.challenge(['SHA-256'], 401)), false));
  const [first, second] = [client.authorize(register), client.authorize(register)];
  assert.match(second, /nc=00000002/);
  assert.equal(verify(second).kind, 'right');
  assert.equal(verify(first).kind, 'right', 'overtaken on its way');
  assert.deepEqual(verify(first), { kind: 'replayed', username: '214' });
  assert.equal(verify(second).kind, 'replayed');
});

test('a wrong answer uses up no count', () => {
  const { credentials, verify } = setUp();
  const own = credentials();
  assert.equal(verify(own.replace(/response="./, 'response="z')).kind, 'wrong');
  assert.equal(verify(own).kind, 'right');
});

test('auth-int: refused unless offered; then it covers the body', () => {
  const invite = { method: 'INVITE', uri: 'sip:215@ringfence.example', body: 'v=0\r\n\u00ff' };
  const { credentials, verify } = setUp({ offerIntegrity: true });
  const integrity = (lines: string) => challengeOf(401, lines.replace('auth,auth-int', 'auth-int'));
  const own = (authenticator: DigestAuthenticator) =>
    answerChallenge(integrity(authenticator.challenge(['SHA-256'], 401)), {
      username: '214',
      secret: 'right',
      ...invite,
    }) ?? '';
  assert.equal(verify(credentials('214', 'right', invite), invite).kind, 'right', 'auth is still taken');
  const offering = setUp({ offerIntegrity: true });
  const line = own(offering.authenticator);
  assert.match(line, /qop=auth-int/);
  assert.equal(offering.verify(line, { ...invite, body: 'v=1\r\n\u00ff' }).kind, 'wrong');
  assert.equal(offering.verify(line, invite).kind, 'right');
  const plain = setUp();
  const forced = credentials('214', 'right', invite).replace('qop=auth', 'qop=auth-int');
  assert.deepEqual(plain.verify(forced, invite), { kind: 'wrong', username: '', why: 'malformed' });
});

test('forms that we did not ask for are malformed', () => {
  const { credentials, verify } = setUp();
  const own = credentials();
  const changes: readonly [RegExp, string][] = [
    [/qop=auth, nc=0{7}1, cnonce="\w+"/, 'x=1'],
    [/qop=auth, /, ''],
    [/nc=0{7}1, /, ''],
    [/nc=0{7}1/, 'nc=00000000'],
    [/nc=0{7}1/, 'nc=1'],
    [/nc=0{7}1/, 'nc=0000000g'],
    [/cnonce="\w+"/, 'cnonce=""'],
    [/cnonce="\w+"/, 'cnonce="\u00e9"'],
    [/, cnonce="\w+"/, ''],
    [/algorithm=SHA-256/, 'algorithm=SHA-256-sess'],
    [/algorithm=SHA-256, /, ''],
    [/username="214", /, ''],
    [/username="214"/, 'username=""'],
    [/username="214"/, 'username=214'],
    [/username="214"/, 'username="214", username="215"'],
    [/uri=".*?", /, ''],
    [/response="\w+"/, 'response="0123"'],
    [/$/, ', userhash=true'],
    [/$/, ', opaque="of another server"'],
  ];
  for (const [pattern, text] of changes) {
    const line = own.trimEnd().replace(pattern, text);
    assert.deepEqual(verify(line), { kind: 'wrong', username: '', why: 'malformed' }, line);
  }
  assert.equal(verify(own + own).kind, 'wrong', 'two for our realm');
  assert.equal(verify(own.trimEnd().replace(/$/, ', userhash=false, opaque=""')).kind, 'right');
});

test('without an algorithm the credentials are MD5', () => {
  const { credentials, verify } = setUp();
  const line = credentials('214', 'right', register, ['MD5']).replace('algorithm=MD5, ', '');
  assert.deepEqual(verify(line), { kind: 'right', username: '214', algorithm: 'MD5' });
});

test('a changed realm leaves the old credentials behind', () => {
  let current = realm;
  const { credentials, verify } = setUp({ realm: () => current });
  const own = credentials();
  current = 'elsewhere';
  assert.equal(verify(own).kind, 'none');
});

test('known and unknown names are asked for exactly once, and both are computed', () => {
  const { credentials, verify } = setUp();
  const asked: string[] = [];
  const watching: CredentialsFor = (username) => {
    asked.push(username);
    const found = users(username);
    const ha1 = (algorithm: DigestAlgorithm): string => {
      asked.push('ha1');
      return found?.ha1(algorithm) ?? '';
    };
    return found && { ...found, ha1 };
  };
  verify(credentials('214', 'wrong'), register, watching);
  verify(credentials('999', 'wrong'), register, watching);
  assert.deepEqual(asked, ['214', 'ha1', '999']);
});
