// Which signatures are strong: those that are named, and no others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { signatureHash } from './strength.ts';

const hashOf = (algorithm: string, parameters?: string): string => {
  const der = parameters === undefined ? {} : { parameters: Uint8Array.from(Buffer.from(parameters, 'hex')).buffer };
  return signatureHash(new AlgorithmIdentifier({ algorithm, ...der })).hash;
};

test('MD2, MD5, SHA-1 and what is not known are weak, with words for each', () => {
  for (const oid of ['2', '4', '5'].map((last) => `1.2.840.113549.1.1.${last}`)) assert.equal(hashOf(oid), '');
  assert.equal(hashOf('1.2.840.10045.4.1'), '');
  assert.equal(hashOf('1.2.3.4'), '');
  assert.match(signatureHash(new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.4' })).signature, /MD5/);
  assert.equal(hashOf('1.2.840.113549.1.1.11'), 'sha256');
  assert.equal(hashOf('1.2.840.10045.4.3.3'), 'sha384');
});

test('RSASSA-PSS is as strong as the one hash that it names twice; without parameters it is SHA-1', () => {
  const pss = '1.2.840.113549.1.1.10';
  const sha256 = '300d06096086480165030402010500';
  const sha384 = '300d06096086480165030402020500';
  const mask = (hash: string): string => `a11c301a06092a864886f70d010108${hash}`;
  const both = (hash: string, masked: string): string => `3034a00f${hash}${mask(masked)}a203020120`;
  assert.equal(hashOf(pss, both(sha256, sha256)), 'sha256');
  assert.equal(hashOf(pss, both(sha256, sha384)), '');
  assert.equal(hashOf(pss), '');
  assert.equal(hashOf(pss, '3000'), '');
});
