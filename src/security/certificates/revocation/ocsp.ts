// OCSP (RFC 6960): asking about one certificate, and judging an answer, asked for or stapled. Its law: an answer counts only when
// signed by the issuer or by whom the issuer named for it, about this certificate, in date.

import { createHash } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  Request,
  type SingleResponse,
  TBSRequest,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate, Extension } from '@peculiar/asn1-x509';
import { isIssuedBy, isSignedBy, whyNotInDate } from '../checks/path.ts';
import { isCertificate, type ParsedCertificate, parseCertificate } from '../parsed.ts';
import { partsOf } from './der.ts';
import { isSigned } from './signed.ts';

export interface OcspAnswer {
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly beginsMs: number;
  /** Until when it may be used. */
  readonly untilMs: number;
}

const sha1 = '1.3.14.3.2.26';
const signsOcsp = '1.3.6.1.5.5.7.3.9';
const skewMs = 300_000;
/** An answer that does not say how long it holds is about the moment in which it was made. */
const momentMs = 3_600_000;
const mostDelegates = 5;

/** What to send to a responder, DER. `nonce` is echoed by those that make answers on the spot (RFC 9654). */
export function printRequest(certificate: ParsedCertificate, issuer: ParsedCertificate, nonce: Buffer): Buffer {
  const value = AsnConvert.serialize(new OctetString(nonce));
  const request = new OCSPRequest({
    tbsRequest: new TBSRequest({
      requestList: [new Request({ reqCert: idOf(certificate, issuer) })],
      requestExtensions: [new Extension({ extnID: id_pkix_ocsp_nonce, extnValue: new OctetString(value) })],
    }),
  });
  return Buffer.from(AsnConvert.serialize(request));
}

/** SHA-1 here names the issuer among others and protects nothing; it is what every responder knows (RFC 5019 §2.1.1). */
function idOf(certificate: ParsedCertificate, issuer: ParsedCertificate): CertID {
  const { tbsCertificate } = AsnConvert.parse(issuer.der, Certificate);
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: sha1, parameters: null }),
    issuerNameHash: new OctetString(hash(Buffer.from(issuer.subjectDer, 'hex'))),
    issuerKeyHash: new OctetString(hash(new Uint8Array(tbsCertificate.subjectPublicKeyInfo.subjectPublicKey))),
    serialNumber: AsnConvert.parse(certificate.der, Certificate).tbsCertificate.serialNumber,
  });
}

const hash = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest();

export interface AnswerWish {
  readonly certificate: ParsedCertificate;
  readonly issuer: ParsedCertificate;
  readonly nowMs: number;
  /** What was sent along with the question; undefined of a stapled answer. */
  readonly nonce?: Buffer;
}

/** Judges an answer, DER; in words why it cannot be gone by. */
export function readAnswer(der: Buffer, wish: AnswerWish): OcspAnswer | string {
  try {
    return read(der, wish);
  } catch {
    // What the library throws at malformed answers.
    return 'the answer is malformed';
  }
}

function read(der: Buffer, wish: AnswerWish): OcspAnswer | string {
  const { responseStatus, responseBytes } = AsnConvert.parse(der, OCSPResponse);
  if (responseStatus !== OCSPResponseStatus.successful || responseBytes === undefined)
    return 'the responder gave no answer';
  if (responseBytes.responseType !== id_pkix_ocsp_basic) return 'the answer is of an unknown kind';
  const bytes = Buffer.from(responseBytes.response.buffer);
  const basic = AsnConvert.parse(bytes, BasicOCSPResponse);
  const signed = partsOf(partsOf(bytes, 1)?.[0]?.body ?? Buffer.alloc(0), 4)?.[0]?.whole;
  if (signed === undefined) return 'the answer is malformed';
  const signer = signersOf(basic, wish).find((one) => isSigned(signed, basic.signature, basic.signatureAlgorithm, one));
  if (signer === undefined) return 'the answer is not signed by the issuer, nor by whom it named for that';
  if (!isNonceKept(basic, wish.nonce)) return 'the answer is to another question';
  const wanted = idOf(wish.certificate, wish.issuer);
  const single = basic.tbsResponseData.responses.find(({ certID }) => isSame(certID, wanted));
  return single === undefined ? 'the answer is about another certificate' : judgeSingle(single, wish.nowMs);
}

/** The issuer, and what it issued for signing answers (RFC 6960 §4.2.2.2): sent along, in date, strong. */
function signersOf({ certs = [] }: BasicOCSPResponse, { issuer, nowMs }: AnswerWish): ParsedCertificate[] {
  const delegates = certs
    .slice(0, mostDelegates)
    .map((certificate) => parseCertificate(Buffer.from(AsnConvert.serialize(certificate))))
    .filter(isCertificate)
    .filter(
      (one) =>
        one.extendedUsage?.includes(signsOcsp) === true &&
        one.keyUsage?.includes('digitalSignature') !== false &&
        one.hash !== '' &&
        one.notUnderstood.length === 0 &&
        whyNotInDate(one, nowMs) === undefined &&
        isIssuedBy(one, issuer) &&
        isSignedBy(one, issuer),
    );
  return [issuer, ...delegates];
}

/** A responder that prepares its answers echoes nothing; a wrong echo is an answer to somebody else. */
function isNonceKept({ tbsResponseData }: BasicOCSPResponse, nonce: Buffer | undefined): boolean {
  const echoed = tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  if (nonce === undefined || echoed === undefined) return true;
  return Buffer.from(AsnConvert.parse(echoed.extnValue.buffer, OctetString).buffer).equals(nonce);
}

const isSame = (a: CertID, b: CertID): boolean =>
  a.hashAlgorithm.algorithm === b.hashAlgorithm.algorithm &&
  Buffer.from(a.issuerNameHash.buffer).equals(Buffer.from(b.issuerNameHash.buffer)) &&
  Buffer.from(a.issuerKeyHash.buffer).equals(Buffer.from(b.issuerKeyHash.buffer)) &&
  Buffer.from(a.serialNumber).equals(Buffer.from(b.serialNumber));

function judgeSingle({ certStatus, thisUpdate, nextUpdate }: SingleResponse, nowMs: number): OcspAnswer | string {
  const beginsMs = thisUpdate.getTime();
  const untilMs = nextUpdate?.getTime() ?? beginsMs + momentMs;
  if (beginsMs > nowMs + skewMs) return 'the answer has not begun';
  if (untilMs < nowMs - skewMs) return 'the answer has ended';
  const status = certStatus.revoked !== undefined ? 'revoked' : certStatus.good === undefined ? 'unknown' : 'good';
  return { status, beginsMs, untilMs };
}
