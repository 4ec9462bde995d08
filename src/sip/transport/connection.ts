// A connection, accepted or dialled, as a flow (RFC 3261 §18, RFC 5626): its framer, its limits of time, its end.

import type { Socket } from 'node:net';
import { limits } from '#base';
import type { SipMessage, Source } from '../messages/message.ts';
import { keepAlive, type TlsFacts } from './flow.ts';
import { Framer, type FramerUser } from './framer.ts';
import type { IncomingFlow, Receiver } from './receiver.ts';

/** What a connection needs of those who keep it. */
export interface ConnectionKeeper {
  readonly receiver: Receiver;
  /** Steady time at the last sweep: near enough for limits of many seconds, and free to read. */
  readonly nowMs: number;
  onOpened(connection: Connection): void;
  onEnded(connection: Connection, why: string): void;
}

/** Where a connection stands: not yet usable, usable, waiting for its peer to leave, gone. */
type State = 'opening' | 'open' | 'ending' | 'ended';

/** OpenSSL's message names its own files; its reason is in a field of its own. */
const wordsOf = (error: Error): string =>
  'library' in error && 'reason' in error ? `TLS: ${error.reason}` : error.message;

const never = -1;
const pong = '\r\n';

export class Connection implements IncomingFlow, FramerUser {
  readonly transport: 'TCP' | 'TLS';
  readonly reliable = true;
  readonly source: Source;
  readonly key: string;
  readonly #socket: Socket;
  readonly #keeper: ConnectionKeeper;
  readonly #framer: Framer;
  readonly #isAccepted: boolean;
  #state: State;
  #tls: TlsFacts | undefined;
  #localAddress: string;
  #localPort: number;
  /** What is to be sent once a dialled connection is open: not before the peer's certificate has been checked. */
  #waiting = '';
  #sinceMs: number;
  #heardMs: number;
  #partMs = never;
  #unsentMs = never;
  #unsentBytes = 0;
  #hasSpoken = false;
  #awaitsPong = false;
  #hasOddLine = false;
  /** Why it ended, in words. */
  #why = 'the far end closed it';

