import assert from 'node:assert/strict';
import { test } from 'node:test';
import { algorithmNamed, type DigestAlgorithm, digestHa1, digestResponse } from './algorithms.ts';

const mufasa = {
  method: 'GET',
  uri: '/dir/index.html',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  nonceCount: '00000001',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  qop: 'auth',
  body: '',
} as const;

const mufasaHa1 = (algorithm: DigestAlgorithm): string =>
  digestHa1(algorithm, 'Mufasa', 'http-auth@example.org', 'Circle of Life');

test('RFC 7616 §3.9.1: the responses of MD5 and SHA-256', () => {
  assert.equal(digestResponse('MD5', mufasaHa1('MD5'), mufasa), '8ca523f5e9506fed4657c9700eebdbec');
  assert.equal(
    digestResponse('SHA-256', mufasaHa1('SHA-256'), mufasa),
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  );
});

test('RFC 7616 §3.9.2 as corrected by erratum 4897: SHA-512-256 with a name in UTF-8', () => {
  const input = {
    method: 'GET',
    uri: '/doe.json',
    nonce: '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK',
    nonceCount: '00000001',
    cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v',
    qop: 'auth',
    body: '',
  } as const;
  const ha1 = digestHa1('SHA-512-256', 'J\u00e4s\u00f8n Doe', 'api@example.org', 'Secret, or not?');
  assert.equal(
    digestResponse('SHA-512-256', ha1, input),
    '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
  );
});

test('auth-int covers the body, byte for byte', () => {
  const ha1 = mufasaHa1('SHA-256');
  const over = (body: string): string => digestResponse('SHA-256', ha1, { ...mufasa, qop: 'auth-int', body });
  assert.notEqual(over('v=0\r\n'), over('v=1\r\n'));
  assert.notEqual(over(''), digestResponse('SHA-256', ha1, mufasa));
  // Computed with sha256sum.
  assert.equal(over('v=0\u00c3\u00a9'), '8f5dae85690449faa1cd3b1b79affea5aeca6b002e9de2aa4269a0877544d3fd');
});

test('names of algorithms: any case, MD5 when none is given, session variants unknown', () => {
  assert.equal(algorithmNamed('sha-256'), 'SHA-256');
  assert.equal(algorithmNamed(undefined), 'MD5');
  for (const name of ['MD5-sess', 'SHA-256-sess', 'SHA-512', 'AKAv1-MD5', ''])
    assert.equal(algorithmNamed(name), undefined);
});
