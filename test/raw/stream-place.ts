// A connection that sends any bytes over TCP or TLS, cut wherever its user likes, and hears what comes back.

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Heard, readHeard } from './heard.ts';

export interface StreamPlan {
  readonly transport: 'tcp' | 'tls';
  readonly port: number;
  /** The loopback address to come from. */
  readonly address: string;
}

export class StreamPlace {
  readonly socket: Socket;
  /** Hears every message as it comes, instead of keeping it for `take`. */
  onHeard: ((heard: Heard) => void) | undefined;
  /** Has the far end, or a fault, ended it? */
  ended = false;
  #heard: Heard[] = [];
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.ended = true;
    });
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
  }

  /** Opens a connection to 127.0.0.1, without checking its certificate: this is not a phone. */
  static open({ transport, port, address }: StreamPlan): Promise<StreamPlace> {
    return new Promise((resolve, reject) => {
      const options = { port, host: '127.0.0.1', localAddress: address };
      const socket: Socket =
        transport === 'tcp' ? connectTcp(options) : connectTls({ ...options, rejectUnauthorized: false });
      socket.once('error', reject);
      socket.once(transport === 'tcp' ? 'connect' : 'secureConnect', () => {
        socket.removeListener('error', reject);
        resolve(new StreamPlace(socket));
      });
    });
  }

  get port(): number {
    return this.socket.localPort ?? 0;
  }

  send(bytes: Buffer): void {
    if (!this.ended && this.socket.writable) this.socket.write(bytes);
  }

  /** What has been heard since it was last asked. */
  take(): readonly Heard[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  close(): void {
    this.socket.destroy();
  }

  #receive(bytes: Buffer): void {
    let rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    for (let length = lengthOf(rest); length > 0 && length <= rest.length; length = lengthOf(rest)) {
      if (length > 2) this.#hear(readHeard(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
    this.#rest = Buffer.from(rest);
  }

  #hear(heard: Heard): void {
    if (this.onHeard === undefined) this.#heard.push(heard);
    else this.onHeard(heard);
  }
}

/** The length of the first message or keep-alive in what has come; 0 while its head is not whole. The node does not lie. */
function lengthOf(bytes: Buffer): number {
  if (bytes.length >= 2 && bytes[0] === 13 && bytes[1] === 10) return 2;
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const length = /\r\n(?:Content-Length|l)\s*:\s*(\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1];
  return end + 4 + Number(length ?? 0);
}
