// Between 8 and 16 kHz: a half-band filter, half of whose taps are zero. What the lower rate cannot hold is 60 dB down.

/** Taps on each side of the middle that are not zero: at 1, 3, 5 … samples of 16 kHz. */
const sideTaps = 12;
const reach = 2 * sideTaps - 1;

/** The outer taps: a sinc under a Blackman window, made so that they sum to exactly half on both sides together. */
const taps = ((): Float64Array => {
  const raw = Float64Array.from({ length: sideTaps }, (_, index) => {
    const at = 2 * index + 1;
    const sinc = Math.sin((Math.PI * at) / 2) / (Math.PI * at);
    const phase = (Math.PI * at) / (reach + 1);
    return sinc * (0.42 + 0.5 * Math.cos(phase) + 0.08 * Math.cos(2 * phase));
  });
  const sum = raw.reduce((total, tap) => total + tap, 0);
  return raw.map((tap) => (tap * 0.25) / sum);
})();

const clip = (value: number): number => (value > 32767 ? 32767 : value < -32768 ? -32768 : Math.round(value));

/** Samples at 8 kHz of a whole sound at 16 kHz, from place `at` (of 8 kHz) on; without delay, because all of it is there. */
export function readNarrow(sound: Int16Array, at: number, into: Int16Array, start: number, count: number): void {
  for (let index = 0; index < count; index++) {
    const middle = 2 * (at + index);
    let sum = 0.5 * (sound[middle] ?? 0);
    for (let tap = 0, side = 1; tap < sideTaps; tap++, side += 2)
      sum += (taps[tap] ?? 0) * ((sound[middle - side] ?? 0) + (sound[middle + side] ?? 0));
    into[start + index] = clip(sum);
  }
}

/** The longest frame: 20 ms at 16 kHz. */
const wideFrame = 320;

/** 16 kHz to 8 kHz, frame after frame; 1.4 ms late. */
export class Narrower {
  readonly #line = new Int16Array(2 * reach + wideFrame);

  /** `wide` has twice as many samples as `narrow`, at most 20 ms. */
  run(wide: Int16Array, narrow: Int16Array): void {
    const line = this.#line;
    line.set(wide, 2 * reach);
    for (let index = 0; index < narrow.length; index++) {
      const middle = reach + 1 + 2 * index;
      let sum = 0.5 * (line[middle] ?? 0);
      for (let tap = 0, side = 1; tap < sideTaps; tap++, side += 2)
        sum += (taps[tap] ?? 0) * ((line[middle - side] ?? 0) + (line[middle + side] ?? 0));
      narrow[index] = clip(sum);
    }
    line.copyWithin(0, wide.length, wide.length + 2 * reach);
  }
}

/** 8 kHz to 16 kHz, frame after frame; 1.4 ms late. */
export class Widener {
  readonly #line = new Int16Array(2 * sideTaps + wideFrame / 2);

  run(narrow: Int16Array, wide: Int16Array): void {
    const line = this.#line;
    line.set(narrow, 2 * sideTaps);
    for (let index = 0; index < narrow.length; index++) {
      const middle = sideTaps + index;
      let between = 0;
      for (let tap = 0; tap < sideTaps; tap++)
        between += (taps[tap] ?? 0) * ((line[middle - tap] ?? 0) + (line[middle + 1 + tap] ?? 0));
      wide[2 * index] = line[middle] ?? 0;
      wide[2 * index + 1] = clip(2 * between);
    }
    line.copyWithin(0, narrow.length, narrow.length + 2 * sideTaps);
  }
}
