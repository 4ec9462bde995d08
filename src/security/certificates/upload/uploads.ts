// Takes in the changes of the three forms of certificates: opens what is uploaded, matches it with its key, proves it fit.

import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { type Clock, no, ok, type Refusal, type Result, Secret } from '#base';
import type { AnyRecord, Patch } from '#forms';
import { readRequest } from '../request.ts';
import { printKey } from './key.ts';
import { isKey, readPem } from './pem.ts';
import { uploadCodes } from './upload.codes.ts';
import { takeUpload } from './upload.ts';

export interface UploadWish {
  readonly patch: Patch;
  readonly before: AnyRecord | undefined;
  /** A sealed secret of the record as it is. */
  readonly reveal: (field: string) => Result<Secret> | undefined;
}

export interface UploadsParts {
  readonly clock: Clock;
  /** Of this system, as they are now. */
  readonly names: () => readonly string[];
}

type Taken = Result<Patch, readonly Refusal[]>;

export class Uploads {
  readonly forms: readonly string[] = ['web-server-certificate', 'telephony-certificate', 'device-certificate'];
  readonly #parts: UploadsParts;

  constructor(parts: UploadsParts) {
    this.#parts = parts;
  }

  /** The patch with the chain in order, the key in the clear to be sealed, and nothing that is not to be kept. */
  async take(wish: UploadWish): Promise<Taken> {
    const { patch, before } = wish;
    const request = await takeRequest(patch, before);
    if (!request.ok) return request;
    if (patch.certificate === '') return ok({ ...patch, ...request.value, privateKey: '' });
    const isUpload = ['certificate', 'privateKey', 'pkcs12'].some((name) => textOf(patch[name]) !== undefined);
    const isChosen =
      patch.source === 'uploaded' && before?.source !== 'uploaded' && textOf(before?.certificate) !== undefined;
    if (!isUpload && !isChosen) return ok({ ...patch, ...request.value });
    const uploaded = await this.#upload(wish);
    return uploaded.ok ? ok({ ...patch, ...request.value, ...uploaded.value }) : uploaded;
  }

  async #upload({ patch, before, reveal }: UploadWish): Promise<Taken> {
    const pkcs12 = secretOf(patch.pkcs12);
    const certificate =
      textOf(patch.certificate) ?? (pkcs12 === undefined ? textOf(before?.certificate) : undefined) ?? '';
    const key = secretOf(patch.privateKey) ?? keyIn(certificate);
    if (pkcs12 !== undefined && secretOf(patch.privateKey) !== undefined) return no([givenTwice()]);
    const own = keyOf(reveal('privateKey'));
    const requested = keyOf(reveal('requestKey'));
    const present = [own, requested].filter((one) => one !== undefined);
    const passphrase = secretOf(patch.passphrase);
    const { clock, names } = this.#parts;
    const circumstances = { nowMs: clock.nowMs(), names: names() };
    const taken = await takeUpload({ certificate, key, pkcs12, passphrase, present }, circumstances);
    if (!taken.ok) return taken;
    const isSame = own !== undefined && printKey(own).reveal() === taken.value.key.reveal();
    const isAnswer = requested !== undefined && printKey(requested).reveal() === taken.value.key.reveal();
    return ok({
      source: patch.source ?? 'uploaded',
      certificate: taken.value.certificate,
      // A key that stays is not written anew: nothing is then on record that did not happen.
      privateKey: isSame ? undefined : taken.value.key.reveal(),
      ...(isAnswer ? { request: '', requestKey: '' } : {}),
    });
  }
}

/** A request comes with the key that was made for it, and goes with it. */
async function takeRequest(patch: Patch, before: AnyRecord | undefined): Promise<Taken> {
  const key = secretOf(patch.requestKey);
  if (patch.request === '') return ok({ requestKey: '' });
  const request = textOf(patch.request);
  if (request === undefined || (key === undefined && request === before?.request))
    return key === undefined ? ok({}) : no([foreign()]);
  const own = keyOf(key === undefined ? undefined : ok(key));
  if (own === undefined) return no([foreign()]);
  const read = await readRequest(request);
  if (!read.ok) return no([read.refusal]);
  return isPairOf(own, read.value) ? ok({}) : no([foreign()]);
}

const isPairOf = (key: KeyObject, publicKey: KeyObject): boolean => {
  const own = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return own.equals(publicKey.export({ format: 'der', type: 'spki' }));
};

const foreign = (): Refusal =>
  uploadCodes.refuse('security.certificate-not-requested', { why: 'its key was not made here' }, 'request');
const givenTwice = (): Refusal =>
  uploadCodes.refuse('security.upload-twice', { one: 'a PKCS#12 file', other: 'a private key' }, 'pkcs12');

/** What is there and not blank; what is no text is left to the form to refuse. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

function secretOf(value: unknown): Secret | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : new Secret(text);
}

/** People paste certificate and key as one: the key is taken out. */
function keyIn(certificate: string): Secret | undefined {
  const blocks = readPem(certificate);
  return blocks.ok && blocks.value.some(isKey) ? new Secret(certificate) : undefined;
}

function keyOf(kept: Result<Secret> | undefined): KeyObject | undefined {
  try {
    return kept?.ok === true ? createPrivateKey(kept.value.reveal()) : undefined;
  } catch {
    return undefined;
  }
}
