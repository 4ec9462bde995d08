// Keys as telephone events (RFC 4733 §2.3): event, end and volume, duration; a press is told once, when it begins.

export const eventKeys = '0123456789*#ABCD';

const eventBytes = 4;
const endBit = 0x80;
const volume = 10;

/** Hears the events of a stream: each press has one timestamp, whatever of its packets is lost. */
export class EventReader {
  #timestamp = -1;

  /** The key, where the packet begins a press; '' where it goes on with one, or is no key. */
  read(payload: Uint8Array, timestamp: number): string {
    if (payload.length < eventBytes || timestamp === this.#timestamp) return '';
    this.#timestamp = timestamp;
    return eventKeys[payload[0] ?? eventKeys.length] ?? '';
  }
}

/** A packet's payload: so far it has lasted for `duration` units of the media's clock. */
export function printEvent(key: string, duration: number, isEnd: boolean): Buffer {
  const bytes = Buffer.allocUnsafe(eventBytes);
  bytes[0] = Math.max(0, eventKeys.indexOf(key));
  bytes[1] = (isEnd ? endBit : 0) | volume;
  bytes.writeUInt16BE(Math.min(duration, 0xffff), 2);
  return bytes;
}

export interface EventPacket {
  readonly payload: Buffer;
  /** Of the press, which all of its packets have. */
  readonly startsAt: number;
  readonly marker: boolean;
}

const pressTicks = 800;
const pauseFrames = 4;
const ends = 3;

/** Presses keys one after the other: 100 ms each, the end said three times, then a pause. */
export class EventWriter {
  #keys = '';
  #startsAt = 0;
  #lasted = 0;
  #ended = 0;
  #pause = 0;

  /** Keys that are not there are left out. */
  press(keys: string): void {
    this.#keys += [...keys].filter((key) => eventKeys.includes(key)).join('');
  }

  get isPressing(): boolean {
    return this.#keys !== '';
  }

  /** What this frame sends in place of sound; undefined where it sends sound. `timestamp` is the frame's, `ticks` its length. */
  next(timestamp: number, ticks: number): EventPacket | undefined {
    if (this.#pause > 0) {
      this.#pause -= 1;
      return undefined;
    }
    const [key] = this.#keys;
    if (key === undefined) return undefined;
    const marker = this.#lasted === 0;
    if (marker) this.#startsAt = timestamp;
    this.#lasted = Math.min(pressTicks, this.#lasted + ticks);
    const isEnd = this.#lasted === pressTicks;
    const packet = { payload: printEvent(key, this.#lasted, isEnd), startsAt: this.#startsAt, marker };
    if (isEnd) this.#ended += 1;
    if (this.#ended === ends) this.#over();
    return packet;
  }

  #over(): void {
    this.#keys = this.#keys.slice(1);
    this.#lasted = 0;
    this.#ended = 0;
    this.#pause = pauseFrames;
  }
}
