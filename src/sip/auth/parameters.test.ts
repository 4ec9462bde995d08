import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDigest, parseDigest, quoteText } from './parameters.ts';

test('reads quoted strings with commas and escapes, tokens, and space around signs', () => {
  const line = 'Digest  username="a, \\"b\\" \\\\c" ,\trealm = "r=1, nonce=\\"x\\"",nc=00000001, qop = auth, x-own=1';
  const parameters = parseDigest(line);
  assert.equal(parameters?.username, 'a, "b" \\c');
  assert.equal(parameters.realm, 'r=1, nonce="x"');
  assert.equal(parameters.nc, '00000001');
  assert.equal(parameters.qop, 'auth');
  assert.equal(parameters.nonce, undefined);
});

test('quoted algorithm and qop are read, as many phones send them', () => {
  const parameters = parseDigest('Digest algorithm="MD5", qop="auth", nc="00000001"');
  assert.deepEqual([parameters?.algorithm, parameters?.qop, parameters?.nc], ['MD5', 'auth', '00000001']);
});

test('refuses whatever breaks the grammar', () => {
  const bad = [
    'Digest ',
    'Digest realm',
    'Digest realm=',
    'Digest realm="a',
    'Digest realm="a\\"',
    'Digest realm="a" nonce="b"',
    'Digest realm="a",',
    'Digest ,realm="a"',
    'Digest realm="a",,nonce="b"',
    'Digest realm="a"; nonce="b"',
    'Digest realm="a"x',
    'Digest ="a"',
    'Digest realm="a\u0000b"',
    'Digest realm="a\r\nb"',
    'Digest realm=ringfence',
    'Digest response=0123',
    'Digest nc=1 2',
  ];
  for (const line of bad) assert.equal(parseDigest(line), undefined, line);
});

test('refuses a parameter that stands twice, in any case and also an unknown one', () => {
  for (const line of ['Digest realm="a", Realm="a"', 'Digest nc=00000001, nc=00000001', 'Digest x=1, X=2'])
    assert.equal(parseDigest(line), undefined, line);
});

test('unknown parameters are bounded, and names of Object.prototype are unknown like others', () => {
  const many = (count: number): string =>
    `Digest ${Array.from({ length: count }, (_, index) => `x${index}=1`).join(', ')}`;
  assert.notEqual(parseDigest(many(16)), undefined);
  assert.equal(parseDigest(many(17)), undefined);
  assert.notEqual(parseDigest('Digest constructor=1, toString=2, realm="a"'), undefined);
});

test('the scheme is found in any case; others are not Digest', () => {
  assert.ok(isDigest('Digest realm="a"') && isDigest('DIGEST\trealm="a"'));
  for (const line of ['Basic YTpi', 'Digests a=1', 'Digest', 'Bearer digest a=1'])
    assert.equal(isDigest(line), false, line);
});

test('quoteText escapes what would end the quotes, and is read back', () => {
  const text = 'a "b" \\ c';
  assert.equal(parseDigest(`Digest realm=${quoteText(text)}`)?.realm, text);
});
