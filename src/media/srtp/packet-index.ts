// The 48-bit packet index from 16 bits of sequence number (RFC 3711 §3.3.1 and appendix A).

const sequences = 0x10000;
export const maxPacketIndex = 2 ** 48 - 1;
export const maxRtcpIndex = 2 ** 31 - 1;

/**
 * The index that a packet most likely has, given the highest one so far (-1 before the first packet).
 * Below zero for a sequence number from before the first packet.
 */
export function likelyIndex(sequence: number, highest: number): number {
  if (highest < 0) return sequence;
  const lastSequence = highest % sequences;
  const base = highest - lastSequence;
  if (lastSequence < sequences / 2) {
    return sequence - lastSequence > sequences / 2 ? base - sequences + sequence : base + sequence;
  }
  return lastSequence - sequences / 2 > sequence ? base + sequences + sequence : base + sequence;
}

/** The roll-over counter of an index: how often the sequence number began anew. */
export const rollOver = (index: number): number => Math.floor(index / sequences);
