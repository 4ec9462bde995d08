// What is done to sound before it is kept: another rate, no silence around it, the same loudness for all, and a pause where a sentence ends.

export const rate = 16_000;

const wing = 24;
/** Of the highest frequency that the rate can carry. */
const edge = 0.94;

/** From a rate to 16 kHz, by a windowed sinc. Both are whole numbers: few places between two samples occur, and each has its weights. */
export function resampler(from: number): (samples: Float64Array) => Float64Array {
  const divisor = commonDivisor(from, rate);
  const [step, places] = [from / divisor, rate / divisor];
  const weights = Array.from({ length: places }, (_, place) => weightsAt(place / places, Math.min(1, rate / from)));
  return (samples) => {
    const padded = new Float64Array(samples.length + 2 * wing + 1);
    padded.set(samples, wing);
    return new Float64Array(Math.floor((samples.length * places) / step)).map((_, at) =>
      weighed(padded, Math.floor((at * step) / places), weights[(at * step) % places] ?? new Float64Array()),
    );
  };
}

function weighed(samples: Float64Array, first: number, weights: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < weights.length; place++) sum += (samples[first + place] ?? 0) * (weights[place] ?? 0);
  return sum;
}

/** For a place so far behind a sample. Their sum is one: loudness stays. */
function weightsAt(offset: number, ratio: number): Float64Array {
  const cut = ratio * edge;
  const weights = Float64Array.from({ length: 2 * wing + 1 }, (_, place) => {
    const x = place - wing - offset;
    return Math.abs(x) > wing ? 0 : sinc(cut * x) * (0.5 + 0.5 * Math.cos((Math.PI * x) / wing));
  });
  const sum = weights.reduce((one, other) => one + other, 0);
  return weights.map((weight) => weight / sum);
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const commonDivisor = (one: number, other: number): number => (other === 0 ? one : commonDivisor(other, one % other));

const quiet = 0.006;
const marginSamples = 0.03 * rate;
const fadeSamples = 0.008 * rate;

/** Without the silence before and after, with soft edges. */
export function trimmed(samples: Float64Array): Float64Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > quiet;
  const first = Math.max(0, samples.findIndex(isLoud) - marginSamples);
  const last = Math.min(samples.length, samples.findLastIndex(isLoud) + marginSamples);
  const cut = samples.slice(first, Math.max(first, last));
  for (let at = 0; at < Math.min(fadeSamples, cut.length); at++) {
    const gain = at / fadeSamples;
    cut[at] = (cut[at] ?? 0) * gain;
    cut[cut.length - 1 - at] = (cut[cut.length - 1 - at] ?? 0) * gain;
  }
  return cut;
}

/** -20 dB of the loudest there is, as speech is on telephones, and never beyond it. */
const wantedRms = 0.1;
const mostPeak = 0.89;

export function levelled(samples: Float64Array, rms = wantedRms): Float64Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak === 0) return samples;
  const gain = Math.min(rms / loudness(samples), mostPeak / peak);
  return samples.map((sample) => sample * gain);
}

const spanSamples = 0.02 * rate;
/** Of the power of the loudest span: what is below it is a pause. */
const pausePower = 0.01;

/** The root of the mean power while there is sound: pauses within a sentence do not make the rest of it louder. */
export function loudness(samples: Float64Array): number {
  const powers = Array.from({ length: Math.ceil(samples.length / spanSamples) }, (_, at) => {
    const span = samples.subarray(at * spanSamples, (at + 1) * spanSamples);
    return span.reduce((sum, sample) => sum + sample * sample, 0) / span.length;
  });
  const most = powers.reduce((one, other) => Math.max(one, other), 0);
  const heard = powers.filter((power) => power > 0 && power >= most * pausePower);
  return Math.sqrt(heard.reduce((sum, power) => sum + power, 0) / Math.max(1, heard.length));
}

const pauseMs = { '.': 220, ':': 120, ',': 120 } as const;

/** Clips are played without a gap: whoever ends a sentence takes breath. */
export function withPause(samples: Float64Array, text: string): Float64Array {
  const end = text.at(-1);
  // A.M. and P.M. end no sentence.
  const ms = end === '.' && /\b[A-Z]\.$/.test(text) ? 0 : ((pauseMs as Record<string, number>)[end ?? ''] ?? 0);
  const whole = new Float64Array(samples.length + (ms * rate) / 1_000);
  whole.set(samples);
  return whole;
}

/** An even number of samples, so that a half of them is whole. */
export const toPcm = (samples: Float64Array): Int16Array =>
  new Int16Array(samples.subarray(0, samples.length & ~1).map((sample) => Math.round(32_767 * sample)));
