// Refusal codes of uploaded certificates and keys, and of what the authority is asked to issue.

import { defineCodes } from '#base';

const stays = 'What was in force stays in force.';

export const uploadCodes = defineCodes('security', {
  'security.upload-too-large': {
    words: 'This is larger than {most} bytes, or holds more than {certificates} certificates.',
    remedy: `Give the certificate, its key and the intermediate certificates, and nothing else. ${stays}`,
    http: 413,
  },
  'security.upload-no-certificate': {
    words: 'There is no certificate in this text: {why}.',
    remedy:
      'Give it in PEM, from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----", or as a PKCS#12 file with its passphrase.',
  },
  'security.upload-no-key': {
    words: 'The certificate came without a private key, and answers no signing request of this system.',
    remedy: `Give the private key that belongs to it, or the answer to the request that is shown in the form. ${stays}`,
  },
  'security.upload-key-unreadable': {
    words: 'This is no private key that can be read: {why}.',
    remedy: 'Give one private key in PEM: PKCS#8, PKCS#1 or SEC 1, encrypted or not.',
  },
  'security.upload-passphrase-needed': {
    words: 'The private key is encrypted, and no passphrase came with it.',
    remedy: 'Give the passphrase in the same change.',
  },
  'security.upload-passphrase-wrong': {
    words: 'The passphrase does not fit.',
    remedy: 'Type it with care. Where a program asked for none, try a blank one.',
  },
  'security.upload-key-mismatch': {
    words: 'The private key does not belong to the certificate {subject}.',
    remedy: `Give the key with which this certificate was requested. ${stays}`,
  },
  'security.upload-ended': {
    words: 'The certificate {subject} has ended: it was good until {moment}.',
    remedy: `Have it renewed by whoever issued it. ${stays}`,
  },
  'security.upload-not-yet': {
    words: 'The certificate {subject} is not good before {moment}.',
    remedy: `Compare the clock of this system, or wait until then. ${stays}`,
  },
  'security.upload-weak-key': {
    words: 'The certificate {subject} has a key that is too weak or of a kind that TLS cannot use: {kind}.',
    remedy: `Have one issued for RSA of at least 2048 bits, P-256, P-384, P-521 or Ed25519. ${stays}`,
  },
  'security.upload-weak-signature': {
    words: 'The certificate {subject} is signed with {algorithm}, which can be forged.',
    remedy: `Have it issued anew with a signature that uses SHA-256 or better. ${stays}`,
  },
  'security.upload-usage': {
    words: 'The certificate {subject} is not for servers: {why}.',
    remedy: `Have one issued for the use as a TLS server (extended key usage serverAuth, key usage digitalSignature). ${stays}`,
  },
  'security.upload-is-authority': {
    words: 'The certificate {subject} is that of an authority, which must not be shown as a server.',
    remedy: `Give the certificate that the authority issued for this system; that of the authority may follow in the chain. ${stays}`,
  },
  'security.upload-no-leaf': {
    words: 'It cannot be told which of these certificates is that of this system: {why}.',
    remedy: 'Give one certificate of this system, and those that signed it.',
  },
  'security.upload-chain-hole': {
    words: 'The chain has a hole: nothing here connects {subject} with {issuer}.',
    remedy: `Add the intermediate certificate that is missing, or take out what does not belong to the chain. ${stays}`,
  },
  'security.upload-names': {
    words: 'The certificate is for {names}, and for none of the names of this system.',
    remedy: `Have one issued for a name by which people and phones reach this system, or enter its name under Public Names in System Options first. ${stays}`,
  },
  'security.upload-twice': {
    words: 'Both {one} and {other} were given.',
    remedy: 'Give one of them: a PKCS#12 file holds the certificate, its key and the chain.',
  },
  'security.upload-unreadable': {
    words: 'This is no PKCS#12 file that can be read: {why}.',
    remedy: 'Give the whole file with the ending .p12 or .pfx; in a text field, in base64.',
  },
  'security.upload-costly': {
    words: 'To open this would take more than {most} rounds of hashing.',
    remedy: 'Export it anew with the usual settings: `openssl pkcs12 -export` uses 2,048 rounds.',
  },
  'security.upload-encryption': {
    words: 'This is encrypted in a way that is not supported: {oid}.',
    remedy:
      'Export it anew with AES-256 ("AES256-SHA256" in Windows). Exports of old programs are turned by `openssl pkcs12 -legacy`.',
  },
  'security.upload-nothing': {
    words: 'Uploaded is chosen as the source, and no certificate with its key was uploaded.',
    remedy: 'Upload the certificate in the same change.',
  },
  'security.certificate-not-own': {
    words: '{what} is not a certificate that this system can renew.',
    remedy: 'Upload the next one, or choose another source in its form.',
    http: 409,
  },
  'security.certificate-not-requested': {
    words: 'This is no certificate signing request that can be read: {why}.',
    remedy: 'Give one in PEM (PKCS#10), signed with the key that it names.',
  },
  'security.issued-name': {
    words: 'The name of a certificate must be {expects}.',
    remedy: 'Choose a name that tells whose it is, such as "anne-laptop".',
  },
  'security.certificate-unknown': {
    words: 'There is no issued certificate with the serial number {serial}.',
    remedy: 'List those that there are in the view Issued Certificates.',
    http: 404,
  },
  'security.certificate-revoked-already': {
    words: 'The certificate {serial} was revoked already.',
    remedy: 'Nothing is left to do: it is in the revocation list until it ends.',
    http: 409,
  },
  'security.too-many-certificates': {
    words: 'There may be at most {most} issued certificates that have not ended.',
    remedy:
      'Issue certificates to persons and devices that need them; those that have ended are forgotten after a while.',
    http: 422,
  },
});
