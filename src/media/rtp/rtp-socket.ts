// The UDP ports of one stream: RTP on an even port and, when wanted, RTCP on the next (RFC 3550 §11), both answered to
// and heard from one remote address only (RFC 4961).

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { limits, no, ok, type Result, randomHex } from '#base';
import { mediaCodes } from '../media.codes.ts';

export interface RtpSocketOptions {
  /** Local address to bind, an IP literal; default 127.0.0.1. */
  readonly address?: string;
  /** First and last port that may be taken; default any. */
  readonly ports?: { readonly from: number; readonly to: number };
  /** Whether to open the RTCP port too; default no. */
  readonly rtcp?: boolean;
}

export interface Remote {
  /** An IP literal. */
  readonly address: string;
  readonly port: number;
  /** Default: the port after `port`. */
  readonly rtcpPort?: number;
}

export interface RtpListener {
  rtp(packet: Buffer): void;
  rtcp?(packet: Buffer): void;
  /** An RTP packet from elsewhere: true when it was taken, and not to be counted as unexpected. */
  stranger?(packet: Buffer, from: { readonly address: string; readonly port: number }): boolean;
}

export interface SocketCounters {
  sent: number;
  received: number;
  /** Packets from another address, before a remote was set, or too large: dropped. */
  unexpected: number;
  /** Packets that the system did not take. */
  failed: number;
}

const anyPortTries = 64;

export class RtpSocket {
  readonly address: string;
  readonly port: number;
  /** 0 = none. */
  readonly rtcpPort: number;
  readonly counters: SocketCounters = { sent: 0, received: 0, unexpected: 0, failed: 0 };
  readonly #rtp: Socket;
  readonly #rtcp: Socket | undefined;
  #remote: Remote | undefined;
  #listener: RtpListener | undefined;
  #open = true;

  private constructor(address: string, rtp: Socket, rtcp: Socket | undefined) {
    this.address = address;
    this.port = rtp.address().port;
    this.rtcpPort = rtcp?.address().port ?? 0;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    rtp.on('message', (packet, from) => this.#hear(packet, from, false));
    rtcp?.on('message', (packet, from) => this.#hear(packet, from, true));
    for (const socket of [rtp, rtcp]) socket?.on('error', () => this.counters.failed++);
  }

  /** Opens the ports. Refuses `media.no-port` and `media.address-not-available`. */
  static async open(options: RtpSocketOptions = {}): Promise<Result<RtpSocket>> {
    const { address = '127.0.0.1', ports, rtcp = false } = options;
    for (const port of ports === undefined ? anyPorts() : evenPorts(ports.from, ports.to, rtcp)) {
      const first = await bind(address, port);
      if (first === 'not here') return no(mediaCodes.refuse('media.address-not-available', { address }));
      if (first === 'taken') continue;
      const even = first.address().port % 2 === 0;
      const second = even && rtcp ? await bind(address, first.address().port + 1) : undefined;
      if (even && typeof second !== 'string') return ok(new RtpSocket(address, first, second));
      first.close();
    }
    const { from, to } = ports ?? { from: 1024, to: 65_535 };
    return no(mediaCodes.refuse('media.no-port', { address, from, to }));
  }

  /** Where packets come from. One listener at a time; none, and packets are dropped. */
  listen(listener: RtpListener | undefined): void {
    this.#listener = listener;
  }

  /** Sets where packets go and may come from; false, and nothing changes, when it is not an IP address of our kind. */
  setRemote(remote: Remote): boolean {
    if (isIP(remote.address) !== isIP(this.address) || remote.port < 1 || remote.port > 65_535) return false;
    this.#remote = remote;
    return true;
  }

  sendRtp(packet: Buffer): void {
    if (this.#remote !== undefined) this.#send(this.#rtp, packet, this.#remote.port, this.#remote.address);
  }

  sendRtcp(packet: Buffer): void {
    if (this.#remote === undefined || this.#rtcp === undefined) return;
    this.#send(this.#rtcp, packet, this.#remote.rtcpPort ?? this.#remote.port + 1, this.#remote.address);
  }

  #send(socket: Socket, packet: Buffer, port: number, address: string): void {
    if (!this.#open) return;
    this.counters.sent++;
    socket.send(packet, port, address, this.#sent);
  }

  readonly #sent = (error: Error | null): void => {
    if (error !== null) this.counters.failed++;
  };

  #hear(packet: Buffer, from: RemoteInfo, isRtcp: boolean): void {
    const remote = this.#remote;
    const port = isRtcp ? (remote?.rtcpPort ?? (remote?.port ?? 0) + 1) : remote?.port;
    if (packet.length > limits.media.packetBytes || remote === undefined) {
      this.counters.unexpected++;
      return;
    }
    if (from.port !== port || from.address !== remote.address) {
      if (isRtcp || this.#listener?.stranger?.(packet, from) !== true) this.counters.unexpected++;
      return;
    }
    this.counters.received++;
    if (isRtcp) this.#listener?.rtcp?.(packet);
    else this.#listener?.rtp(packet);
  }

  /** Closes the ports; they are free when it is done. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    this.#listener = undefined;
    const sockets = this.#rtcp === undefined ? [this.#rtp] : [this.#rtp, this.#rtcp];
    await Promise.all(sockets.map((socket) => new Promise<void>((done) => socket.close(done))));
  }
}

/** Port 0 lets the system choose; half of its choices are odd, so it is asked again. */
const anyPorts = (): number[] => new Array<number>(anyPortTries).fill(0);

/** The even ports of a range, from one drawn at random on and around. */
function* evenPorts(from: number, to: number, rtcp: boolean): Generator<number> {
  const first = from + (from % 2);
  const count = Math.floor((to - (rtcp ? 1 : 0) - first) / 2) + 1;
  if (count < 1) return;
  const start = Number.parseInt(randomHex(4), 16) % count;
  for (let step = 0; step < count; step++) yield first + 2 * ((start + step) % count);
}

function bind(address: string, port: number): Promise<Socket | 'taken' | 'not here'> {
  return new Promise((done) => {
    const type = isIP(address) === 6 ? 'udp6' : 'udp4';
    // Addresses are literals, so nothing is looked up per packet.
    const lookup = (host: string, _: unknown, found: (error: null, address: string, family: number) => void) =>
      found(null, host, isIP(host));
    const socket = createSocket({ type, lookup });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      done(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? 'taken' : 'not here');
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      done(socket);
    });
  });
}
