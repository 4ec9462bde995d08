// A connection to a syslog receiver over TLS (RFC 5425). Its law: syslog answers nothing, so what was sent counts as arrived only
// when the receiver has answered the end of the connection (§4.4): until then the sender must be ready to send it again.

import type { Socket } from 'node:net';
import { type Cancel, type Clock, limits, no, ok, type Refusal, type Result, systemClock } from '#base';
import { connectTo, type OutboundTls } from './connect.ts';
import { outboundCodes } from './outbound.codes.ts';
import { type Resolve, systemResolve, whyOf } from './place.ts';
import { frameSyslog } from './syslog-message.ts';

export interface SyslogPlace {
  readonly host: string;
  readonly port: number;
  readonly tls: OutboundTls;
}

export interface SyslogOptions {
  readonly clock?: Clock;
  readonly resolve?: Resolve;
}

/** A receiver that broke off before now had all that it was sent this long ago, or its system would have told (RFC 9293 §3.10.7). */
const settleMs = 500;

export class SyslogLink {
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #host: string;
  #trouble: Refusal | undefined;
  #isEnding = false;
  #isAnswered = false;
  #writtenAtMs = 0;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket, host: string, clock: Clock) {
    this.#socket = socket;
    this.#host = host;
    this.#clock = clock;
    const broken = (why: string): void => {
      this.#trouble ??= outboundCodes.refuse('outbound.syslog-broken', { host, why });
      this.#wake();
    };
    socket.on('error', (fault) => broken(whyOf(fault)));
    socket.on('end', () => {
      if (this.#isEnding) this.#isAnswered = true;
      else broken('the receiver has ended the connection');
    });
    socket.on('close', () => {
      if (!this.#isAnswered) broken('the connection was closed');
      this.#wake();
    });
    socket.on('drain', () => this.#wake());
    // A receiver says nothing; whatever it says is read and left.
    socket.resume();
  }

  /** Connects, and checks the receiver's certificate before the first byte. */
  static async open(place: SyslogPlace, options: SyslogOptions = {}): Promise<Result<SyslogLink>> {
    const { clock = systemClock, resolve = systemResolve } = options;
    const target = { ...place, mayBeLocal: true, timeoutMs: limits.outbound.timeoutMs };
    const socket = await connectTo(target, { clock, resolve });
    return socket.ok ? ok(new SyslogLink(socket.value, place.host, clock)) : socket;
  }

  /** Sends messages; resolves when there is room for more. Refused when the connection is broken: nothing of it may count. */
  async send(messages: readonly Buffer[]): Promise<Result<void>> {
    if (this.#trouble !== undefined) return no(this.#trouble);
    const hasRoom = this.#socket.write(Buffer.concat(messages.map(frameSyslog)));
    this.#writtenAtMs = this.#clock.steadyMs();
    if (!hasRoom) await this.#until(() => !this.#socket.writableNeedDrain, limits.outbound.syslogStuckMs);
    if (!hasRoom && this.#socket.writableNeedDrain) this.#giveUp('it takes nothing any more');
    return this.#trouble === undefined ? ok(undefined) : no(this.#trouble);
  }

  /** Whether it is of any use still. */
  get isBroken(): boolean {
    return this.#trouble !== undefined;
  }

  /** Ends the connection. Only when this succeeds has everything arrived that was sent. */
  async finish(): Promise<Result<void>> {
    const restMs = this.#writtenAtMs + settleMs - this.#clock.steadyMs();
    if (restMs > 0) await this.#until(() => false, restMs);
    if (this.#trouble === undefined) {
      this.#isEnding = true;
      this.#socket.end();
      await this.#until(() => this.#isAnswered, limits.outbound.syslogStuckMs);
      if (!this.#isAnswered) this.#giveUp('it did not answer the end of the connection');
    }
    this.#socket.destroy();
    return this.#trouble === undefined ? ok(undefined) : no(this.#trouble);
  }

  /** Breaks off at once. */
  abandon(): void {
    this.#giveUp('it was given up');
  }

  #giveUp(why: string): void {
    this.#trouble ??= outboundCodes.refuse('outbound.syslog-broken', { host: this.#host, why });
    this.#socket.destroy();
  }

  /** Returns when it is so, when the connection is broken, or when the time is over. */
  async #until(isSo: () => boolean, mostMs: number): Promise<void> {
    let isLate = false;
    const stop: Cancel = this.#clock.after(mostMs, () => {
      isLate = true;
      this.#wake();
    });
    while (!isSo() && !isLate && this.#trouble === undefined)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    stop();
  }
}
