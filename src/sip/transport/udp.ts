// UDP: one socket, and the flows of the datagrams that it receives (RFC 3261 §18.2, RFC 3581).

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { SipMessage } from '../messages/message.ts';
import type { Flow } from './flow.ts';
import type { IncomingFlow, Receiver } from './receiver.ts';
import { literalLookup, type Routes } from './routes.ts';

/** Room for the datagrams of a moment in which we are busy: about a thousand. The system may grant less. */
const receiveBufferBytes = 1_048_576;
/** Keep-alives over UDP have no form of their own: phones send CRLF CRLF, or up to four bytes of zero. */
const keepAliveBytes = 4;
/** A response's port where its Via names none. */
const defaultPort = 5060;
/** The largest payload of a datagram over IPv4. */
const mostBytes = 65_507;

export class UdpEndpoint {
  readonly #socket: Socket;
  readonly #receiver: Receiver;
  readonly #routes: Routes;
  #open = true;
  #address = '';
  #port = 0;
  #isForAll = false;

  private constructor(address: string, receiver: Receiver, routes: Routes) {
    this.#receiver = receiver;
    this.#routes = routes;
    this.#socket = createSocket({
      type: isIPv6(address) ? 'udp6' : 'udp4',
      ipv6Only: isIPv6(address),
      lookup: literalLookup,
      recvBufferSize: receiveBufferBytes,
    });
  }

  /** Opens a socket on an IP literal; port 0 takes any free one. Rejects with the system's error. */
  static open(address: string, port: number, receiver: Receiver, routes: Routes): Promise<UdpEndpoint> {
    const endpoint = new UdpEndpoint(address, receiver, routes);
    return new Promise((resolve, reject) => {
      endpoint.#socket.once('error', (error) => {
        endpoint.#socket.close();
        reject(error);
      });
      endpoint.#socket.bind(port, address, () => {
        endpoint.#begin();
        resolve(endpoint);
      });
    });
  }

  get open(): boolean {
    return this.#open;
  }

  get port(): number {
    return this.#port;
  }

  get isIpv6(): boolean {
    return isIPv6(this.#address);
  }

  /** Our address towards a peer. */
  addressTowards(remoteAddress: string): string {
    return this.#isForAll ? this.#routes.towards(remoteAddress) : this.#address;
  }

  send(text: string, port: number, address: string): boolean {
    const { counters } = this.#receiver;
    if (!this.#open || text.length > mostBytes) {
      counters.unsent++;
      return false;
    }
    counters.sent++;
    this.#socket.send(Buffer.from(text, 'latin1'), port, address);
    return true;
  }

  flowTo(address: string, port: number): Flow {
    return new UdpFlow(this, { address, port });
  }

  /** Closes the socket; its flows are no longer open. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.close();
  }

  #begin(): void {
    const { address, port } = this.#socket.address();
    this.#address = address;
    this.#port = port;
    this.#isForAll = address === '0.0.0.0' || address === '::';
    this.#socket.removeAllListeners('error');
    this.#socket.on('error', (error) => this.#receiver.log.warn('a UDP socket failed', { why: error.message, port }));
    this.#socket.on('message', (bytes, sender) => this.#receive(bytes, sender));
  }

  #receive(bytes: Buffer, sender: RemoteInfo): void {
    if (sender.port === 0 || !this.#open || !this.#receiver.admits(sender.address)) return;
    if (bytes.length <= keepAliveBytes && isBlank(bytes)) this.#receiver.counters.keepAlives++;
    else this.#receiver.receive(bytes, new UdpFlow(this, sender));
  }
}

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 13 || byte === 10 || byte === 0);

class UdpFlow implements IncomingFlow {
  readonly source: { readonly address: string; readonly port: number };
  readonly #endpoint: UdpEndpoint;
  #responsePort: number;

  constructor(endpoint: UdpEndpoint, source: { readonly address: string; readonly port: number }) {
    this.#endpoint = endpoint;
    this.source = source;
    this.#responsePort = source.port;
  }

  /** Without rport, responses go to the port that the Via names (RFC 3261 §18.2.2); to its maddr never. */
  noteMessage(message: SipMessage): void {
    const { via } = message;
    if (message.isRequest && via !== undefined && !via.rport) this.#responsePort = via.port || defaultPort;
  }

  send(text: string): boolean {
    const port = text.startsWith('SIP/2.0 ') ? this.#responsePort : this.source.port;
    return this.#endpoint.send(text, port, this.source.address);
  }

  get transport(): 'UDP' {
    return 'UDP';
  }

  get reliable(): boolean {
    return false;
  }

  get secure(): boolean {
    return false;
  }

  get tls(): undefined {
    return undefined;
  }

  get open(): boolean {
    return this.#endpoint.open;
  }

  get remoteAddress(): string {
    return this.source.address;
  }

  get remotePort(): number {
    return this.source.port;
  }

  get localAddress(): string {
    return this.#endpoint.addressTowards(this.source.address);
  }

  get localPort(): number {
    return this.#endpoint.port;
  }

  get key(): string {
    return `UDP:${this.source.address}:${this.source.port}`;
  }
}
