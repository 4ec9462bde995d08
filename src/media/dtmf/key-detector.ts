// Keys in the sound (ITU-T Q.23, Q.24) by Goertzel's sums: two tones, one of each group, alone, alike in level, for two blocks and more.

const rowHz = [697, 770, 852, 941];
const columnHz = [1209, 1336, 1477, 1633];
const keys = ['123A', '456B', '789C', '*0#D'];
/** 12.75 ms at 8 kHz: a press of 40 ms holds two whole blocks. */
const blockSamples = 102;
/** Blocks of something else that end a press: a gap of 10 ms does not, a pause of 50 ms does. */
const endBlocks = 3;
/** About -36 dBm0 of one tone. */
const leastPower = 60 ** 2 * blockSamples;
/** Both tones together hold this much of all that is heard: speech does not. */
const leastShare = 0.72;
/** One tone above the other at most: 8 dB where the higher is weaker, 4 dB where it is stronger. */
const mostTwist = 6.3;
const mostReverseTwist = 2.5;
/** The tone above the others of its group: 8 dB. */
const leastPeak = 6.3;

const factors = Float64Array.from([...rowHz, ...columnHz], (hz) => 2 * Math.cos((2 * Math.PI * hz) / 8000));

export class KeyDetector {
  readonly #last = new Float64Array(8);
  readonly #before = new Float64Array(8);
  readonly #power = new Float64Array(8);
  #energy = 0;
  #filled = 0;
  #candidate = '';
  #pressed = '';
  #missed = 0;

  /** The keys whose press is certain now, of samples at 8 kHz; mostly ''. */
  take(samples: Int16Array): string {
    let found = '';
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(samples.length - at, blockSamples - this.#filled);
      this.#add(samples, at, at + count);
      at += count;
      this.#filled += count;
      if (this.#filled === blockSamples) found += this.#endBlock();
    }
    return found;
  }

  #add(samples: Int16Array, from: number, to: number): void {
    for (let tone = 0; tone < 8; tone++) {
      const factor = factors[tone] ?? 0;
      let last = this.#last[tone] ?? 0;
      let before = this.#before[tone] ?? 0;
      for (let at = from; at < to; at++) {
        const next = (samples[at] ?? 0) + factor * last - before;
        before = last;
        last = next;
      }
      this.#last[tone] = last;
      this.#before[tone] = before;
    }
    for (let at = from; at < to; at++) this.#energy += (samples[at] ?? 0) ** 2;
  }

  #endBlock(): string {
    for (let tone = 0; tone < 8; tone++) {
      const last = this.#last[tone] ?? 0;
      const before = this.#before[tone] ?? 0;
      // So scaled that a tone alone has the block's own energy.
      const power = (2 * (last * last + before * before - (factors[tone] ?? 0) * last * before)) / blockSamples;
      this.#power[tone] = power;
    }
    const key = this.#judge();
    this.#last.fill(0);
    this.#before.fill(0);
    this.#energy = 0;
    this.#filled = 0;
    return this.#follow(key);
  }

  #judge(): string {
    const row = this.#strongest(0);
    const column = this.#strongest(4);
    const low = this.#power[row] ?? 0;
    const high = this.#power[column] ?? 0;
    if (low < leastPower || high < leastPower || low > high * mostTwist || high > low * mostReverseTwist) return '';
    if (low + high < leastShare * this.#energy) return '';
    return this.#isPeak(0, row) && this.#isPeak(4, column) ? (keys[row]?.[column - 4] ?? '') : '';
  }

  #strongest(group: number): number {
    let best = group;
    for (let tone = group + 1; tone < group + 4; tone++)
      if ((this.#power[tone] ?? 0) > (this.#power[best] ?? 0)) best = tone;
    return best;
  }

  #isPeak(group: number, best: number): boolean {
    for (let tone = group; tone < group + 4; tone++)
      if (tone !== best && (this.#power[tone] ?? 0) * leastPeak > (this.#power[best] ?? 0)) return false;
    return true;
  }

  /** A press is told at its second block, and over after three blocks without it. */
  #follow(key: string): string {
    if (this.#pressed !== '') {
      this.#missed = key === this.#pressed ? 0 : this.#missed + 1;
      if (this.#missed >= endBlocks) this.#pressed = '';
    }
    const isNew = key !== '' && key === this.#candidate && this.#pressed === '';
    this.#candidate = key;
    if (!isNew) return '';
    this.#pressed = key;
    this.#missed = 0;
    return key;
  }
}
