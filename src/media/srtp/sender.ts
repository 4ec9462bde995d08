// The sending side of SRTP (RFC 3711 §3.3): no packet index is ever used twice under one key.

import { limits } from '#base';
import { rtpHeaderBytes } from '../rtp/packet.ts';
import type { Suite } from '../suites.ts';
import { makeTransform } from './make-transform.ts';
import { likelyIndex, maxPacketIndex, maxRtcpIndex, rollOver } from './packet-index.ts';
import { encryptedFlag, rtcpHeaderBytes, type Transform } from './transform.ts';

interface Source {
  highest: number;
  rtcpNext: number;
}

const noMki = Buffer.alloc(0);

export class SrtpSender {
  readonly #transform: Transform;
  readonly #sources = new Map<number, Source>();
  #open = true;

  /** `keyAndSalt` is copied; `mki` is put into every packet when given. */
  constructor(suite: Suite, keyAndSalt: Buffer, mki: Buffer = noMki) {
    this.#transform = makeTransform(suite, keyAndSalt, mki);
  }

  /**
   * The protected packet. Undefined when it is no RTP packet, when its sequence number does not go on from the last
   * one of its source, when the source is one too many, when the key is used up, or after `close`.
   */
  protectRtp(packet: Buffer): Buffer | undefined {
    const headerBytes = rtpHeaderBytes(packet);
    if (!this.#open || headerBytes < 0) return undefined;
    const source = this.#source(packet.readUInt32BE(8));
    if (source === undefined) return undefined;
    const index = likelyIndex(packet.readUInt16BE(2), source.highest);
    if (index <= source.highest || index > maxPacketIndex) return undefined;
    source.highest = index;
    return this.#transform.sealRtp(packet, headerBytes, rollOver(index));
  }

  /** The protected RTCP packet, compound or not. Undefined when it is none, or as for RTP. */
  protectRtcp(packet: Buffer): Buffer | undefined {
    if (!this.#open || packet.length < rtcpHeaderBytes || packet.readUInt8(0) >> 6 !== 2) return undefined;
    const source = this.#source(packet.readUInt32BE(4));
    if (source === undefined || source.rtcpNext > maxRtcpIndex) return undefined;
    return this.#transform.sealRtcp(packet, encryptedFlag + source.rtcpNext++);
  }

  #source(ssrc: number): Source | undefined {
    const known = this.#sources.get(ssrc);
    if (known !== undefined) return known;
    if (this.#sources.size >= limits.media.sourcesPerKey) return undefined;
    const source = { highest: -1, rtcpNext: 0 };
    this.#sources.set(ssrc, source);
    return source;
  }

  /** Forgets the keys; nothing is sent afterwards. */
  close(): void {
    this.#open = false;
    this.#transform.close();
  }
}
