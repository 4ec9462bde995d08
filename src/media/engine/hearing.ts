// What comes of packets: sound, frame by frame at the listener's pace. What is lost is made up for by what was there before, fading.

import { JitterBuffer } from './jitter-buffer.ts';
import type { EngineCodec } from './session.ts';
import { decoderOf, longestSamples, samplesOf, type VoiceDecoder } from './voice-codec.ts';

/** What is left of the last sound after each lost frame, in 256ths; then nothing. */
const fading = [200, 128, 64, 24];

export class Hearing {
  readonly buffer = new JitterBuffer();
  readonly #decoder: VoiceDecoder;
  readonly #frame: Int16Array;
  readonly #ready = new Int16Array(longestSamples + 320);
  readonly #perByte: number;
  #filled = 0;
  #lostInRow = fading.length;

  constructor(codec: EngineCodec) {
    this.#decoder = decoderOf(codec);
    this.#frame = new Int16Array(samplesOf(codec));
    this.#perByte = samplesOf(codec) / 160;
  }

  /** The next 20 ms; undefined when nothing is heard. The memory is used again for the frame after it. */
  next(): Int16Array | undefined {
    const length = this.#frame.length;
    while (this.#filled < length) {
      const taken = this.buffer.take();
      if (taken === 'nothing' || taken === 'lost') return this.#conceal();
      if (taken.payload === undefined) {
        this.#lostInRow = fading.length;
        continue;
      }
      this.#decoder.decode(taken.payload, this.#ready, this.#filled);
      this.#filled += taken.payload.length * this.#perByte;
      this.#lostInRow = 0;
    }
    this.#frame.set(this.#ready.subarray(0, length));
    this.#filled -= length;
    if (this.#filled > 0) this.#ready.copyWithin(0, length, length + this.#filled);
    return this.#frame;
  }

  /** The last frame again, weaker each time. */
  #conceal(): Int16Array | undefined {
    const share = fading[this.#lostInRow];
    this.#filled = 0;
    if (share === undefined) return undefined;
    this.#lostInRow++;
    const frame = this.#frame;
    for (let at = 0; at < frame.length; at++) frame[at] = ((frame[at] ?? 0) * share) >> 8;
    return frame;
  }
}
