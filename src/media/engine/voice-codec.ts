// What the system itself speaks, behind one face: frames of 20 ms in 160 bytes, of 160 samples or, wide, of 320.

import { pcma, pcmu } from '../codec/g711.ts';
import { G722Decoder, G722Encoder } from '../codec/g722.ts';
import type { EngineCodec } from './session.ts';

/** Of a payload as of the RTP clock: 8,000 a second, for G.722 too (RFC 3551 §4.5.2). */
export const frameBytes = 160;
const longestBytes = 8 * frameBytes;

export interface VoiceEncoder {
  encode(samples: Int16Array, bytes: Uint8Array, start: number): void;
}

export interface VoiceDecoder {
  decode(bytes: Uint8Array, samples: Int16Array, start: number): void;
}

const coder = ({ encodeInto, decodeInto }: typeof pcmu): VoiceEncoder & VoiceDecoder => ({
  encode: encodeInto,
  decode: decodeInto,
});
const coders = { PCMU: coder(pcmu), PCMA: coder(pcma) } as const;

/** Samples of a frame: their number is the rate. */
export const samplesOf = (codec: EngineCodec): 160 | 320 => (codec === 'G722' ? 320 : 160);

/** G.711 has no memory: all streams share one. G.722 goes on from frame to frame. */
export const encoderOf = (codec: EngineCodec): VoiceEncoder => (codec === 'G722' ? new G722Encoder() : coders[codec]);
export const decoderOf = (codec: EngineCodec): VoiceDecoder => (codec === 'G722' ? new G722Decoder() : coders[codec]);

/** The longest payload that is taken, 160 ms. */
export const isPayload = (payload: Uint8Array): boolean => payload.length > 0 && payload.length <= longestBytes;
export const longestSamples = 2 * longestBytes;
