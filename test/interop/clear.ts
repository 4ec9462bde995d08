// What a listener on the wire gets: words in the clear, and audio as if it were not encrypted.

import { type Codec, pcma, pcmu, ToneDetector } from '#media';
import type { Packet } from './capture.ts';

/** Those of the words that stand in the packets, in one of them or across several of a connection. */
export function wordsInClear(packets: readonly Packet[], words: readonly string[]): string[] {
  const streams = new Map<string, Buffer[]>();
  for (const { protocol, sourcePort, targetPort, payload } of packets) {
    const key = `${protocol} ${sourcePort} ${targetPort}`;
    streams.set(key, [...(streams.get(key) ?? []), payload]);
  }
  const all = [...streams.values()].map((payloads) => Buffer.concat(payloads));
  return words.filter((word) => all.some((bytes) => bytes.includes(word)));
}

/**
 * The end of a stream as baresip 1.0.0 tells it: an RTCP BYE (RFC 3550 §6.6) that it sends once it has thrown its keys away,
 * so in the clear, with its own address as CNAME. The phones talk to each other directly, and no system can prevent it.
 */
export const isBaresipFarewell = ({ protocol, payload }: Packet): boolean =>
  protocol === 'udp' && payload.readUInt16BE(0) === 0x81cb && payload.length < 100 && payload.includes('Adjo');

export interface HeardStream {
  readonly sourcePort: number;
  /** What names the stream itself (RFC 3550 §5.1): a phone may draw the port of an earlier call again. */
  readonly synchronizationSource: number;
  readonly packets: number;
  /** The greatest share that one of the tones has of the energy, the payload taken for G.711. */
  readonly share: number;
}

const codecs: readonly Codec[] = [pcmu, pcma];
const leastBytes = 12 + 160;

/** Every RTP stream among the packets, its payload played as the listener would. */
export function listenIn(packets: readonly Packet[], tonesHz: readonly number[]): HeardStream[] {
  const streams = new Map<string, { sourcePort: number; synchronizationSource: number; payloads: Buffer[] }>();
  for (const { protocol, sourcePort, payload } of packets) {
    if (protocol !== 'udp' || !isAudio(payload)) continue;
    const synchronizationSource = payload.readUInt32BE(8);
    const name = `${sourcePort} ${synchronizationSource}`;
    const stream = streams.get(name) ?? { sourcePort, synchronizationSource, payloads: [] };
    stream.payloads.push(payload.subarray(12 + 4 * (payload.readUInt8(0) & 0xf)));
    streams.set(name, stream);
  }
  return [...streams.values()].map(({ sourcePort, synchronizationSource, payloads }) => {
    const shares = codecs.flatMap((codec) => tonesHz.map((toneHz) => shareOf(payloads, codec, toneHz)));
    return { sourcePort, synchronizationSource, packets: payloads.length, share: Math.max(...shares) };
  });
}

/** RTP of version 2 with one of G.711's payload types (RFC 3551 §6). */
function isAudio(payload: Buffer): boolean {
  if (payload.length < leastBytes || payload.readUInt8(0) >> 6 !== 2) return false;
  const type = payload.readUInt8(1) & 0x7f;
  return type === pcmu.payloadType || type === pcma.payloadType;
}

function shareOf(payloads: readonly Buffer[], codec: Codec, toneHz: number): number {
  const detector = new ToneDetector(toneHz);
  for (const payload of payloads) detector.add(codec.decode(payload));
  return detector.share;
}
