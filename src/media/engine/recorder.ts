// Keeps sound, in pieces of about a second, until it is stopped, full, or has been silent for long enough.

import { Narrower, Widener } from '../resample/half-band.ts';
import type { KeptSound, RecordEnd, RecordOptions } from './session.ts';
import type { FrameSamples } from './sounds.ts';
import { encoderOf, frameBytes, type VoiceEncoder } from './voice-codec.ts';

const pieceFrames = 50;
/** Root of the mean square below which a frame is silence, about -44 dBm0: a quiet room on the line, and no speech. */
const silentLevel = 200;

export interface RecorderListener {
  recorded(bytes: Uint8Array): void;
  ended(why: RecordEnd): void;
}

export class Recorder {
  readonly of: RecordOptions['of'];
  readonly #frame: FrameSamples;
  readonly #encoder: VoiceEncoder;
  readonly #listener: RecorderListener;
  readonly #mostFrames: number;
  readonly #silentFrames: number;
  #piece = new Uint8Array(pieceFrames * frameBytes);
  #filled = 0;
  #frames = 0;
  #silent = 0;
  #change: { readonly run: (from: Int16Array, to: Int16Array) => void; readonly to: Int16Array } | undefined;

  constructor(options: RecordOptions, codec: KeptSound['codec'], listener: RecorderListener) {
    this.of = options.of;
    this.#frame = codec === 'G722' ? 320 : 160;
    this.#encoder = encoderOf(codec);
    this.#listener = listener;
    this.#mostFrames = Math.max(1, Math.round(options.mostMs / 20));
    this.#silentFrames = Math.ceil(options.silenceMs / 20);
  }

  /** Takes 20 ms; undefined is silence. True while it wants more. */
  take(samples: Int16Array | undefined, quiet: Int16Array): boolean {
    const frame = this.#atRate(samples ?? quiet);
    this.#encoder.encode(frame, this.#piece, this.#filled);
    this.#filled += frameBytes;
    this.#frames++;
    if (this.#filled === this.#piece.length) this.#flush();
    this.#silent = samples === undefined || levelOf(samples) < silentLevel ? this.#silent + 1 : 0;
    if (this.#frames >= this.#mostFrames) return this.end('full');
    if (this.#silentFrames > 0 && this.#silent >= this.#silentFrames) return this.end('silence');
    return true;
  }

  #atRate(samples: Int16Array): Int16Array {
    if (samples.length === this.#frame) return samples;
    this.#change ??= { run: changerTo(this.#frame), to: new Int16Array(this.#frame) };
    this.#change.run(samples, this.#change.to);
    return this.#change.to;
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#listener.recorded(this.#piece.subarray(0, this.#filled));
    this.#piece = new Uint8Array(pieceFrames * frameBytes);
    this.#filled = 0;
  }

  end(why: RecordEnd): false {
    this.#flush();
    this.#listener.ended(why);
    return false;
  }
}

function changerTo(frame: FrameSamples): (from: Int16Array, to: Int16Array) => void {
  const changer = frame === 160 ? new Narrower() : new Widener();
  return (from, to) => changer.run(from, to);
}

/** Root of the mean square. */
export function levelOf(samples: Int16Array): number {
  let sum = 0;
  for (let at = 0; at < samples.length; at++) sum += (samples[at] ?? 0) ** 2;
  return Math.sqrt(sum / samples.length);
}
