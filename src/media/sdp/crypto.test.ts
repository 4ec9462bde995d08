// Crypto attributes: suites and their aliases, key lengths and paddings, parameters that weaken.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suites } from '../suites.ts';
import { keyAndSalt, printCrypto, readCrypto } from './crypto.ts';
import { keyOf } from './samples.ts';

const read = (suite: string, bytes: number, rest = '') => readCrypto(`1 ${suite} inline:${keyOf(bytes, 5)}${rest}`);
const weakness = (suite: string, bytes: number, rest = '') => read(suite, bytes, rest)?.weakness;

test('every registered suite is usable with exactly its own length of key and salt', () => {
  for (const suite of suites) {
    const bytes = suite.keyBytes + suite.saltBytes;
    assert.equal(weakness(suite.name, bytes), '', suite.name);
    for (const wrong of [bytes - 2, bytes - 1, bytes + 1, bytes + 2])
      assert.equal(weakness(suite.name, wrong), `key and salt are not ${bytes} bytes`, `${suite.name} ${wrong}`);
  }
});

test('names that phones use instead are understood', () => {
  assert.equal(read('AES_CM_256_HMAC_SHA1_80', 46)?.suite, 'AES_256_CM_HMAC_SHA1_80');
  assert.equal(read('AES_CM_256_HMAC_SHA1_32', 46)?.suite, 'AES_256_CM_HMAC_SHA1_32');
  assert.equal(read('AES_CM_192_HMAC_SHA1_80', 38)?.suite, 'AES_192_CM_HMAC_SHA1_80');
  assert.equal(read('AES_CM_192_HMAC_SHA1_32', 38)?.suite, 'AES_192_CM_HMAC_SHA1_32');
  assert.equal(weakness('AES_CM_256_HMAC_SHA1_80', 46), '');
});

test('an unknown suite is kept under its own name and not relied upon', () => {
  for (const name of ['AEAD_AES_256_GCM_8', 'NULL_HMAC_SHA1_80', 'aes_cm_128_hmac_sha1_80', 'constructor']) {
    assert.equal(read(name, 30)?.suite, name);
    assert.equal(weakness(name, 30), 'unknown suite');
  }
});

test('the last byte of a key is there with and without padding', () => {
  for (const [suite, bytes] of [
    ['AES_256_CM_HMAC_SHA1_80', 46],
    ['AES_192_CM_HMAC_SHA1_80', 38],
    ['AEAD_AES_128_GCM', 28],
    ['AEAD_AES_256_GCM', 44],
  ] as const) {
    const bare = keyOf(bytes, 0xa5).replaceAll('=', '');
    for (const padding of ['', '=', '==']) {
      const line = readCrypto(`1 ${suite} inline:${bare}${padding}`);
      assert.ok(line !== undefined);
      assert.equal(line.weakness, '', `${suite} ${padding}`);
      assert.deepEqual(keyAndSalt(line), Buffer.alloc(bytes, 0xa5));
    }
    assert.notEqual(readCrypto(`1 ${suite} inline:${bare}===`)?.weakness, '');
  }
});

test('lifetime and MKI are read in every combination that RFC 4568 allows', () => {
  const parts = (rest: string) => {
    const line = read('AES_CM_128_HMAC_SHA1_80', 30, rest);
    assert.equal(line?.weakness, '', rest);
    const key = line.keys[0];
    return [key?.lifetime, key?.mki, key?.mkiBytes];
  };
  assert.deepEqual(parts(''), [0, 0, 0]);
  assert.deepEqual(parts('|2^20'), [1048576, 0, 0]);
  assert.deepEqual(parts('|2^48'), [2 ** 48, 0, 0]);
  assert.deepEqual(parts('|65536'), [65536, 0, 0]);
  assert.deepEqual(parts('|1:4'), [0, 1, 4]);
  assert.deepEqual(parts('|2^20|1:4'), [1048576, 1, 4]);
  for (const bad of [
    '|',
    '|2^49',
    '|0',
    '|x',
    '|1:',
    '|:4',
    '|1:0',
    '|1:129',
    '|2^20|2^20',
    '|2^20|1:4|1',
    '|1:4|2^20',
  ])
    assert.equal(weakness('AES_CM_128_HMAC_SHA1_80', 30, bad), 'malformed key', bad);
});

test('several keys need identifiers of one length', () => {
  const two = (first: string, second: string) =>
    weakness('AES_CM_128_HMAC_SHA1_80', 30, `${first};inline:${keyOf(30, 6)}${second}`);
  assert.equal(two('|1:4', '|2:4'), '');
  assert.equal(two('', ''), 'several keys without identifiers');
  assert.equal(two('|1:4', '|2:1'), 'key identifiers of different lengths');
  assert.equal(weakness('AES_CM_128_HMAC_SHA1_80', 30, ';'), 'malformed key');
  assert.equal(weakness('AES_CM_128_HMAC_SHA1_80', 30, ';prompt:x'), 'malformed key');
});

test('session parameters that weaken or are not understood make a line weak', () => {
  const withParameters = (text: string) => weakness('AES_CM_128_HMAC_SHA1_80', 30, ` ${text}`);
  for (const weak of ['UNENCRYPTED_SRTP', 'UNENCRYPTED_SRTCP', 'UNAUTHENTICATED_SRTP', 'WSH=64 UNENCRYPTED_SRTP'])
    assert.match(withParameters(weak) ?? '', /^UN/, weak);
  for (const unknown of ['NEW_PARAMETER', 'KDR=25', 'KDR', 'WSH=63', 'FEC_ORDER=NONE', 'unencrypted_srtp', 'KDR=1=2'])
    assert.equal(withParameters(unknown), 'unknown session parameter', unknown);
  const harmless = `KDR=0 WSH=128 FEC_ORDER=SRTP_FEC FEC_KEY=inline:${keyOf(30, 1)} -optional`;
  assert.equal(withParameters(harmless), '');
  assert.equal(read('AES_CM_128_HMAC_SHA1_80', 30, ` ${harmless}`)?.parameters.length, 5);
});

test('several spaces and tabs may part the words', () => {
  const line = readCrypto(`1  AES_CM_128_HMAC_SHA1_80\tinline:${keyOf(30, 5)} \t UNENCRYPTED_SRTP`);
  assert.equal(line?.suite, 'AES_CM_128_HMAC_SHA1_80');
  assert.equal(line?.weakness, 'UNENCRYPTED_SRTP');
  assert.equal(readCrypto('1  '), undefined);
});

test('text that is no base64 is no key', () => {
  for (const key of ['', 'a', '=', 'A'.repeat(41), `${'A'.repeat(39)}-`, `${'A'.repeat(20)}=${'A'.repeat(19)}`])
    assert.notEqual(readCrypto(`1 AES_CM_128_HMAC_SHA1_80 inline:${key}`)?.weakness, '', key);
});

test('a line is printed as it is read, padded', () => {
  const text = printCrypto(7, 'AEAD_AES_256_GCM', Buffer.alloc(44, 1));
  assert.equal(text, `a=crypto:7 AEAD_AES_256_GCM inline:${'AQEB'.repeat(14)}AQE=`);
  assert.equal(readCrypto(text.slice(9))?.weakness, '');
});
