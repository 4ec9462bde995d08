// Sealing: what must be readable again lies in the database as AES-256-GCM, bound to its place (IAM-6).

import { createCipheriv, createDecipheriv } from 'node:crypto';
import { no, ok, type Result, randomKey, Secret } from '#base';
import type { MasterKey } from './masterkey.ts';
import { securityCodes } from './security.codes.ts';

const prefix = 'sealed:v1:';
const algorithm = 'aes-256-gcm';
const nonceSizeBytes = 12;
const tagSizeBytes = 16;

/** Where a sealed value lies: a value copied to another form, record or field does not open there. */
export interface Place {
  readonly form: string;
  readonly key: string;
  readonly field: string;
}

/** True for text in the sealed form; it says nothing about whether it opens. */
export const isSealed = (text: string): boolean => text.startsWith(prefix);

/** Seals and opens under one master key: `sealed:v1:KEYID:NONCE:CIPHERTEXT+TAG`, the last two in base64url. */
export class Sealer {
  readonly keyId: string;
  readonly #key: Buffer;

  constructor(master: MasterKey) {
    this.keyId = master.id;
    this.#key = master.derive('sealing v1');
  }

  seal(place: Place, secret: Secret): string {
    const nonce = randomKey(nonceSizeBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce);
    cipher.setAAD(this.#bind(place));
    const box = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${prefix}${this.keyId}:${nonce.toString('base64url')}:${box.toString('base64url')}`;
  }

  /** The clear value; refused when the text was altered, lies in another place, or was sealed with another key. */
  open(place: Place, sealed: string): Result<Secret> {
    const secret = this.#open(place, sealed);
    if (secret !== undefined) return ok(secret);
    return no(securityCodes.refuse('security.seal-broken', { place: printPlace(place) }));
  }

  #open(place: Place, sealed: string): Secret | undefined {
    if (!isSealed(sealed)) return undefined;
    const [keyId, nonceText, boxText, ...rest] = sealed.slice(prefix.length).split(':');
    if (keyId !== this.keyId || nonceText === undefined || boxText === undefined || rest.length > 0) return undefined;
    const nonce = Buffer.from(nonceText, 'base64url');
    const box = Buffer.from(boxText, 'base64url');
    if (nonce.length !== nonceSizeBytes || box.length < tagSizeBytes) return undefined;
    const decipher = createDecipheriv(algorithm, this.#key, nonce, { authTagLength: tagSizeBytes });
    decipher.setAAD(this.#bind(place));
    decipher.setAuthTag(box.subarray(-tagSizeBytes));
    try {
      const clear = Buffer.concat([decipher.update(box.subarray(0, -tagSizeBytes)), decipher.final()]);
      return new Secret(clear.toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** JSON keeps the parts apart: no key can be written so that two places look the same. */
  #bind(place: Place): Buffer {
    return Buffer.from(JSON.stringify([prefix, this.keyId, place.form, place.key, place.field]));
  }
}

const printPlace = (place: Place): string => `${place.form}/${place.key}/${place.field}`;
