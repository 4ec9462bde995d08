// Tests of what is offered: the lists of the documents, and names that OpenSSL knows.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecureContext, getCiphers } from 'node:tls';
import { offerOptions, outgoingTls, serviceOptions, tlsOptions } from './options.ts';
import { checkSuites, isAead, isForwardSecret, offers, type TlsLevel } from './suites.ts';

const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
/** As the document of the call manager lists them. */
const low = [
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-SHA384',
  'AES256-GCM-SHA384',
  'AES256-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-SHA256',
  'AES128-GCM-SHA256',
  'AES128-SHA256',
];

const sorted = (suites: readonly string[]): string[] => [...suites].sort();

test('High offers TLS 1.2 and 1.3 with ephemeral keys and authenticated encryption, and nothing else', () => {
  assert.equal(offers.high.minVersion, 'TLSv1.2');
  assert.ok(offers.high.suites.every((suite) => isAead(suite) && isForwardSecret(suite)));
  assert.equal(offers.high.suites.length, 9);
});

test('Low offers exactly the eight suites of TLS 1.2 and the three of TLS 1.3 of the document', () => {
  assert.equal(offers.low.minVersion, 'TLSv1.2');
  assert.deepEqual(sorted(offers.low.suites), sorted([...low, ...tls13]));
});

test('Legacy adds TLS 1.0 and 1.1, and of suites only what those versions know', () => {
  assert.equal(offers.legacy.minVersion, 'TLSv1');
  const added = offers.legacy.suites.filter((suite) => !offers.low.suites.includes(suite));
  assert.deepEqual(added, ['ECDHE-RSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'AES256-SHA', 'AES128-SHA']);
  assert.match(tlsOptions('legacy', []).ciphers, /:AES128-SHA@SECLEVEL=0$/);
  for (const level of ['high', 'low'] as const) assert.doesNotMatch(tlsOptions(level, []).ciphers, /SECLEVEL/);
});

test('at every level suites with authenticated encryption come before those without, in the order of the server', () => {
  for (const [level, { suites }] of Object.entries(offers)) {
    const ofTls12 = suites.filter((suite) => !suite.startsWith('TLS_') && isForwardSecret(suite));
    const firstWithout = ofTls12.findIndex((suite) => !isAead(suite));
    assert.ok(firstWithout === -1 || ofTls12.slice(firstWithout).every((suite) => !isAead(suite)), level);
    // Each is a level of the table.
    assert.equal(tlsOptions(level as TlsLevel, []).honorCipherOrder, true);
  }
});

test('OpenSSL knows every name; one that it does not know is refused with that name', () => {
  assert.deepEqual(checkSuites(), { ok: true, value: undefined });
  for (const { suites } of Object.values(offers))
    for (const suite of suites) createSecureContext({ ciphers: suite, minVersion: 'TLSv1' });
  const without = getCiphers().filter((name) => name !== 'aes128-gcm-sha256');
  const refused = checkSuites(without);
  assert.equal(refused.ok ? '' : refused.refusal.code, 'security.unknown-suite');
  assert.match(refused.ok ? '' : refused.refusal.words, /AES128-GCM-SHA256/);
});

test('a listener of services gives no tickets; what we open ourselves shows nothing', () => {
  const ticketless = 0x4000; // SSL_OP_NO_TICKET
  assert.equal(serviceOptions(offers.high, []).secureOptions & ticketless, ticketless);
  assert.equal(offerOptions(offers.high, []).secureOptions & ticketless, 0);
  assert.equal('cert' in outgoingTls('high'), false);
  assert.equal(outgoingTls('low').ciphers, tlsOptions('low', []).ciphers);
});
