// What can be played, as something that gives frame after frame at the rate of its stream, and can be moved in.

import { pcmu } from '../codec/g711.ts';
import { G722Decoder } from '../codec/g722.ts';
import type { Clips } from './clips.ts';
import { Downsampler, Upsampler } from './resample.ts';
import type { KeptSound, PlayItem } from './session.ts';
import { frameBytes, frameSamplesAt, type Rate } from './voice-codec.ts';

export interface Source {
  /** The next samples, at most a frame; none at its end. */
  next(): Int16Array;
  /** Moves by so many milliseconds, not beyond its ends. */
  skip(ms: number): void;
}

/** A name without a clip is told apart from silence: a short tone, so that somebody notices. */
const missing = { toneHz: 440, ms: 150 };

export function sourceOf(item: PlayItem, clips: Clips, rate: Rate): Source {
  if (typeof item === 'string') {
    const samples = clips.at(item, rate);
    return samples === undefined ? new ToneSource(missing, rate) : new SampleSource(samples, rate);
  }
  if ('bytes' in item) return new KeptSource(item, rate);
  if ('toneHz' in item) return new ToneSource(item, rate);
  return new ToneSource({ toneHz: 0, ms: item.silenceMs }, rate);
}

class SampleSource implements Source {
  readonly #samples: Int16Array;
  readonly #rate: Rate;
  #at = 0;

  constructor(samples: Int16Array, rate: Rate) {
    this.#samples = samples;
    this.#rate = rate;
  }

  next(): Int16Array {
    const frame = this.#samples.subarray(this.#at, this.#at + frameSamplesAt(this.#rate));
    this.#at += frame.length;
    return frame;
  }

  skip(ms: number): void {
    this.#at = within(this.#at + (ms * this.#rate) / 1_000, this.#samples.length);
  }
}

/** Level of tones: loud enough to be noticed, below speech. */
const toneLevel = 6_000;

class ToneSource implements Source {
  readonly #hz: number;
  readonly #rate: Rate;
  readonly #length: number;
  #at = 0;

  constructor({ toneHz, ms }: { readonly toneHz: number; readonly ms: number }, rate: Rate) {
    this.#hz = toneHz;
    this.#rate = rate;
    this.#length = Math.floor((ms * rate) / 1_000);
  }

  next(): Int16Array {
    const count = Math.min(frameSamplesAt(this.#rate), this.#length - this.#at);
    const step = (2 * Math.PI * this.#hz) / this.#rate;
    const frame = Int16Array.from({ length: Math.max(0, count) }, (_, at) =>
      Math.round(toneLevel * Math.sin(step * (this.#at + at))),
    );
    this.#at += frame.length;
    return frame;
  }

  skip(ms: number): void {
    this.#at = within(this.#at + (ms * this.#rate) / 1_000, this.#length);
  }
}

/** Eight bytes are a millisecond with both codecs. */
const bytesPerMs = 8;

class KeptSource implements Source {
  readonly #bytes: Uint8Array;
  readonly #decode: (bytes: Uint8Array) => Int16Array;
  #at = 0;

  constructor({ codec, bytes }: KeptSound, rate: Rate) {
    this.#bytes = bytes;
    const decoder = new G722Decoder();
    const [up, down] = [new Upsampler(), new Downsampler()];
    if (codec === 'PCMU')
      this.#decode = rate === 8_000 ? (part) => pcmu.decode(part) : (part) => up.take(pcmu.decode(part));
    else this.#decode = rate === 16_000 ? (part) => decoder.decode(part) : (part) => down.take(decoder.decode(part));
  }

  next(): Int16Array {
    const part = this.#bytes.subarray(this.#at, this.#at + frameBytes);
    this.#at += part.length;
    return this.#decode(part);
  }

  skip(ms: number): void {
    this.#at = within(this.#at + ms * bytesPerMs, this.#bytes.length);
  }
}

const within = (place: number, length: number): number => Math.max(0, Math.min(length, Math.round(place)));