  /** An accepted connection is open at once; a dialled one, whose far end is given as `place`, when `opened` is called. */
  constructor(keeper: ConnectionKeeper, socket: Socket, transport: 'TCP' | 'TLS', number: number, place?: Source) {
    this.transport = transport;
    this.source = place ?? { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    this.key = `${transport}:${this.source.address}:${this.source.port}#${number}`;
    this.#keeper = keeper;
    this.#socket = socket;
    this.#framer = new Framer(this);
    this.#isAccepted = place === undefined;
    this.#state = this.#isAccepted ? 'open' : 'opening';
    this.#localAddress = socket.localAddress ?? '';
    this.#localPort = socket.localPort ?? 0;
    this.#sinceMs = this.#heardMs = keeper.nowMs;
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    socket.on('error', (error) => {
      this.#why = wordsOf(error);
    });
    socket.on('close', () => this.#ended());
  }

  get secure(): boolean {
    return this.transport === 'TLS';
  }

  get tls(): TlsFacts | undefined {
    return this.#tls;
  }

  get remoteAddress(): string {
    return this.source.address;
  }

  get remotePort(): number {
    return this.source.port;
  }

  get localAddress(): string {
    return this.#localAddress;
  }

  get localPort(): number {
    return this.#localPort;
  }

  get open(): boolean {
    return this.#state === 'open' || this.#state === 'opening';
  }

  /** Where we are until the socket knows: what a Via may say before a dialled connection is open. */
  presume(localAddress: string, localPort: number): void {
    this.#localAddress = localAddress;
    this.#localPort = localPort;
  }

  /** A dialled connection is connected, its peer checked. */
  opened(): void {
    this.#state = 'open';
    this.presume(this.#socket.localAddress ?? '', this.#socket.localPort ?? 0);
    if (this.#waiting !== '') this.#socket.write(this.#waiting, 'latin1');
    this.#waiting = '';
    this.#keeper.onOpened(this);
  }

  secured(tls: TlsFacts): void {
    this.#tls = tls;
  }

  /** The names by which its peer is known, now that somebody has looked; it may be none any more. */
  knownAs(peerNames: readonly string[] | undefined): void {
    if (this.#tls !== undefined && peerNames !== undefined) this.#tls = { ...this.#tls, peerNames };
  }

  send(text: string): boolean {
    const { counters } = this.#keeper.receiver;
    if (
      !this.open ||
      !this.#socket.writable ||
      this.#socket.writableLength + this.#waiting.length + text.length > limits.sip.unsentBytes
    ) {
      counters.unsent++;
      return false;
    }
    if (text === keepAlive) this.#awaitsPong = true;
    else counters.sent++;
    if (this.#state === 'opening') this.#waiting += text;
    else this.#socket.write(text, 'latin1');
    return true;
  }

  /** Ends it now, whatever is still unsent; `why` is for the log and for those who are told. */
  destroy(why: string): void {
    if (this.#state !== 'ended') this.#why = why;
    this.#state = 'ended';
    this.#framer.stop();
    this.#socket.destroy();
  }

  /** The limit of time that this connection has passed, in words; undefined while there is none. */
  overdue(nowMs: number): string | undefined {
    const { sip } = limits;
    const ageMs = nowMs - this.#sinceMs;
    if (this.#state === 'ended') return undefined;
    if (this.#state === 'ending') return ageMs > sip.endingMs ? 'it was refused and did not leave' : undefined;
    if (this.#state === 'opening') return ageMs > sip.handshakeMs ? 'it could not be opened in time' : undefined;
    if (this.#isAccepted && !this.#hasSpoken && ageMs > sip.firstMessageMs) return 'it brought no message';
    if (this.#partMs !== never && nowMs - this.#partMs > sip.partMessageMs) return 'it left a message unfinished';
    if (nowMs - this.#heardMs > sip.idleMs) return 'it was idle';
    return this.#isStalled(nowMs) ? 'it does not read' : undefined;
  }

  noteMessage(_message: SipMessage): void {
    this.#hasSpoken = true;
  }

  onFrame(bytes: Buffer): void {
    this.#partMs = never;
    this.#hasOddLine = false;
    const { receiver } = this.#keeper;
    if (!receiver.admits(this.source.address)) return;
    receiver.receive(bytes, this);
    // What has never sent a message and sends something else is no phone.
    if (this.#isAccepted && !this.#hasSpoken) this.destroy('it sent no SIP');
  }

  /** Two empty lines are a keep-alive and get one line back, once for however many come together. */
  onEmptyLines(count: number): void {
    let lines = count + (this.#hasOddLine ? 1 : 0);
    if (this.#awaitsPong && lines % 2 === 1) {
      this.#awaitsPong = false;
      lines--;
    }
    this.#hasOddLine = lines % 2 === 1;
    if (lines < 2) return;
    this.#keeper.receiver.counters.keepAlives++;
    if (this.#state === 'open' && this.#socket.writableLength < limits.sip.unsentBytes)
      this.#socket.write(pong, 'latin1');
  }

  onBroken(status: number, reason: string, head: Buffer | undefined): void {
    const { receiver } = this.#keeper;
    if (!receiver.admits(this.source.address) || !receiver.refuseHead(head, status, reason, this)) {
      this.destroy('it sent no SIP');
      return;
    }
    this.#state = 'ending';
    this.#why = `it could not be read on: ${reason}`;
    this.#sinceMs = this.#keeper.nowMs;
    this.#socket.end();
  }

  #hear(chunk: Buffer): void {
    const { nowMs } = this.#keeper;
    this.#heardMs = nowMs;
    this.#framer.push(chunk);
    if (this.#framer.partBytes === 0) this.#partMs = never;
    else if (this.#partMs === never) this.#partMs = nowMs;
  }

  #isStalled(nowMs: number): boolean {
    const unsent = this.#socket.writableLength;
    const isMoving = unsent === 0 || unsent < this.#unsentBytes;
    this.#unsentBytes = unsent;
    if (isMoving) this.#unsentMs = never;
    else if (this.#unsentMs === never) this.#unsentMs = nowMs;
    return this.#unsentMs !== never && nowMs - this.#unsentMs > limits.sip.unsentMs;
  }

  #ended(): void {
    this.#waiting = '';
    this.destroy(this.#why);
    this.#keeper.onEnded(this, this.#why);
  }
}
