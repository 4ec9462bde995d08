// An upload, from what was given to what is kept: a chain in order and the one key that belongs to it, unpacked and proven.

import type { KeyObject } from 'node:crypto';
import { limits, no, ok, type Refusal, type Result, Secret } from '#base';
import type { Identity } from '../issue.ts';
import { type Chain, certificatesOf, chainOf, printChain, readCertificates } from './chain.ts';
import { type Circumstances, unfitness } from './fitness.ts';
import { keyFromDer, printKey, readKey } from './key.ts';
import { readPkcs12 } from './pkcs12.ts';
import { uploadCodes } from './upload.codes.ts';

export interface Upload {
  /** PEM, in any order; it may hold the key too. Blank where the file brings it. */
  readonly certificate: string;
  readonly key: Secret | undefined;
  /** PKCS#12 in base64. */
  readonly pkcs12: Secret | undefined;
  readonly passphrase: Secret | undefined;
  /** Keys that are there already: of the certificate in the form, of the open signing request. */
  readonly present: readonly KeyObject[];
}

type Taken = Result<{ readonly certificates: Parsed; readonly keys: readonly KeyObject[] }>;
type Parsed = readonly Chain[number][];

/** What is shown from then on. Refuses everything that speaks against it. */
export async function takeUpload(
  upload: Upload,
  circumstances: Circumstances,
): Promise<Result<Identity, readonly Refusal[]>> {
  const taken = upload.pkcs12 === undefined ? await fromPem(upload) : await fromPkcs12(upload, upload.pkcs12);
  if (!taken.ok) return no([taken.refusal]);
  const { certificates, keys } = taken.value;
  const [first] = keys;
  if (first === undefined) return no([uploadCodes.refuse('security.upload-no-key', {}, 'privateKey')]);
  const key = keys.find((one) => certificates.some(({ x509 }) => x509.checkPrivateKey(one))) ?? first;
  const chain = chainOf(certificates, key);
  if (!chain.ok) return no([chain.refusal]);
  const unfit = unfitness(chain.value, circumstances);
  return unfit.length > 0 ? no(unfit) : ok({ certificate: printChain(chain.value), key: printKey(key) });
}

async function fromPem({ certificate, key, passphrase, present }: Upload): Promise<Taken> {
  const certificates = readCertificates(certificate);
  if (!certificates.ok) return certificates;
  if (key === undefined) return ok({ certificates: certificates.value, keys: present });
  const read = await readKey(key, passphrase);
  return read.ok ? ok({ certificates: certificates.value, keys: [read.value] }) : read;
}

const base64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

async function fromPkcs12({ certificate, passphrase }: Upload, pkcs12: Secret): Promise<Taken> {
  const text = pkcs12.reveal();
  if (text.length > limits.upload.base64Length) return tooLarge();
  if (certificate !== '') return twice('a PKCS#12 file', 'a certificate in PEM');
  if (!base64.test(text))
    return no(uploadCodes.refuse('security.upload-unreadable', { why: 'it is not in base64' }, 'pkcs12'));
  const read = await readPkcs12(Buffer.from(text, 'base64'), passphrase ?? blank);
  if (!read.ok) return no({ field: 'pkcs12', ...read.refusal });
  const certificates = certificatesOf(read.value.certificates);
  if (!certificates.ok) return no({ ...certificates.refusal, field: 'pkcs12' });
  if (certificates.value.length === 0) return noCertificate();
  const keys: KeyObject[] = [];
  for (const bytes of read.value.keys) {
    const key = keyFromDer(bytes);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  return ok({ certificates: certificates.value, keys });
}

/** Some programs export without a passphrase: then it is the blank one. */
const blank = new Secret('');

const twice = (one: string, other: string) => no(uploadCodes.refuse('security.upload-twice', { one, other }, 'pkcs12'));

const noCertificate = () =>
  no(uploadCodes.refuse('security.upload-no-certificate', { why: 'the file holds none' }, 'pkcs12'));

function tooLarge() {
  const { bytes: most, certificates } = limits.upload;
  return no(uploadCodes.refuse('security.upload-too-large', { most, certificates }, 'pkcs12'));
}
