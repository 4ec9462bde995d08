// SRTP protection suites as SDP names them (RFC 4568 §6.2, RFC 6188 §4, RFC 7714 §14.2), and the names phones use instead.

export interface Suite {
  /** The registered name. */
  readonly name: string;
  readonly cipher: 'CM' | 'F8' | 'GCM';
  readonly keyBytes: number;
  readonly saltBytes: number;
  /** Authentication tag of an RTP packet; that of an RTCP packet is never shortened. */
  readonly tagBytes: number;
  readonly rtcpTagBytes: number;
}

const suite = (
  name: string,
  cipher: Suite['cipher'],
  keyBytes: number,
  saltBytes: number,
  tagBytes: number,
  rtcpTagBytes: number,
): Suite => ({ name, cipher, keyBytes, saltBytes, tagBytes, rtcpTagBytes });

/** Every suite that this system knows, strongest first. F8 is passed between phones, never used by the system itself. */
export const suites: readonly Suite[] = [
  suite('AEAD_AES_256_GCM', 'GCM', 32, 12, 16, 16),
  suite('AEAD_AES_128_GCM', 'GCM', 16, 12, 16, 16),
  suite('AES_256_CM_HMAC_SHA1_80', 'CM', 32, 14, 10, 10),
  suite('AES_192_CM_HMAC_SHA1_80', 'CM', 24, 14, 10, 10),
  suite('AES_CM_128_HMAC_SHA1_80', 'CM', 16, 14, 10, 10),
  suite('AES_256_CM_HMAC_SHA1_32', 'CM', 32, 14, 4, 10),
  suite('AES_192_CM_HMAC_SHA1_32', 'CM', 24, 14, 4, 10),
  suite('AES_CM_128_HMAC_SHA1_32', 'CM', 16, 14, 4, 10),
  suite('F8_128_HMAC_SHA1_80', 'F8', 16, 14, 10, 10),
];

/** Unregistered names, from the drafts of RFC 6188 and from phones that keep to them (Zoiper, Bria, FreeSWITCH, snom). */
const aliases: Readonly<Record<string, string>> = {
  AES_CM_256_HMAC_SHA1_80: 'AES_256_CM_HMAC_SHA1_80',
  AES_CM_256_HMAC_SHA1_32: 'AES_256_CM_HMAC_SHA1_32',
  AES_CM_192_HMAC_SHA1_80: 'AES_192_CM_HMAC_SHA1_80',
  AES_CM_192_HMAC_SHA1_32: 'AES_192_CM_HMAC_SHA1_32',
  AES_128_CM_HMAC_SHA1_80: 'AES_CM_128_HMAC_SHA1_80',
  AES_128_CM_HMAC_SHA1_32: 'AES_CM_128_HMAC_SHA1_32',
};

const byName = new Map<string, Suite>(suites.map((each) => [each.name, each]));
for (const [alias, name] of Object.entries(aliases)) {
  const known = byName.get(name);
  if (known !== undefined) byName.set(alias, known);
}

/** The suite of this name or alias; undefined when it is not one that this system knows. */
export const suiteNamed = (name: string): Suite | undefined => byName.get(name);
