// What one thread of the engine does: its streams and rooms, and one beat for all of them, every 20 ms.

import { type Clock, limits } from '#base';
import type { RtpSocket } from '../rtp/rtp-socket.ts';
import { Pace } from '../stream/pace.ts';
import type { Clips } from './clips.ts';
import { Room } from './room.ts';
import type { RoomPart, SessionListener } from './session.ts';
import { Stream } from './stream.ts';

const frameMs = 20;
/** Of so many beats it is known how late their packets left. */
const keptBeats = 512;

export class Studio {
  readonly #clock: Clock;
  readonly #clips: Clips;
  readonly #streams = new Map<number, Stream>();
  readonly #rooms = new Map<string, Room<Stream>>();
  readonly #pace: Pace;
  readonly #late = new Float64Array(keptBeats);
  #beats = 0;
  #dueMs = 0;

  constructor(clock: Clock, clips: Clips) {
    this.#clock = clock;
    this.#clips = clips;
    this.#pace = new Pace(clock, frameMs, (missed) => this.#beat(missed));
  }

  get size(): number {
    return this.#streams.size;
  }

  open(id: number, socket: RtpSocket, listener: SessionListener): Stream {
    const stream = new Stream({ socket, clock: this.#clock, clips: this.#clips, listener });
    this.#streams.set(id, stream);
    if (this.#streams.size === 1) this.#dueMs = this.#clock.steadyMs();
    this.#pace.start();
    return stream;
  }

  at(id: number): Stream | undefined {
    return this.#streams.get(id);
  }

  join(stream: Stream, name: string | undefined, part: RoomPart): void {
    const before = stream.room;
    const room = name === undefined ? undefined : this.#room(name);
    if (room !== undefined && room !== before && room.size >= limits.engine.roomParts) return;
    stream.enter(room, part);
    this.#tidy(before);
  }

  close(id: number): void {
    const stream = this.#streams.get(id);
    const room = stream?.room;
    this.#streams.delete(id);
    stream?.close();
    this.#tidy(room);
    if (this.#streams.size === 0) this.#pace.stop();
  }

  /** How late the last packet of a beat left, in 99 of 100. */
  get paceP99Ms(): number {
    const count = Math.min(this.#beats, keptBeats);
    const sorted = this.#late.slice(0, count).sort();
    return sorted[Math.max(0, Math.ceil(count * 0.99) - 1)] ?? 0;
  }

  #room(name: string): Room<Stream> {
    const known = this.#rooms.get(name);
    if (known !== undefined) return known;
    const made = new Room<Stream>();
    this.#rooms.set(name, made);
    return made;
  }

  #tidy(room: Room<Stream> | undefined): void {
    if (room === undefined || room.size > 0) return;
    for (const [name, one] of this.#rooms) if (one === room) this.#rooms.delete(name);
  }

  #beat(missed: number): void {
    this.#dueMs += frameMs * missed;
    for (const stream of this.#streams.values()) stream.listen();
    for (const stream of this.#streams.values()) stream.speak(missed);
    this.#late[this.#beats++ % keptBeats] = Math.max(0, this.#clock.steadyMs() - this.#dueMs);
    this.#dueMs += frameMs;
  }
}
