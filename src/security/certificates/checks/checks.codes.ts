// Refusal codes of certificate checks: one for each rule, and those of the store of trusted certificates.

import { defineCodes } from '#base';

const another = 'Its owner needs another certificate. Nothing was sent, and nothing of what it sent was read.';

export const checksCodes = defineCodes('security', {
  'security.certificate-missing': {
    words: 'No certificate was shown.',
    remedy: 'Give the device or computer a certificate and let it show it, or lower the level in Certificate Checks.',
    http: 403,
  },
  'security.certificate-unreadable': {
    words: 'A certificate that was shown cannot be read: {found}.',
    remedy: another,
    http: 403,
  },
  'security.certificate-in-date': {
    words: 'The certificate {subject} is not in date: {found}.',
    remedy: 'Renew it, or correct the clock of the machine whose time is wrong.',
    http: 403,
  },
  'security.certificate-key-size': {
    words: 'The key of the certificate {subject} is too weak: {found}.',
    remedy: 'Its owner needs a certificate with RSA of at least 2048 bits, P-256, P-384, P-521 or Ed25519.',
    http: 403,
  },
  'security.certificate-signature': {
    words: 'The certificate {subject} is signed in a way that can be forged or is not known: {found}.',
    remedy: 'Have it issued anew with SHA-256 or better.',
    http: 403,
  },
  'security.certificate-chain': {
    words: 'The certificate {subject} does not lead to an authority in Trusted Certificates: {found}.',
    remedy:
      'Add the authority and what is missing in between to Trusted Certificates, or let the peer send its whole chain.',
    http: 403,
  },
  'security.certificate-authority': {
    words: 'The certificate {subject} may not issue others, and did: {found}.',
    remedy: another,
    http: 403,
  },
  'security.certificate-path-length': {
    words: 'There are more authorities under {subject} than it permits: {found}.',
    remedy: another,
    http: 403,
  },
  'security.certificate-name-constraints': {
    words: 'An authority above the certificate {subject} may not issue for its names: {found}.',
    remedy: another,
    http: 403,
  },
  'security.certificate-critical': {
    words: 'The certificate {subject} has something that must be understood and is not: {found}.',
    remedy: 'Have it issued without that extension, or with the extension not marked critical.',
    http: 403,
  },
  'security.certificate-usage': {
    words: 'The certificate {subject} was not issued for this use: {found}.',
    remedy:
      'Have one issued with key usage digitalSignature and, for who connects, extended key usage clientAuth; for who is connected to, serverAuth.',
    http: 403,
  },
  'security.certificate-self-signed': {
    words: 'The certificate {subject} is signed by its own key, so nobody vouches for it.',
    remedy: 'Have it issued by an authority; the private authority of this system will do.',
    http: 403,
  },
  'security.certificate-reflected': {
    words: 'The certificate {subject} is one of this system itself, or has its key.',
    remedy:
      'Somebody passes our own certificate back to us, or has our key: find out who, and change the key if in doubt.',
    http: 403,
  },
  'security.certificate-pinned': {
    words: 'There is no copy of the certificate {subject} in Trusted Certificates.',
    remedy: 'If it is to be let in, compare its fingerprint with what its owner says, and add a copy of it.',
    http: 403,
  },
  'security.certificate-name': {
    words: 'The certificate {subject} is not for {host}: {found}.',
    remedy:
      'Connect by a name that it bears, have it issued for this name, or switch Remote Checks off for who connects.',
    http: 403,
  },
  'security.certificate-revoked': {
    words: 'The certificate {subject} was revoked: {found}.',
    remedy: another,
    http: 403,
  },
  'security.certificate-revocation-unknown': {
    words: 'Whether the certificate {subject} was revoked cannot be found out: {found}.',
    remedy:
      'See that its list or responder can be reached from here, or accept such certificates in Certificate Checks.',
    http: 403,
  },
  'security.certificate-busy': {
    words: 'Too many certificates are being checked at once.',
    remedy: 'Connect again in a few seconds.',
    http: 503,
  },
  'security.trusted-broken': {
    words: 'This is not one certificate as PEM text: {found}.',
    remedy: 'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and nothing else.',
    http: 422,
  },
  'security.trusted-several': {
    words: 'There are {count} certificates in the text, and a record has one.',
    remedy: 'Add them one by one, or import them as a table with a row for each.',
    http: 422,
  },
  'security.trusted-private-key': {
    words: 'The text holds a private key, which does not belong here. It was not stored.',
    remedy: 'Paste the certificate alone. Consider whether the key is still as secret as it must be.',
    http: 422,
  },
  'security.trusted-weak': {
    words: 'The certificate is too weak: {found}.',
    remedy: 'Ask its owner for one with RSA of at least 2048 bits or P-256, signed with SHA-256 or better.',
    http: 422,
  },
  'security.trusted-not-in-date': {
    words: 'The certificate is not in date: {found}.',
    remedy: 'Ask its owner for the present one, or see whether the clock of this machine is right.',
    http: 422,
  },
  'security.trusted-twice': {
    words: 'The same certificate is there already, as {other}.',
    remedy: 'Change what that record is trusted for instead.',
    http: 422,
  },
  'security.trusted-too-many': {
    words: 'There may be at most {most} trusted certificates.',
    remedy: 'Trust the authority that issued them instead of single certificates, and delete those that have ended.',
    http: 422,
  },
  'security.trusted-too-many-roots': {
    words: 'The names of all trusted authorities together may have at most {most} bytes: every handshake carries them.',
    remedy: 'Delete authorities that are no longer needed.',
    http: 422,
  },
});

export type ChecksCode = keyof typeof checksCodes.codes;
