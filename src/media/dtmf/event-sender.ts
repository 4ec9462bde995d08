// Keys as telephone events (RFC 4733 §2.5): a tone of 100 ms each, its end told three times, and a pause of 60 ms and more between two.

import { limits } from '#base';
import { eventOf } from './keys.ts';

const toneFrames = 5;
const endFrames = 3;
const pauseFrames = 1;
/** -10 dBm0, as most phones send. */
const volume = 10;

export interface EventFrame {
  readonly payload: Buffer;
  /** The first packet of a key. */
  readonly isFirst: boolean;
  /** How many samples ago the key was pressed: the packet's time stamp is of that moment. */
  readonly ago: number;
}

export class EventSender {
  readonly #frameSamples: number;
  #waiting: number[] = [];
  #event = -1;
  #frame = 0;

  constructor(frameSamples: number) {
    this.#frameSamples = frameSamples;
  }

  get isSending(): boolean {
    return this.#event >= 0 || this.#waiting.length > 0;
  }

  /** Adds keys; what is none, and those that are too many, are left out. */
  add(keys: string): void {
    for (const key of keys) {
      const event = eventOf(key);
      if (event >= 0 && this.#waiting.length < limits.engine.digitsWaiting) this.#waiting.push(event);
    }
  }

  /** What goes out in this frame in place of sound; undefined: nothing, while it pauses or has no keys. */
  next(): EventFrame | undefined {
    if (this.#event < 0) this.#begin();
    if (this.#event < 0) return undefined;
    const frame = this.#frame++;
    if (frame >= toneFrames + endFrames) {
      if (this.#frame >= toneFrames + endFrames + pauseFrames) this.#event = -1;
      return undefined;
    }
    const isEnd = frame >= toneFrames;
    const payload = Buffer.alloc(4);
    payload[0] = this.#event;
    payload[1] = (isEnd ? 0x80 : 0) | volume;
    payload.writeUInt16BE((Math.min(frame, toneFrames - 1) + 1) * this.#frameSamples, 2);
    return { payload, isFirst: frame === 0, ago: frame * this.#frameSamples };
  }

  #begin(): void {
    this.#event = this.#waiting.shift() ?? -1;
    this.#frame = 0;
  }

  clear(): void {
    this.#waiting = [];
    this.#event = -1;
  }
}
