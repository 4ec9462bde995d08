// From 16 to 8 kHz and back, frame after frame, by a half-band filter: what is above 4 kHz must not come back as something else.

const half = 15;
const taps = 2 * half + 1;

/** A windowed sinc with its edge at a quarter of the rate; of its taps every other one but the middle is zero. */
const filter = Float64Array.from({ length: taps }, (_, at) => {
  const from = at - half;
  const sinc = from === 0 ? 0.5 : Math.sin((Math.PI * from) / 2) / (Math.PI * from);
  const window =
    0.42 + 0.5 * Math.cos((Math.PI * from) / (half + 1)) + 0.08 * Math.cos((2 * Math.PI * from) / (half + 1));
  return sinc * window;
});
const sum = filter.reduce((total, tap) => total + tap, 0);
for (let at = 0; at < taps; at++) filter[at] = (filter[at] ?? 0) / sum;

const clamped = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));

/** The samples before a frame and the frame, in one row. */
class Window {
  #before: Int16Array;

  constructor(size: number) {
    this.#before = new Int16Array(size);
  }

  with(samples: Int16Array): Int16Array {
    const size = this.#before.length;
    const row = new Int16Array(size + samples.length);
    row.set(this.#before);
    row.set(samples, size);
    this.#before = row.slice(samples.length);
    return row;
  }
}

/** Halves the rate; an even number of samples each time. */
export class Downsampler {
  readonly #window = new Window(taps - 1);

  take(samples: Int16Array): Int16Array {
    const row = this.#window.with(samples);
    const out = new Int16Array(samples.length >> 1);
    for (let at = 0; at < out.length; at++) {
      let value = (filter[half] ?? 0) * (row[2 * at + half] ?? 0);
      for (let tap = 0; tap < taps; tap += 2) value += (filter[tap] ?? 0) * (row[2 * at + tap] ?? 0);
      out[at] = clamped(value);
    }
    return out;
  }
}

/** Doubles the rate. */
export class Upsampler {
  readonly #window = new Window(half);

  take(samples: Int16Array): Int16Array {
    const row = this.#window.with(samples);
    const out = new Int16Array(2 * samples.length);
    for (let at = 0; at < samples.length; at++) {
      let between = 0;
      for (let tap = 0; tap <= half; tap++) between += 2 * (filter[2 * tap] ?? 0) * (row[at + tap] ?? 0);
      out[2 * at] = row[at + (half >> 1)] ?? 0;
      out[2 * at + 1] = clamped(between);
    }
    return out;
  }
}
