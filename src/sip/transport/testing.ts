// For the tests of the transport: peers on real sockets of this machine, a transport that keeps what it got, certificates.

import 'reflect-metadata';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import * as x509 from '@peculiar/x509';
import { FakeClock, silentLog } from '#base';
import type { SipMessage } from '../messages/message.ts';
import type { Flow, TransportName } from './flow.ts';
import type { SecureListenerOptions } from './tls.ts';
import { SipTransport, type TransportOptions } from './transport.ts';

/** A small request; `lines` are further header lines, each with its CRLF. */
export const requestText = (
  method = 'OPTIONS',
  { via = 'SIP/2.0/TCP 127.0.0.1:5999;branch=z9hG4bK1;rport', lines = 'l: 0\r\n', cseq = method } = {},
): string =>
  `${method} sip:a@b SIP/2.0\r\nv: ${via}\r\nf: <sip:c@d>;tag=1\r\nt: <sip:a@b>\r\ni: 1\r\nCSeq: 1 ${cseq}\r\nMax-Forwards: 70\r\n${lines}\r\n`;

export const responseText =
  'SIP/2.0 200 OK\r\nv: SIP/2.0/UDP a\r\nf: <sip:c@d>;tag=1\r\nt: <sip:a@b>;tag=2\r\ni: 1\r\nCSeq: 1 BYE\r\nl: 0\r\n\r\n';
/** Whole, but without what a response must have. */
export const malformedResponse = 'SIP/2.0 200 OK\r\nl: 0\r\n\r\n';

interface Arrival {
  readonly message: SipMessage;
  readonly flow: Flow;
}

/** A transport on a clock that stands still, with what arrived at it. */
export class TestTransport {
  readonly clock = new FakeClock();
  readonly arrivals: Arrival[] = [];
  readonly opened: Flow[] = [];
  readonly closed: Flow[] = [];
  /** Why the connections of `closed` ended. */
  readonly reasons: string[] = [];
  readonly transport: SipTransport;
  #heard: (() => void)[] = [];

  constructor(options: Partial<TransportOptions> = {}) {
    this.transport = new SipTransport({
      log: silentLog,
      clock: this.clock,
      onMessage: (message, flow) => {
        this.arrivals.push({ message, flow });
        this.#tell();
      },
      onOpened: (flow) => {
        this.opened.push(flow);
        this.#tell();
      },
      onClosed: (flow, why) => {
        this.closed.push(flow);
        this.reasons.push(why);
        this.#tell();
      },
      ...options,
    });
  }

  /** Opens a listener and gives its port. */
  async listen(
    transport: TransportName,
    secureContext?: () => SecureListenerOptions,
    address = '127.0.0.1',
    port = 0,
  ): Promise<number> {
    const context = secureContext === undefined ? {} : { secureContext };
    const opened = await this.transport.listen({ name: transport, transport, address, port, ...context });
    if (!opened.ok) throw new Error(opened.refusal.words);
    return opened.value.port;
  }

  /** Resolves when the condition holds; it is looked at whenever something arrives or ends. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#heard.push(resolve));
  }

  /** The message that arrives as number `index`. */
  async arrival(index = 0): Promise<Arrival> {
    await this.until(() => this.arrivals.length > index);
    const arrival = this.arrivals[index];
    if (arrival === undefined) throw new Error('nothing arrived');
    return arrival;
  }

  #tell(): void {
    const heard = this.#heard;
    this.#heard = [];
    for (const resolve of heard) resolve();
  }
}

/** The far end of a connection. */
export class StreamPeer {
  readonly socket: Socket;
  received = '';
  /** Resolves when the connection is gone. */
  readonly gone: Promise<unknown>;
  #onData: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.gone = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1');
      this.#onData();
    });
    socket.on('close', () => this.#onData());
  }

  /** A peer that has not waited for its connection. */
  static begin(port: number): StreamPeer {
    return new StreamPeer(connect(port, '127.0.0.1'));
  }

  static async connect(port: number, host = '127.0.0.1'): Promise<StreamPeer> {
    const socket = connect(port, host);
    await once(socket, 'connect');
    return new StreamPeer(socket);
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Resolves with all that came, once `text` is in it. */
  async until(text: string): Promise<string> {
    while (!this.received.includes(text)) {
      if (this.socket.closed) throw new Error(`closed without ${JSON.stringify(text)}: ${this.received}`);
      await new Promise<void>((resolve) => {
        this.#onData = resolve;
      });
    }
    return this.received;
  }
}

/** A datagram socket that keeps what it gets. */
export class UdpPeer {
  readonly socket: UdpSocket;
  readonly port: number;
  readonly received: string[] = [];
  #onData: () => void = () => undefined;

  private constructor(socket: UdpSocket) {
    this.socket = socket;
    this.port = socket.address().port;
    socket.on('message', (bytes) => {
      this.received.push(bytes.toString('latin1'));
      this.#onData();
    });
  }

  static async open(address = '127.0.0.1'): Promise<UdpPeer> {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new UdpPeer(socket);
  }

  send(text: string, port: number, address = '127.0.0.1'): void {
    this.socket.send(Buffer.from(text, 'latin1'), port, address);
  }

  /** The datagram that arrives as number `index`. */
  async arrival(index = 0): Promise<string> {
    while (this.received.length <= index)
      await new Promise<void>((resolve) => {
        this.#onData = resolve;
      });
    return this.received[index] ?? '';
  }
}

export interface TestIdentity {
  readonly cert: string;
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A certificate for 127.0.0.1 that is its own authority. */
export async function testIdentity(name = 'test'): Promise<TestIdentity> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: `${name}.example` },
      ]),
    ],
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----\n`,
  };
}
