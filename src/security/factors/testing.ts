// An authenticator in software, for tests: it signs whatever it is told, right or wrong (WebAuthn Level 3 §6, RFC 8949, RFC 9053).

import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { randomKey } from '#base';
import type { PasskeyAnswer, PasskeyCreation, PasskeyMade, PasskeyRequest } from './passkeys.ts';

/** How it lies; nothing where it is honest. */
export interface Lie {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly verified?: boolean;
  readonly counter?: number;
  readonly key?: KeyObject;
  readonly credentialId?: string;
}

const present = 0x01;
const verified = 0x04;
const attested = 0x40;

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();
const print = (bytes: Buffer): string => bytes.toString('base64url');

export class SoftKey {
  readonly id = print(randomKey(16));
  readonly origin: string;
  counter = 0;
  readonly #private: KeyObject;
  readonly #public: KeyObject;

  constructor(origin: string) {
    this.origin = origin;
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#private = pair.privateKey;
    this.#public = pair.publicKey;
  }

  make({ challenge, rp }: PasskeyCreation, lie: Lie = {}): PasskeyMade {
    const client = this.#client('webauthn.create', challenge, lie);
    const id = Buffer.from(this.id, 'base64url');
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#coseKey()]);
    const authData = Buffer.concat([this.#head(rp.id, attested, lie), credential]);
    const object = Buffer.concat([
      Buffer.from([0xa3]),
      ...[textOf('fmt'), textOf('none'), textOf('attStmt'), Buffer.from([0xa0]), textOf('authData'), bytesOf(authData)],
    ]);
    return {
      ...{ id: this.id, rawId: this.id, type: 'public-key' },
      response: { clientDataJSON: print(client), attestationObject: print(object) },
    };
  }

  answer({ challenge, rpId }: PasskeyRequest, lie: Lie = {}): PasskeyAnswer {
    const client = this.#client('webauthn.get', challenge, lie);
    this.counter++;
    const authData = this.#head(rpId, 0, lie);
    const signature = sign('sha256', Buffer.concat([authData, sha256(client)]), lie.key ?? this.#private);
    const id = lie.credentialId ?? this.id;
    const response = { clientDataJSON: print(client), authenticatorData: print(authData), signature: print(signature) };
    return { ...{ id, rawId: id, type: 'public-key' }, response };
  }

  #client(type: string, challenge: string, lie: Lie): Buffer {
    const { origin = this.origin } = lie;
    const data = { type: lie.type ?? type, challenge: lie.challenge ?? challenge, origin, crossOrigin: false };
    return Buffer.from(JSON.stringify(data));
  }

  #head(rpId: string, more: number, lie: Lie): Buffer {
    const flags = present | (lie.verified === false ? 0 : verified) | more;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(lie.counter ?? this.counter);
    return Buffer.concat([sha256(lie.rpId ?? rpId), Buffer.from([flags]), count]);
  }

  /** EC2, ES256, P-256, x, y. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#public.export({ format: 'jwk' });
    const head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01];
    const [left, right] = [x, y].map((part) => bytesOf(Buffer.from(part, 'base64url')));
    return Buffer.concat([Buffer.from([...head, 0x21]), left ?? x, Buffer.from([0x22]), right ?? y].map(Buffer.from));
  }
}

const headOf = (kind: number, length: number): Buffer =>
  length < 24 ? Buffer.from([kind | length]) : length < 256 ? Buffer.from([kind | 24, length]) : long(kind, length);

const long = (kind: number, length: number): Buffer => Buffer.from([kind | 25, length >> 8, length & 0xff]);
const textOf = (text: string): Buffer => Buffer.concat([headOf(0x60, text.length), Buffer.from(text)]);
const bytesOf = (bytes: Buffer): Buffer => Buffer.concat([headOf(0x40, bytes.length), bytes]);
