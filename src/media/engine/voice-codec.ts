// What the engine speaks, both ways: one encoder and one decoder for each stream, at the rate of its codec.

import { type Codec, pcma, pcmu } from '../codec/g711.ts';
import { G722Decoder, G722Encoder } from '../codec/g722.ts';
import type { EngineCodec } from './session.ts';

export type Rate = 8_000 | 16_000;

/** Samples of a frame of 20 ms, and its bytes on the wire with each codec. */
export const frameSamplesAt = (rate: Rate): number => rate / 50;
export const frameBytes = 160;
/** RTP counts so many in a frame, for G.722 too (RFC 3551 §4.5.2). */
export const frameTicks = 160;

export interface VoiceCodec {
  readonly name: EngineCodec;
  readonly rate: Rate;
  encode(samples: Int16Array): Buffer;
  decode(bytes: Uint8Array): Int16Array;
}

export function voiceCodec(name: EngineCodec): VoiceCodec {
  if (name === 'G722') {
    const [encoder, decoder] = [new G722Encoder(), new G722Decoder()];
    return {
      ...{ name, rate: 16_000 },
      encode: (samples) => encoder.encode(samples),
      decode: (bytes) => decoder.decode(bytes),
    };
  }
  const codec: Codec = name === 'PCMA' ? pcma : pcmu;
  return {
    ...{ name, rate: 8_000 },
    encode: (samples) => codec.encode(samples),
    decode: (bytes) => codec.decode(bytes),
  };
}
