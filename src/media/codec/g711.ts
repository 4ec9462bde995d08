// G.711 (ITU-T G.711, 1988): µ-law and A-law, by tables that are computed once from the definitions.

export interface Codec {
  /** Name in `a=rtpmap`. */
  readonly name: 'PCMU' | 'PCMA';
  /** Static payload type (RFC 3551 §6). */
  readonly payloadType: number;
  encode(samples: Int16Array): Buffer;
  decode(bytes: Uint8Array): Int16Array;
  /** The same without new memory: to and from place `start` of what is given. */
  encodeInto(samples: Int16Array, bytes: Uint8Array, start: number): void;
  decodeInto(bytes: Uint8Array, samples: Int16Array, start: number): void;
}

/** Samples are 16 bit, 8,000 a second. */
export const samplesPerSecond = 8000;
export const frameMs = 20;
export const frameSamples = (samplesPerSecond * frameMs) / 1000;

/** The sample that a µ-law byte stands for: sign, three bits of segment, four of step, all inverted. */
function fromMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits >= 0x80 ? -magnitude : magnitude;
}

/** The sample that an A-law byte stands for: sign, three bits of segment, four of step, every other bit inverted. */
function fromALaw(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits >= 0x80 ? magnitude : -magnitude;
}

function makeCodec(name: Codec['name'], payloadType: number, expand: (byte: number) => number): Codec {
  const samples = Int16Array.from({ length: 256 }, (_, byte) => expand(byte));
  const bytes = nearestBytes(samples);
  const encodeInto: Codec['encodeInto'] = (pcm, to, start) => {
    for (let at = 0; at < pcm.length; at++) to[start + at] = bytes[(pcm[at] ?? 0) + 0x8000] ?? 0;
  };
  const decodeInto: Codec['decodeInto'] = (from, pcm, start) => {
    for (let at = 0; at < from.length; at++) pcm[start + at] = samples[from[at] ?? 0] ?? 0;
  };
  return {
    ...{ name, payloadType, encodeInto, decodeInto },
    encode: (pcm) => {
      const encoded = Buffer.allocUnsafe(pcm.length);
      encodeInto(pcm, encoded, 0);
      return encoded;
    },
    decode: (encoded) => {
      const pcm = new Int16Array(encoded.length);
      decodeInto(encoded, pcm, 0);
      return pcm;
    },
  };
}

/** For every 16-bit sample the byte whose own sample is nearest, of its own sign where two are as near. */
function nearestBytes(samples: Int16Array): Uint8Array {
  const ordered = Array.from(samples, (sample, byte) => ({ sample, byte })).sort(
    (a, b) => a.sample - b.sample || a.byte - b.byte,
  );
  const table = new Uint8Array(0x10000);
  for (let sample = -0x8000, at = 0; sample <= 0x7fff; sample++) {
    while (isNearer(ordered[at + 1]?.sample, ordered[at]?.sample ?? 0, sample)) at++;
    table[sample + 0x8000] = ordered[at]?.byte ?? 0;
  }
  return table;
}

function isNearer(next: number | undefined, current: number, sample: number): boolean {
  if (next === undefined) return false;
  const gain = Math.abs(sample - current) - Math.abs(sample - next);
  return gain > 0 || (gain === 0 && sample >= 0);
}

export const pcmu: Codec = makeCodec('PCMU', 0, fromMuLaw);
export const pcma: Codec = makeCodec('PCMA', 8, fromALaw);
