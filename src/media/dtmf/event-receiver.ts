// Telephone events as they come (RFC 4733): each press is told once, by its time stamp, however many packets of it come or are lost.

import { keyOf } from './keys.ts';

const remembered = 8;
/** Two packets of a press whose time stamp moves, as some phones send it, are closer than this. */
const slackSamples = 400;

export class EventReceiver {
  /** Time stamps of presses that were told. */
  readonly #told: number[] = [];
  #ssrc = -1;
  #event = -1;
  #timestamp = 0;
  #duration = 0;
  #ended = true;

  /** The key that this packet begins; '' when it goes on with one, comes too late, or is no key. */
  take(ssrc: number, timestamp: number, marker: boolean, payload: Buffer): string {
    const event = payload[0];
    if (event === undefined || payload.length < 4) return '';
    if (ssrc !== this.#ssrc) this.#forget(ssrc);
    const isEnd = ((payload[1] ?? 0) & 0x80) !== 0;
    const duration = payload.readUInt16BE(2);
    if (this.#told.includes(timestamp)) {
      if (timestamp === this.#timestamp) this.#goOn(duration, isEnd);
      return '';
    }
    const after = (timestamp - this.#timestamp) | 0;
    if (this.#told.length > 0 && after < 0) return '';
    const isSame = event === this.#event && !this.#ended && !marker && after <= this.#duration + slackSamples;
    this.#remember(timestamp);
    this.#event = event;
    this.#timestamp = timestamp;
    this.#duration = 0;
    this.#ended = false;
    this.#goOn(duration, isEnd);
    return isSame ? '' : keyOf(event);
  }

  #goOn(duration: number, isEnd: boolean): void {
    this.#duration = Math.max(this.#duration, duration);
    this.#ended ||= isEnd;
  }

  #remember(timestamp: number): void {
    this.#told.push(timestamp);
    if (this.#told.length > remembered) this.#told.shift();
  }

  #forget(ssrc: number): void {
    this.#ssrc = ssrc;
    this.#told.length = 0;
    this.#event = -1;
    this.#ended = true;
  }
}
