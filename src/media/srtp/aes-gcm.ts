// AES in Galois/counter mode (RFC 7714): header | payload, encrypted | tag | MKI.
// GCM stays with node:crypto at about twice the cost of counter mode: in JavaScript its hash would need tables that
// are looked up by secret values, and the time that takes can be measured by others on the machine.

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { Suite } from '../suites.ts';
import type { PacketKeys, SessionKeys } from './derive.ts';
import { encryptedFlag, rtcpHeaderBytes, type Transform } from './transform.ts';

const wordBytes = 4;
const options = { authTagLength: 16 };

type Name = 'aes-128-gcm' | 'aes-256-gcm';

class GcmKey {
  readonly #name: Name;
  readonly #salt: Buffer;
  readonly #iv = Buffer.alloc(12);
  #key: KeyObject | undefined;

  constructor({ cipher, salt }: PacketKeys) {
    this.#name = cipher.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
    this.#salt = Buffer.from(salt);
    this.#key = createSecretKey(cipher);
  }

  /** RFC 7714 §8.1 and §9.1: two zero bytes, the source, 32 bits and 16 bits of the index, all under the salt. */
  aim(ssrc: number, high: number, low: number): void {
    const iv = this.#iv;
    iv.writeUInt32BE(ssrc, 2);
    iv.writeUInt32BE(high, 6);
    iv.writeUInt16BE(low, 10);
    iv[0] = 0;
    iv[1] = 0;
    for (let at = 0; at < 12; at++) iv[at] = (iv[at] ?? 0) ^ (this.#salt[at] ?? 0);
  }

  /** Encrypts `text` into `to` at `at`, followed by the tag over it and over the `extra` bytes before and after. */
  seal(to: Buffer, at: number, text: Buffer, extra: Buffer): void {
    const cipher = createCipheriv(this.#name, this.#needKey(), this.#iv, options).setAAD(extra);
    cipher.update(text).copy(to, at);
    cipher.final();
    cipher.getAuthTag().copy(to, at + text.length);
  }

  /** The clear text; undefined when text, extra bytes or tag were changed. */
  open(text: Buffer, tag: Buffer, extra: Buffer): Buffer | undefined {
    const decipher = createDecipheriv(this.#name, this.#needKey(), this.#iv, options).setAAD(extra).setAuthTag(tag);
    const clear = decipher.update(text);
    try {
      decipher.final();
      return clear;
    } catch {
      clear.fill(0);
      return undefined;
    }
  }

  #needKey(): KeyObject {
    if (this.#key === undefined) throw new Error('a closed key is used');
    return this.#key;
  }

  close(): void {
    this.#salt.fill(0);
    this.#iv.fill(0);
    this.#key = undefined;
  }
}

export class AesGcmTransform implements Transform {
  readonly rtpOverhead: number;
  readonly rtcpOverhead: number;
  readonly #tagBytes: number;
  readonly #mki: Buffer;
  readonly #rtp: GcmKey;
  readonly #rtcp: GcmKey;

  constructor(suite: Suite, { rtp, rtcp }: SessionKeys, mki: Buffer) {
    this.#tagBytes = suite.tagBytes;
    this.#mki = mki;
    this.rtpOverhead = suite.tagBytes + mki.length;
    this.rtcpOverhead = suite.tagBytes + wordBytes + mki.length;
    this.#rtp = new GcmKey(rtp);
    this.#rtcp = new GcmKey(rtcp);
  }

  rtcpIndexAt(length: number): number {
    return length - this.#mki.length - wordBytes;
  }

  sealRtp(packet: Buffer, headerBytes: number, roc: number): Buffer {
    const sealed = Buffer.allocUnsafe(packet.length + this.rtpOverhead);
    packet.copy(sealed, 0, 0, headerBytes);
    this.#rtp.aim(packet.readUInt32BE(8), roc, packet.readUInt16BE(2));
    this.#rtp.seal(sealed, headerBytes, packet.subarray(headerBytes), packet.subarray(0, headerBytes));
    this.#mki.copy(sealed, packet.length + this.#tagBytes);
    return sealed;
  }

  openRtp(packet: Buffer, headerBytes: number, roc: number): Buffer | undefined {
    const end = packet.length - this.rtpOverhead;
    if (!this.#hasMki(packet)) return undefined;
    this.#rtp.aim(packet.readUInt32BE(8), roc, packet.readUInt16BE(2));
    const header = packet.subarray(0, headerBytes);
    const tag = packet.subarray(end, end + this.#tagBytes);
    const clear = this.#rtp.open(packet.subarray(headerBytes, end), tag, header);
    return clear === undefined ? undefined : Buffer.concat([header, clear], end);
  }

  sealRtcp(packet: Buffer, indexWord: number): Buffer {
    const sealed = Buffer.allocUnsafe(packet.length + this.rtcpOverhead);
    const clearBytes = clearRtcpBytes(indexWord, packet.length);
    packet.copy(sealed, 0, 0, clearBytes);
    sealed.writeUInt32BE(indexWord, packet.length + this.#tagBytes);
    this.#aimRtcp(packet, indexWord);
    this.#rtcp.seal(sealed, clearBytes, packet.subarray(clearBytes), extraBytes(packet, clearBytes, indexWord));
    this.#mki.copy(sealed, packet.length + this.#tagBytes + wordBytes);
    return sealed;
  }

  openRtcp(packet: Buffer, indexWord: number): Buffer | undefined {
    const end = packet.length - this.rtcpOverhead;
    if (!this.#hasMki(packet)) return undefined;
    const clearBytes = clearRtcpBytes(indexWord, end);
    this.#aimRtcp(packet, indexWord);
    const tag = packet.subarray(end, end + this.#tagBytes);
    const text = packet.subarray(clearBytes, end);
    const clear = this.#rtcp.open(text, tag, extraBytes(packet, clearBytes, indexWord));
    return clear === undefined ? undefined : Buffer.concat([packet.subarray(0, clearBytes), clear], end);
  }

  #aimRtcp(packet: Buffer, indexWord: number): void {
    const index = indexWord % encryptedFlag;
    this.#rtcp.aim(packet.readUInt32BE(4), index >>> 16, index & 0xffff);
  }

  #hasMki(packet: Buffer): boolean {
    const at = packet.length - this.#mki.length;
    return this.#mki.length === 0 || packet.subarray(at).equals(this.#mki);
  }

  close(): void {
    this.#rtp.close();
    this.#rtcp.close();
  }
}

/** What of an RTCP packet is not encrypted: the header, or all of it (RFC 7714 §9.2, §9.3). */
const clearRtcpBytes = (indexWord: number, length: number): number =>
  indexWord < encryptedFlag ? length : rtcpHeaderBytes;

function extraBytes(packet: Buffer, clearBytes: number, indexWord: number): Buffer {
  const extra = Buffer.allocUnsafe(clearBytes + wordBytes);
  packet.copy(extra, 0, 0, clearBytes);
  extra.writeUInt32BE(indexWord, clearBytes);
  return extra;
}
