// What the three forms of certificates have in common: what is uploaded, and the signing request.

import { limits, type Refusal } from '#base';
import { choice, secret, text } from '#forms';
import { uploadCodes } from '../upload/upload.codes.ts';

const upload = 'Upload';
const request = 'Signing request';
const pemFiles = { accepts: '.pem,.crt,.cer,.key,.txt,application/x-pem-file', as: 'text' } as const;

/** Of the places that may have a certificate of a public authority. */
export const sourceField = choice({
  label: 'Source',
  help: 'Where the certificate is from. An upload chooses Uploaded by itself.',
  of: {
    authority: 'The authority of this system',
    uploaded: 'Uploaded',
    acme: 'A public authority, automatically (ACME)',
  },
  initial: 'authority',
});

/** The fields of an upload. Certificate and key stay, the others are only ever given. */
export const uploadFields = {
  certificate: text({
    label: 'Certificate',
    help: 'The certificate and its intermediate certificates in PEM, in any order. They are put in order, each signed by the next; the key may come in the same text and is taken out of it.',
    section: upload,
    max: limits.upload.bytes,
    lines: 800,
    initial: '',
    file: pemFiles,
  }),
  privateKey: secret({
    label: 'Private Key',
    help: 'The key that belongs to the certificate, in PEM (PKCS#8, PKCS#1 or SEC 1), encrypted or not. It is kept sealed and never shown. Leave it out for the answer to the signing request, and where a certificate is renewed for the same key.',
    section: upload,
    min: 1,
    max: limits.upload.bytes,
    lines: true,
    file: pemFiles,
  }),
  pkcs12: secret({
    label: 'PKCS#12 File',
    help: 'Instead of both: a .p12 or .pfx file with certificate, key and chain, in base64. It is opened when it is saved and not kept.',
    section: upload,
    min: 1,
    max: limits.upload.base64Length,
    lines: true,
    kept: 'never',
    file: { accepts: '.p12,.pfx,application/x-pkcs12', as: 'base64' },
  }),
  passphrase: secret({
    label: 'Passphrase',
    help: 'What opens the PKCS#12 file or the encrypted private key. It is used once and not kept.',
    section: upload,
    min: 1,
    max: 256,
    kept: 'never',
    anyCharacters: true,
  }),
  request: text({
    label: 'Signing Request',
    help: 'The open request in PEM (PKCS#10), to be given to an authority. It is made by the view Certificates or by `ringfence certificate request`; the key was made here and does not leave. Upload the answer as the certificate, without a key. Clear it to withdraw the request and its key.',
    section: request,
    max: limits.upload.bytes,
    lines: 200,
    initial: '',
  }),
  requestKey: secret({
    label: 'Key of the Request',
    help: 'The key that was made with the signing request. It becomes the private key when the answer is uploaded.',
    section: request,
    min: 1,
    max: limits.upload.bytes,
    lines: true,
  }),
} as const;

export interface UploadRecord {
  readonly source: string;
  readonly certificate: string;
  readonly privateKey: boolean;
}

/** What is chosen must be there. */
export const uploadedIsThere = ({ source, certificate, privateKey }: UploadRecord): readonly Refusal[] =>
  source === 'uploaded' && (certificate === '' || !privateKey)
    ? [uploadCodes.refuse('security.upload-nothing', {}, 'certificate')]
    : [];

/** The help that all three forms share. */
export const uploadConditions =
  'What is uploaded is checked before it is in force: the key belongs to the certificate, it is in date, strong (RSA of 2048 bits, P-256, P-384, P-521 or Ed25519; SHA-256), for servers, for a name of this system, and its chain has no hole. What is refused changes nothing. New connections see another certificate at once; calls and sessions go on.';
