// Proofs that a name is ours (RFC 8555 §8.3, RFC 8737): what the portal shows while an order runs.

import 'reflect-metadata';
import { createHash, type KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { Extension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';
import { type Result, randomHex, Secret } from '#base';
import { keyAuthorization } from './jws.ts';

export type Proof =
  | { readonly kind: 'http-01'; readonly token: string; readonly text: string }
  | { readonly kind: 'tls-alpn-01'; readonly serverName: string; readonly certificate: string; readonly key: Secret };

/** Shows a proof, and returns when strangers can see it; the value takes it away. */
export type ShowProof = (proof: Proof) => Promise<Result<() => void>>;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** id-pe-acmeIdentifier (RFC 8737 §3). */
const acmeIdentifier = '1.3.6.1.5.5.7.1.31';
const octetString = [0x04, 0x20];
const dayMs = 86_400_000;

export const httpProof = (token: string, key: KeyObject): Proof => ({
  ...{ kind: 'http-01', token, text: keyAuthorization(token, key) },
});

/** A self-signed certificate of the name with the hash of the key authorization, critical, with a key of its own. */
export async function tlsProof(name: string, token: string, key: KeyObject, nowMs: number): Promise<Proof> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const digest = createHash('sha256').update(keyAuthorization(token, key)).digest();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: `4${randomHex(16).slice(1)}`, name: [{ CN: ['ACME challenge'] }], keys },
    ...{ notBefore: new Date(nowMs - dayMs), notAfter: new Date(nowMs + dayMs), signingAlgorithm: algorithm },
    extensions: [
      new SubjectAlternativeNameExtension([{ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }]),
      new Extension(acmeIdentifier, true, Buffer.from([...octetString, ...digest])),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const pem = `-----BEGIN PRIVATE KEY-----\n${(pkcs8.match(/.{1,64}/g) ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
  return {
    kind: 'tls-alpn-01',
    serverName: serverNameOf(name),
    certificate: `${certificate.toString('pem')}\n`,
    key: new Secret(pem),
  };
}

/** What the authority asks for in its handshake: the name, or of an address its name in the reverse tree (RFC 8738 §6). */
export function serverNameOf(name: string): string {
  if (isIP(name) === 0) return name;
  if (isIP(name) === 4) return `${name.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail] = name.split('::');
  const groups = (side: string): string[] => (side === '' ? [] : side.split(':'));
  const last = tail === undefined ? [] : groups(tail);
  const zeros = new Array<string>(8 - groups(head).length - last.length).fill('0');
  const digits = [...groups(head), ...zeros, ...last].map((group) => group.padStart(4, '0')).join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa`;
}
