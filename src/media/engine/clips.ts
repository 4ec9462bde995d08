// The clips that the system can play, by name: 16-bit samples at 16 kHz in memory that all threads share.

import { Downsampler } from './resample.ts';
import type { Rate } from './voice-codec.ts';

export interface ClipPlace {
  /** In samples. */
  readonly start: number;
  readonly length: number;
}

/** What threads are handed. */
export interface ClipLibrary {
  readonly places: Readonly<Record<string, ClipPlace>>;
  readonly samples: SharedArrayBuffer;
}

export const noClips: ClipLibrary = { places: {}, samples: new SharedArrayBuffer(0) };

export class Clips {
  readonly #places: ReadonlyMap<string, ClipPlace>;
  readonly #samples: Int16Array;
  /** Those that have been played at 8 kHz. */
  readonly #narrow = new Map<string, Int16Array>();

  constructor({ places, samples }: ClipLibrary) {
    this.#places = new Map(Object.entries(places));
    this.#samples = new Int16Array(samples);
  }

  /** The samples of a clip; undefined where there is none of that name. */
  at(name: string, rate: Rate): Int16Array | undefined {
    const place = this.#places.get(name);
    if (place === undefined) return undefined;
    const wide = this.#samples.subarray(place.start, place.start + (place.length & ~1));
    if (rate === 16_000) return wide;
    const known = this.#narrow.get(name);
    if (known !== undefined) return known;
    const narrow = new Downsampler().take(wide);
    this.#narrow.set(name, narrow);
    return narrow;
  }
}
