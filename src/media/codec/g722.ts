// G.722 at 64 kbit/s (ITU-T G.722, mode 1): two bands of adaptive differences. Bit-exact by design: encoder and decoder stay in step only so.

/** Sign that is kept, and what is beyond 16 bits cut off. */
const clip16 = (value: number): number => (value > 32767 ? 32767 : Math.max(value, -32768));

/** The two halves of the quadrature mirror filter (table 11 of G.722), even and odd taps; one is the other backwards. */
const mirror = Int32Array.of(3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11);
const mirrorTaps = 24;

/** Decision levels of the lower band's six-bit quantizer (table 14). */
const levels = Int32Array.of(
  ...[0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714],
  ...[786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919],
);
/** Six-bit outputs (table 15): the step of a difference as its code, below zero and above. */
const negativeCodes = Uint8Array.of(0, 63, 62, ...Array.from({ length: 28 }, (_, step) => 31 - step));
const positiveCodes = Uint8Array.of(0, ...Array.from({ length: 30 }, (_, step) => 61 - step));
/** Reconstruction of differences: four and six bits of the lower band, two of the higher (tables 16 to 18). */
const lowFour = Int32Array.of(
  ...[0, -20456, -12896, -8968, -6288, -4240, -2584, -1200],
  ...[20456, 12896, 8968, 6288, 4240, 2584, 1200, 0],
);
const lowSteps = [
  ...[24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576],
  ...[6000, 5456, 4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728],
];
const lowSix = Int32Array.of(
  ...[-136, -136, -136, -136, ...lowSteps.map((step) => -step)],
  ...[...lowSteps, 432, 136, -432, -136],
);
const highTwo = Int32Array.of(-7408, -1616, 7408, 1616);
/** How a difference changes the logarithm of the scale (tables 19 and 20), by its code. */
const lowWeights = [-60, -30, 58, 172, 334, 538, 1198, 3042];
const lowWeightOf = Int32Array.from([0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0], (row) => lowWeights[row] ?? 0);
const highWeightOf = Int32Array.of(798, -214, 798, -214);
/** 2^(n/32), scaled by 2,048 (table 21). */
const powers = Int32Array.from({ length: 32 }, (_, step) => Math.round(2048 * 2 ** (step / 32)));

const lowBand = { scale: 32, most: 18_432, shift: 8 } as const;
const highBand = { scale: 8, most: 22_528, shift: 10 } as const;

/** One band's adaptive predictor and the scale of its quantizer (block 3 and 4 of G.722); both ends run the same. */
class Band {
  /** What the next sample is expected to be. */
  prediction = 0;
  scale: number;
  readonly #most: number;
  readonly #shift: number;
  #logarithm = 0;
  #zeros = 0;
  /** The two last reconstructed samples and partial sums, the poles' coefficients, six differences and their coefficients. */
  #r1 = 0;
  #r2 = 0;
  #p1 = 0;
  #p2 = 0;
  #a1 = 0;
  #a2 = 0;
  readonly #d = new Int32Array(7);
  readonly #b = new Int32Array(7);

  constructor({ scale, most, shift }: { readonly scale: number; readonly most: number; readonly shift: number }) {
    this.scale = scale;
    this.#most = most;
    this.#shift = shift;
  }

