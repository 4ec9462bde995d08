// RTCP compound packets (RFC 3550 §6): reports, names and goodbyes; other kinds are passed over.

export interface ReportBlock {
  readonly ssrc: number;
  /** Share of packets lost since the last report, in 256ths. */
  readonly fractionLost: number;
  /** Packets lost since the beginning; below zero when some came twice. */
  readonly lost: number;
  /** Highest sequence number received, with its roll-overs above it. */
  readonly highest: number;
  /** In units of the media's clock. */
  readonly jitter: number;
  /** The middle 32 bits of the last sender report's time, and the delay since it in 1/65,536 s; 0 = none yet. */
  readonly lastReport: number;
  readonly delay: number;
}

export interface SenderReport {
  readonly kind: 'sender-report';
  readonly ssrc: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timeMs: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly bytes: number;
  readonly reports: readonly ReportBlock[];
}

export interface ReceiverReport {
  readonly kind: 'receiver-report';
  readonly ssrc: number;
  readonly reports: readonly ReportBlock[];
}

export interface SourceName {
  readonly kind: 'name';
  readonly ssrc: number;
  /** The canonical name (CNAME), latin1, at most 255 characters. */
  readonly name: string;
}

export interface Goodbye {
  readonly kind: 'goodbye';
  readonly sources: readonly number[];
}

export type RtcpPart = SenderReport | ReceiverReport | SourceName | Goodbye;

const type = { senderReport: 200, receiverReport: 201, names: 202, goodbye: 203 } as const;
const senderBytes = 28;
const blockBytes = 24;
const cname = 1;
/** Seconds from 1900, where NTP time begins, to 1970. */
const ntpEpoch = 2_208_988_800;

/**
 * Reads a compound packet. Undefined when a part's version or length is wrong, padding stands before the last part, or
 * a part is shorter than what it says it holds. Kinds that it does not know are left out.
 */
export function parseRtcp(packet: Buffer): RtcpPart[] | undefined {
  const parts: RtcpPart[] = [];
  for (let at = 0; at < packet.length; ) {
    if (at + 4 > packet.length || packet.readUInt8(at) >> 6 !== 2) return undefined;
    const end = at + 4 + 4 * packet.readUInt16BE(at + 2);
    const padded = (packet.readUInt8(at) & 0x20) !== 0;
    if (end > packet.length || (padded && end !== packet.length)) return undefined;
    const part = parsePart(packet.subarray(at, end));
    if (part === 'malformed') return undefined;
    if (part !== undefined) parts.push(part);
    at = end;
  }
  return parts.length === 0 && packet.length < 8 ? undefined : parts;
}

function parsePart(part: Buffer): RtcpPart | undefined | 'malformed' {
  const count = part.readUInt8(0) & 0x1f;
  switch (part.readUInt8(1)) {
    case type.senderReport:
      return part.length < senderBytes + count * blockBytes ? 'malformed' : parseSenderReport(part, count);
    case type.receiverReport:
      if (part.length < 8 + count * blockBytes) return 'malformed';
      return { kind: 'receiver-report', ssrc: part.readUInt32BE(4), reports: parseBlocks(part, 8, count) };
    case type.names:
      return count === 0 ? undefined : parseName(part);
    case type.goodbye:
      if (part.length < 4 + 4 * count) return 'malformed';
      return {
        kind: 'goodbye',
        sources: Array.from({ length: count }, (_, index) => part.readUInt32BE(4 + 4 * index)),
      };
    default:
      return undefined;
  }
}

function parseSenderReport(part: Buffer, count: number): SenderReport {
  return {
    kind: 'sender-report',
    ssrc: part.readUInt32BE(4),
    timeMs: (part.readUInt32BE(8) - ntpEpoch) * 1000 + Math.round((part.readUInt32BE(12) * 1000) / 2 ** 32),
    timestamp: part.readUInt32BE(16),
    packets: part.readUInt32BE(20),
    bytes: part.readUInt32BE(24),
    reports: parseBlocks(part, senderBytes, count),
  };
}

