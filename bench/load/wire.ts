// The load's side of the wire: one UDP socket, or a set of TLS connections, carrying the phones of a bench.

import { createSocket } from 'node:dgram';
import { connect, type TLSSocket } from 'node:tls';
import { parseMessage, type SipMessage } from '#sip';

/** One way to the server. All phones on it share its address. */
export interface Way {
  /** The Via's transport and sent-by, and what a Contact carries. */
  readonly via: string;
  readonly host: string;
  readonly contactParameters: string;
  send(text: string): void;
}

export interface Wire {
  readonly ways: readonly Way[];
  close(): void;
}

type Receive = (message: SipMessage, way: Way) => void;

/** Sockets of one process: enough that phones do not all seem to be one. */
export async function openUdp(port: number, sockets: number, receive: Receive): Promise<Wire> {
  const opened = await Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = createSocket({
        type: 'udp4',
        recvBufferSize: 4_000_000,
        lookup: (name, _options, done) => done(null, name, 4),
      });
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      const host = `127.0.0.1:${socket.address().port}`;
      const way: Way = {
        via: `SIP/2.0/UDP ${host}`,
        host,
        contactParameters: '',
        send: (text) => socket.send(Buffer.from(text, 'latin1'), port, '127.0.0.1'),
      };
      socket.on('message', (bytes) => {
        const parsed = parseMessage(bytes);
        if (parsed.kind === 'message') receive(parsed.message, way);
      });
      return { socket, way };
    }),
  );
  return { ways: opened.map(({ way }) => way), close: () => opened.forEach(({ socket }) => void socket.close()) };
}

/** TLS connections without checking the certificate: the load measures, it does not trust. */
export async function openTls(port: number, connections: number, receive: Receive): Promise<Wire> {
  const sockets: TLSSocket[] = [];
  const ways: Way[] = [];
  for (let index = 0; index < connections; index++) {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('secureConnect', resolve);
      socket.once('error', reject);
    });
    socket.setNoDelay(true);
    const host = `127.0.0.1:${socket.localPort}`;
    const way: Way = {
      via: `SIP/2.0/TLS ${host}`,
      host,
      contactParameters: ';transport=tls',
      send: (text) => socket.write(text, 'latin1'),
    };
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      for (let length = messageLength(rest); length > 0 && length <= rest.length; length = messageLength(rest)) {
        const parsed = parseMessage(rest.subarray(0, length));
        rest = rest.subarray(length);
        if (parsed.kind === 'message') receive(parsed.message, way);
      }
    });
    socket.on('error', () => undefined);
    sockets.push(socket);
    ways.push(way);
  }
  return { ways, close: () => sockets.forEach((socket) => void socket.destroy()) };
}

/** The length of the first message in what has come, or 0 while its head is not whole. Servers under test do not lie. */
function messageLength(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const length = /^content-length\s*:\s*(\d+)/im.exec(bytes.toString('latin1', 0, end))?.[1];
  return end + 4 + Number(length ?? 0);
}
