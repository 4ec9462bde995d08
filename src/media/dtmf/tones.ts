// Keys in the sound itself (ITU-T Q.23, Q.24): two tones, one of four low and one of four high frequencies, found by Goertzel's sum.

const lowHz = [697, 770, 852, 941] as const;
const highHz = [1209, 1336, 1477, 1633] as const;
const pads = ['123A', '456B', '789C', '*0#D'];

const rate = 8_000;
/** 205 samples: 25.6 ms, the block in which these eight frequencies are told apart best. */
const blockSamples = 205;
/** Below it is no key that a phone would send: -36 dBm0 or so, as a sum over a block. */
const leastPower = (200 * 200 * blockSamples) / 2;
/** The tone of a group must be so much louder than the others, and both together nearly all that is heard. */
const clear = 6;
const leastShare = 0.7;
/** How much louder one of the two may be than the other. */
const mostTwist = 6.3;
/** It is there for two blocks on end, and away for two, before it counts again. */
const blocksToTell = 2;
const blocksToForget = 2;

const factors = [...lowHz, ...highHz].map((hz) => 2 * Math.cos((2 * Math.PI * hz) / rate));

export class ToneKeys {
  readonly #sums = factors.map(() => ({ last: 0, before: 0 }));
  #energy = 0;
  #filled = 0;
  #candidate = '';
  #seen = 0;
  #told = '';
  #quiet = 0;

  /** Samples at 8 kHz; the keys whose presses have become certain in them. */
  take(samples: Int16Array): string {
    let keys = '';
    for (const sample of samples) {
      this.#add(sample);
      if (++this.#filled === blockSamples) keys += this.#block();
    }
    return keys;
  }

  #add(sample: number): void {
    this.#energy += sample * sample;
    for (let at = 0; at < factors.length; at++) {
      const sum = this.#sums[at];
      if (sum === undefined) continue;
      const next = sample + (factors[at] ?? 0) * sum.last - sum.before;
      sum.before = sum.last;
      sum.last = next;
    }
  }

  #block(): string {
    const powers = this.#sums.map(
      ({ last, before }, at) =>
        (2 * (last * last + before * before - (factors[at] ?? 0) * last * before)) / blockSamples,
    );
    const key = keyOf(powers, this.#energy);
    for (const sum of this.#sums) sum.last = sum.before = 0;
    this.#energy = 0;
    this.#filled = 0;
    return this.#count(key);
  }

  #count(key: string): string {
    this.#seen = key !== '' && key === this.#candidate ? this.#seen + 1 : 1;
    this.#candidate = key;
    this.#quiet = key === this.#told ? 0 : this.#quiet + 1;
    if (this.#quiet >= blocksToForget) this.#told = '';
    if (key === '' || key === this.#told || this.#seen < blocksToTell) return '';
    this.#told = key;
    this.#quiet = 0;
    return key;
  }
}

/** The key that a block is; '' where it is none. */
function keyOf(powers: readonly number[], energy: number): string {
  const [low, high] = [loudest(powers, 0), loudest(powers, 4)];
  if (low === undefined || high === undefined || energy < leastPower) return '';
  const twist = low.power > high.power ? low.power / high.power : high.power / low.power;
  if (twist > mostTwist || low.power + high.power < leastShare * energy) return '';
  return pads[low.place]?.[high.place] ?? '';
}

/** The tone of a group of four that stands out; undefined where none does. */
function loudest(powers: readonly number[], from: number): { place: number; power: number } | undefined {
  const group = powers.slice(from, from + 4);
  const power = Math.max(...group);
  const place = group.indexOf(power);
  const next = Math.max(...group.filter((_, at) => at !== place));
  return power > clear * next ? { place, power } : undefined;
}

/** The sound of a key, for so many samples at 8 kHz. */
export function keyTone(key: string, count: number): Int16Array {
  const row = pads.findIndex((pad) => pad.includes(key));
  const [low, high] = [lowHz[row] ?? 0, highHz[pads[row]?.indexOf(key) ?? 0] ?? 0];
  return Int16Array.from({ length: count }, (_, at) =>
    Math.round(6_000 * (Math.sin((2 * Math.PI * low * at) / rate) + Math.sin((2 * Math.PI * high * at) / rate))),
  );
}
