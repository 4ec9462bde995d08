// One reader: a connection that takes records as they come. Its law: TCP tells nobody what a program has read, so a record counts as
// arrived only when the connection has survived it for long, or when the reader has ended the connection in good order.

import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers';
import { type Cancel, type Clock, limits } from '#base';

/** Records that are sent together, up to the number `last`. */
export interface Batch {
  readonly text: string;
  readonly last: number;
}

export interface ReaderFacts {
  readonly address: string;
  /** How the connection is protected, in words. */
  readonly security: string;
  /** The name of the listener by which it came in. */
  readonly listener: string;
}

export interface ReaderOptions extends ReaderFacts {
  readonly socket: Socket;
  /** The number of the first record that it gets. */
  readonly from: number;
  readonly clock: Clock;
  /** What comes from this number on; undefined where there is nothing yet. */
  readonly next: (from: number) => Batch | undefined;
  readonly onArrived: (reader: Reader) => void;
  /** Told once, with the reason, when it is over. */
  readonly onOver: (reader: Reader, why: string) => void;
}

interface Sent {
  readonly last: number;
  readonly atMs: number;
}

const minuteMs = 60_000;

export class Reader {
  readonly #options: ReaderOptions;
  readonly sinceMs: number;
  /** Its port, which tells it from others at its address. */
  readonly port: number;
  #sent: number;
  #arrived: number;
  /** What has been taken by the system and may not have arrived. */
  readonly #underway: Sent[] = [];
  #isWriting = false;
  #isLeaving = false;
  #isOver = false;
  #pressedAtMs = Number.NEGATIVE_INFINITY;
  #stopStuck: Cancel = () => undefined;
  #stopArriving: Cancel | undefined;
  #received = 0;
  #receivedSinceMs: number;
  #whyOver = 'the connection broke off';

  constructor(options: ReaderOptions) {
    this.#options = options;
    const { socket, clock, from } = options;
    this.#sent = from - 1;
    this.#arrived = from - 1;
    this.sinceMs = clock.nowMs();
    this.port = socket.remotePort ?? 0;
    this.#receivedSinceMs = clock.steadyMs();
    socket.on('data', (data: Buffer) => this.#drop(data.length));
    socket.on('end', () => this.#readerEnded());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#over());
  }

  get from(): number {
    return this.#options.from;
  }

  get facts(): ReaderFacts {
    return this.#options;
  }

  /** The number of the last record that it was sent. */
  get sent(): number {
    return this.#sent;
  }

  get arrived(): number {
    return this.#arrived;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#isWriting || this.#isLeaving || this.#isOver) return;
    const { socket, clock, next } = this.#options;
    const batch = next(this.#sent + 1);
    if (batch === undefined) return;
    this.#isWriting = true;
    const begunAtMs = clock.steadyMs();
    this.#stopStuck = clock.after(limits.smdr.stuckMs, () => this.cutOff('it takes nothing any more'));
    socket.write(batch.text, 'latin1', (fault) => {
      this.#stopStuck();
      this.#isWriting = false;
      if (this.#isOver || (fault !== undefined && fault !== null)) return;
      this.#taken(batch.last, begunAtMs);
    });
  }

  /** Ends the connection in good order: what the reader has then ended too has arrived. */
  leave(why: string): void {
    if (this.#isLeaving || this.#isOver) return;
    this.#isLeaving = true;
    this.#whyOver = why;
    const { socket, clock } = this.#options;
    socket.end();
    clock.after(limits.smdr.farewellMs, () => this.cutOff(why));
  }

  /** Breaks off at once: what may not have arrived stays. */
  cutOff(why: string): void {
    if (this.#isOver) return;
    this.#whyOver = why;
    this.#options.socket.destroy();
    this.#over();
  }

  #taken(last: number, begunAtMs: number): void {
    const { clock } = this.#options;
    const atMs = clock.steadyMs();
    if (atMs - begunAtMs > limits.smdr.pressedMs) this.#pressedAtMs = atMs;
    this.#sent = last;
    this.#underway.push({ last, atMs });
    this.#waitForArrival();
    // A long backlog does not hold up calls.
    setImmediate(() => this.wake());
  }

  #waitForArrival(): void {
    const [oldest] = this.#underway;
    if (oldest === undefined || this.#stopArriving !== undefined || this.#isOver) return;
    const dueMs = oldest.atMs + limits.smdr.arrivedMs - this.#options.clock.steadyMs();
    this.#stopArriving = this.#options.clock.afterAbout(Math.max(0, dueMs), () => {
      this.#stopArriving = undefined;
      this.#arriveBefore(this.#options.clock.steadyMs() - limits.smdr.arrivedMs);
      this.#waitForArrival();
    });
  }

  /** What was taken at this moment or earlier has arrived. */
  #arriveBefore(steadyMs: number): void {
    if (this.#isOver) return;
    const before = this.#arrived;
    while ((this.#underway[0]?.atMs ?? Number.POSITIVE_INFINITY) <= steadyMs)
      this.#arrived = this.#underway.shift()?.last ?? this.#arrived;
    if (this.#arrived > before) this.#options.onArrived(this);
  }

  /**
   * It has read all that had come to it when it ended, or its system would have reset the connection (RFC 9293 §3.10.4). Where it
   * ended because we did, that is all; else what was sent in the last moment may have crossed, and one that was slow may have left
   * some behind in our own system.
   */
  #readerEnded(): void {
    const { clock, socket } = this.#options;
    const nowMs = clock.steadyMs();
    const wasPressed = nowMs - this.#pressedAtMs < limits.smdr.arrivedMs;
    if (this.#isLeaving && !this.#isWriting) this.#arriveBefore(nowMs);
    else if (!wasPressed) this.#arriveBefore(nowMs - limits.smdr.crossedMs);
    if (!this.#isLeaving) this.#whyOver = 'the reader has ended the connection';
    socket.destroy();
    this.#over();
  }

  /** What readers send is read, since it would fill the line, and dropped. */
  #drop(bytes: number): void {
    const nowMs = this.#options.clock.steadyMs();
    if (nowMs - this.#receivedSinceMs >= minuteMs) {
      this.#receivedSinceMs = nowMs;
      this.#received = 0;
    }
    this.#received += bytes;
    if (this.#received > limits.smdr.receivedBytesPerMinute) this.cutOff('it sends, where it should read');
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopStuck();
    this.#stopArriving?.();
    this.#options.onOver(this, this.#whyOver);
  }
}
