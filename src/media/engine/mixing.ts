// Sums of sound: everything together, without the own voice, softly limited where it would be too loud.

/** Up to here a sample passes unchanged; above it rises ever slower towards the loudest there is. */
const knee = 24_000;
const room = 32_767 - knee;

function limited(value: number): number {
  if (value >= -knee && value <= knee) return value;
  const over = value > 0 ? value - knee : -value - knee;
  const size = knee + Math.floor((over * room) / (over + room));
  return value > 0 ? size : -size;
}

export function addTo(sum: Int32Array, samples: Int16Array): void {
  for (let at = 0; at < samples.length; at++) sum[at] = (sum[at] ?? 0) + (samples[at] ?? 0);
}

/** What the sum is, without `own` where it is part of it. */
export function writeMix(sum: Int32Array, own: Int16Array | undefined, into: Int16Array): void {
  if (own === undefined) for (let at = 0; at < into.length; at++) into[at] = limited(sum[at] ?? 0);
  else for (let at = 0; at < into.length; at++) into[at] = limited((sum[at] ?? 0) - (own[at] ?? 0));
}

/** Adds `samples` to `into`. */
export function mixInto(into: Int16Array, samples: Int16Array): void {
  for (let at = 0; at < into.length; at++) into[at] = limited((into[at] ?? 0) + (samples[at] ?? 0));
}
