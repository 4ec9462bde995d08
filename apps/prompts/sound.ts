// What is done to speech before it is kept: another rate, no silence around it, and the same loudness for all.

export const rate = 16_000;

const wing = 24;
/** Of the highest frequency that the rate can carry. */
const edge = 0.94;

/** From one rate to 16 kHz, by a windowed sinc. */
export function resampled(samples: Float64Array, from: number): Float64Array {
  const ratio = from / rate;
  const cut = Math.min(1, rate / from) * edge;
  const out = new Float64Array(Math.floor(samples.length / ratio));
  for (let at = 0; at < out.length; at++) {
    const center = at * ratio;
    let sum = 0;
    for (let place = Math.ceil(center - wing); place <= center + wing; place++) {
      const x = place - center;
      sum += (samples[place] ?? 0) * cut * sinc(cut * x) * (0.5 + 0.5 * Math.cos((Math.PI * x) / wing));
    }
    out[at] = sum;
  }
  return out;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

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
  let [energy, peak] = [0, 0];
  for (const sample of samples) {
    energy += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  if (peak === 0) return samples;
  const gain = Math.min(rms / Math.sqrt(energy / samples.length), mostPeak / peak);
  return samples.map((sample) => sample * gain);
}

/** An even number of samples, so that a half of them is whole. */
export const toPcm = (samples: Float64Array): Int16Array =>
  Int16Array.from(samples.subarray(0, samples.length & ~1), (sample) => Math.round(32_767 * sample));
