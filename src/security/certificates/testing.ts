// For tests: certificates of every kind and defect, revocation lists, and what an OCSP responder answers. P-256 unless said.

import 'reflect-metadata';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, webcrypto } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  KeyHash,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Extension as AsnExtension,
  Certificate,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  NameConstraints,
} from '@peculiar/asn1-x509';
import * as x509 from '@peculiar/x509';
import { randomHex } from '#base';
import { printPem } from './pem.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type KeyKind = 'p256' | 'p384' | 'p192' | 'rsa1024' | 'rsa2048' | 'ed25519';

const algorithms = {
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  p384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  rsa1024: rsa(1_024),
  rsa2048: rsa(2_048),
  ed25519: { name: 'Ed25519' },
} as const;

function rsa(modulusLength: number) {
  return { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
}

export interface Made {
  /** PEM, and with those of its issuers up to but without the root. */
  readonly certificate: string;
  readonly chain: string;
  readonly der: Buffer;
  /** DER of the leaf, then of its issuers up to but without the root. */
  readonly ders: readonly Buffer[];
  /** PKCS#8, PEM. */
  readonly key: string;
  readonly serial: string;
  readonly fingerprint: string;
  readonly parsed: x509.X509Certificate;
  readonly issuer: Made | undefined;
}

export interface MakeWish {
  /** The common name. */
  readonly name?: string;
  /** Default: signed by its own key. */
  readonly issuer?: Made | undefined;
  readonly nowMs?: number;
  readonly startsMs?: number;
  readonly endsMs?: number;
  readonly key?: KeyKind;
  /** The key of another certificate, instead of a new one. */
  readonly keyOf?: Made;
  readonly hash?: 'SHA-1' | 'SHA-256';
  /** An authority; a number is how many may be below it. Default no. */
  readonly ca?: boolean | number;
  /** Extended usage; default both. */
  readonly usage?: readonly ('client' | 'server' | 'ocsp' | 'other')[] | undefined;
  /** Flags of the key usage; undefined leaves it out. Default by what it is. */
  readonly keyUsage?: x509.KeyUsageFlags | undefined;
  /** DNS names, IP addresses, and "sip:" URIs. */
  readonly names?: readonly string[];
  /** DNS trees that an authority may issue for. */
  readonly permitted?: readonly string[];
  readonly excluded?: readonly string[];
  readonly crl?: string;
  readonly ocsp?: string;
  readonly serial?: string;
  readonly further?: readonly x509.Extension[];
}

/** Flags of the key usage. */
export const keyUses = {
  digitalSignature: x509.KeyUsageFlags.digitalSignature,
  keyEncipherment: x509.KeyUsageFlags.keyEncipherment,
  keyCertSign: x509.KeyUsageFlags.keyCertSign,
} as const;

/** An extension that nobody understands. */
export const unknownCritical = new x509.Extension('1.3.6.1.4.1.99999.1', true, new Uint8Array([5, 0]));

/** Makes a certificate with a key of its own. */
export async function makeCertificate(wish: MakeWish = {}): Promise<Made> {
  const { issuer, nowMs = Date.now() } = wish;
  const own = await keyFor(wish);
  const signer = issuer === undefined ? own.private : readKey(issuer.key);
  const serialNumber = wish.serial ?? `4${randomHex(8).slice(1)}`;
  const made = await x509.X509CertificateGenerator.create({
    serialNumber,
    subject: nameOf(wish.name),
    issuer: issuer?.parsed.subjectName ?? nameOf(wish.name),
    notBefore: new Date(wish.startsMs ?? nowMs - hourMs),
    notAfter: new Date(wish.endsMs ?? nowMs + 100 * dayMs),
    publicKey: own.public,
    signingKey: await importKey(signer, wish.hash),
    signingAlgorithm: algorithmOf(signer, wish.hash),
    extensions: await extensionsOf(wish, own.public),
  });
  const der = Buffer.from(made.rawData);
  const above = issuer?.issuer === undefined ? [] : issuer.ders;
  const ders = [der, ...above];
  return {
    ...{ der, ders, issuer, parsed: made, key: own.pem, serial: made.serialNumber },
    certificate: printPem(der),
    chain: ders.map(printPem).join(''),
    fingerprint: fingerprintOf(der),
  };
}

/** An authority that signed itself. */
export const makeRoot = (name = 'Test root', wish: MakeWish = {}): Promise<Made> =>
  makeCertificate({ name, ca: true, usage: undefined, ...wish });

const fingerprintOf = (der: Buffer): string =>
  (createHash('sha256').update(der).digest('hex').toUpperCase().match(/../g) ?? []).join(':');

const nameOf = (name = 'test'): x509.JsonName => [{ CN: [name] }];

interface Key {
  readonly private: ReturnType<typeof createPrivateKey>;
  readonly public: x509.PublicKey;
  readonly pem: string;
}

async function keyFor({ key = 'p256', keyOf }: MakeWish): Promise<Key> {
  const pem = keyOf?.key ?? newKey(key);
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return { private: createPrivateKey(pem), public: new x509.PublicKey(spki), pem };
}

function newKey(kind: KeyKind): string {
  const encoding = { publicKeyEncoding: { type: 'spki', format: 'pem' } } as const;
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  if (kind.startsWith('rsa')) {
    const modulusLength = Number(kind.slice(3));
    return generateKeyPairSync('rsa', { modulusLength, ...encoding, privateKeyEncoding }).privateKey;
  }
  if (kind === 'ed25519') return generateKeyPairSync('ed25519', { ...encoding, privateKeyEncoding }).privateKey;
  const namedCurve = { p256: 'prime256v1', p384: 'secp384r1', p192: 'prime192v1' }[kind.slice(0, 4)] ?? '';
  return generateKeyPairSync('ec', { namedCurve, ...encoding, privateKeyEncoding }).privateKey;
}

const readKey = (pem: string): Key['private'] => createPrivateKey(pem);

function algorithmOf(key: Key['private'], hash?: string) {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  const plain =
    key.asymmetricKeyType === 'rsa'
      ? algorithms.rsa2048
      : key.asymmetricKeyType === 'ed25519'
        ? algorithms.ed25519
        : curve === 'secp384r1'
          ? algorithms.p384
          : algorithms.p256;
  return hash === undefined ? plain : { ...plain, hash };
}

const importKey = async (key: Key['private'], hash?: string): Promise<webcrypto.CryptoKey> =>
  key.toCryptoKey(algorithmOf(key, hash), false, ['sign']);

const purposes = {
  client: x509.ExtendedKeyUsage.clientAuth,
  server: x509.ExtendedKeyUsage.serverAuth,
  ocsp: x509.ExtendedKeyUsage.ocspSigning,
  other: x509.ExtendedKeyUsage.codeSigning,
};

async function extensionsOf(wish: MakeWish, publicKey: x509.PublicKey): Promise<x509.Extension[]> {
  const { ca = false, names = [], crl, ocsp, further = [] } = wish;
  const isCa = ca !== false;
  const defaultUse = isCa
    ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
    : x509.KeyUsageFlags.digitalSignature;
  const keyUsage = 'keyUsage' in wish ? wish.keyUsage : defaultUse;
  const usage = 'usage' in wish ? wish.usage : isCa ? undefined : (['client', 'server'] as const);
  return [
    new x509.BasicConstraintsExtension(isCa, typeof ca === 'number' ? ca : undefined, true),
    ...(keyUsage === undefined ? [] : [new x509.KeyUsagesExtension(keyUsage, true)]),
    ...(usage === undefined ? [] : [new x509.ExtendedKeyUsageExtension(usage.map((use) => purposes[use]))]),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names.map(generalName))]),
    ...(crl === undefined ? [] : [new x509.CRLDistributionPointsExtension([crl])]),
    ...(ocsp === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ ocsp })]),
    ...constraintsOf(wish),
    await x509.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
    ...further,
  ];
}

