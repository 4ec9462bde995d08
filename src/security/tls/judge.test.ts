// Tests of the judge of connections: levels of services and of TLS together, the stricter one holding.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConnectionFacts, isOffered, judgeService, serviceOffer } from './judge.ts';
import type { ServiceLevel } from './service-security-levels.form.ts';
import { isAead, offers, type TlsLevel } from './suites.ts';

const connection = (version: string, suite: string, more: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  ...{ listener: 'https', version, suite, certificate: '', certificateRefused: '' },
  ...more,
});

const connections = {
  'TLS 1.3, 256 bits': connection('TLSv1.3', 'TLS_AES_256_GCM_SHA384'),
  'TLS 1.3, 128 bits': connection('TLSv1.3', 'TLS_AES_128_GCM_SHA256'),
  'TLS 1.2, ChaCha': connection('TLSv1.2', 'ECDHE-ECDSA-CHACHA20-POLY1305'),
  'TLS 1.2, RSA, GCM': connection('TLSv1.2', 'AES256-GCM-SHA384'),
  'TLS 1.2, CBC': connection('TLSv1.2', 'ECDHE-RSA-AES256-SHA384'),
  'TLS 1.1': connection('TLSv1.1', 'ECDHE-RSA-AES256-SHA'),
  unknown: connection('', ''),
} as const;
type Name = keyof typeof connections;

test('what is good enough for a service at each level', () => {
  const enough: Readonly<Record<ServiceLevel, readonly Name[]>> = {
    disabled: [],
    unsecure: [],
    'unsecure-secure': [
      ...['TLS 1.3, 256 bits', 'TLS 1.3, 128 bits', 'TLS 1.2, ChaCha', 'TLS 1.2, RSA, GCM'],
      ...['TLS 1.2, CBC', 'TLS 1.1'],
    ] as Name[],
    'secure-low': [
      ...['TLS 1.3, 256 bits', 'TLS 1.3, 128 bits', 'TLS 1.2, ChaCha', 'TLS 1.2, RSA, GCM'],
      ...['TLS 1.2, CBC', 'TLS 1.1'],
    ] as Name[],
    'secure-medium': ['TLS 1.3, 256 bits', 'TLS 1.3, 128 bits', 'TLS 1.2, ChaCha', 'TLS 1.2, RSA, GCM'],
    'secure-high': ['TLS 1.3, 256 bits', 'TLS 1.2, ChaCha'],
  };
  for (const [level, names] of Object.entries(enough)) {
    const passed = Object.entries(connections)
      .filter(([, facts]) => {
        const known = { ...facts, certificate: 'AB:CD' };
        // Each is a level of the table.
        return judgeService('configuration', level as ServiceLevel, known) === undefined;
      })
      .map(([name]) => name);
    assert.deepEqual(passed, names, level);
  }
});

test('the refusals say which service, what the connection is, and what it must be', () => {
  const wordsOf = (level: ServiceLevel, facts: ConnectionFacts): string => {
    const refusal = judgeService('configuration', level, facts);
    return `${refusal?.code} ${refusal?.words}`;
  };
  assert.match(wordsOf('disabled', connections['TLS 1.1']), /service-disabled .*Configuration is disabled/);
  assert.match(wordsOf('unsecure', connections['TLS 1.1']), /service-unsecured/);
  assert.match(
    wordsOf('secure-medium', connections['TLS 1.2, CBC']),
    /connection-weak .*secure-medium.*TLSv1\.2, ECDHE-RSA-AES256-SHA384/,
  );
  assert.match(wordsOf('secure-low', connections.unknown), /connection-weak .*of which nothing is known/);
  assert.match(wordsOf('secure-high', connections['TLS 1.3, 256 bits']), /certificate-needed .*showed none/);
  const refused = connection('TLSv1.3', 'TLS_AES_256_GCM_SHA384', { certificateRefused: 'it has ended' });
  assert.match(wordsOf('secure-high', refused), /certificate-needed .*it has ended/);
});

test('a listener negotiates what its weakest service needs, within its TLS level', () => {
  const offer = (level: TlsLevel, ...on: ServiceLevel[]) => serviceOffer(level, on);
  assert.deepEqual(offer('high', 'secure-medium', 'secure-high')?.suites, offers.high.suites);
  assert.deepEqual(offer('low', 'secure-low', 'secure-high')?.suites, offers.low.suites);
  assert.ok(offer('legacy', 'secure-medium')?.suites.every(isAead));
  assert.equal(offer('legacy', 'secure-medium')?.minVersion, 'TLSv1.2');
  assert.equal(offer('legacy', 'secure-low')?.minVersion, 'TLSv1');
  assert.deepEqual(offer('low', 'secure-high', 'disabled')?.suites, [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-RSA-AES256-GCM-SHA384',
  ]);
  assert.equal(offer('high', 'disabled', 'unsecure'), undefined);
});

test('a certificate is needed for the handshake only when every service that is enabled asks for one', () => {
  assert.equal(serviceOffer('high', ['secure-high', 'secure-medium'])?.needsCertificate, false);
  assert.equal(serviceOffer('high', ['secure-high', 'unsecure-secure'])?.needsCertificate, false);
  assert.equal(serviceOffer('high', ['secure-high', 'disabled', 'unsecure'])?.needsCertificate, true);
});

test('whatever a listener offers for a service is good enough for that service', () => {
  for (const level of ['high', 'low', 'legacy'] as const)
    for (const service of ['secure-low', 'secure-medium', 'secure-high'] as const) {
      const offer = serviceOffer(level, [service]);
      assert.ok(offer !== undefined && offer.suites.length > 0);
      for (const suite of offer.suites) {
        const version: string = suite.startsWith('TLS_') ? 'TLSv1.3' : offer.minVersion;
        const facts = connection(version, suite, { certificate: 'AB' });
        assert.equal(judgeService('http', service, facts), undefined, `${level} ${service} ${version} ${suite}`);
        assert.equal(isOffered(offer, facts), true);
      }
    }
  assert.equal(isOffered(offers.high, connections['TLS 1.2, CBC']), false);
  assert.equal(isOffered(offers.low, connections['TLS 1.1']), false);
});
