// Packets come when they come; sound is wanted every 20 ms. What came early waits, what is missing is made up for from what was heard last,
// fading, and what comes too late is dropped. How long packets wait follows how unsteadily they come.

import { limits } from '#base';
import type { VoiceCodec } from './voice-codec.ts';
import { frameSamplesAt } from './voice-codec.ts';

/** A packet of a stream; undefined sound: it had its number but no sound, such as a key. */
export interface Waiting {
  readonly sequence: number;
  readonly payload: Buffer | undefined;
}

const leastDepth = 2;
const mostDepth = 8;
/** After so many missing frames it is silence that is made up. */
const mostMadeUp = 3;
/** Steady for so many packets: one frame less of delay is tried. */
const steadyPackets = 1_500;
/** A number so far from what is due is another stream. */
const jump = 1_000;

export class JitterBuffer {
  /** Packets that came after their time, or twice. */
  late = 0;
  /** Frames that were made up. */
  madeUp = 0;
  readonly #codec: VoiceCodec;
  readonly #frame: number;
  readonly #packets = new Map<number, Waiting>();
  #depth = leastDepth + 1;
  #next = -1;
  #isPlaying = false;
  #sinceLate = 0;
  #missed = 0;
  #last: Int16Array;
  #rest: Int16Array = new Int16Array(0);

  constructor(codec: VoiceCodec) {
    this.#codec = codec;
    this.#frame = frameSamplesAt(codec.rate);
    this.#last = new Int16Array(this.#frame);
  }

  add(packet: Waiting): void {
    const ahead = this.#next < 0 ? 0 : distance(this.#next, packet.sequence);
    if (this.#next < 0 || Math.abs(ahead) > jump) this.#begin(packet.sequence);
    else if (ahead < 0 && !this.#isPlaying) this.#next = packet.sequence;
    else if (ahead < 0 || this.#packets.has(packet.sequence)) return this.#tooLate();
    if (this.#packets.size >= limits.engine.waitingPackets) return this.#tooLate();
    this.#packets.set(packet.sequence, packet);
    this.#sinceLate += 1;
    if (this.#sinceLate < steadyPackets) return;
    this.#sinceLate = 0;
    this.#depth = Math.max(leastDepth, this.#depth - 1);
  }

  /** The next 20 ms; undefined where nothing was sent: silence. */
  take(): Int16Array | undefined {
    if (!this.#isPlaying) {
      if (this.#packets.size < this.#depth) return undefined;
      this.#isPlaying = true;
    }
    while (this.#rest.length < this.#frame) {
      const packet = this.#packets.get(this.#next);
      if (packet === undefined && this.#packets.size === 0) return this.#ranOut();
      this.#packets.delete(this.#next);
      this.#next = (this.#next + 1) & 0xffff;
      if (packet === undefined) return this.#makeUp();
      if (packet.payload !== undefined) this.#append(this.#codec.decode(packet.payload));
      else if (this.#rest.length === 0) return undefined;
    }
    return this.#deliver();
  }

  #begin(sequence: number): void {
    this.#packets.clear();
    this.#next = sequence;
    this.#isPlaying = false;
    this.#rest = new Int16Array(0);
  }

  #tooLate(): void {
    this.late += 1;
    this.#sinceLate = 0;
    this.#depth = Math.min(mostDepth, this.#depth + 1);
  }

  #append(samples: Int16Array): void {
    if (this.#rest.length === 0) {
      this.#rest = samples;
      return;
    }
    const joined = new Int16Array(this.#rest.length + samples.length);
    joined.set(this.#rest);
    joined.set(samples, this.#rest.length);
    this.#rest = joined;
  }

  #deliver(): Int16Array {
    const frame = this.#rest.subarray(0, this.#frame);
    this.#rest = this.#rest.subarray(this.#frame);
    this.#last = frame;
    this.#missed = 0;
    // Packets longer than a frame, or sent faster than they should be, must not pile up for ever.
    if (this.#packets.size > mostDepth + this.#depth) this.#dropOldest();
    return frame;
  }

  #dropOldest(): void {
    this.#packets.delete(this.#next);
    this.#next = (this.#next + 1) & 0xffff;
    this.late += 1;
  }

  /** Nothing is there: made up for a moment, for it may only be late; then waited for anew. */
  #ranOut(): Int16Array | undefined {
    if (this.#missed < mostMadeUp) return this.#makeUp();
    this.#isPlaying = false;
    this.#missed = 0;
    this.#rest = new Int16Array(0);
    return undefined;
  }

  #makeUp(): Int16Array {
    this.#missed += 1;
    this.madeUp += 1;
    const gain = this.#missed > mostMadeUp ? 0 : 1 - this.#missed / (mostMadeUp + 1);
    return this.#last.map((sample) => sample * gain);
  }
}

/** From one sequence number to another, the shorter way around. */
const distance = (from: number, to: number): number => (((to - from) & 0xffff) << 16) >> 16;
