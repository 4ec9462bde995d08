// What all listeners of a room hear who do not speak: mixed, changed in rate and encoded once for all of them, and only when somebody asks.

import { Narrower } from '../resample/half-band.ts';
import { writeMix } from './mixing.ts';
import type { FrameSamples } from './sounds.ts';
import { encoderOf, frameBytes } from './voice-codec.ts';

type SharedCodec = 'PCMU' | 'PCMA';

export class SharedMix {
  readonly #mixed: Int16Array;
  readonly #narrower = new Narrower();
  readonly #narrow = new Int16Array(160);
  readonly #frames = { PCMU: new Uint8Array(frameBytes), PCMA: new Uint8Array(frameBytes) };
  #sum: Int32Array;
  #isMixed = false;
  #isNarrow = false;
  #encoded = { PCMU: false, PCMA: false };

  /** For a room of this rate. */
  constructor(frame: FrameSamples) {
    this.#mixed = new Int16Array(frame);
    this.#sum = new Int32Array(frame);
  }

  /** The sum of this beat, which stays as it is until the next. */
  begin(sum: Int32Array): void {
    this.#sum = sum;
    this.#isMixed = false;
    this.#isNarrow = false;
    this.#encoded.PCMU = false;
    this.#encoded.PCMA = false;
  }

  /** At the listener's rate, which is at most the room's. */
  samples(frame: FrameSamples): Int16Array {
    if (!this.#isMixed) writeMix(this.#sum, undefined, this.#mixed);
    this.#isMixed = true;
    if (frame === this.#mixed.length) return this.#mixed;
    if (!this.#isNarrow) this.#narrower.run(this.#mixed, this.#narrow);
    this.#isNarrow = true;
    return this.#narrow;
  }

  encoded(codec: SharedCodec): Uint8Array {
    const bytes = this.#frames[codec];
    if (!this.#encoded[codec]) encoderOf(codec).encode(this.samples(160), bytes, 0);
    this.#encoded[codec] = true;
    return bytes;
  }
}