function generalName(value: string): x509.JsonGeneralName {
  if (value.startsWith('sip:')) return { type: 'url', value };
  return { type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns', value };
}

function constraintsOf({ permitted, excluded }: MakeWish): x509.Extension[] {
  if (permitted === undefined && excluded === undefined) return [];
  const trees = (names: readonly string[]) =>
    new GeneralSubtrees(names.map((dNSName) => new GeneralSubtree({ base: new GeneralName({ dNSName }) })));
  const value = new NameConstraints({
    ...(permitted === undefined ? {} : { permittedSubtrees: trees(permitted) }),
    ...(excluded === undefined ? {} : { excludedSubtrees: trees(excluded) }),
  });
  return [new x509.Extension('2.5.29.30', true, AsnConvert.serialize(value))];
}

export interface CrlWish {
  readonly nowMs?: number;
  readonly nextMs?: number;
  readonly number?: number;
  readonly further?: readonly x509.Extension[];
}

/** A revocation list of `issuer`, DER. */
export async function makeCrl(issuer: Made, revoked: readonly Made[], wish: CrlWish = {}): Promise<Buffer> {
  const { nowMs = Date.now(), number = 1, further = [] } = wish;
  const key = readKey(issuer.key);
  const list = await x509.X509CrlGenerator.create({
    issuer: issuer.parsed.subjectName,
    thisUpdate: new Date(nowMs - 60_000),
    nextUpdate: new Date(wish.nextMs ?? nowMs + dayMs),
    signingAlgorithm: algorithmOf(key),
    signingKey: await importKey(key),
    entries: revoked.map(({ serial }) => ({ serialNumber: serial, revocationDate: new Date(nowMs - 60_000) })),
    extensions: [new x509.Extension('2.5.29.20', false, derInteger(number)), ...further],
  });
  return Buffer.from(list.rawData);
}

const derInteger = (value: number): Buffer => {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const body = (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([2, body.length]), body]);
};

