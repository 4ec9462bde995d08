// RTP packets (RFC 3550 §5): header with contributing sources, extension and padding.

export interface RtpPacket {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly contributing: readonly number[];
  /** The extension's profile and data; undefined when there is none. */
  readonly extension: { readonly profile: number; readonly data: Buffer } | undefined;
  /** Without padding; shares its memory with the packet that was read. */
  readonly payload: Buffer;
}

const fixedBytes = 12;
const maxContributing = 15;
const maxExtensionBytes = 4 * 0xffff;

/** Bytes of the header with contributing sources and extension; -1 when it is no RTP packet or is cut off. */
export function rtpHeaderBytes(packet: Buffer): number {
  const first = packet[0];
  if (first === undefined || packet.length < fixedBytes || first >> 6 !== 2) return -1;
  let bytes = fixedBytes + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (packet.length < bytes + 4) return -1;
    bytes += 4 + 4 * packet.readUInt16BE(bytes + 2);
  }
  return bytes <= packet.length ? bytes : -1;
}

/**
 * Reads a packet in the clear. Undefined when its version is not 2, it is cut off, its padding count is zero or longer
 * than what follows the header, or its payload type is one that RTCP packets have (RFC 5761 §4).
 */
export function parseRtp(packet: Buffer): RtpPacket | undefined {
  const header = rtpHeaderBytes(packet);
  if (header < 0) return undefined;
  const second = packet.readUInt8(1);
  if (isRtcpType(second)) return undefined;
  const padding = (packet.readUInt8(0) & 0x20) === 0 ? 0 : (packet[packet.length - 1] ?? 0);
  if ((packet.readUInt8(0) & 0x20) !== 0 && (padding === 0 || header + padding > packet.length)) return undefined;
  return {
    marker: second >= 0x80,
    payloadType: second & 0x7f,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    contributing: readContributing(packet),
    extension: readExtension(packet, header),
    payload: packet.subarray(header, packet.length - padding),
  };
}

/** Whether the second byte of a packet on a shared port marks RTCP: types 192 to 223 (RFC 5761 §4). */
const isRtcpType = (second: number): boolean => second >= 192 && second <= 223;

const none: readonly number[] = [];

function readContributing(packet: Buffer): readonly number[] {
  const count = packet.readUInt8(0) & 0x0f;
  return count === 0 ? none : Array.from({ length: count }, (_, index) => packet.readUInt32BE(fixedBytes + 4 * index));
}

function readExtension(packet: Buffer, header: number): RtpPacket['extension'] {
  if ((packet.readUInt8(0) & 0x10) === 0) return undefined;
  const at = fixedBytes + 4 * (packet.readUInt8(0) & 0x0f);
  return { profile: packet.readUInt16BE(at), data: packet.subarray(at + 4, header) };
}

/** Prints a packet without padding. An extension is a whole number of 32-bit words; at most 15 sources contribute. */
export function printRtp(packet: RtpPacket): Buffer {
  const { contributing, extension, payload } = packet;
  const extensionBytes = extension === undefined ? 0 : 4 + extension.data.length;
  if (contributing.length > maxContributing || extensionBytes % 4 !== 0 || extensionBytes > 4 + maxExtensionBytes)
    throw new RangeError('the packet has no such form');
  const header = fixedBytes + 4 * contributing.length + extensionBytes;
  const bytes = Buffer.allocUnsafe(header + payload.length);
  bytes.writeUInt8(0x80 | (extension === undefined ? 0 : 0x10) | contributing.length, 0);
  bytes.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1);
  bytes.writeUInt16BE(packet.sequence, 2);
  bytes.writeUInt32BE(packet.timestamp, 4);
  bytes.writeUInt32BE(packet.ssrc, 8);
  let at = fixedBytes;
  for (const source of contributing) at = bytes.writeUInt32BE(source, at);
  if (extension !== undefined) {
    at = bytes.writeUInt16BE(extension.profile, at);
    at = bytes.writeUInt16BE(extension.data.length / 4, at);
    extension.data.copy(bytes, at);
  }
  payload.copy(bytes, header);
  return bytes;
}