function parseBlocks(part: Buffer, start: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * blockBytes;
    return {
      ssrc: part.readUInt32BE(at),
      fractionLost: part.readUInt8(at + 4),
      lost: part.readIntBE(at + 5, 3),
      highest: part.readUInt32BE(at + 8),
      jitter: part.readUInt32BE(at + 12),
      lastReport: part.readUInt32BE(at + 16),
      delay: part.readUInt32BE(at + 20),
    };
  });
}

/** The canonical name of the first source, when it comes first, as it must in a compound packet. */
function parseName(part: Buffer): SourceName | undefined | 'malformed' {
  if (part.length < 8) return 'malformed';
  if (part.length < 10 || part.readUInt8(8) !== cname) return undefined;
  const end = 10 + part.readUInt8(9);
  return end > part.length
    ? 'malformed'
    : { kind: 'name', ssrc: part.readUInt32BE(4), name: part.toString('latin1', 10, end) };
}

/** Prints a compound packet: a report first, then the name (RFC 3550 §6.1). */
export const printRtcp = (parts: readonly RtcpPart[]): Buffer => Buffer.concat(parts.map(printPart));

function printPart(part: RtcpPart): Buffer {
  switch (part.kind) {
    case 'sender-report':
      return printSenderReport(part);
    case 'receiver-report': {
      const bytes = begin(type.receiverReport, part.reports.length, 8 + part.reports.length * blockBytes, part.ssrc);
      return printBlocks(bytes, 8, part.reports);
    }
    case 'name': {
      const bytes = begin(type.names, 1, (10 + part.name.length + 4) & ~3, part.ssrc);
      bytes.writeUInt8(cname, 8);
      bytes.writeUInt8(part.name.length, 9);
      bytes.write(part.name, 10, 'latin1');
      return bytes;
    }
    case 'goodbye': {
      const bytes = begin(type.goodbye, part.sources.length, 4 + 4 * part.sources.length);
      for (const [index, ssrc] of part.sources.entries()) bytes.writeUInt32BE(ssrc, 4 + 4 * index);
      return bytes;
    }
  }
}

function printSenderReport(part: SenderReport): Buffer {
  const bytes = begin(
    type.senderReport,
    part.reports.length,
    senderBytes + part.reports.length * blockBytes,
    part.ssrc,
  );
  bytes.writeUInt32BE(Math.floor(part.timeMs / 1000) + ntpEpoch, 8);
  bytes.writeUInt32BE(Math.floor(((part.timeMs % 1000) / 1000) * 2 ** 32), 12);
  bytes.writeUInt32BE(part.timestamp, 16);
  bytes.writeUInt32BE(part.packets, 20);
  bytes.writeUInt32BE(part.bytes, 24);
  return printBlocks(bytes, senderBytes, part.reports);
}

function printBlocks(bytes: Buffer, start: number, reports: readonly ReportBlock[]): Buffer {
  reports.forEach((report, index) => {
    const at = start + index * blockBytes;
    bytes.writeUInt32BE(report.ssrc, at);
    bytes.writeUInt8(report.fractionLost, at + 4);
    bytes.writeIntBE(report.lost, at + 5, 3);
    bytes.writeUInt32BE(report.highest, at + 8);
    bytes.writeUInt32BE(report.jitter, at + 12);
    bytes.writeUInt32BE(report.lastReport, at + 16);
    bytes.writeUInt32BE(report.delay, at + 20);
  });
  return bytes;
}

function begin(packetType: number, count: number, length: number, ssrc?: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt8(0x80 | count, 0);
  bytes.writeUInt8(packetType, 1);
  bytes.writeUInt16BE(length / 4 - 1, 2);
  if (ssrc !== undefined) bytes.writeUInt32BE(ssrc, 4);
  return bytes;
}
