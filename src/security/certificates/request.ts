// Certificate signing requests (PKCS#10, RFC 2986): made for an authority elsewhere, and read where ours shall sign.

import 'reflect-metadata';
import { createPublicKey, type KeyObject, webcrypto } from 'node:crypto';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from '@peculiar/x509';
import { limits, no, ok, type Result, type Secret } from '#base';
import { generalName, keyAlgorithm, makeKeys, printKey, subjectOf } from './issue.ts';
import { uploadCodes } from './upload/upload.codes.ts';

export interface MadeRequest {
  /** PEM. */
  readonly request: string;
  readonly key: Secret;
}

/** A request for a server's certificate for `names`, the first its common name, and the key that was made for it: P-256. */
export async function makeRequest(names: readonly string[]): Promise<MadeRequest> {
  const keys = await makeKeys();
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subjectOf(names[0] ?? 'ringfence', ''),
    keys,
    signingAlgorithm: keyAlgorithm,
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map(generalName)),
    ],
  });
  return { request: `${request.toString('pem')}\n`, key: await printKey(keys.privateKey) };
}

const leastRsaBits = 2_048;
const mostRsaBits = 8_192;

/** The key of a request. Refuses what is none, what is not signed with that key, and a weak key. Its names are not believed. */
export async function readRequest(pem: string): Promise<Result<KeyObject>> {
  if (pem.length > limits.upload.bytes) return unreadable('it is too large');
  try {
    const request = new Pkcs10CertificateRequest(pem);
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    if (!isStrong(key)) return unreadable('its key is weak, or of a kind that TLS cannot use');
    return (await request.verify(webcrypto)) ? ok(key) : unreadable('it is not signed with its own key');
  } catch {
    return unreadable('it is no PKCS#10');
  }
}

/** The key of a public key in PEM, or of a signing request. */
export async function readPublicKey(pem: string): Promise<Result<webcrypto.CryptoKey>> {
  const key = pem.includes('CERTIFICATE REQUEST') ? await readRequest(pem) : readPlain(pem);
  if (!key.ok) return key;
  const { asymmetricKeyType, asymmetricKeyDetails } = key.value;
  const namedCurve = webNames[asymmetricKeyDetails?.namedCurve ?? ''] ?? '';
  const algorithm =
    asymmetricKeyType === 'ec' ? { name: 'ECDSA', namedCurve } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return ok(key.value.toCryptoKey(algorithm, true, ['verify']));
}

const webNames: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

function readPlain(pem: string): Result<KeyObject> {
  if (pem.length > limits.upload.bytes || !pem.includes('-----BEGIN PUBLIC KEY-----'))
    return unreadable('it is neither a request nor a public key');
  try {
    const key = createPublicKey(pem);
    return isStrong(key) ? ok(key) : unreadable('its key is weak, or of a kind that TLS cannot use');
  } catch {
    return unreadable('it is neither a request nor a public key');
  }
}

/** As `strength.ts` has it for certificates, but not Ed25519 and its kin: WebCrypto verifies them, few clients do. */
function isStrong({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): boolean {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails;
  if (asymmetricKeyType === 'rsa') return modulusLength >= leastRsaBits && modulusLength <= mostRsaBits;
  return asymmetricKeyType === 'ec' && namedCurve in webNames;
}

const unreadable = (why: string) => no(uploadCodes.refuse('security.certificate-not-requested', { why }, 'request'));
