// A place on the network that sends any bytes over UDP and hears what comes back, at each port that its messages name.

import { createSocket, type Socket } from 'node:dgram';
import { type Heard, readHeard } from './heard.ts';

export class UdpPlace {
  readonly address: string;
  /** Hears every message as it comes, instead of keeping it for `take`. */
  onHeard: ((heard: Heard) => void) | undefined;
  readonly #sockets: readonly Socket[];
  readonly #server: number;
  #heard: Heard[] = [];

  private constructor(address: string, sockets: readonly Socket[], server: number) {
    this.address = address;
    this.#sockets = sockets;
    this.#server = server;
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.on('message', (bytes) => this.#hear(readHeard(bytes)));
    }
  }

  /** Opens the ports of one loopback address; 0 is any free one. `server` is the port on 127.0.0.1 that is sent to. */
  static async open(address: string, server: number, ports: readonly number[] = [0]): Promise<UdpPlace> {
    const sockets = await Promise.all(ports.map((port) => bind(address, port)));
    return new UdpPlace(address, sockets, server);
  }

  get port(): number {
    return this.#sockets[0]?.address().port ?? 0;
  }

  send(bytes: Buffer): void {
    this.#sockets[0]?.send(bytes, this.#server, '127.0.0.1');
  }

  /** What has been heard since it was last asked. */
  take(): readonly Heard[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  #hear(heard: Heard): void {
    if (this.onHeard === undefined) this.#heard.push(heard);
    else this.onHeard(heard);
  }
}

function bind(address: string, port: number): Promise<Socket> {
  const socket = createSocket({
    type: 'udp4',
    reuseAddr: port !== 0,
    recvBufferSize: 1_048_576,
    lookup: (name, _options, done) => done(null, name, 4),
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
}
