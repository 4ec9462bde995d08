// Tones: a sine to send, and how much of what was heard is that sine.

import { samplesPerSecond } from '../codec/g711.ts';

/** Gives the next samples of a sound; frame after frame it goes on where it stopped. */
export type SampleSource = (count: number) => Int16Array;

/** A sine of this frequency. `level` is its share of the loudest one there is, 0 to 1; default a quarter (-12 dB). */
export function sine(frequencyHz: number, level = 0.25): SampleSource {
  const amplitude = level * 0x7fff;
  const step = (2 * Math.PI * frequencyHz) / samplesPerSecond;
  let position = 0;
  return (count) => {
    const samples = new Int16Array(count);
    for (let at = 0; at < count; at++) samples[at] = Math.round(amplitude * Math.sin(step * (position + at)));
    // A whole second holds whole periods of every whole frequency; so the position never loses precision.
    position = (position + count) % samplesPerSecond;
    return samples;
  };
}

export const silence: SampleSource = (count) => new Int16Array(count);

const blockSamples = 800;
/** Mean square below which a block is silence: what G.711 makes of nothing and of faint noise. */
const silentPower = 64;

/**
 * Listens for one frequency by Goertzel's sum, block by block of 100 ms, so that a lost packet spoils one block only.
 * Silence has no share.
 */
export class ToneDetector {
  readonly #factor: number;
  #filled = 0;
  #last = 0;
  #beforeLast = 0;
  #blockEnergy = 0;
  #energy = 0;
  #toneEnergy = 0;

  /** The frequency, a multiple of 10 Hz, in whole periods of which a block is measured exactly. */
  constructor(frequencyHz: number) {
    this.#factor = 2 * Math.cos((2 * Math.PI * frequencyHz) / samplesPerSecond);
  }

  add(samples: Int16Array): void {
    for (const sample of samples) {
      const next = sample + this.#factor * this.#last - this.#beforeLast;
      this.#beforeLast = this.#last;
      this.#last = next;
      this.#blockEnergy += sample * sample;
      if (++this.#filled === blockSamples) this.#endBlock();
    }
  }

  #endBlock(): void {
    const last = this.#last;
    const before = this.#beforeLast;
    if (this.#blockEnergy >= silentPower * blockSamples) {
      this.#energy += this.#blockEnergy;
      this.#toneEnergy += (2 * (last * last + before * before - this.#factor * last * before)) / blockSamples;
    }
    this.#filled = 0;
    this.#last = 0;
    this.#beforeLast = 0;
    this.#blockEnergy = 0;
  }

  /** The tone's share of the energy of all whole blocks heard, 0 to 1; 0 when they were silent or there was none. */
  get share(): number {
    return this.#energy === 0 ? 0 : Math.min(1, this.#toneEnergy / this.#energy);
  }

  /** Forgets what was heard. */
  reset(): void {
    this.#filled = 0;
    this.#last = 0;
    this.#beforeLast = 0;
    this.#blockEnergy = 0;
    this.#energy = 0;
    this.#toneEnergy = 0;
  }
}
