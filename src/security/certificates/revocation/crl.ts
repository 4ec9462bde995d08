// A certificate revocation list (RFC 5280 §5), read and verified. Its law: it is the issuer's own, whole, in date, and understood; any
// other is none.

import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, type Extension, IssuingDistributionPoint, TBSCertList } from '@peculiar/asn1-x509';
import { limits, Pace } from '#base';
import { derOf, type ParsedCertificate } from '../parsed.ts';
import { eachPart, type Part, partsOf, wrap } from './der.ts';
import { isSigned } from './signed.ts';

export interface Crl {
  /** CRL numbers rise (§5.2.3); undefined of an issuer that does not number. */
  readonly number: bigint | undefined;
  readonly beginsMs: number;
  readonly nextMs: number;
  /** Serial numbers, as `serialOf` has them. */
  readonly revoked: ReadonlySet<string>;
  /** Which certificates it is about. */
  readonly about: 'all' | 'authorities' | 'others';
}

/** Clocks of issuers may be ahead of ours by this much. */
const skewMs = 300_000;

/** Reads the list of `issuer` that was got from `url`, beside calls; in words why it cannot be gone by. */
export async function readCrl(
  der: Buffer,
  issuer: ParsedCertificate,
  url: string,
  nowMs: number,
): Promise<Crl | string> {
  try {
    return await read(der, issuer, url, nowMs);
  } catch {
    // What the library throws at malformed parts.
    return malformed;
  }
}

const malformed = 'the list is malformed';

async function read(der: Buffer, issuer: ParsedCertificate, url: string, nowMs: number): Promise<Crl | string> {
  const split = splitList(der);
  if (split === undefined) return malformed;
  const { signed, algorithm, signature, entries, rest } = split;
  if (issuer.keyUsage?.includes('cRLSign') === false) return 'its issuer may not sign lists';
  if (derOf(rest.issuer) !== issuer.subjectDer) return 'the list is of another issuer';
  if (!isSigned(signed, signature, AsnConvert.parse(algorithm, AlgorithmIdentifier), issuer))
    return 'the list is not signed by the issuer of the certificate';
  const beginsMs = rest.thisUpdate.getTime().getTime();
  const nextMs = rest.nextUpdate?.getTime().getTime();
  if (beginsMs > nowMs + skewMs) return 'the list has not begun';
  if (nextMs === undefined || nextMs < nowMs) return 'the list has ended';
  const about = readScope(rest.crlExtensions ?? [], url);
  if (typeof about === 'object') return about.why;
  const revoked = await readEntries(entries);
  if (typeof revoked === 'string') return revoked;
  return { number: numberOf(rest.crlExtensions ?? []), beginsMs, nextMs, revoked, about };
}

/** The list in its parts; `rest` is all of what was signed but its entries. */
function splitList(der: Buffer) {
  const outer = partsOf(der, 1);
  const parts = outer?.[0] === undefined ? undefined : partsOf(outer[0].body, 3);
  const [list, algorithm, bits] = parts ?? [];
  if (list === undefined || algorithm === undefined || bits?.tag !== 3) return undefined;
  const inner = partsOf(list.body, 8);
  if (inner === undefined) return undefined;
  const at = inner.findIndex((part, index) => isEntries(part, inner[index - 1]));
  const others = inner.filter((_, index) => index !== at).map(({ whole }) => whole);
  return {
    signed: list.whole,
    algorithm: algorithm.whole,
    signature: Uint8Array.from(bits.body.subarray(1)).buffer,
    entries: inner[at]?.body ?? Buffer.alloc(0),
    rest: AsnConvert.parse(wrap(0x30, Buffer.concat(others)), TBSCertList),
  };
}

/** The entries are the one sequence behind a time (UTCTime or GeneralizedTime). */
const isEntries = (part: Part, before: Part | undefined): boolean =>
  part.tag === 0x30 && (before?.tag === 0x17 || before?.tag === 0x18);

const ids = { number: '2.5.29.20', delta: '2.5.29.27', scope: '2.5.29.28' } as const;
const harmless: readonly string[] = [ids.number, '2.5.29.35', '2.5.29.18', '2.5.29.46', '1.3.6.1.5.5.7.1.1'];

/** Lists that hold changes alone, are partial in reasons or of several issuers are not gone by. */
function readScope(extensions: readonly Extension[], url: string): Crl['about'] | { readonly why: string } {
  const odd = extensions.find(({ extnID, critical }) => critical && extnID !== ids.scope && !harmless.includes(extnID));
  if (odd !== undefined || extensions.some(({ extnID }) => extnID === ids.delta))
    return { why: 'the list has something that is not understood' };
  const scope = extensions.find(({ extnID }) => extnID === ids.scope);
  if (scope === undefined) return 'all';
  const point = AsnConvert.parse(scope.extnValue.buffer, IssuingDistributionPoint);
  if (point.indirectCRL || point.onlyContainsAttributeCerts || point.onlySomeReasons !== undefined)
    return { why: 'the list is partial' };
  const places = point.distributionPoint?.fullName?.map((name) => name.uniformResourceIdentifier);
  if (point.distributionPoint !== undefined && places?.includes(url) !== true)
    return { why: 'the list is for another place' };
  if (point.onlyContainsCACerts) return 'authorities';
  return point.onlyContainsUserCerts ? 'others' : 'all';
}

function numberOf(extensions: readonly Extension[]): bigint | undefined {
  const value = extensions.find(({ extnID }) => extnID === ids.number)?.extnValue.buffer;
  const body = value === undefined ? undefined : partsOf(Buffer.from(value), 1)?.[0]?.body;
  return body === undefined || body.length === 0 || body.length > 20 ? undefined : BigInt(`0x${body.toString('hex')}`);
}

/** BOOLEAN TRUE, which in an entry stands for "critical" alone: an entry that must be understood and is not. */
const isTrue = Buffer.from([1, 1, 0xff]);

async function readEntries(bytes: Buffer): Promise<ReadonlySet<string> | string> {
  const pace = new Pace();
  const revoked = new Set<string>();
  let count = 0;
  for (const entry of eachPart(bytes)) {
    const [serial, , further] = partsOf(entry?.body ?? Buffer.alloc(0), 3) ?? [];
    if (serial?.tag !== 2) return malformed;
    if (further?.body.includes(isTrue) === true) return 'the list has an entry that is not understood';
    if (++count > limits.certificates.crlEntries) return 'the list is too long';
    revoked.add(serial.body.toString('hex').replace(/^0+/, '') || '0');
    if (count % 100 === 0) await pace.step();
  }
  return revoked;
}
