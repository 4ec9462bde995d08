// What was received and lost of one source after another (RFC 3550 §6.4.1 and appendix A).

import { likelyIndex } from '../srtp/packet-index.ts';

export class Reception {
  received = 0;
  ssrc = 0;
  /** Of the sources before this one. */
  #lostBefore = 0;
  #first = 0;
  #highest = -1;
  #ofSource = 0;
  #transit = 0;
  #jitter = 0;
  #expectedAtReport = 0;
  #receivedAtReport = 0;

  /** Counts a packet. `arrival` is in units of the media's clock. */
  count(ssrc: number, sequence: number, timestamp: number, arrival: number): void {
    if (this.#ofSource === 0 || ssrc !== this.ssrc) this.#begin(ssrc, sequence);
    this.received++;
    this.#ofSource++;
    this.#highest = Math.max(this.#highest, likelyIndex(sequence, this.#highest));
    const transit = (arrival - timestamp) >>> 0;
    if (this.#ofSource > 1) this.#jitter += (Math.abs((transit - this.#transit) | 0) - this.#jitter) / 16;
    this.#transit = transit;
  }

  #begin(ssrc: number, sequence: number): void {
    this.#lostBefore = this.lost;
    this.ssrc = ssrc;
    this.#first = sequence;
    this.#highest = -1;
    this.#ofSource = 0;
    this.#expectedAtReport = 0;
    this.#receivedAtReport = 0;
    this.#jitter = 0;
  }

  /** Packets that never came, of all sources; duplicates do not make up for them beyond zero. */
  get lost(): number {
    return this.#ofSource === 0 ? this.#lostBefore : this.#lostBefore + Math.max(0, this.#expected - this.#ofSource);
  }

  get #expected(): number {
    return this.#highest - this.#first + 1;
  }

  /** In units of the media's clock. */
  get jitter(): number {
    return this.#jitter;
  }

  /** The block of the next report; undefined while nothing was received. */
  report() {
    if (this.#ofSource === 0) return undefined;
    const expected = this.#expected - this.#expectedAtReport;
    const lost = Math.max(0, expected - (this.#ofSource - this.#receivedAtReport));
    this.#expectedAtReport = this.#expected;
    this.#receivedAtReport = this.#ofSource;
    return {
      ssrc: this.ssrc,
      fractionLost: expected === 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expected)),
      lost: Math.max(-0x800000, Math.min(0x7fffff, this.#expected - this.#ofSource)),
      highest: this.#highest % 2 ** 32,
      jitter: Math.round(this.#jitter),
      lastReport: 0,
      delay: 0,
    };
  }
}
