// What a protection suite does to one packet; which packets it may be done to is the business of sender and receiver.

export interface Transform {
  /** Bytes that protection adds to an RTP packet. */
  readonly rtpOverhead: number;
  /** Bytes that protection adds to an RTCP packet, the index word among them. */
  readonly rtcpOverhead: number;
  /** Where the index word stands in a protected RTCP packet of this length. */
  rtcpIndexAt(length: number): number;
  /** Protects a packet with the roll-over counter `roc`. */
  sealRtp(packet: Buffer, headerBytes: number, roc: number): Buffer;
  /** The packet in the clear; undefined when it is not authentic. The packet itself is left as it is. */
  openRtp(packet: Buffer, headerBytes: number, roc: number): Buffer | undefined;
  /** Protects an RTCP packet under the index word, encrypting it when the word's first bit says so. */
  sealRtcp(packet: Buffer, indexWord: number): Buffer;
  openRtcp(packet: Buffer, indexWord: number): Buffer | undefined;
  /** Forgets the keys. */
  close(): void;
}

/** The first bit of an SRTCP index word: the packet is encrypted (RFC 3711 §3.4). */
export const encryptedFlag = 0x80000000;

/** Bytes of an RTCP packet that stay in the clear: first header word and sender. */
export const rtcpHeaderBytes = 8;