export interface OcspWish {
  readonly status?: 'good' | 'revoked' | 'unknown';
  readonly nowMs?: number;
  readonly nextMs?: number;
  /** Who signs; default the issuer itself. Another one is sent along. */
  readonly by?: Made;
  /** Default: that of the request. */
  readonly nonce?: Buffer | 'none';
}

const ecdsaSha256 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });

/** What a responder answers to `request` (DER) about whatever it asks; DER. Its signer has a P-256 key. */
export function answerOcsp(request: Buffer, issuer: Made, wish: OcspWish = {}): Buffer {
  const { status = 'good', nowMs = Date.now(), by = issuer, nonce } = wish;
  const asked = AsnConvert.parse(request, OCSPRequest).tbsRequest;
  const sent = asked.requestExtensions?.find(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  const echoed =
    nonce instanceof Buffer
      ? new AsnExtension({
          extnID: id_pkix_ocsp_nonce,
          extnValue: new OctetString(AsnConvert.serialize(new OctetString(nonce))),
        })
      : sent;
  const at = new Date(Math.floor(nowMs / 1_000) * 1_000);
  const data = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(keyHashOf(by)) }),
    producedAt: at,
    responses: asked.requestList.map(
      ({ reqCert }) =>
        new SingleResponse({
          certID: new CertID({ ...reqCert }),
          certStatus: statusOf(status, at),
          thisUpdate: at,
          nextUpdate: new Date(wish.nextMs ?? at.getTime() + dayMs),
        }),
    ),
    ...(nonce === 'none' || echoed === undefined ? {} : { responseExtensions: [echoed] }),
  });
  return signedAnswer(data, by, by !== issuer);
}

function signedAnswer(data: ResponseData, by: Made, sendAlong: boolean): Buffer {
  const bytes = Buffer.from(AsnConvert.serialize(data));
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: ecdsaSha256,
    signature: toArrayBuffer(sign('sha256', bytes, by.key)),
    ...(sendAlong ? { certs: [AsnConvert.parse(by.der, Certificate)] } : {}),
  });
  const response = new OCSPResponse({
    responseStatus: OCSPResponseStatus.successful,
    responseBytes: new ResponseBytes({
      responseType: id_pkix_ocsp_basic,
      response: new OctetString(AsnConvert.serialize(basic)),
    }),
  });
  return Buffer.from(AsnConvert.serialize(response));
}

function statusOf(status: 'good' | 'revoked' | 'unknown', revocationTime: Date): CertStatus {
  if (status === 'revoked') return new CertStatus({ revoked: new RevokedInfo({ revocationTime }) });
  return new CertStatus(status === 'good' ? { good: null } : { unknown: null });
}

const keyHashOf = ({ der }: Made): ArrayBuffer => {
  const { subjectPublicKeyInfo } = AsnConvert.parse(der, Certificate).tbsCertificate;
  return toArrayBuffer(createHash('sha1').update(Buffer.from(subjectPublicKeyInfo.subjectPublicKey)).digest());
};

const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
