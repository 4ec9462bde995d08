// A connection to the collector of the client mode. Its law: the collector answers nothing, so what was sent counts as arrived only when
// it has ended its side after we ended ours.

import type { Socket } from 'node:net';
import { type Clock, limits } from '#base';

export class CollectorLink {
  readonly #socket: Socket;
  readonly #clock: Clock;
  #trouble = '';
  #isEnding = false;
  #isAnswered = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.on('error', (fault) => this.#break(fault.message));
    socket.on('end', () => {
      if (this.#isEnding) this.#isAnswered = true;
      else this.#break('the collector has ended the connection');
      this.#wake();
    });
    socket.on('close', () => {
      if (!this.#isAnswered) this.#break('the connection was closed');
      this.#wake();
    });
    // Whatever it says is read and left.
    socket.resume();
  }

  get isBroken(): boolean {
    return this.#trouble !== '';
  }

  /** Sends lines; returns when there is room for more. Blank, or why nothing of it may count. */
  async send(text: string): Promise<string> {
    if (this.#trouble !== '') return this.#trouble;
    let isTaken = false;
    this.#socket.write(text, 'utf8', () => {
      isTaken = true;
      this.#wake();
    });
    await this.#until(() => isTaken, limits.smdr.collectorStuckMs);
    if (!isTaken) this.#break('it takes nothing any more');
    return this.#trouble;
  }

  /** Returns after this long, or earlier when the connection is broken or `wake` says so. */
  async rest(ms: number, isOver: () => boolean): Promise<void> {
    await this.#until(isOver, ms);
  }

  wake(): void {
    this.#wake();
  }

  /** Ends the connection. Only when this gives blank has everything arrived that was sent. */
  async finish(): Promise<string> {
    if (this.#trouble === '') {
      this.#isEnding = true;
      this.#socket.end();
      await this.#until(() => this.#isAnswered, limits.smdr.collectorStuckMs);
      if (!this.#isAnswered) this.#break('it did not answer the end of the connection');
    }
    this.#socket.destroy();
    return this.#trouble;
  }

  /** Breaks off at once. */
  abandon(): void {
    this.#break('it was given up');
  }

  #break(why: string): void {
    if (this.#trouble === '') this.#trouble = why;
    this.#socket.destroy();
    this.#wake();
  }

  /** Returns when it is so, when the connection is broken, or when the time is over. */
  async #until(isSo: () => boolean, mostMs: number): Promise<void> {
    let isLate = false;
    const stop = this.#clock.after(mostMs, () => {
      isLate = true;
      this.#wake();
    });
    while (!isSo() && !isLate && this.#trouble === '')
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    stop();
  }
}
