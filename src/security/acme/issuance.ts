// The key and the request of one certificate (RFC 2986), and the check of what the authority made of it.

import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { limits, Secret } from '#base';
import { namesIn } from '../certificates/facts.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Request {
  /** PKCS#8, PEM; made for this certificate alone. */
  readonly key: Secret;
  /** DER in base64url, as `finalize` takes it. */
  readonly csr: string;
}

/** A P-256 key made now, and the request for `names` signed with it. */
export async function makeRequest(names: readonly string[]): Promise<Request> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const san = names.map((name) => ({ type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const), value: name }));
  const request = await Pkcs10CertificateRequestGenerator.create({
    ...{ keys, signingAlgorithm: algorithm, extensions: [new SubjectAlternativeNameExtension(san)] },
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const lines = (pkcs8.match(/.{1,64}/g) ?? []).join('\n');
  return {
    key: new Secret(`-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`),
    csr: Buffer.from(request.rawData).toString('base64url'),
  };
}

export interface Issued {
  /** PEM, the leaf first. */
  readonly certificate: string;
  readonly key: Secret;
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;

/** The chain tidied, or why it is not what was asked for. */
export function checkIssued(pem: string, { key }: Request, names: readonly string[], nowMs: number): Issued | string {
  const blocks = pem.match(block) ?? [];
  if (blocks.length === 0) return 'there is none in the answer';
  if (blocks.length > limits.outbound.chain) return 'its chain is too long';
  try {
    const chain = blocks.map((one) => new X509Certificate(one));
    const why = whyWrong(chain, key, names, nowMs);
    return why ?? { certificate: `${blocks.join('\n')}\n`, key };
  } catch {
    return 'it is malformed';
  }
}

function whyWrong(chain: readonly X509Certificate[], key: Secret, names: readonly string[], nowMs: number) {
  const [leaf] = chain;
  if (leaf === undefined || !leaf.checkPrivateKey(createPrivateKey(key.reveal()))) return 'it is for another key';
  const there = namesIn(leaf);
  const missing = names.filter((name) => !there.includes(name));
  if (missing.length > 0) return `it does not stand for ${missing.join(', ')}`;
  if (leaf.validToDate.getTime() <= nowMs) return 'it has ended already';
  const hole = chain.findIndex(
    (one, index) => chain[index + 1] !== undefined && !one.checkIssued(chain[index + 1] ?? one),
  );
  return hole < 0 ? undefined : `certificate ${hole + 2} of its chain did not sign certificate ${hole + 1}`;
}
