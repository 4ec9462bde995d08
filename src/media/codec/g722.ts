// G.722 at 64 kbit/s (ITU-T G.722): 16,000 samples a second in two bands, the lower one coded with six bits a sample of its own, the upper
// one with two. The names of variables are those of the recommendation's block diagrams; RTP counts 8,000 a second (RFC 3551 §4.5.2).

const saturate = (value: number): number => (value > 32767 ? 32767 : Math.max(value, -32768));

/** Coefficients of the quadrature mirror filters, the first half: they are symmetric. */
const qmf = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11] as const;

/** Decision levels of the lower band's quantizer, and the codes on either side of zero. */
const q6 = [
  ...[0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714],
  ...[786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919],
];
const lowNegative = [0, 63, 62, ...downFrom(31, 4)];
const lowPositive = [0, ...downFrom(61, 32)];

/** What codes of six and four bits of the lower band stand for, and those of two bits of the upper one. */
const qm6 = [
  ...[-136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576],
  ...[-7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040],
  ...[-728, 24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456],
  ...[4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136],
];
const qm4 = [
  ...[0, -20456, -12896, -8968, -6288, -4240, -2584, -1200],
  ...[20456, 12896, 8968, 6288, 4240, 2584, 1200, 0],
];
const qm2 = [-7408, -1616, 7408, 1616];

/** How the scale factors grow: the steps of each code, and the antilogarithm. */
const lowSteps = Array.from({ length: 16 }, (_, code) => lowStepOf(code));
const highSteps = [798, -214, 798, -214];
const antilog = [
  ...[2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834],
  ...[2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008],
];

function downFrom(first: number, last: number): number[] {
  return Array.from({ length: first - last + 1 }, (_, index) => first - index);
}

/** Codes of four bits are folded to the eight magnitudes whose steps the recommendation lists. */
function lowStepOf(code: number): number {
  const folded = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0][code] ?? 0;
  return [-60, -30, 58, 172, 334, 538, 1198, 3042][folded] ?? 0;
}

/** The adaptive predictor and scale factor of one band. */
class Band {
  /** The prediction of the next sample. */
  s = 0;
  /** The scale factor. */
  det: number;
  readonly #steps: readonly number[];
  readonly #shift: number;
  readonly #most: number;
  #nb = 0;
  #sz = 0;
  #a1 = 0;
  #a2 = 0;
  #r1 = 0;
  #p1 = 0;
  #p2 = 0;
  readonly #b = new Int32Array(6);
  readonly #d = new Int32Array(6);

  constructor(det: number, steps: readonly number[], shift: number, most: number) {
    this.det = det;
    this.#steps = steps;
    this.#shift = shift;
    this.#most = most;
  }

  /** Takes the quantized difference that a code stands for. */
  take(code: number, d: number): void {
    this.#scale(code);
    this.#predict(d);
  }

