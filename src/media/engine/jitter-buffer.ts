// Puts packets in order and gives them out at the pace of whoever listens. The delay grows when packets come too late, and shrinks when
// all of it was more than enough for a while. It never holds more than its slots.

import { limits } from '#base';

export interface Waiting {
  readonly sequence: number;
  readonly timestamp: number;
  /** undefined: a packet that brought no sound of its own, such as a key or comfort noise. */
  readonly payload: Buffer | undefined;
}

/** What the listener does next: plays a packet, makes up for a lost one, or has nothing. */
export type Taken = Waiting | 'lost' | 'nothing';

const slots = limits.engine.waitingPackets;
/** A jump of the sequence number further than this begins anew. */
const farAway = 48;
/** The delay is looked at after so many packets that were played. */
const reviewPackets = 100;
const { leastDelayMs, mostDelayMs } = limits.engine;

export class JitterBuffer {
  /** Packets that came after their time. */
  late = 0;
  readonly #slots = new Array<Waiting | undefined>(slots).fill(undefined);
  #ssrc = -1;
  /** The sequence number to be played next, and the one after the highest that came; without roll-over. */
  #next = -1;
  #end = -1;
  /** The sequence number that would go on with a jump: two in order are believed. */
  #jump = -1;
  #isPlaying = false;
  #delayMs: number = leastDelayMs;
  #packetMs = 20;
  #lastTimestamp = 0;
  #leastLeft: number = slots;
  #played = 0;
  /** Whether the sound broke off because packets came late, and not because the far end paused. */
  #brokeOff = false;

  get delayMs(): number {
    return this.#delayMs;
  }

  /** Takes a packet in; one that is late or came already is dropped. */
  put(ssrc: number, sequence: number, timestamp: number, payload: Buffer | undefined): void {
    if (ssrc !== this.#ssrc || this.#next < 0) this.#begin(ssrc, sequence);
    const step = ((sequence - this.#end) << 16) >> 16;
    if (step > farAway || step < -farAway) {
      const isSecond = sequence === this.#jump;
      this.#jump = (sequence + 1) & 0xffff;
      if (!isSecond) return;
      this.#begin(ssrc, sequence);
      this.put(ssrc, sequence, timestamp, payload);
      return;
    }
    const place = this.#end + step;
    if (place < this.#next) {
      this.late++;
      return;
    }
    if (step === 0) this.#measure(timestamp, payload);
    this.#slots[place % slots] = { sequence: place, timestamp, payload };
    this.#end = Math.max(this.#end, place + 1);
    if (this.#end - this.#next > slots) this.#skipTo(this.#end - slots);
  }

  #begin(ssrc: number, sequence: number): void {
    this.clear();
    this.#ssrc = ssrc;
    // Some above zero, so that what came before the first one has a place below it.
    this.#next = sequence + 0x10000;
    this.#end = this.#next;
    this.#jump = -1;
  }

  /** How long a packet is, by two in a row; and whether one that was waited for was late, not after a pause of the far end. */
  #measure(timestamp: number, payload: Buffer | undefined): void {
    const ms = ((timestamp - this.#lastTimestamp) >>> 0) / 8;
    const wasLate = this.#brokeOff;
    this.#lastTimestamp = timestamp;
    this.#brokeOff = false;
    if (payload === undefined || ms < 5 || ms > 60) return;
    this.#packetMs = ms;
    if (wasLate) this.#grow();
  }

  #grow(): void {
    this.#delayMs = Math.min(mostDelayMs, this.#delayMs + 20);
    this.#played = 0;
    this.#leastLeft = slots;
  }

  #skipTo(place: number): void {
    for (; this.#next < place; this.#next++) this.#slots[this.#next % slots] = undefined;
  }

  /** The next packet in order. */
  take(): Taken {
    const waiting = this.#end - this.#next;
    if (!this.#isPlaying) {
      if (waiting <= 0 || waiting * this.#packetMs < this.#delayMs) return 'nothing';
      this.#isPlaying = true;
    }
    if (waiting <= 0) {
      this.#isPlaying = false;
      this.#brokeOff = true;
      return 'nothing';
    }
    const at = this.#next++ % slots;
    const packet = this.#slots[at];
    this.#slots[at] = undefined;
    this.#review(waiting - 1);
    return packet ?? 'lost';
  }

  /** Gives up half of what was there all the time beyond the delay. */
  #review(left: number): void {
    this.#leastLeft = Math.min(this.#leastLeft, left);
    const most = (this.#delayMs + 2 * mostDelayMs) / this.#packetMs;
    if (++this.#played < reviewPackets && left <= most) return;
    const tooMany = (left > most ? left : this.#leastLeft) - this.#delayMs / this.#packetMs;
    if (tooMany >= 0) this.#skipTo(this.#next + Math.max(1, Math.floor(tooMany / 2)));
    if (this.#leastLeft > 1 && this.#played >= reviewPackets)
      this.#delayMs = Math.max(leastDelayMs, this.#delayMs - 20);
    this.#played = 0;
    this.#leastLeft = slots;
  }

  /** Forgets what waits; the next packet begins anew. */
  clear(): void {
    this.#slots.fill(undefined);
    this.#ssrc = -1;
    this.#next = -1;
    this.#isPlaying = false;
    this.#brokeOff = false;
    this.#played = 0;
    this.#leastLeft = slots;
  }
}
