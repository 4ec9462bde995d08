// The receiving side of SRTP (RFC 3711 §3.3): only what is authentic and new comes through, and only that is remembered.

import { limits } from '#base';
import { rtpHeaderBytes } from '../rtp/packet.ts';
import type { Suite } from '../suites.ts';
import { makeTransform } from './make-transform.ts';
import { likelyIndex, maxPacketIndex, rollOver } from './packet-index.ts';
import { ReplayWindow } from './replay.ts';
import { encryptedFlag, rtcpHeaderBytes, type Transform } from './transform.ts';

/**
 * Why a packet did not come through. 'malformed': too short or not RTP; 'replayed': taken before, or too old to tell;
 * 'refused': not authentic, not encrypted, or from one source too many.
 */
export type SrtpRefusal = 'malformed' | 'refused' | 'replayed';

class Source {
  readonly rtp = new ReplayWindow();
  readonly rtcp = new ReplayWindow();
}

const noMki = Buffer.alloc(0);

export class SrtpReceiver {
  readonly #transform: Transform;
  readonly #sources = new Map<number, Source>();
  #open = true;

  /** `keyAndSalt` is copied; with an `mki` packets of another one are refused. */
  constructor(suite: Suite, keyAndSalt: Buffer, mki: Buffer = noMki) {
    this.#transform = makeTransform(suite, keyAndSalt, mki);
  }

  /** The RTP packet in the clear, or why there is none. */
  unprotectRtp(packet: Buffer): Buffer | SrtpRefusal {
    const headerBytes = rtpHeaderBytes(packet);
    if (headerBytes < 0 || headerBytes + this.#transform.rtpOverhead > packet.length) return 'malformed';
    const ssrc = packet.readUInt32BE(8);
    const source = this.#source(ssrc);
    if (source === undefined) return 'refused';
    const index = likelyIndex(packet.readUInt16BE(2), source.rtp.highest);
    if (index > maxPacketIndex || !source.rtp.isFresh(index)) return 'replayed';
    const clear = this.#transform.openRtp(packet, headerBytes, rollOver(index));
    if (clear === undefined) return 'refused';
    source.rtp.take(index);
    this.#sources.set(ssrc, source);
    return clear;
  }

  /** The RTCP packet in the clear, or why there is none. One that is authentic but not encrypted is refused too. */
  unprotectRtcp(packet: Buffer): Buffer | SrtpRefusal {
    if (packet.length < rtcpHeaderBytes + this.#transform.rtcpOverhead || packet.readUInt8(0) >> 6 !== 2)
      return 'malformed';
    const indexWord = packet.readUInt32BE(this.#transform.rtcpIndexAt(packet.length));
    const ssrc = packet.readUInt32BE(4);
    const source = this.#source(ssrc);
    if (source === undefined || indexWord < encryptedFlag) return 'refused';
    const index = indexWord - encryptedFlag;
    if (!source.rtcp.isFresh(index)) return 'replayed';
    const clear = this.#transform.openRtcp(packet, indexWord);
    if (clear === undefined) return 'refused';
    source.rtcp.take(index);
    this.#sources.set(ssrc, source);
    return clear;
  }

  /** What is known of a source; a new one is kept only once a packet of it proved authentic. */
  #source(ssrc: number): Source | undefined {
    if (!this.#open) return undefined;
    const known = this.#sources.get(ssrc);
    if (known !== undefined) return known;
    return this.#sources.size < limits.media.sourcesPerKey ? new Source() : undefined;
  }

  /** Forgets the keys; everything is refused afterwards. */
  close(): void {
    this.#open = false;
    this.#transform.close();
  }
}
