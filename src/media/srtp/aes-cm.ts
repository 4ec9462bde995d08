// AES counter mode with HMAC-SHA1 (RFC 3711 §4, RFC 6188): header | payload, encrypted | MKI | tag.

import type { Suite } from '../suites.ts';
import { CounterMode } from './counter-mode.ts';
import type { SessionKeys } from './derive.ts';
import { HmacSha1, matchesCode, writeCode } from './sha1.ts';
import { encryptedFlag, rtcpHeaderBytes, type Transform } from './transform.ts';

const wordBytes = 4;

export class AesCmTransform implements Transform {
  readonly rtpOverhead: number;
  readonly rtcpOverhead: number;
  readonly #suite: Suite;
  readonly #mki: Buffer;
  readonly #rtpCipher: CounterMode;
  readonly #rtcpCipher: CounterMode;
  readonly #rtpCode: HmacSha1;
  readonly #rtcpCode: HmacSha1;

  constructor(suite: Suite, { rtp, rtcp }: SessionKeys, mki: Buffer) {
    this.#suite = suite;
    this.#mki = mki;
    this.rtpOverhead = mki.length + suite.tagBytes;
    this.rtcpOverhead = wordBytes + mki.length + suite.rtcpTagBytes;
    this.#rtpCipher = new CounterMode(rtp.cipher, rtp.salt);
    this.#rtcpCipher = new CounterMode(rtcp.cipher, rtcp.salt);
    this.#rtpCode = new HmacSha1(rtp.authentication);
    this.#rtcpCode = new HmacSha1(rtcp.authentication);
  }

  rtcpIndexAt(length: number): number {
    return length - this.rtcpOverhead;
  }

  sealRtp(packet: Buffer, headerBytes: number, roc: number): Buffer {
    const end = packet.length;
    const sealed = Buffer.allocUnsafe(end + this.rtpOverhead);
    packet.copy(sealed, 0, 0, headerBytes);
    this.#rtpCipher.apply(packet, sealed, headerBytes, end, packet.readUInt32BE(8), roc, packet.readUInt16BE(2));
    this.#mki.copy(sealed, end);
    this.#rtpCode.run(sealed, end, roc);
    writeCode(sealed, end + this.#mki.length, this.#suite.tagBytes);
    return sealed;
  }

  openRtp(packet: Buffer, headerBytes: number, roc: number): Buffer | undefined {
    const end = packet.length - this.rtpOverhead;
    if (!this.#hasMki(packet, end)) return undefined;
    this.#rtpCode.run(packet, end, roc);
    if (!matchesCode(packet, end + this.#mki.length, this.#suite.tagBytes)) return undefined;
    const opened = Buffer.allocUnsafe(end);
    packet.copy(opened, 0, 0, headerBytes);
    this.#rtpCipher.apply(packet, opened, headerBytes, end, packet.readUInt32BE(8), roc, packet.readUInt16BE(2));
    return opened;
  }

  sealRtcp(packet: Buffer, indexWord: number): Buffer {
    const end = packet.length;
    const sealed = Buffer.allocUnsafe(end + this.rtcpOverhead);
    this.#copyRtcp(packet, sealed, end, indexWord);
    sealed.writeUInt32BE(indexWord, end);
    this.#mki.copy(sealed, end + wordBytes);
    this.#rtcpCode.run(sealed, end + wordBytes);
    writeCode(sealed, end + wordBytes + this.#mki.length, this.#suite.rtcpTagBytes);
    return sealed;
  }

  openRtcp(packet: Buffer, indexWord: number): Buffer | undefined {
    const end = packet.length - this.rtcpOverhead;
    if (!this.#hasMki(packet, end + wordBytes)) return undefined;
    this.#rtcpCode.run(packet, end + wordBytes);
    if (!matchesCode(packet, end + wordBytes + this.#mki.length, this.#suite.rtcpTagBytes)) return undefined;
    const opened = Buffer.allocUnsafe(end);
    this.#copyRtcp(packet, opened, end, indexWord);
    return opened;
  }

  /** RFC 3711 §3.4: the index takes the place of the roll-over counter and the sequence number. */
  #copyRtcp(from: Buffer, to: Buffer, end: number, indexWord: number): void {
    if (indexWord < encryptedFlag) {
      from.copy(to, 0, 0, end);
      return;
    }
    const index = indexWord - encryptedFlag;
    from.copy(to, 0, 0, rtcpHeaderBytes);
    this.#rtcpCipher.apply(from, to, rtcpHeaderBytes, end, from.readUInt32BE(4), index >>> 16, index & 0xffff);
  }

  #hasMki(packet: Buffer, at: number): boolean {
    const bytes = this.#mki.length;
    return bytes === 0 || packet.compare(this.#mki, 0, bytes, at, at + bytes) === 0;
  }

  close(): void {
    for (const part of [this.#rtpCipher, this.#rtcpCipher, this.#rtpCode, this.#rtcpCode]) part.close();
  }
}