  /** Takes the difference that both ends know into the prediction and, by its weight, into the scale. */
  adapt(difference: number, weight: number): void {
    const next = ((this.#logarithm * 127) >> 7) + weight;
    const logarithm = next < 0 ? 0 : Math.min(next, this.#most);
    this.#logarithm = logarithm;
    const power = powers[(logarithm >> 6) & 31] ?? 0;
    const shift = this.#shift - (logarithm >> 11);
    this.scale = (shift < 0 ? power << -shift : power >> shift) << 2;
    this.#poles(clip16(this.#zeros + difference), clip16(this.prediction + difference));
    this.#shiftZeros(difference);
    this.prediction = clip16(this.#polesSum() + this.#zeros);
  }

  #poles(partial: number, reconstructed: number): void {
    const same1 = partial >> 15 === this.#p1 >> 15;
    const same2 = partial >> 15 === this.#p2 >> 15;
    const turned = same1 ? -clip16(this.#a1 << 2) : clip16(this.#a1 << 2);
    const second = (Math.min(turned, 32767) >> 7) + (same2 ? 128 : -128) + ((this.#a2 * 32512) >> 15);
    this.#a2 = second > 12288 ? 12288 : Math.max(second, -12288);
    const first = clip16((same1 ? 192 : -192) + ((this.#a1 * 32640) >> 15));
    const bound = clip16(15360 - this.#a2);
    this.#a1 = first > bound ? bound : Math.max(first, -bound);
    this.#p2 = this.#p1;
    this.#p1 = partial;
    this.#r2 = this.#r1;
    this.#r1 = reconstructed;
  }

  #polesSum(): number {
    return clip16(((this.#a1 * clip16(this.#r1 << 1)) >> 15) + ((this.#a2 * clip16(this.#r2 << 1)) >> 15));
  }

  /** Adapts the six zeros, moves the differences on by one, and sums them. */
  #shiftZeros(difference: number): void {
    const d = this.#d;
    const b = this.#b;
    const step = difference === 0 ? 0 : 128;
    const sign = difference >> 15;
    let sum = 0;
    d[0] = difference;
    for (let at = 6; at > 0; at--) {
      const old = d[at] ?? 0;
      const coefficient = clip16((old >> 15 === sign ? step : -step) + (((b[at] ?? 0) * 32640) >> 15));
      const moved = d[at - 1] ?? 0;
      b[at] = coefficient;
      d[at] = moved;
      sum += (coefficient * clip16(moved << 1)) >> 15;
    }
    this.#zeros = clip16(sum);
  }
}

/** 16 kHz in, a byte for every two samples out; frame after frame it goes on where it stopped. */
export class G722Encoder {
  readonly #low = new Band(lowBand);
  readonly #high = new Band(highBand);
  /** The filter's memory, twice beside itself so that a window over it is never broken. */
  readonly #window = new Int32Array(2 * mirrorTaps);
  #at = 0;

  /** Encodes an even number of samples to `bytes` from place `start`. */
  encode(samples: Int16Array, bytes: Uint8Array, start = 0): void {
    for (let at = 0, place = start; at < samples.length; at += 2, place++)
      bytes[place] = this.#pair(samples[at] ?? 0, samples[at + 1] ?? 0);
  }

  #pair(first: number, second: number): number {
    const window = this.#window;
    const from = this.#at;
    window[from] = window[from + mirrorTaps] = first;
    window[from + 1] = window[from + 1 + mirrorTaps] = second;
    this.#at = (from + 2) % mirrorTaps;
    let odd = 0;
    let even = 0;
    for (let tap = 0, at = from + 2; tap < 12; tap++, at += 2) {
      odd += (window[at] ?? 0) * (mirror[tap] ?? 0);
      even += (window[at + 1] ?? 0) * (mirror[11 - tap] ?? 0);
    }
    return (this.#encodeHigh((even - odd) >> 14) << 6) | this.#encodeLow((even + odd) >> 14);
  }

  #encodeLow(sample: number): number {
    const band = this.#low;
    const difference = clip16(sample - band.prediction);
    const size = difference >= 0 ? difference : ~difference;
    const step = firstAbove(size, band.scale);
    const code = (difference < 0 ? negativeCodes[step] : positiveCodes[step]) ?? 0;
    band.adapt((band.scale * (lowFour[code >> 2] ?? 0)) >> 15, lowWeightOf[code >> 2] ?? 0);
    return code;
  }

  #encodeHigh(sample: number): number {
    const band = this.#high;
    const difference = clip16(sample - band.prediction);
    const isLarge = (difference >= 0 ? difference : ~difference) >= (564 * band.scale) >> 12;
    const code = difference < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3;
    band.adapt((band.scale * (highTwo[code] ?? 0)) >> 15, highWeightOf[code] ?? 0);
    return code;
  }
}

/** The first step whose level is above a difference of this size, 1 to 30. */
function firstAbove(size: number, scale: number): number {
  let low = 1;
  for (let high = 30; low < high; ) {
    const middle = (low + high) >> 1;
    if (size < ((levels[middle] ?? 0) * scale) >> 12) high = middle;
    else low = middle + 1;
  }
  return low;
}

const clip14 = (value: number): number => (value > 16383 ? 16383 : Math.max(value, -16384));

/** A byte in, two samples at 16 kHz out. */
export class G722Decoder {
  readonly #low = new Band(lowBand);
  readonly #high = new Band(highBand);
  readonly #window = new Int32Array(2 * mirrorTaps);
  #at = 0;

  /** Decodes all of `bytes` to `samples` from place `start`, which must have room. */
  decode(bytes: Uint8Array, samples: Int16Array, start = 0): void {
    for (let at = 0, place = start; at < bytes.length; at++, place += 2) {
      const byte = bytes[at] ?? 0;
      this.#pair(this.#decodeLow(byte & 63), this.#decodeHigh(byte >> 6), samples, place);
    }
  }

  #decodeLow(code: number): number {
    const band = this.#low;
    const sample = clip14(band.prediction + ((band.scale * (lowSix[code] ?? 0)) >> 15));
    band.adapt((band.scale * (lowFour[code >> 2] ?? 0)) >> 15, lowWeightOf[code >> 2] ?? 0);
    return sample;
  }

  #decodeHigh(code: number): number {
    const band = this.#high;
    const difference = (band.scale * (highTwo[code] ?? 0)) >> 15;
    const sample = clip14(band.prediction + difference);
    band.adapt(difference, highWeightOf[code] ?? 0);
    return sample;
  }

  #pair(low: number, high: number, samples: Int16Array, place: number): void {
    const window = this.#window;
    const from = this.#at;
    window[from] = window[from + mirrorTaps] = low + high;
    window[from + 1] = window[from + 1 + mirrorTaps] = low - high;
    this.#at = (from + 2) % mirrorTaps;
    let first = 0;
    let second = 0;
    for (let tap = 0, at = from + 2; tap < 12; tap++, at += 2) {
      first += (window[at + 1] ?? 0) * (mirror[11 - tap] ?? 0);
      second += (window[at] ?? 0) * (mirror[tap] ?? 0);
    }
    samples[place] = clip16(first >> 11);
    samples[place + 1] = clip16(second >> 11);
  }
}