  #scale(code: number): void {
    const nb = ((this.#nb * 127) >> 7) + (this.#steps[code] ?? 0);
    this.#nb = nb < 0 ? 0 : Math.min(nb, this.#most);
    const shift = this.#shift - (this.#nb >> 11);
    const value = antilog[(this.#nb >> 6) & 31] ?? 0;
    this.det = (shift < 0 ? value << -shift : value >> shift) << 2;
  }

  #predict(d: number): void {
    const r = saturate(this.s + d);
    const p = saturate(this.#sz + d);
    this.#adaptPoles(p);
    const sz = this.#zeros(d);
    const sp = saturate(((this.#a1 * saturate(r + r)) >> 15) + ((this.#a2 * saturate(this.#r1 + this.#r1)) >> 15));
    this.#r1 = r;
    this.#sz = sz;
    this.s = saturate(sp + sz);
  }

  #adaptPoles(p: number): void {
    const sameAs1 = p >> 15 === this.#p1 >> 15;
    const doubled = saturate(this.#a1 << 2);
    const turned = Math.min(sameAs1 ? -doubled : doubled, 32767);
    let a2 = (p >> 15 === this.#p2 >> 15 ? 128 : -128) + (turned >> 7) + ((this.#a2 * 32512) >> 15);
    a2 = a2 > 12288 ? 12288 : Math.max(a2, -12288);
    const a1 = saturate((sameAs1 ? 192 : -192) + ((this.#a1 * 32640) >> 15));
    const most = saturate(15360 - a2);
    this.#a1 = a1 > most ? most : Math.max(a1, -most);
    this.#a2 = a2;
    this.#p2 = this.#p1;
    this.#p1 = p;
  }

  /** Adapts the six zeros to the newest difference and gives their part of the prediction. */
  #zeros(d: number): number {
    const b = this.#b;
    const before = this.#d;
    const gain = d === 0 ? 0 : 128;
    const sign = d >> 15;
    for (let at = 0; at < 6; at++) {
      const step = (before[at] ?? 0) >> 15 === sign ? gain : -gain;
      b[at] = saturate(step + (((b[at] ?? 0) * 32640) >> 15));
    }
    before.copyWithin(1, 0, 5);
    before[0] = d;
    let sz = 0;
    for (let at = 5; at >= 0; at--) {
      const value = before[at] ?? 0;
      sz += ((b[at] ?? 0) * saturate(value + value)) >> 15;
    }
    return saturate(sz);
  }
}

const lowBand = (): Band => new Band(32, lowSteps, 8, 18432);
const highBand = (): Band => new Band(8, highSteps, 10, 22528);

/** The last 24 samples of a filter, the newest last. */
class Delay {
  readonly samples = new Int32Array(24);

  add(first: number, second: number): void {
    this.samples.copyWithin(0, 2);
    this.samples[22] = first;
    this.samples[23] = second;
  }

  get even(): number {
    let sum = 0;
    for (let at = 0; at < 12; at++) sum += (this.samples[2 * at] ?? 0) * (qmf[at] ?? 0);
    return sum;
  }

  get odd(): number {
    let sum = 0;
    for (let at = 0; at < 12; at++) sum += (this.samples[2 * at + 1] ?? 0) * (qmf[11 - at] ?? 0);
    return sum;
  }
}

/** One direction of a stream: each frame goes on where the last one ended. */
export class G722Encoder {
  readonly #delay = new Delay();
  readonly #low = lowBand();
  readonly #high = highBand();

  /** An even number of samples at 16 kHz; one byte for each two. */
  encode(samples: Int16Array): Buffer {
    const bytes = Buffer.allocUnsafe(samples.length >> 1);
    for (let at = 0; at < bytes.length; at++) {
      this.#delay.add(samples[2 * at] ?? 0, samples[2 * at + 1] ?? 0);
      const { even, odd } = this.#delay;
      bytes[at] = (this.#codeHigh((odd - even) >> 14) << 6) | this.#codeLow((odd + even) >> 14);
    }
    return bytes;
  }

  #codeLow(x: number): number {
    const band = this.#low;
    const e = saturate(x - band.s);
    const magnitude = e >= 0 ? e : -(e + 1);
    let level = 1;
    while (level < 30 && magnitude >= ((q6[level] ?? 0) * band.det) >> 12) level++;
    const code = (e < 0 ? lowNegative[level] : lowPositive[level]) ?? 0;
    band.take(code >> 2, (band.det * (qm4[code >> 2] ?? 0)) >> 15);
    return code;
  }

  #codeHigh(x: number): number {
    const band = this.#high;
    const e = saturate(x - band.s);
    const magnitude = e >= 0 ? e : -(e + 1);
    const isLarge = magnitude >= (564 * band.det) >> 12;
    const code = e < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3;
    band.take(code, (band.det * (qm2[code] ?? 0)) >> 15);
    return code;
  }
}

export class G722Decoder {
  readonly #delay = new Delay();
  readonly #low = lowBand();
  readonly #high = highBand();

  /** Two samples at 16 kHz for each byte. */
  decode(bytes: Uint8Array): Int16Array {
    const samples = new Int16Array(2 * bytes.length);
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      const low = this.#lowOf(byte & 63);
      const high = this.#highOf(byte >> 6);
      this.#delay.add(low + high, low - high);
      const { even, odd } = this.#delay;
      samples[2 * at] = saturate(odd >> 11);
      samples[2 * at + 1] = saturate(even >> 11);
    }
    return samples;
  }

  #lowOf(code: number): number {
    const band = this.#low;
    const r = within(band.s + ((band.det * (qm6[code] ?? 0)) >> 15));
    band.take(code >> 2, (band.det * (qm4[code >> 2] ?? 0)) >> 15);
    return r;
  }

  #highOf(code: number): number {
    const band = this.#high;
    const d = (band.det * (qm2[code] ?? 0)) >> 15;
    const r = within(d + band.s);
    band.take(code, d);
    return r;
  }
}

const within = (value: number): number => (value > 16383 ? 16383 : Math.max(value, -16384));
